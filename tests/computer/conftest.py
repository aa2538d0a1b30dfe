"""A PC made of plain values: everything a probe can ask has an answer that a test may change."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from xl_macros.computer.check import Context, Subject
from xl_macros.computer.machine import Machine
from xl_macros.computer.registry import Registry


def _shared(name: str, path: Path) -> ModuleType:
    """A module of another tests folder (tests are no package, so it is loaded from its file, once)."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def registry() -> Registry:
    fake = _shared("fake_winreg", Path(__file__).parent.parent / "install" / "fake_winreg.py")
    return Registry(fake.FakeWinreg())


@pytest.fixture
def machine(registry: Registry) -> Machine:
    """A Windows PC on which everything is in order."""
    return Machine(
        system="win32",
        environ={"LOCALAPPDATA": r"C:\Users\Siti\AppData\Local", "OneDrive": r"C:\Users\Siti\OneDrive"},
        registry=registry,
        python_version=(3, 13, 1),
        python_bits=64,
        python_home=r"C:\Users\Siti\AppData\Local\Programs\Python\Python313",
        utc_offset_hours=8.0,
        run=lambda command: "List of available languages (2):\neng\nind\n",
        which=lambda name: f"/usr/bin/{name}",
        package_version=lambda name: "0.37.8",
        requirements=lambda: ["openpyxl<4,>=3.1.5", "xlwings==0.37.8", 'pi-heif; extra == "heic"'],
        has_module=lambda name: True,
        free_bytes=lambda folder: 50 * 1024**3,
        drive_type=lambda folder: 3,
        access_list=lambda folder: "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)",
        typeset=lambda markup: b"%PDF-1.7",
        load_modules=lambda modules: dict.fromkeys(modules, "dimuat"),
        has_library=lambda name: True,
    )


@pytest.fixture
def subject() -> Subject:
    return Subject(
        workbook=r"C:\Users\Siti\Documents\Kecuali\Register-Dikecualikan.xlsm",
        now=datetime(2026, 11, 23, 8, 15),
        excel_version="16.0",
        excel_bits="64",
        settings={"Surel Sekretaris": "sekretaris@kpu.go.id", "Nama Sekretaris": "Bonafantura Yosman"},
        officers=(("Siti Aminah", "PDID"), ("Yohanes Jehadut", "Desk Pelayanan")),
        roles=("PDID", "Desk Pelayanan"),
        holiday_years=frozenset({2026, 2027}),
    )


@pytest.fixture
def context(subject: Subject, machine: Machine) -> Context:
    return Context(subject, machine)


@pytest.fixture
def given(context: Context) -> Callable[..., Context]:
    """The orderly PC with some answers changed: `given(free_bytes=..., now=...)`, whichever side they belong to."""

    def change(**answers: object) -> Context:
        for_subject = {name: value for name, value in answers.items() if hasattr(context.subject, name)}
        for_machine = {name: value for name, value in answers.items() if name not in for_subject}
        return Context(replace(context.subject, **for_subject), replace(context.machine, **for_machine))

    return change

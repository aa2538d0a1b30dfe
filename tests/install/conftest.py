"""A Windows account made of folders on this disk and a registry in memory; and wine, where it is installed."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from xl_macros.computer.registry import Registry
from xl_macros.install.pc import Pc, Shortcut


def _from_file(name: str, path: Path) -> ModuleType:
    """A module beside the tests (they are no package, so it is loaded from its file, once)."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@dataclass
class Account:
    """The PC handed to the installer, and what happened to it."""

    pc: Pc
    winreg: object
    commands: list[list[str]] = field(default_factory=list)


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """Siti's account: Documents on this disk, a start menu, an empty workbook in the package."""
    winreg = _from_file("fake_winreg", Path(__file__).with_name("fake_winreg.py")).FakeWinreg()
    home = tmp_path / "Siti & José (1)"
    documents, menu = home / "Documents", home / "Start Menu"
    for folder in (documents, menu):
        folder.mkdir(parents=True)
    package = tmp_path / "paket"
    package.mkdir()
    (package / "Register.xlsm").write_bytes(b"PK kosong 1")
    for script in ("copot.cmd", "perbaiki.cmd"):
        (package / script).write_bytes(b"@echo off\r\n")
    guide = package / "docs" / "panduan.html"
    (guide.parent / "gambar").mkdir(parents=True)
    guide.write_text("<h1>Panduan</h1>", encoding="utf-8")
    (guide.parent / "gambar" / "Register.png").write_bytes(b"PNG")
    commands: list[list[str]] = []

    def run(command: Sequence[str]) -> str:
        commands.append(list(command))
        return ""

    def make_link(path: Path, shortcut: Shortcut) -> None:
        path.write_text(f"{shortcut.target}", encoding="utf-8")

    pc = Pc(
        registry=Registry(winreg),
        environ={"USERDOMAIN": "KPU-PC", "USERNAME": "Siti"},
        app=home / "Local" / "Kecuali",
        profile=home,
        documents=documents,
        start_menu=menu,
        version="0.1.0",
        package_workbook=package / "Register.xlsm",
        scripts=(package / "copot.cmd", package / "perbaiki.cmd"),
        guide=guide,
        now=lambda: datetime(2026, 11, 23, 8, 30),
        drive_type=lambda folder: 3,
        run=run,
        check_program=lambda: "",
        account_at_screen=lambda: "siti",
        make_link=make_link,
    )
    return Account(pc, winreg, commands)


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A running wine. Skipped where it is not installed, unless KECUALI_REQUIRE_EXTRAS=1 says that it must be."""
    stand_in = _from_file("wine_stand_in", Path(__file__).with_name("wine.py"))
    if not stand_in.is_installed():
        if os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1":
            pytest.fail("wine is not installed (Debian: wine and wine64)")
        pytest.skip("wine is not installed")
    started = stand_in.start_wine(tmp_path_factory.mktemp("wine") / "prefix")
    yield started
    started.remove()

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from xl_macros.computer import Check, Context, Subject, run_checks
from xl_macros.computer.registry import Registry
from xl_macros.computer.trust import locations_key

Given = Callable[..., Context]


def test_an_orderly_pc_has_nothing_to_cure(given: Given, registry: Registry, tmp_path: Path) -> None:
    pythonw = tmp_path / "pythonw.exe"
    pythonw.touch()
    folder = r"C:\Users\Siti\Documents\Kecuali"
    registry.write(rf"{locations_key('16.0')}\Location0", {"Path": folder})
    registry.write(r"HKCR\Outlook.Application\CLSID", {"": "x"})
    registry.write(r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Devices", {"EPSON": "x"})
    context = given(interpreter=str(pythonw))
    checks = run_checks(context.subject, context.machine)
    assert [check.name for check in checks if check.ok is not True] == []


def test_every_fault_comes_with_a_cure(given: Given, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    context = given(
        python_version=(3, 9, 0),
        package_version=lambda name: None,
        excel_version="14.0",
        free_bytes=lambda folder: 0,
        typeset=lambda markup: b"",
        run=lambda command: "",
        settings={"Surel Sekretaris": ""},
        officers=(),
        holiday_years=frozenset(),
        now=datetime(2001, 1, 1),
        workbook="C:\\OneDrive\\" + "a\\" * 80 + "Register.xlsm",
        folders={"Folder khusus": tmp_path},
        access_list=lambda folder: "D:(A;;FA;;;WD)",
    )
    checks = run_checks(context.subject, context.machine)
    faults = [check for check in checks if check.ok is False]
    assert len(faults) >= 14
    assert [check.name for check in faults if not check.cure] == []


@pytest.mark.skipif(sys.platform == "win32", reason="under wine the time is wine's")
def test_the_real_machine_is_examined_within_seconds(tmp_path: Path) -> None:
    start = time.perf_counter()
    checks = run_checks(Subject(workbook=str(tmp_path / "Register.xlsm"), now=datetime(2026, 11, 23, 9)))
    assert time.perf_counter() - start < 4  # half of it loads the compiled packages
    assert {"Python", "xlwings", "Pembuat laporan PDF"} <= {check.name for check in checks if check.ok}


def test_a_finding_reads_as_one_line() -> None:
    assert str(Check("Pencetak", True, "EPSON L3210")) == "OK  Pencetak: EPSON L3210"
    fault = Check("Pencetak", False, "Tidak ada pencetak.", "Pasang pencetak.")
    assert str(fault) == "PERLU TINDAKAN  Pencetak: Tidak ada pencetak. Pasang pencetak."

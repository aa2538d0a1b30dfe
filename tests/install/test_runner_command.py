"""The command line of the workbook's VBA, its own text run by cscript under wine.

VBScript is near enough to VBA for the two procedures that build and start the command: types are left out,
the rest is the text of `Kecuali.bas`. wine differs from Windows in two points. Its `Environment("PROCESS")`
cannot be written, so the variable comes from outside; and its `Run` does not put variables into the
arguments, so that half is tried with `ExpandEnvironmentStrings`, which is what Windows' `Run` applies.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from xl_macros.places.resources import workbook_file

SET_PERCENT = 'host.Environment("PROCESS").Item("KECUALI_PERSEN") = "%"'

STAGE = """Class Book
  Public Name
End Class
Class Program
  Public Hwnd
End Class
Dim ThisWorkbook, Application, host, folder, python, button, exchange
Set ThisWorkbook = New Book
Set Application = New Program
python = WScript.Arguments(0)
ThisWorkbook.Name = WScript.Arguments(1)
exchange = WScript.Arguments(2)
Application.Hwnd = 123456
button = "attach_scans"
"""

NOTE_ARGUMENTS = """Dim out, i
Set out = CreateObject("Scripting.FileSystemObject").CreateTextFile("{log}", True, True)
For i = 1 To WScript.Arguments.Count - 1
  out.WriteLine WScript.Arguments(i)
Next
out.Close
"""


def procedure(kind: str, name: str) -> str:
    source = workbook_file("vba/Kecuali.bas").read_bytes().decode("cp1252").replace("\r\n", "\n")
    found = re.search(rf"^Private {kind} {name}\(.*?^End {kind}$", source, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return re.sub(r"^( *[^\"\n]*?(?:\"[^\"\n]*\"[^\"\n]*?)*) '.*$", r"\1", found.group(), flags=re.MULTILINE)


def as_vbscript(text: str) -> str:
    return re.sub(r" As \w+", "", text).replace("Private ", "")


def start_on_windows() -> str:
    """The lines that RunPython carries out on Windows, up to the start itself."""
    whole = procedure("Sub", "RunPython")
    cut = re.search(r"^ *folder = .*$", whole, re.MULTILINE)
    branch = re.search(r"If OnWindows\(\) Then\n(.*?)\n *Else", whole, re.DOTALL)
    assert cut is not None
    assert branch is not None
    lines = [line for line in branch[1].splitlines() if "On Error" not in line]
    return "\n".join([cut.group(), *lines])


def script(body: str) -> str:
    return f"{STAGE}{body}\n{as_vbscript(procedure('Function', 'CommandLine'))}\n"


BOOK = "Register Informasi & Arsip (José) 'lama'; 50^2, a+b!.xlsm"
EXCHANGE = r"C:\Users\José & Siti\AppData\Local\Temp\k 1"


@pytest.fixture
def tools() -> Any:
    return sys.modules["wine_stand_in"]


def test_every_argument_arrives_as_one_whatever_signs_are_in_it(
    wine: Any, tools: Any, tmp_path: Path
) -> None:
    log = tmp_path / "argumen.txt"
    note = tools.write_vbs(tmp_path / "catat.vbs", NOTE_ARGUMENTS.format(log=tools.windows_path(log)))
    python = tmp_path / "José & Siti (1)" / "Kecuali" / "venv" / "Scripts" / "pythonw.exe"
    tools.write_program(python, rf"C:\windows\system32\cscript.exe //nologo {tools.windows_path(note)}")
    start = start_on_windows()
    assert start.count(SET_PERCENT) == 1
    runner = tools.write_vbs(tmp_path / "jalankan.vbs", script(start.replace(SET_PERCENT, "")))
    code, said = wine.run(
        [
            "cscript",
            "//nologo",
            tools.windows_path(runner),
            tools.windows_path(python),
            BOOK,
            f"{EXCHANGE}\\",
        ],
        KECUALI_PERSEN="%",
    )
    assert code == 0, said
    assert log.read_bytes().decode("utf-16").splitlines() == [
        "-P",
        "-m",
        "xl_macros",
        "attach_scans",
        f"--wb={BOOK}",
        "--from_xl=1",
        "--hwnd=123456",
        f"--exchange={EXCHANGE}",
    ]


def test_a_percent_sign_survives_what_windows_does_to_variables(
    wine: Any, tools: Any, tmp_path: Path
) -> None:
    """`%USERNAME%` in a workbook's name is text, not a variable."""
    started = re.search(r"host\.Run\((.*), 0, True\)", start_on_windows(), re.DOTALL)
    assert started is not None
    folder = start_on_windows().splitlines()[0]
    body = (
        f'{folder}\nSet host = CreateObject("WScript.Shell")\n'
        f"WScript.Echo host.ExpandEnvironmentStrings({started[1]})\n"
        "WScript.Echo CommandLine(python, button, ThisWorkbook.Name, folder, Application.Hwnd)"
    )
    runner = tools.write_vbs(tmp_path / "jalankan.vbs", script(body))
    arguments = [r"C:\100%\%TEMP%\pythonw.exe", "Register %USERNAME% 100%.xlsm", "C:\\Temp\\%TEMP%\\"]
    code, said = wine.run(["cscript", "//nologo", tools.windows_path(runner), *arguments], KECUALI_PERSEN="%")
    lines = [line.strip() for line in said.splitlines() if "pythonw" in line]
    assert code == 0, said
    assert lines[0] == lines[1]
    assert '"--wb=Register %USERNAME% 100%.xlsm"' in lines[0]
    assert r'"--exchange=C:\Temp\%TEMP%"' in lines[0]

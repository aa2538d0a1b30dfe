"""The VBA project is its text sources and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbook.build import VBA_PROJECT, code_name
from workbook.compile_vba import LONGEST_LINE, SOURCES, compile_project, sources
from xl_macros.actions.catalogue import ACTIONS
from xl_macros.click.request import asked
from xl_macros.tables.schema import SHEETS

if TYPE_CHECKING:
    from .conftest import Package


def test_compiling_again_gives_the_committed_project() -> None:
    assert compile_project() == VBA_PROJECT.read_bytes()


def test_the_workbook_carries_that_project(package: Package) -> None:
    assert package.parts["xl/vbaProject.bin"] == VBA_PROJECT.read_bytes()


def test_no_module_carries_compiled_code_before_its_text() -> None:
    """MS-OVBA 2.3.4.3: such a cache must not be written, and scanners take one that differs for an attack."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import decompress

    container = CFB.from_bytes(VBA_PROJECT.read_bytes())
    directory = decompress(container.get_stream_in_storage("VBA", "dir"))
    records = re.findall(rb"\x31\x00\x04\x00\x00\x00(.{4})", directory, re.DOTALL)  # MODULEOFFSET
    assert len(records) == len(SHEETS) + 1 + len(sources())
    assert set(records) == {bytes(4)}


_PRINT_MODULES = """
import json, sys
from oletools.olevba import VBA_Parser
found = VBA_Parser(sys.argv[1]).extract_macros()
print(json.dumps({name: text for _, _, name, text in found}))
"""


def test_olevba_prints_the_sources_back(committed: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _PRINT_MODULES, str(committed)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = {name.removesuffix(".bas"): _code(text) for name, text in json.loads(answer.stdout).items()}
    assert {name: text for name, text in modules.items() if text} == {
        name: _code(text) for name, text in sources().items()
    }


def _code(text: str) -> str:
    """A module without its attribute lines, which no editor shows."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def test_every_sheet_and_the_workbook_have_their_document_module(package: Package) -> None:
    book = package.root("xl/workbook.xml").find("{*}workbookPr")
    assert book is not None
    assert book.attrib["codeName"] == "ThisWorkbook"
    properties = [package.sheet(name).find("{*}sheetPr") for name in SHEETS]
    names = [each.attrib["codeName"] for each in properties if each is not None]
    assert names == [code_name(number) for number in range(1, len(SHEETS) + 1)]


def test_sources_are_ascii_short_lined_and_begin_with_their_name() -> None:
    for path in SOURCES.glob("*.bas"):
        text = path.read_bytes().decode("ascii")
        assert text.startswith(f'Attribute VB_Name = "{path.stem}"\nOption Explicit\n')
        assert max(map(len, text.splitlines())) <= min(LONGEST_LINE, 130)
        assert "\t" not in text


@pytest.mark.parametrize(
    "word",
    [
        "Workbook_Open",
        "Auto_Open",
        "Declare ",
        "ADODB",
        "cmd.exe",
        "cmd /c",
        "powershell",
        "RunPython(",
        "Lib ",
    ],
)
def test_it_does_nothing_by_itself_and_loads_no_library(word: str) -> None:
    code = "\n".join(re.sub(r"'.*", "", line) for text in sources().values() for line in text.splitlines())
    if word == "RunPython(":
        assert code.count(word) == 1  # our own, not xlwings'
    else:
        assert word.casefold() not in code.casefold()


def test_every_way_into_the_start_is_under_the_one_handler() -> None:
    """A renamed sheet, a lost name or an error value must never show Excel's box with the key Debug."""
    text = sources()["Kecuali"]
    public = re.findall(r"Public (?:Sub|Function) (\w+)", text)
    assert public == ["StartButton", "CellText", "ColumnOf"]
    body = text.split("Public Sub StartButton", 1)[1].split("End Sub", 1)[0].splitlines()
    assert body[1].strip() == "On Error GoTo Failed"
    assert "Application.StatusBar = False" in body[body.index("Cleared:") :][2]
    assert body[-1].strip() == "Resume Cleared"


def test_what_fails_after_python_was_given_the_click_is_not_said_to_have_changed_nothing() -> None:
    text = sources()["Kecuali"]
    handler = text.split("Failed:", 1)[1].split("Resume Cleared", 1)[0]
    assert re.search(
        r'IIf\(handedOver, "Tombol ini sudah dijalankan.*?Tidak ada yang diubah', handler, re.DOTALL
    )
    work = text.split("Private Sub Work", 1)[1].split("End Sub", 1)[0]
    assert work.index("handedOver = False") < work.index("BookIsUsable")
    assert work.index("handedOver = True") < work.index("RunPython python")


def test_what_kept_python_from_starting_is_told_apart() -> None:
    text = sources()["Kecuali"]
    for kept in (
        "startRefused = Err.Number",
        "startReason = Err.Description",
        "startCode = host.Run(",
    ):
        assert kept in text
    assert text.index("startCode = host.Run(") < text.index("startRefused = Err.Number")


def test_cells_are_read_by_the_one_function_that_bears_error_values() -> None:
    code = "\n".join(re.sub(r"'.*", "", line) for line in sources()["Kecuali"].splitlines())
    assert re.findall(r"\w*\.Value\b", code) == ["cell.Value"]
    named = re.findall(r'Worksheets\("(\w+)"\)', code)
    assert sorted(named) == [
        "Formulir",
        "Formulir",
        "Pengaturan",
    ]  # to show the form; under a handler of its own


def test_no_source_closes_its_procedures_wrongly() -> None:
    for text in sources().values():
        lines = [line.strip() for line in text.splitlines()]
        begun = [line for line in lines if re.match(r"(Public|Private) (Sub|Function) ", line)]
        for kind in ("Sub", "Function"):
            assert sum(f" {kind} " in f" {line.split('(')[0]} " for line in begun) == lines.count(
                f"End {kind}"
            )


def test_every_button_has_a_macro_of_its_name() -> None:
    macros = re.findall(r"Public Sub (\w+)\(\)\r\n    StartButton \"([^\"]+)\"", sources()["Tombol"])
    assert [name for name, _ in macros] == [action.name for action in ACTIONS if action.name != "show_form"]
    through_the_form = {name: spec for name, spec in macros if name not in {spec, spec.partition("|")[0]}}
    assert {spec.removesuffix("|?file") for spec in through_the_form.values()} == {
        f"show_form|form={name}" for name in through_the_form
    }
    for spec in dict(macros).values():
        action, *given = [part for part in spec.split("|") if part != "?file"]
        asked({each.name: each for each in ACTIONS}[action].request, [part.split("=", 1) for part in given])


def test_static_analysis_finds_nothing_that_excel_would_stumble_over(committed: Path) -> None:
    analysis = pytest.importorskip("pyvbaanalysis", reason="pyvbaanalysis is not installed")
    found = analysis.analyze_workbook(str(committed))
    assert {name: problems for name, problems in found.items() if problems} == {}

"""The ribbon, the VBA and the button functions speak of the same buttons."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from workbook.compile_vba import sources
from workbook.home import ribbon_buttons
from xl_macros.actions.catalogue import ACTIONS

if TYPE_CHECKING:
    from .conftest import Package

IMAGES = frozenset(
    {
        "GetExternalDataFromText", "XmlImport", "XmlExport", "CalculateNow", "RefreshAll", "ErrorChecking",
        "DataValidation", "ClearContents", "FilePrint", "FileSaveAs", "FileSendAsAttachment", "PivotTableReport",
        "SheetProtect", "FileOpen", "Help", "MacroPlay", "Undo",
    }
)  # fmt: skip
"""Office images that exist in Excel 2013 and in every later one."""

LABELS = {
    "receive_decision": "Terima Keputusan",
    "import_list": "Impor Daftar",
    "attach_scans": "Lampirkan Pindaian",
    "compute_expiry": "Hitung Jangka Waktu",
    "build_recap": "Buat Rekapitulasi",
    "check_recap": "Periksa Rekapitulasi",
    "store_documents": "Simpan ke Folder Khusus",
    "export_disposition": "Ekspor Laporan Disposisi",
    "email_report": "Surel ke Sekretaris",
    "export_public_list": "Daftar Publik",
    "record_event": "Catat Peristiwa",
    "verify_archive": "Periksa Keutuhan",
    "undo_last": "Urungkan",
    "self_test": "Periksa Komputer",
}


@pytest.fixture
def buttons(package: Package) -> list[etree._Element]:
    return list(package.root("customUI/customUI14.xml").iter("{*}button"))


def test_there_is_one_button_per_function_in_the_same_order(buttons: list[etree._Element]) -> None:
    assert [each.attrib["id"] for each in buttons] == [action.name for action in ACTIONS]


def test_labels_are_those_of_the_design(buttons: list[etree._Element]) -> None:
    assert {each.attrib["id"]: each.attrib["label"] for each in buttons} == LABELS


def test_screentips_are_the_first_lines_of_the_docstrings(buttons: list[etree._Element]) -> None:
    first_lines = [action.tip for action in ACTIONS]
    assert [each.attrib["screentip"] for each in buttons] == first_lines


def test_every_button_explains_itself_within_excels_limits(buttons: list[etree._Element]) -> None:
    for each in buttons:
        assert each.attrib["supertip"] not in ("", each.attrib["screentip"])
        assert all(len(each.attrib[name]) <= 1024 for name in ("label", "screentip", "supertip"))


def test_key_tips_are_short_unique_and_none_begins_another(buttons: list[etree._Element]) -> None:
    tips = [each.attrib["keytip"] for each in buttons]
    assert all(1 <= len(tip) <= 3 and tip.isalnum() and tip.isupper() for tip in tips)
    assert not [pair for pair in permutations(tips, 2) if pair[0].startswith(pair[1])]


def test_images_exist_in_every_excel_since_2013(buttons: list[etree._Element]) -> None:
    assert {each.attrib["imageMso"] for each in buttons} <= IMAGES


def test_every_button_calls_the_one_callback_that_vba_has(buttons: list[etree._Element]) -> None:
    assert {each.attrib["onAction"] for each in buttons} == {"Ribbon.OnAction"}
    assert "Public Sub OnAction(control As IRibbonControl)" in sources()["Ribbon"]


def test_nothing_else_calls_into_vba(package: Package) -> None:
    root = package.root("customUI/customUI14.xml")
    callbacks = {name for each in root.iter() for name in each.attrib if name.startswith(("get", "on"))}
    assert callbacks == {"onAction"}


def test_ids_are_unique_and_elements_hold_only_what_the_schema_of_office_allows(package: Package) -> None:
    allowed = {
        "customUI": set(),
        "ribbon": set(),
        "tabs": set(),
        "tab": {"id", "label", "keytip", "insertAfterMso"},
        "group": {"id", "label"},
        "button": {"id", "label", "size", "imageMso", "keytip", "onAction", "screentip", "supertip"},
    }
    elements = list(package.root("customUI/customUI14.xml").iter())
    for each in elements:
        assert set(each.attrib) <= allowed[etree.QName(each).localname]
    ids = [each.attrib["id"] for each in elements if "id" in each.attrib]
    assert len(ids) == len(set(ids))


def test_the_home_sheet_has_the_same_buttons_for_when_the_ribbon_is_missing(package: Package) -> None:
    drawing = package.parts["xl/drawings/vmlDrawing1.vml"].decode()
    for name, label, _ in ribbon_buttons():
        assert f"<x:FmlaMacro>[0]!{name}</x:FmlaMacro>" in drawing
        assert f">{label}</font>" in drawing
        assert f"Public Sub {name}()" in sources()["Tombol"]

"""The ribbon, the VBA and the button functions speak of the same buttons."""

from __future__ import annotations

import io
import re
from itertools import permutations
from typing import TYPE_CHECKING

import openpyxl
import pytest
from lxml import etree

from workbook.compile_vba import sources
from workbook.home import home_buttons
from workbook.ribbon import specs, usual_tips
from xl_macros.actions.catalogue import ACTIONS
from xl_macros.keeping.ribbon import NOTHING_YET
from xl_macros.tables import schema
from xl_macros.tables.home_sheet import NEXT_STEP, RIBBON
from xl_macros.tables.schema import NAME_FOLDED, NAME_RIBBON

if TYPE_CHECKING:
    from .conftest import Package

IMAGES = frozenset(
    {
        "GetExternalDataFromText", "XmlImport", "XmlExport", "CalculateNow", "RefreshAll", "ErrorChecking",
        "DataValidation", "ClearContents", "FilePrint", "FileSaveAs", "FileSendAsAttachment", "PivotTableReport",
        "SheetProtect", "FileOpen", "Help", "MacroPlay", "Undo", "Filter", "OutlineShowDetail",
    }
)  # fmt: skip
"""Office images that exist in Excel 2013 and in every later one."""


@pytest.fixture
def controls(package: Package) -> list[etree._Element]:
    """The buttons and menus of the tab, without what is in the menus; of a split button its face."""
    found = [each for group in package.root("customUI/customUI14.xml").iter("{*}group") for each in group]
    return [each[0] if etree.QName(each).localname == "splitButton" else each for each in found]


@pytest.fixture
def buttons(package: Package) -> list[etree._Element]:
    """All that can be clicked, in menus too."""
    return list(package.root("customUI/customUI14.xml").iter("{*}button"))


def test_every_control_asks_for_what_its_tag_says(buttons: list[etree._Element]) -> None:
    assert [each.attrib["tag"] for each in buttons] == list(specs())
    assert all(len(each.attrib["tag"]) <= 1024 for each in buttons)


def test_labels_and_screentips_of_the_tab_are_those_of_the_actions(controls: list[etree._Element]) -> None:
    actions = {action.name: action for action in ACTIONS}
    for each in controls:
        if each.attrib["id"] in {"menu_tools", "menu_filter", "columns"}:
            continue  # several actions in one menu, or none
        action = actions[each.attrib["id"].removeprefix("menu_")]
        assert each.attrib["screentip"] == action.tip
        assert each.attrib.get("label", action.label) in action.label


def test_every_button_explains_itself_within_excels_limits(controls: list[etree._Element]) -> None:
    usual = usual_tips()
    for each in controls:
        tip = each.attrib.get("supertip") or usual[each.attrib["id"].removeprefix("menu_")]
        assert tip not in ("", each.attrib["screentip"])
        said = (each.attrib.get("label", ""), each.attrib["screentip"], tip)
        assert all(len(text) <= 1024 for text in said)


def test_key_tips_are_short_unique_and_none_begins_another(controls: list[etree._Element]) -> None:
    tips = [each.attrib["keytip"] for each in controls]
    assert all(1 <= len(tip) <= 3 and tip.isalnum() and tip.isupper() for tip in tips)
    assert not [pair for pair in permutations(tips, 2) if pair[0].startswith(pair[1])]


def test_images_exist_in_every_excel_since_2013(controls: list[etree._Element]) -> None:
    assert {each.attrib["imageMso"] for each in controls} <= IMAGES


def test_every_button_calls_the_one_callback_that_vba_has(buttons: list[etree._Element]) -> None:
    assert {each.attrib["onAction"] for each in buttons} == {"Ribbon.OnAction"}
    assert "Public Sub OnAction(control As IRibbonControl)" in sources()["Ribbon"]


def test_all_else_that_calls_into_vba_is_there_and_bears_whatever_is_missing(package: Package) -> None:
    root = package.root("customUI/customUI14.xml")
    callbacks = {
        name: value
        for each in root.iter()
        for name, value in each.attrib.items()
        if name.startswith(("get", "on"))
    }
    assert callbacks == {
        "onAction": "Ribbon.OnAction",
        "onLoad": "Ribbon.OnLoad",
        "getEnabled": "Ribbon.GetEnabled",
        "getLabel": "Ribbon.GetLabel",
        "getSupertip": "Ribbon.GetSupertip",
    }
    code = sources()["Ribbon"].replace("\r\n", "\n")
    for name in ("GetEnabled", "GetLabel", "GetSupertip"):
        begin = f"Public Sub {name}(control As IRibbonControl, ByRef answer As Variant)\n"
        assert set(re.findall(r"\w+(?=\()", code.split(begin)[1].split("End Sub")[0])) <= {"SaidOf"}
    reading = code.split("Private Function SaidOf")[1].split("End Function")[0]
    assert reading.index("On Error GoTo Lost") < reading.index("ThisWorkbook")


def test_what_can_be_grey_says_why_from_cells_that_the_program_writes(package: Package) -> None:
    """By the id that VBA looks for: of a menu or a split button its action's name."""
    root = package.root("customUI/customUI14.xml")
    for callback in ("getEnabled", "getSupertip"):
        ids = {each.attrib["id"] for each in root.iter() if callback in each.attrib}
        assert {each.removeprefix("menu_").removeprefix("split_") for each in ids} == set(RIBBON)
    assert set(usual_tips()) == set(RIBBON)
    assert {each.attrib["id"] for each in root.iter() if "getLabel" in each.attrib} == {NEXT_STEP}


def test_the_cells_of_the_ribbon_begin_with_the_reasons_of_an_empty_office(package: Package) -> None:
    book = openpyxl.load_workbook(io.BytesIO(package.data))
    place = package.names()[NAME_RIBBON]
    assert place == "Beranda!$P$1:$R$7"
    rows = [[cell.value for cell in row] for row in book["Beranda"]["P1:R7"]]
    assert [row[0] for row in rows] == [NEXT_STEP, *RIBBON]
    assert [row[1] for row in rows] == [None, *[NOTHING_YET] * len(RIBBON)]
    assert [row[2] for row in rows] == ["Langkah Berikut", *usual_tips().values()]


def test_what_only_changes_the_view_is_known_to_vba(package: Package) -> None:
    code = sources()["Tampilan"]
    views = [spec.split("|") for spec in specs() if spec.startswith("!")]
    names = {name.removeprefix(NAME_FOLDED) for name in package.names() if name.startswith(NAME_FOLDED)}
    said = code.split("Yang punya: ")[1].split(".")[0]
    assert names == set(re.findall(r"[A-Z]\w+", said))
    assert {view[0] for view in views} == set(re.findall(r'parts\(0\) = "(![a-z]+)"', code))
    headers = {view[1] for view in views if len(view) > 1}
    assert headers == set(re.findall(r'header = "([A-Z][a-z]+)"', code)) <= set(schema.REGISTER.headers)


def test_a_right_click_on_a_row_offers_what_the_ribbon_has(package: Package) -> None:
    root = package.root("customUI/customUI14.xml")
    menus = {each.attrib["idMso"]: each for each in root.iter("{*}contextMenu")}
    assert list(menus) == ["ContextMenuCell", "ContextMenuListRange"]
    offered = [[item.attrib["tag"] for item in menu.iter("{*}button")] for menu in menus.values()]
    assert offered[0] == offered[1]
    on_ribbon = {each.attrib["tag"] for each in root.find("{*}ribbon").iter("{*}button")}
    assert set(offered[0]) - on_ribbon == {"show_form|form=record_event", "show_form|form=correct"}
    older = package.root("customUI/customUI.xml")
    assert older.find("{*}contextMenus") is None


def test_ids_are_unique_and_elements_hold_only_what_the_schema_of_office_allows(package: Package) -> None:
    allowed = {
        "customUI": {"onLoad"},
        "ribbon": set(),
        "tabs": set(),
        "tab": {"id", "label", "keytip", "insertAfterMso"},
        "group": {"id", "label"},
        "splitButton": {"id", "size", "getEnabled"},
        "contextMenus": set(),
        "contextMenu": {"idMso"},
    }
    menu = {"id", "label", "size", "imageMso", "keytip", "screentip", "supertip", "getEnabled", "getSupertip"}
    allowed["menu"] = menu | {"insertBeforeMso"}
    allowed["button"] = menu | {"onAction", "tag", "getLabel"}
    elements = list(package.root("customUI/customUI14.xml").iter())
    for each in elements:
        assert set(each.attrib) <= allowed[etree.QName(each).localname]
    ids = [each.attrib["id"] for each in elements if "id" in each.attrib]
    assert len(ids) == len(set(ids))


def test_the_home_sheet_has_the_same_buttons_for_when_the_ribbon_is_missing(package: Package) -> None:
    drawing = package.parts["xl/drawings/vmlDrawing1.vml"].decode()
    for name, label, _ in home_buttons():
        assert f"<x:FmlaMacro>[0]!{name}</x:FmlaMacro>" in drawing
        assert f">{label}</font>" in drawing
        assert f"Public Sub {name}()" in sources()["Tombol"]


def test_after_a_click_excel_s_undo_offers_to_take_it_back() -> None:
    langkah = sources()["Langkah"]
    assert 'Application.OnUndo "Urungkan tombol Kecuali yang terakhir", "UndoLastClick"' in langkah
    assert "    OfferUndo button, ending\nEnd Sub" in sources()["Kecuali"].replace("\r\n", "\n")


def test_what_acts_on_the_selection_has_a_choice_for_all_that_wait() -> None:
    asked = set(specs())
    for name in ("build_recap", "check_recap|verdict=setuju", "store_documents", "export_disposition"):
        assert {name, f"{name}|target=semua"} <= asked


DOORS = {
    "due": "list_due",
    "calendar": "update_calendar",
    "find": "find_text",
    "cover-sheets": "print_covers",
    "merge": "merge_copy",
    "upgrade": "upgrade_workbook",
}
NO_DOOR = {
    "demo": "an office of its own",
    "new": "an office of its own",
    "rebuild-register": "there is no workbook yet",
    "consolidate": "many offices",
    "period": "shows how a wording is read; the register does",
    "unseal": "sealed scans, at the command line on purpose",
    "recover-key": "the key is typed, not clicked",
    "recovery-key": "the key is typed, not clicked",
    "mail-password": "shown at the command line on purpose",
    "build-workbook": "the maintainer's",
    "install": "the computer's",
    "repair": "the computer's",
    "uninstall": "the computer's",
    "bundle": "the computer's",
}
"""Commands that no ribbon of an open workbook can have, or should not, and why."""


def test_what_the_command_line_can_do_has_its_place_on_the_ribbon(capsys: pytest.CaptureFixture[str]) -> None:
    from xl_macros import cli

    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    commands = set(re.findall(r"^    ([a-z][a-z-]+)(?:  |$)", capsys.readouterr().out, re.M))
    actions = {action.command for action in ACTIONS}
    on_ribbon = {part.split("|")[0] for part in specs()} | {
        part.removeprefix("form=") for spec in specs() for part in spec.split("|") if part.startswith("form=")
    }
    assert commands - actions == set(DOORS) | set(NO_DOOR)
    assert set(DOORS.values()) <= on_ribbon

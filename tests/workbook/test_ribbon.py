"""The ribbon, the VBA and the button functions speak of the same buttons."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from workbook.compile_vba import sources
from workbook.home import home_buttons
from workbook.ribbon import specs
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
        if each.attrib["id"] == "menu_tools":
            continue  # several actions in one menu
        action = actions[each.attrib["id"].removeprefix("menu_")]
        assert each.attrib["screentip"] == action.tip
        assert each.attrib["label"] in action.label


def test_every_button_explains_itself_within_excels_limits(controls: list[etree._Element]) -> None:
    for each in controls:
        assert each.attrib["supertip"] not in ("", each.attrib["screentip"])
        assert all(len(each.attrib[name]) <= 1024 for name in ("label", "screentip", "supertip"))


def test_key_tips_are_short_unique_and_none_begins_another(controls: list[etree._Element]) -> None:
    tips = [each.attrib["keytip"] for each in controls]
    assert all(1 <= len(tip) <= 3 and tip.isalnum() and tip.isupper() for tip in tips)
    assert not [pair for pair in permutations(tips, 2) if pair[0].startswith(pair[1])]


def test_images_exist_in_every_excel_since_2013(controls: list[etree._Element]) -> None:
    assert {each.attrib["imageMso"] for each in controls} <= IMAGES


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
        "splitButton": {"id", "size"},
        "menu": {"id", "label", "size", "imageMso", "keytip", "screentip", "supertip"},
        "button": {"id", "label", "size", "imageMso", "keytip", "onAction", "tag", "screentip", "supertip"},
    }
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
}
NO_DOOR = {
    "demo": "an office of its own",
    "new": "an office of its own",
    "rebuild-register": "there is no workbook yet",
    "upgrade": "the workbook is replaced",
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
    import re

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

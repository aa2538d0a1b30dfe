"""Every button over COM: it works in Excel as on a file, and its calls do not grow with the register."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from excel_office import CHECKER, NOW, ExcelOffice, open_office, open_office_for_counting
from fake_excel.application import Application
from fake_excel.books import Workbook
from fake_excel.files import contents, table_extents
from fake_excel.typed_text import AMERICAN, INDONESIAN, Region
from fake_excel.windows import Desktop, running_desktop
from filelock import FileLock
from openpyxl.utils import get_column_letter
from sop_clicks import ACCOUNTS, acts, click_through
from specimens import write_scan

from xl_macros import cli
from xl_macros.actions.catalogue import ACTIONS
from xl_macros.click.macro import Ending
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, NAME_TRANSACTION, PREVIEW, REGISTER, WORKBOOK_NAME

BUDGETS = {
    "receive_decision": 75,
    "import_list": 70,
    "attach_scans": 55,
    "compute_expiry": 55,
    "build_recap": 65,
    "check_recap": 50,
    "store_documents": 55,
    "export_disposition": 50,
    "email_report": 45,
    "export_public_list": 35,
    "copy_list": 55,
    "draft_paper": 35,
    "record_event": 55,
    "verify_archive": 55,
    "correct": 50,
    "show_form": 40,
    "submit_form": 75,
    "clear_form": 40,
    "next_step": 50,
    "find_text": 30,
    "list_due": 30,
    "print_covers": 45,
    "update_calendar": 65,
    "open_guide": 30,
    "edit_templates": 35,
    "merge_copy": 30,
    "upgrade_workbook": 30,
    "restore_backup": 30,
    "undo_last": 75,
    "self_test": 30,
}
"""COM calls that one click may take, whatever the number of rows."""
MOST_CALLS = 80
"""What no budget may go beyond, and no undoing of a click either."""
MOST_ROUND_TRIPS = 400
"""The same with pywin32's questions for types, on a PC where nobody ran makepy."""

FEW, MANY = 10, 2_000  # beyond 100,000 cells xlwings writes in pieces


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("pindaian")
    paths = folder / "keputusan.pdf", folder / "informasi.pdf"
    for seed, path in enumerate(paths):
        write_scan(path, [path.stem], seed=seed)
    return paths


@dataclass(frozen=True)
class Click:
    """How one click ended, and its calls by name."""

    ending: str
    text: str
    exit_code: int
    calls: dict[str, int]
    round_trips: int


@pytest.fixture(scope="session")
def clicks(
    tmp_path_factory: pytest.TempPathFactory, scans: tuple[Path, Path]
) -> dict[int, dict[str, list[Click]]]:
    """The whole SOP with few and with many rows: by rows, then by button, what each click gave."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    found = {}
    for rows in (FEW, MANY):
        path = shared / f"klik-{rows}.json"
        with FileLock(f"{path}.lock"):  # one test process clicks, the others read
            if not path.exists():
                clicked = _click_through(tmp_path_factory.mktemp("kantor"), scans, rows)
                path.write_text(json.dumps(clicked, default=asdict), encoding="utf-8")
        recorded = json.loads(path.read_text(encoding="utf-8"))
        found[rows] = {
            button: [Click(**each) for each in each_button] for button, each_button in recorded.items()
        }
    return found


def _click_through(folder: Path, scans: tuple[Path, Path], rows: int) -> dict[str, list[Click]]:
    by_button: dict[str, list[Click]] = {}
    with running_desktop() as desktop:
        office = open_office_for_counting(desktop, folder, rows)
        for act, message in click_through(office, *scans):
            calls = message.calls
            click = Click(
                message.ending, message.text, message.exit_code, dict(calls.by_name()), calls.round_trips
            )
            by_button.setdefault(act.button, []).append(click)
    return by_button


def test_every_button_of_the_ribbon_is_clicked(clicks) -> None:
    assert set(clicks[FEW]) == set(clicks[MANY]) == {action.name for action in ACTIONS} == set(BUDGETS)


@pytest.mark.parametrize("rows", [FEW, MANY])
@pytest.mark.parametrize("button", BUDGETS)
def test_the_button_does_its_work(clicks, button: str, rows: int) -> None:
    for click in clicks[rows][button]:
        assert click.ending == Ending.DONE, click.text
        assert click.exit_code == (1 if button == "self_test" else 0)  # the simulated clock is found out


@pytest.mark.parametrize("button", BUDGETS)
def test_its_calls_do_not_depend_on_the_number_of_rows(clicks, button: str) -> None:
    few, many = ([click.calls for click in clicks[rows][button]] for rows in (FEW, MANY))
    assert few == many


@pytest.mark.parametrize("button", BUDGETS)
def test_its_calls_stay_within_the_budget(clicks, button: str) -> None:
    assert max(sum(click.calls.values()) for click in clicks[MANY][button]) <= BUDGETS[button] <= MOST_CALLS
    assert max(click.round_trips for click in clicks[MANY][button]) <= MOST_ROUND_TRIPS


@pytest.mark.parametrize("button", ["receive_decision", "import_list"])
def test_taking_back_the_dearest_clicks_stays_within_the_budget_too(
    desktop: Desktop, tmp_path: Path, scans: tuple[Path, Path], button: str
) -> None:
    """In an Excel that saves what it holds: the counting one would put back an empty register."""
    office = open_office(desktop, tmp_path / "kantor")
    first = next(act for act in acts(*scans) if act.button == "receive_decision")
    wanted = next(act for act in acts(*scans) if act.button == button)
    for act in dict.fromkeys([first.button, wanted.button]):
        step = first if act == first.button else wanted
        office.account = ACCOUNTS[step.officer]
        office.select(DECISIONS)
        assert office.click(step.button, **step.answers).ending == Ending.DONE
    undone = office.click("undo_last", confirmed=True)
    assert undone.ending == Ending.DONE, undone.text
    assert undone.calls.total <= MOST_CALLS
    assert undone.calls.round_trips <= MOST_ROUND_TRIPS


@pytest.fixture(params=[INDONESIAN, AMERICAN], ids=lambda region: region.name)
def region(request: pytest.FixtureRequest) -> Region:
    found: Region = request.param
    return found


def test_excel_and_the_file_engine_leave_the_same_workbook(
    desktop: Desktop, tmp_path: Path, scans: tuple[Path, Path], region: Region
) -> None:
    """The same clicks at the same times on the same start, whatever the region settings of the PC."""
    office = open_office(desktop, tmp_path / "excel", region=region)
    (tmp_path / "berkas").mkdir(mode=0o700)
    file = Path(shutil.copyfile(Path(office.book.FullName), tmp_path / "berkas" / WORKBOOK_NAME))
    now = NOW
    for act, (_, message) in zip(acts(*scans), click_through(office, *scans), strict=True):
        now += timedelta(hours=act.hours)
        outcome = cli.run_button(file, act.button.replace("_", "-"), act.for_command_line(), now)
        assert outcome.ending == message.ending == Ending.DONE, (outcome.text, message.text)
        in_file = Application(region).open_book(file)
        assert _content(office.book) == _content(in_file), act.button
        assert table_extents(office.book) == table_extents(in_file), act.button


def _content(book: Workbook) -> dict[str, dict[str, object]]:
    """All cells but the transaction's random id, and but the computer's own state."""
    found = contents(book)
    where = next(name for name in book.names if name.name == NAME_TRANSACTION).RefersToRange
    found[where.sheet.name].pop(where.GetAddress(False, False))
    corrections = found[
        CORRECTIONS.sheet
    ]  # an undone click is named there by that id, and the chain holds it
    for field in ("evidence", "chain_hash"):
        letters = get_column_letter(CORRECTIONS.fields.index(field) + 1)
        for address in [each for each in corrections if each.rstrip("0123456789") == letters]:
            del corrections[address]
    return found


def test_in_excel_the_computed_periods_are_first_shown_and_asked_about(
    desktop: Desktop, tmp_path: Path
) -> None:
    office = open_office(desktop, tmp_path / "kantor")
    asked = office.click("compute_expiry")
    assert (asked.ending, asked.exit_code) == (Ending.QUESTION, 3)
    assert office.rows(PREVIEW)
    assert all(row["status"] is None for row in office.rows(REGISTER))
    assert office.click("verify_archive").ending == Ending.DONE  # answered with no: it waits for nothing
    assert office.rows(PREVIEW) == []
    assert office.click("compute_expiry").ending == Ending.QUESTION
    done = office.click("compute_expiry", confirmed=True)
    assert done.ending == Ending.DONE
    assert all(row["status"] for row in office.rows(REGISTER))
    assert office.rows(PREVIEW) == []


def test_what_staff_typed_is_still_what_they_typed(desktop: Desktop, tmp_path: Path) -> None:
    office = open_office(desktop, tmp_path / "kantor")
    office.account = ACCOUNTS[CHECKER]
    office.select(DECISIONS)
    before = _typed(office)
    assert office.click("receive_decision").ending == Ending.DONE
    assert _typed(office) == before
    assert before[0] == ("00123", "=terjaga", "1/2")


def _typed(office: ExcelOffice) -> list[tuple[str, ...]]:
    return [(row["harm_if_open"], row["benefit_if_closed"], row["place"]) for row in office.rows(REGISTER)]

"""How often a hand clicks, chooses or types until a decision with 40 entries is reported, beside the scanner.

A hand finds a control on the ribbon itself, does what its tag asks for (a menu, a file dialog), fills the form, answers
each question that the product asks, and types the cells that the product refuses to go on without. It goes through the
product as it is, over the workbook file, and what it did is the table of `docs/interactions.md`.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import img2pdf
import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, filled
from PIL import Image

from workbook.ribbon import GROUPS, Button, View
from xl_macros.actions.catalogue import BY_NAME
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.click.office import Selection
from xl_macros.file_engine import open_book
from xl_macros.places.resources import project_file
from xl_macros.tables.form_sheet import ANSWER_COLUMN, FIRST_LINE, LEFT, LINES
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, FORM_SHEET, LOG, RECAP_SHEET, REGISTER, SCANS

ENTRIES, MOST = 40, 25
NEW = "Nomor 812 Tahun 2026"
MARK = "<!-- tests/actions/test_interactions.py with KECUALI_UPDATE_GOLDEN=1 -->\n"
DOCUMENT = project_file("docs/interactions.md")
KINDS = ("clicks", "choices", "typed", "answers")
BEFORE = {1: 9, 2: 5 * (ENTRIES + 2), 3: 3, 4: 4, 5: 1, 6: 2}
"""Version 0.1.0, by its VBA: every scan took its row, the button, two dialogs for the file and one for the kind."""
STEP_NAMES = ("receive", "scan", "recap", "check", "store", "report")
CELLS: dict[str, Any] = {
    "decided_on": date(2026, 8, 21),
    "about": "Dokumen persyaratan pasangan calon",
    "received_at": datetime(2026, 8, 24, 8, 0),
    "secrecy": "Rahasia",
}


class Hand:
    """One hand at the workbook in Excel; `done` counts by step and kind, `read` the messages that were closed."""

    def __init__(self, desk: DeskOfAnOffice) -> None:
        self.desk, self.step, self.officer = desk, 1, MAKER
        self.done: Counter[tuple[int, str]] = Counter()
        self.read: Counter[int] = Counter()

    def does(self, kind: str, times: int = 1) -> None:
        self.done[self.step, kind] += times

    def clicks(self, control: str, files: tuple[Path, ...] = ()) -> None:
        """A control of the ribbon by its id: a line of a menu is the menu and the line."""
        spec, in_a_menu = next(found for name, *found in _controls() if name == control)
        self.does("clicks", 2 if in_a_menu else 1)
        action, *asks = spec.split("|")
        answers: dict[str, Any] = {}
        for each in asks:
            key, _, value = each.partition("=")
            if each == "?file" and action == "attach_scans":
                self.does("answers")  # all that lies in the scanner's folder
            elif each == "?file":
                self.does("choices")
                answers |= {"given": [f"file={path}" for path in files]}
            elif key == "given":
                answers.setdefault("given", []).append(value)
            else:
                answers[key] = value
        self._goes_on(action, answers)
        if action == "show_form":
            self.clicks("submit_form")

    def _goes_on(self, action: str, answers: dict[str, Any]) -> None:
        command = BY_NAME[action].command
        outcome = self.desk.click(command, self.officer, hours=0.1, **answers)
        if outcome.ending is Ending.QUESTION:
            self.does("answers")
            outcome = self.desk.click(command, self.officer, hours=0.1, confirmed=True, **answers)
        assert outcome.ending is Ending.DONE, outcome.text
        self.read[self.step] += action != "show_form"

    def types_in_form(self, control: str, label: str, answer: str, files: tuple[Path, ...] = ()) -> None:
        """Open a control's form, type one answer, and carry it out."""
        spec, _ = next(found for name, *found in _controls() if name == control)
        self.does("clicks")
        self.does("choices")
        given = [f"file={path}" for path in files]
        self._goes_on("show_form", {"form": spec.split("|")[1].partition("=")[2], "given": given})
        book = open_book(self.desk.book)
        labels = book.sheets[FORM_SHEET].range((FIRST_LINE, LEFT), (FIRST_LINE + LINES - 1, LEFT)).value
        book.sheets[FORM_SHEET].range((FIRST_LINE + labels.index(label), ANSWER_COLUMN)).value = answer
        book.save()
        book.close()
        self.does("typed")
        self.clicks("submit_form")

    def stands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On the last decision's row, where it has just typed."""
        row = self.desk.rows(DECISIONS)[-1].sheet_row
        monkeypatch.setattr(FileHost, "selection", lambda _: Selection(DECISIONS.sheet, row))

    def types_cells(self, cells: dict[str, Any]) -> None:
        """Cells of the decision's row that are empty still."""

        def type_(rows: list[Row]) -> None:
            rows[-1].update(cells)

        self.desk.edit(DECISIONS, type_)
        self.does("typed", len(cells))


def _controls() -> list[tuple[str, str, bool]]:
    """Id, what it asks for, and whether it stands in a menu, of every control of the ribbon."""
    found = []
    for control in (control for group in GROUPS for control in group.controls):
        if isinstance(control, View):  # shows a sheet otherwise and asks for nothing
            continue
        if isinstance(control, Button):  # the button's face
            found.append((control.action, control.spec or control.action, False))
        found += [(item.id, item.spec, True) for item in control.items]
    return found


@pytest.fixture
def office(reported: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch) -> DeskOfAnOffice:
    """An office in Excel that has done one decision: what Excel asks before it acts is asked here too."""
    monkeypatch.setattr(FileHost, "facts", lambda _: {"host": "Excel"})
    return reported


def walked(desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Hand:
    """All six steps, as the guide has them done."""
    hand = Hand(desk)
    listed = folder / "Daftar.csv"
    lines = [
        f"{n};Dokumen persyaratan {n};UU 14/2008 Pasal 17 huruf h angka 2;5 tahun"
        for n in range(1, ENTRIES + 1)
    ]
    listed.write_text("\n".join(["No;Informasi;Dasar Hukum;Jangka Waktu", *lines]), encoding="utf-8")
    hand.types_in_form("import_list", "Nomor Keputusan", NEW, (listed,))
    hand.types_cells({name: value for name, value in CELLS.items() if desk.rows(DECISIONS)[-1][name] is None})
    hand.stands(monkeypatch)
    hand.officer = CHECKER
    hand.clicks("next_step")
    hand.step, hand.officer = 2, MAKER
    hand.clicks("print_covers")
    _scan_all(desk, folder)
    hand.clicks("attachStack")
    hand.step = 3
    hand.clicks("next_step")
    hand.step, hand.officer = 4, CHECKER
    hand.does("clicks")  # looks at the recap's sheet; only this berkas waits, so none need be selected
    monkeypatch.setattr(FileHost, "selection", lambda _: Selection(RECAP_SHEET, 5))
    hand.clicks("check_recap")
    hand.step, hand.officer = 5, MAKER
    hand.clicks("next_step")
    hand.step = 6
    hand.clicks("next_step")
    hand.clicks("next_step")  # the mail
    return hand


def _scan_all(desk: DeskOfAnOffice, folder: Path) -> None:
    """Every cover sheet with a page behind it, in one go through the scanner."""
    (covers,) = (desk.folder / "Laporan").glob("Lembar Sampul *.pdf")
    command = ["pdftoppm", "-r", "60", "-gray", "-png", str(covers), str(folder / "sampul")]
    subprocess.run(command, check=True)
    pages = []
    for number, cover in enumerate(sorted(folder.glob("sampul*.png"))):
        page = io.BytesIO()
        Image.new("L", (496, 702), 100 + number).save(page, "JPEG")
        behind = io.BytesIO()
        Image.open(cover).save(behind, "JPEG", quality=80)
        pages += [behind.getvalue(), page.getvalue()]
    assert len(pages) == 2 * (ENTRIES + 2)
    stack = desk.folder / "Kotak Masuk Pemindai" / "tumpukan.pdf"
    stack.write_bytes(img2pdf.convert(pages))
    hour_ago = stack.stat().st_mtime - 3600
    os.utime(stack, (hour_ago, hour_ago))


def table(hand: Hand) -> str:
    """What each step took, as it stands in the document."""
    lines = [
        f"| step | 0.1.0 | now | {' | '.join(KINDS)} | messages closed |",
        f"|---|---|---|{'---|' * (len(KINDS) + 1)}",
    ]
    for step, name in enumerate(STEP_NAMES, start=1):
        mine = [hand.done[step, kind] for kind in KINDS]
        cells = [f"{step} {name}", BEFORE[step], sum(mine), *mine, hand.read[step]]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    sums = [sum(hand.done[step, kind] for step in BEFORE) for kind in KINDS]
    cells = ["**all**", sum(BEFORE.values()), hand.done.total(), *sums, hand.read.total()]
    return "\n".join([*lines, f"| {' | '.join(map(str, cells))} |"]) + "\n"


def test_a_decision_with_forty_entries_takes_few_interactions(
    office: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = walked(office, monkeypatch, tmp_path)
    mine = [
        [row for row in office.rows(table) if row["berkas"] == "B-2026-001"]
        for table in (LOG, REGISTER, SCANS)
    ]
    assert [row["step"] for row in mine[0]] == [1, 2, 3, 4, 5, 6]
    assert [len(rows) for rows in mine[1:]] == [ENTRIES, ENTRIES + 2]
    assert list((office.folder / "Laporan").glob("Surel *002*.eml"))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, mark, after = text.partition(MARK)
    rest = after[after.index("\n\n") :]
    if os.environ.get("KECUALI_UPDATE_GOLDEN"):
        DOCUMENT.write_text(f"{before}{mark}{table(hand).rstrip()}{rest}", encoding="utf-8")
        pytest.fail("docs/interactions.md was written anew: look at the difference before committing it")
    assert text == f"{before}{mark}{table(hand).rstrip()}{rest}"
    assert hand.done.total() <= MOST


@pytest.mark.parametrize("field", CELLS)
def test_a_cell_that_is_counted_as_typed_is_one_that_the_product_insists_on(
    tmp_path: Path, field: str
) -> None:
    desk = filled(tmp_path / "kantor", entries=1)
    desk.edit(DECISIONS, lambda rows: rows[0].update({field: None}))
    assert DECISIONS.column(field).header in desk.refused("receive-decision", CHECKER, target=NUMBER)

"""A year in which staff make every ordinary mistake, and nothing of it makes the evidence red or a code come twice."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from office_at_work import CHECKER, ENTRY, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, OFFICERS, REGISTER


def whole(desk: DeskOfAnOffice) -> None:
    said = desk.done("verify-archive", CHECKER)
    assert said.startswith("Semua utuh"), said


def received(desk: DeskOfAnOffice, number: str) -> str:
    """Another decision with two entries, received; its berkas."""
    new = {"number": number, "berkas": None, "step": None, "step_label": None, "received_at": desk.now}
    desk.edit(DECISIONS, lambda rows: [*rows, Row({**rows[0], **new}.items())])
    entries = [{**ENTRY, "decision_number": number, "information": f"{number} {n}"} for n in "12"]
    desk.edit(REGISTER, lambda rows: [*rows, *(Row(entry.items()) for entry in entries)])
    desk.done("receive-decision", CHECKER, target=number)
    return str(next(row["berkas"] for row in desk.rows(DECISIONS) if row["number"] == number))


def turned(rows: list[Row]) -> None:
    """The sheet sorted the other way round."""
    contents = [dict(row.items()) for row in rows]
    for row, content in zip(rows, reversed(contents), strict=True):
        row.update(content)


def through(desk: DeskOfAnOffice, number: str, seed: int, maker: str = MAKER) -> None:
    """Steps 2 to 6."""
    desk.done("attach-scans", maker, target=number, files=(desk.scan(f"keputusan {seed}", seed),))
    desk.done("build-recap", maker, confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents", maker)
    desk.done("export-disposition", maker)


def test_a_year_with_every_ordinary_mistake(tmp_path: Path) -> None:
    desk = filled(tmp_path / "kantor")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.edit(
        DECISIONS, lambda rows: rows[0].update(number="Nomor 713 Tahun 2025")
    )  # a typed number corrected
    through(desk, "Nomor 713 Tahun 2025", 1)
    whole(desk)

    mistaken = received(desk, "N 8")  # received by mistake and tidied away by hand
    desk.edit(REGISTER, lambda rows: rows[:2])
    desk.edit(DECISIONS, lambda rows: rows[:1])
    assert f"{mistaken}: tercatat di lembar LogLangkah" in desk.click("verify-archive", CHECKER).text
    again = received(desk, "N 9")
    assert again > mistaken

    desk.edit(REGISTER, turned)
    moved = tmp_path / "pindah" / "kantor"  # the folder moves to another disk
    moved.parent.mkdir()
    shutil.move(desk.folder, moved)
    desk = DeskOfAnOffice(moved / desk.book.name, desk.now + timedelta(days=1))

    def renamed(rows: list[Row]) -> None:
        rows[1]["name"] = "Yohanes Darmawan, S.H."

    desk.edit(OFFICERS, renamed)
    through(desk, "N 9", 2, "Yohanes Darmawan, S.H.")
    assert {row["account"] for row in desk.rows(LOG) if "Yohanes" in row["officer"]} == {"yohanes"}

    copy = tmp_path / "salinan.xlsm"  # an older workbook is put back, and that is recorded
    shutil.copy2(desk.book, copy)
    third = received(desk, "N 10")
    shutil.copy2(copy, desk.book)
    put_back = {
        "kind": "catat pemulihan cadangan",
        "reason": "diska rusak",
        "requested_by": "Yohanes Darmawan, S.H.",
    }
    desk.done("correct", CHECKER, confirmed=True, **put_back)
    assert received(desk, "N 10") > third
    said = desk.click("verify-archive", CHECKER).text
    assert said.count("\n- ") == 1, (
        said
    )  # the berkas that was tidied away stays a finding, and nothing else is one
    assert mistaken in said

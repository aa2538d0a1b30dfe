"""What is due in an office, on its sheets, through `kecuali due`, and what fulfils it."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from office_at_work import CHECKER, DeskOfAnOffice
from PIL import Image

from xl_macros.cli import main
from xl_macros.domain.phrases import long_date
from xl_macros.file_engine import open_book
from xl_macros.keeping.nightly import NAME, keep_run, last_run
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DUTIES_SHEET, EVENTS, HOME, LOG, NAME_STATUS_ON, REGISTER, SCANS

FIRST, BERKAS = "B-2025-001.01", "B-2025-001"


def sheet(desk: DeskOfAnOffice, name: str, area: str) -> list[list[Any]]:
    book = open_book(desk.book)
    try:
        return book.sheets[name].range(area).value  # type: ignore[no-any-return]
    finally:
        book.close()


def due(desk: DeskOfAnOffice, on: str, *more: str) -> int:
    return main(["due", "--book", str(desk.book), "--on", on, *more])


def test_a_reported_berkas_waits_for_dispositions_and_test_until_they_are_scanned(
    reported: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert due(reported, "2026-08-28") == 3
    said = capsys.readouterr().out
    assert "Disposisi Sekretaris belum kembali (1):" in said
    assert "lembar disposisi langkah 1" in said
    assert "Lembar uji konsekuensi belum ada (1):" in said
    late = {"target": BERKAS, "files": (reported.scan("uji", 8),), "kind": "lembar uji konsekuensi"}
    reported.done("attach-scans", **late)
    reported.done("attach-scans", target=BERKAS, files=(reported.scan("balik", 9),), kind="disposisi")
    assert due(reported, "2026-08-28") == 3
    said = capsys.readouterr().out
    assert "Lembar uji" not in said
    assert "Laporan 001/LAP-PDID/VIII/2026" in said
    back = {
        "event": "disposisi diterima",
        "on": "2026-08-24",
        "evidence": "Disposisi 12",
        "by_whom": "Kasubbag",
    }
    reported.done("record-event", target=BERKAS, **back)
    assert due(reported, "2026-08-28") == 0
    assert "Tidak ada yang jatuh" in capsys.readouterr().out


def test_a_scanned_report_is_known_by_its_printed_code(reported: DeskOfAnOffice) -> None:
    head = reported.rows(LOG)[-1]["chain_hash"]
    code, page = io.BytesIO(), Image.new("RGB", (1654, 2339), "white")
    segno.make(f"KECUALI:LOG:1:{head}").save(code, kind="png", scale=8)
    page.paste(Image.open(code).convert("RGB"), (1000, 1800))
    scan = reported.folder / "Kotak Masuk Pemindai" / "balik.png"
    page.save(scan, dpi=(200, 200))
    reported.done("attach-scans", target=BERKAS, files=(scan,), kind="disposisi")
    assert "Jawaban atas Laporan 001/LAP-PDID/VIII/2026." in str(reported.rows(SCANS)[-1]["note"])


def test_home_and_the_list_of_duties_say_what_is_due(reported: DeskOfAnOffice) -> None:
    reported.done("compute-expiry", confirmed=True)
    rows = sheet(reported, DUTIES_SHEET, "B3:F12")
    assert rows[0][0] == "Keadaan per 24 Agustus 2026: 2 tugas, 0 lewat tenggat."
    assert rows[3][2] == "Disposisi Sekretaris belum kembali (1)"
    assert rows[4][3:] == [BERKAS, "Lampirkan Pindaian: disposisi"]
    said = sheet(reported, HOME, "B28:B31")
    assert "2 tugas belum selesai, 0 di antaranya lewat tenggat: lihat lembar Tugas. " in str(said[2])
    assert str(said[2]).endswith("Pemeriksaan malam terakhir: belum pernah.")


def test_every_button_brings_the_statuses_up_to_the_day(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="s/d 30 November 2026"))
    received.done("compute-expiry", confirmed=True)
    assert received.rows(REGISTER)[0]["status"] == "● berlaku"
    received.done("export-public-list", CHECKER, hours=24 * 40)
    assert received.rows(REGISTER)[0]["status"] == "! segera berakhir"
    book = open_book(received.book)
    assert TableStore(book).named_text(NAME_STATUS_ON) == "Status per 3 Oktober 2026"
    book.close()
    received.done("export-public-list", CHECKER, hours=24 * 60)
    assert received.rows(REGISTER)[0]["status"] == "□ berakhir"


def test_computing_what_is_right_already_says_of_which_day_it_is(received: DeskOfAnOffice) -> None:
    received.done("compute-expiry", confirmed=True)
    before = received.fingerprint()
    received.done("compute-expiry", confirmed=True, preview=True, hours=48)
    assert received.fingerprint() == before
    assert "tidak ada yang berubah" in received.done("compute-expiry", confirmed=True)
    book = open_book(received.book)
    assert TableStore(book).named_text(NAME_STATUS_ON) == "Status per 26 Agustus 2026"
    book.close()


def test_undo_gives_back_the_statuses_that_stood_there(received: DeskOfAnOffice) -> None:
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="s/d 30 November 2026"))
    received.done("compute-expiry", confirmed=True)
    received.done("export-public-list", CHECKER, hours=24 * 40)
    received.done("undo-last", CHECKER, confirmed=True)
    assert received.rows(REGISTER)[0]["status"] == "● berlaku"


def test_what_ended_is_due_until_it_is_announced(
    reported: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reported.done("record-event", target=BERKAS, event="pencabutan", on="2026-08-20", evidence="Keputusan 9")
    ics = tmp_path / "tugas.ics"
    assert due(reported, "2026-08-28", "--ics", str(ics)) == 3
    assert "Sudah terbuka\\, belum diumumkan" in ics.read_text("utf-8").replace("\r\n ", "")
    assert "Sudah terbuka, belum diumumkan (2):" in capsys.readouterr().out
    announced = {"event": "pengumuman", "on": "2026-08-24", "evidence": "https://ppid.contoh.go.id/dip"}
    reported.done("record-event", target=BERKAS, **announced)
    due(reported, "2026-08-28")
    assert "belum diumumkan" not in capsys.readouterr().out


def test_new_shows_what_is_new_and_says_when_it_ran(
    reported: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert due(reported, "2026-08-28", "--new") == 3
    assert "Disposisi Sekretaris" in capsys.readouterr().out
    assert due(reported, "2026-08-29", "--new") == 3
    said = capsys.readouterr().out
    assert "Tidak ada yang baru; 2 tugas masih terbuka." in said
    assert "Disposisi" not in said
    reported.done("record-event", target=FIRST, event="pencabutan", on="2026-08-20", evidence="Keputusan 9")
    due(reported, "2026-08-30", "--new")
    assert "Sudah terbuka, belum diumumkan (2):" in capsys.readouterr().out
    reported.done("export-public-list", CHECKER)
    said = str(sheet(reported, HOME, "B30:C30"))
    assert "Pemeriksaan malam terakhir: 30/08/2026." in said


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"on": 3, "keys": []}', b'{"on": "2026-08-28"}', b"\xff"]
)
def test_what_the_last_run_left_may_be_anybody_s(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert last_run(tmp_path).on is None


def test_a_run_is_kept_whole(tmp_path: Path) -> None:
    keep_run(tmp_path / "kecuali", date(2026, 8, 28), ["b", "a"])
    kept = last_run(tmp_path / "kecuali")
    assert (kept.on, kept.keys, kept.damaged) == (date(2026, 8, 28), frozenset({"a", "b"}), ())
    keep_run(tmp_path / "kecuali", date(2026, 8, 28), [], ["hilang"])
    assert last_run(tmp_path / "kecuali").damaged == ("hilang",)
    (tmp_path / "kecuali" / NAME).write_bytes(b" " * 4_000_001)
    assert last_run(tmp_path / "kecuali").on is None


def test_the_nightly_task_hashes_every_file_once_in_a_round(
    reported: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    (scan,) = [row for row in reported.rows(SCANS) if row["code"] == FIRST]
    path = reported.folder / scan["file"]
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + b"?")  # as large as before: only its hash tells
    reported.set(rolling_days="4")
    found = []
    for day in range(1, 5):
        due(reported, f"2026-09-0{day}", "--new")
        found.append("isinya berubah" in capsys.readouterr().out)
    assert found.count(True) == 1, "one day in four is this file's"
    assert due(reported, "2026-09-08", "--new") == 3
    said = capsys.readouterr().out
    assert "isinya berubah" in said, "the days on which it did not run are made up for"
    assert re.search(r"Pemeriksaan bergulir: \d+ berkas, 1 masalah", said)
    reported.now = datetime(2026, 9, 8, 9)
    reported.done("export-public-list", CHECKER)
    assert "menemukan 1 masalah berkas: klik Periksa Keutuhan" in str(sheet(reported, HOME, "B30:C30"))
    path.write_bytes(sound)
    reported.done("verify-archive", CHECKER)
    assert "masalah berkas" not in str(sheet(reported, HOME, "B30:C30"))
    path.unlink()
    due(reported, "2026-09-09", "--new")
    assert "hilang" in capsys.readouterr().out, "what is missing is seen the next day, whoever's turn it is"
    reported.set(rolling_days="0")
    due(reported, "2026-09-10", "--new")
    assert "bergulir" not in capsys.readouterr().out


def test_a_year_through_due_alone_proposes_every_end_once_in_time(
    received: DeskOfAnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 entries; a weekly look with `due --new`, nobody opens Excel; what it asked for is recorded by hand."""
    chance = random.Random(7)  # noqa: S311  # any sequence will do
    ends = [date(2026, 9, 1) + timedelta(days=chance.randrange(300)) for _ in range(500)]

    def fill(rows: list[Row]) -> list[Row]:
        first = rows[0]
        made = []
        for number, end in enumerate(ends, start=1):
            row = first.copy()
            row.sheet_row = 0
            row.update(
                code=f"{BERKAS}.{number:03d}",
                period_text=f"s/d {long_date(end)}",
                information=f"Surat {number}",
            )
            made.append(row)
        return made

    received.edit(REGISTER, fill)
    asked: dict[str, Counter[str]] = {"Mendekati": Counter(), "Sudah": Counter()}
    on = date(2026, 8, 25)
    while on <= date(2027, 8, 3):
        due(received, on.isoformat(), "--new", "--within", "0")
        kind = ""
        new: dict[str, list[str]] = {"Mendekati": [], "Sudah": []}
        for line in capsys.readouterr().out.splitlines():
            if not line.startswith("  "):
                kind = line.split(" ")[0] if line else kind
            elif kind in new and BERKAS in line and not line.startswith("  ..."):
                code = next(word for word in line.split() if word.startswith(f"{BERKAS}."))
                new[kind].append(code)
                asked[kind][code] += 1
                end = ends[int(code.rpartition(".")[2]) - 1]
                assert kind == "Mendekati" or end < on <= end + timedelta(days=7)
        _record(received, new, on)
        on += timedelta(days=7)
    assert set(asked["Mendekati"].values()) == set(asked["Sudah"].values()) == {1}
    assert len(asked["Mendekati"]) == len(asked["Sudah"]) == 500
    due(received, "2027-08-10", "--within", "0")
    said = capsys.readouterr().out
    assert "Mendekati" not in said
    assert "Sudah terbuka" not in said


def _record(desk: DeskOfAnOffice, new: dict[str, list[str]], on: date) -> None:
    kinds = {"Mendekati": ("penetapan PPID", "ditetapkan"), "Sudah": ("pengumuman", "diumumkan")}
    rows = [
        Row(
            {
                "target": code,
                "kind": kinds[kind][0],
                "outcome": kinds[kind][1],
                "happened_on": on,
                "evidence": "P",
            }.items()
        )
        for kind, codes in new.items()
        for code in codes
    ]
    if rows:
        desk.edit(EVENTS, lambda known: [*known, *rows])

"""Recording an event: its outcome, whom it reaches, what is asked, and what each entry has become."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice

from xl_macros.domain.contradictions import contradicting_words
from xl_macros.domain.entry import EventKind, Verdict
from xl_macros.domain.verdicts import VERDICTS, usual_verdict
from xl_macros.file_engine import open_book
from xl_macros.tables.form_sheet import CHOICES_LEFT, FIRST_LINE, LEFT, LINES
from xl_macros.tables.schema import CHOICES, DECISIONS, EVENTS, FORM_SHEET, REGISTER

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
RULING = {
    "target": FIRST,
    "event": "putusan",
    "outcome": "membuka seluruhnya",
    "on": "2026-01-13",
    "evidence": "Putusan KI 074/X/2025",
}


def status(desk: DeskOfAnOffice, code: str = FIRST) -> str:
    return next(str(row["status"]) for row in desk.rows(REGISTER) if row["code"] == code)


def test_the_lists_of_the_workbook_are_the_words_of_the_domain() -> None:
    assert CHOICES["peristiwa"][1] == tuple(kind.value for kind in EventKind)
    assert CHOICES["hasil"][1] == tuple(verdict.value for verdict in Verdict)
    assert sorted(verdict for verdicts in VERDICTS.values() for verdict in verdicts) == sorted(Verdict)


def test_a_ruling_opens_when_somebody_records_that_it_is_final(received: DeskOfAnOffice) -> None:
    said = received.done("record-event", **RULING)
    assert "belum berkekuatan hukum tetap" in said
    assert status(received) == "§ menunggu kekuatan hukum tetap"
    final = {
        **RULING,
        "outcome": "berkekuatan hukum tetap",
        "on": "2026-02-04",
        "evidence": "Surat panitera 3",
    }
    said = received.done("record-event", **final)
    assert "Dibuka lebih awal pada 4 Februari 2026" in said
    assert status(received) == "◊ dibuka lebih awal"
    assert "berlaku" in status(received, SECOND)
    first, second = received.rows(EVENTS)
    assert (first["outcome"], second["outcome"], second["related"]) == (
        "membuka seluruhnya",
        "berkekuatan hukum tetap",
        "1",
    )
    assert "menunggu kekuatan hukum tetap" in second["before"]


@pytest.mark.parametrize(
    ("event", "choices"),
    [
        ("putusan", "membuka seluruhnya, membuka sebagian, menguatkan pengecualian"),
        ("persetujuan tertulis", "diberikan, ditolak, diminta"),
        ("perubahan klasifikasi", "menjadi terbuka, menjadi terbuka sebagian, tetap dikecualikan"),
        ("penahanan", "mulai ditahan, penahanan berakhir"),
    ],
)
def test_without_an_outcome_the_choices_of_the_kind_are_named(
    received: DeskOfAnOffice, event: str, choices: str
) -> None:
    said = received.refused("record-event", **{**RULING, "event": event, "outcome": None})
    assert f"Hasil {event} belum dipilih" in said
    assert choices in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": "ditolak"}, "bukan hasil sebuah peristiwa putusan"),
        ({"outcome": "membuka sebagian"}, "Bagian yang dibuka belum diisi"),
        ({"part": "alamat"}, "tetapi disebut bagian “alamat”"),
        ({"final_on": "2026-01-12"}, "lebih awal daripada pembacaannya"),
        ({"final_on": "2026-12-01"}, "belum tiba"),
        ({"outcome": "putusan sela", "final_on": "2026-02-04"}, "tidak berlaku untuk putusan"),
        ({"until_on": "2026-02-04"}, "hanya untuk penahanan"),
        (
            {"event": "penahanan", "outcome": "mulai ditahan", "until_on": "2026-01-12"},
            "lebih awal daripada mulainya",
        ),
        ({"outcome": "berkekuatan hukum tetap"}, "Belum ada putusan yang dicatat"),
        ({"outcome": "diajukan keberatan", "related": "7"}, "Tidak ada peristiwa nomor '7'"),
        ({"event": "penahanan", "outcome": "penahanan berakhir"}, "tidak ada yang berakhir"),
        (
            {"event": "pencabutan", "outcome": "pencabutan dibatalkan", "target": NUMBER},
            "tidak tercatat dicabut",
        ),
        ({"event": "penetapan ulang", "outcome": None, "related": "B-2026-001.01"}, "Kode pengganti"),
        ({"event": "penetapan ulang", "outcome": None}, "Kode pengganti belum diisi"),
        ({"event": "penetapan ulang", "outcome": None, "related": SECOND}, "termasuk satu keputusan"),
        ({"outcome": "membuka sebagian", "final_on": "2026-12-01"}, "- Tanggal berkekuatan hukum tetap"),
        ({"event": "pengumuman", "outcome": None, "evidence": " "}, "Tulis alamat situs"),
        ({"target": "B-2025-009"}, "tidak mengenai informasi mana pun"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure(
    received: DeskOfAnOffice, change: dict[str, Any], said: str
) -> None:
    assert said in received.refused("record-event", **{**RULING, **change})


@pytest.mark.parametrize(
    ("outcome", "evidence", "words"),
    [
        ("membuka seluruhnya", "Putusan KI yang menolak permohonan", "menolak"),
        ("membuka seluruhnya", "PTUN menguatkan KPU", "menguatkan"),
        ("membuka seluruhnya", "Putusan sela", "sela"),
        ("membuka seluruhnya", "Putusan, belum berkekuatan hukum tetap", "belum"),
        ("membuka seluruhnya", "PTUN membatalkan putusan KI", "membatalkan"),
        ("membuka seluruhnya", "mengabulkan sebagian", "sebagian"),
        ("menguatkan pengecualian", "mengabulkan permohonan", "mengabulkan"),
    ],
)
def test_words_that_contradict_the_outcome_ask_first(
    received: DeskOfAnOffice, outcome: str, evidence: str, words: str
) -> None:
    answers = {**RULING, "outcome": outcome, "evidence": evidence}
    assert f"menyebut “{words}”" in received.asked("record-event", **answers)
    received.done("record-event", **answers, confirmed=True)


@pytest.mark.parametrize(
    ("verdict", "text", "words"),
    [
        (Verdict.GIVEN, "menolak memberikan persetujuan", "menolak"),
        (Verdict.GIVEN, "tidak keberatan dibuka", ""),
        (Verdict.REFUSED, "menyetujui pembukaan", "menyetujui"),
        (Verdict.REFUSED, "tidak menyetujui", ""),
        (Verdict.ASKED, "memberikan persetujuan", "memberikan"),
        (Verdict.FINAL, "tidak ada keberatan sampai 2 Februari", ""),
        (Verdict.FINAL, "KPU mengajukan banding", "banding"),
        (Verdict.REVOKED, "Keputusan 800 membatalkan Keputusan 731", ""),
        (Verdict.REVOKED, "pencabutan dibatalkan", "pencabutan dibatalkan"),
        (Verdict.REVOKED, "nomor akta belum diketahui", ""),
        (Verdict.RELEASED, "sengketa masih berjalan", "masih"),
        (Verdict.NOW_OPEN, "tidak lagi dikecualikan", ""),
        (Verdict.INTERIM, "menolak", ""),
        (None, "menolak", "menolak"),
    ],
)
def test_contradicting_words_are_found_and_harmless_ones_are_not(
    verdict: Verdict | None, text: str, words: str
) -> None:
    assert contradicting_words(verdict, text) == words


def test_only_kinds_that_say_it_themselves_have_a_usual_outcome() -> None:
    assert usual_verdict(EventKind.RULING) is None
    assert usual_verdict(EventKind.HAPPENED) is Verdict.OCCURRED
    assert usual_verdict(EventKind.ANNOUNCEMENT) is Verdict.ANNOUNCED


def test_the_same_event_twice_asks(received: DeskOfAnOffice) -> None:
    received.done("record-event", **RULING)
    assert f"sudah dicatat pada {FIRST}" in received.asked("record-event", **RULING)


def test_finality_within_the_time_for_objections_asks(received: DeskOfAnOffice) -> None:
    asked = received.asked("record-event", **RULING, final_on="2026-01-20")
    assert "Masa keberatan putusan itu baru lewat 03/02/2026" in asked
    received.done("record-event", **RULING, final_on="2026-02-04")
    received.set(objection_days="30")
    late = {**RULING, "target": SECOND}
    assert "Masa keberatan" in received.asked("record-event", **late, final_on="2026-02-04")
    received.done("record-event", **late)
    final = {**late, "outcome": "berkekuatan hukum tetap", "on": "2026-02-04", "evidence": "Surat"}
    assert "Masa keberatan" in received.asked("record-event", **final)


def test_a_finality_before_its_ruling_is_refused(received: DeskOfAnOffice) -> None:
    received.done("record-event", **RULING)
    final = {**RULING, "outcome": "berkekuatan hukum tetap", "evidence": "Surat"}
    assert "Belum ada putusan" in received.refused("record-event", **{**final, "on": "2026-01-12"})
    early = {**final, "on": "2026-02-04", "final_on": "2026-01-12"}
    assert "lebih awal daripada pembacaan putusannya" in received.refused("record-event", **early)


def test_an_event_on_a_berkas_reaches_each_of_its_entries_and_says_what_each_became(
    received: DeskOfAnOffice,
) -> None:
    received.edit(REGISTER, lambda rows: rows[1].update(period_text="Tidak terbatas"))
    answers = {**RULING, "target": BERKAS, "final_on": "2026-02-04"}
    assert f"pada 2 informasi: {FIRST}, {SECOND}" in received.asked("record-event", **answers)
    said = received.done("record-event", **answers, confirmed=True)
    assert f"- {FIRST}: ◊ dibuka lebih awal." in said
    assert f"- {SECOND}: ◊ dibuka lebih awal." in said
    assert [(row["number"], row["target"]) for row in received.rows(EVENTS)] == [(1, FIRST), (2, SECOND)]


def test_cells_about_many_entries_stay_short(received: DeskOfAnOffice) -> None:
    received.done(
        "record-event", target=NUMBER, event="pencabutan", on="2025-09-16", evidence="Keputusan 800/2025"
    )
    (event,) = received.rows(EVENTS)
    assert event["before"] == "2 informasi: 2 berlaku"
    assert event["after"] == "2 informasi: 2 dicabut"
    assert "[Peristiwa" not in status(received)


def test_a_revocation_that_is_reversed_closes_again_and_keeps_its_history(received: DeskOfAnOffice) -> None:
    revoked = {"target": BERKAS, "event": "pencabutan", "on": "2025-09-16", "evidence": "Keputusan 800/2025"}
    received.done("record-event", **revoked)
    reversed_ = {
        **revoked,
        "outcome": "pencabutan dibatalkan",
        "on": "2025-09-15",
        "evidence": "Putusan PTUN 9",
    }
    assert "lebih awal dari tanggal pencabutan" in received.refused("record-event", **reversed_)
    received.done("record-event", **{**reversed_, "on": "2025-10-01"})
    assert "berlaku" in status(received)
    (decision,) = received.rows(DECISIONS)
    assert (decision["standing"], decision["standing_act"]) == ("berlaku", None)
    assert [row["outcome"] for row in received.rows(EVENTS)] == ["dicabut", "pencabutan dibatalkan"]


def test_a_partly_opened_entry_shows_it_with_its_status(received: DeskOfAnOffice) -> None:
    part = {**RULING, "outcome": "membuka sebagian", "part": "alamat", "final_on": "2026-02-04"}
    received.done("record-event", **part)
    assert status(received) == "● sebagian terbuka, berlaku"


def test_a_hold_and_its_end(received: DeskOfAnOffice) -> None:
    held = {
        "target": FIRST,
        "event": "penahanan",
        "outcome": "mulai ditahan",
        "on": "2026-01-13",
        "evidence": "Sengketa 7",
    }
    received.done("record-event", **held)
    assert status(received) == "■ ditahan (sengketa)"
    received.done(
        "record-event", **{**held, "outcome": "penahanan berakhir", "on": "2026-02-13", "evidence": "BA 2"}
    )
    assert "berlaku" in status(received)
    assert received.rows(EVENTS)[1]["related"] == "1"


def test_of_several_holds_the_one_that_ends_is_named(received: DeskOfAnOffice) -> None:
    """Two disputes about one entry: the end of one is not the end of the other."""
    held = {"event": "penahanan", "outcome": "mulai ditahan"}
    over = {"event": "penahanan", "outcome": "penahanan berakhir", "evidence": "BA 2"}
    for on in ("2026-01-13", "2026-01-20"):
        received.done("record-event", **held, target=FIRST, on=on, evidence=f"Sengketa {on}")
    received.done("record-event", **held, target=SECOND, on="2026-01-13", until_on="2026-01-14", evidence="U")
    ended = {**over, "on": "2026-02-13"}
    assert "1 (13/01/2026), 2 (20/01/2026)" in received.refused("record-event", **ended, target=FIRST)
    assert "mana yang berakhir" in received.refused("record-event", **ended, target=BERKAS)
    received.done("record-event", **ended, target=FIRST, related="1")
    assert status(received) == "■ ditahan (sengketa)"
    received.done("record-event", **ended, target=BERKAS)
    assert "berlaku" in status(received)


def test_a_revocation_before_its_own_cancellation_opens_nothing_again(received: DeskOfAnOffice) -> None:
    revoked = {"target": BERKAS, "event": "pencabutan", "evidence": "Keputusan 9"}
    received.done("record-event", **revoked, on="2026-01-13", confirmed=True)
    back = {**revoked, "outcome": "pencabutan dibatalkan", "evidence": "Putusan 3"}
    received.done("record-event", **back, on="2026-01-20", confirmed=True)
    assert "dibatalkan pada 20/01/2026" in received.refused("record-event", **revoked, on="2026-01-19")
    received.done("record-event", **revoked, on="2026-01-21", confirmed=True)
    assert "dicabut" in status(received)


def test_an_announcement_of_what_is_exempt_and_a_determination_far_from_the_end_ask_first(
    received: DeskOfAnOffice,
) -> None:
    told = {"event": "pengumuman", "on": "2026-08-24", "evidence": "https://ppid.contoh.go.id"}
    assert f"masih dikecualikan: {FIRST}" in received.asked("record-event", **told, target=FIRST)
    said = {"event": "penetapan PPID", "on": "2026-08-24", "evidence": "Penetapan 1"}
    assert f"belum menyangkut akhir masa pengecualian {FIRST}" in received.asked(
        "record-event", **said, target=FIRST
    )
    part = {**RULING, "outcome": "membuka sebagian", "part": "alamat", "final_on": "2026-02-04"}
    received.done("record-event", **part)
    received.done("record-event", **told, target=FIRST)
    received.done("record-event", **RULING, final_on="2026-02-04")
    assert "masih dikecualikan" in received.asked(
        "record-event", **{**told, "on": "2026-02-03"}, target=FIRST
    )
    received.done("record-event", **told, target=FIRST, confirmed=True)


def test_public_office_asks_for_the_person(received: DeskOfAnOffice) -> None:
    office = {"target": FIRST, "event": "jabatan publik", "on": "2026-01-13", "evidence": "SK 1"}
    assert "apa jabatan publiknya" in received.asked("record-event", **office)
    received.done("record-event", **office, by_whom="Ani, Bupati")
    assert received.rows(EVENTS)[0]["by_whom"] == "Ani, Bupati"


def renewed(desk: DeskOfAnOffice) -> None:
    """A second decision, a year on, that determines the first information anew."""

    def add(rows: list[Any]) -> None:
        rows.append(rows[0].copy())
        rows[-1].sheet_row = 0
        for field in ("berkas", "step", "step_label"):
            rows[-1][field] = None
        rows[-1].update(number="Nomor 9 Tahun 2026", decided_on=date(2026, 8, 22), received_at=desk.now)

    desk.edit(DECISIONS, add)


def test_last_year_s_list_is_copied_and_confirmed_as_a_renewal(received: DeskOfAnOffice) -> None:
    renewed(received)
    answers = {"target": BERKAS, "number": "Nomor 9 Tahun 2026"}
    assert "Salin 2 informasi" in received.asked("copy-list", **answers)
    received.done("copy-list", **answers, confirmed=True)
    assert "tidak ada yang disalin" in received.done("copy-list", **answers, confirmed=True)
    received.done("receive-decision", CHECKER, target="Nomor 9 Tahun 2026", confirmed=True)
    code = next(row["code"] for row in received.rows(REGISTER) if str(row["code"]).startswith("B-2026"))
    event = {"event": "penetapan ulang", "on": "2026-08-24", "evidence": "Keputusan 9"}
    received.done("show-form", form="record-event", given=("event=penetapan ulang", f"target={FIRST}"))
    book = open_book(received.book)
    cells = (
        book.sheets[FORM_SHEET].range((FIRST_LINE, LEFT), (FIRST_LINE + LINES - 1, CHOICES_LEFT + 1)).value
    )
    book.close()
    assert [row[-1] for row in cells if row[0] == "Terkait"] == [code]
    received.done("record-event", **event, target=code, related=FIRST)
    rows = {row["code"]: row for row in received.rows(REGISTER)}
    assert (rows[FIRST]["successor"], rows[code]["predecessor"]) == (code, FIRST)
    (recorded,) = received.rows(EVENTS)
    assert (recorded["target"], recorded["related"]) == (FIRST, code)
    other = next(each for each in rows if each not in (FIRST, SECOND, code))
    assert "sudah ditetapkan ulang sebagai" in received.refused(
        "record-event", **event, target=FIRST, related=other
    )
    assert "sudah menetapkan ulang" in received.refused("record-event", **event, target=SECOND, related=code)
    assert "satu kode saja" in received.refused("record-event", **event, target=(FIRST, SECOND), related=code)


def test_what_was_determined_anew_is_not_published_past_an_older_exemption_that_lasts(
    received: DeskOfAnOffice,
) -> None:
    """The newer decision is revoked while the older one of the same information runs on."""
    renewed(received)
    received.done("copy-list", target=BERKAS, number="Nomor 9 Tahun 2026", confirmed=True)
    received.done("receive-decision", CHECKER, target="Nomor 9 Tahun 2026", confirmed=True)
    code = next(str(row["code"]) for row in received.rows(REGISTER) if str(row["code"]).startswith("B-2026"))
    renewal = {"event": "penetapan ulang", "on": "2026-08-24", "evidence": "Keputusan 9", "related": code}
    received.done("record-event", target=FIRST, **renewal)
    assert "1 yang sudah ditetapkan ulang" in received.done("export-public-list", CHECKER)
    revoked = {"event": "pencabutan", "on": "2026-08-24", "evidence": "Keputusan 10", "confirmed": True}
    received.done("record-event", target="B-2026-001", **revoked)
    rows = {row["code"]: row for row in received.rows(REGISTER)}
    assert ("berlaku" in str(rows[FIRST]["status"]), "dicabut" in str(rows[code]["status"])) == (True, True)
    assert f"{FIRST} yang ditetapkan ulang olehnya masih dikecualikan" in str(rows[code]["findings"])
    assert f"{code}  Terbuka sejak" not in received.done("list-due")
    assert "Daftar publik 3 informasi (1 sudah terbuka)" in received.done("export-public-list", CHECKER)
    opened = {"event": "perubahan klasifikasi", "outcome": "menjadi terbuka", "evidence": "Penetapan PPID 1"}
    received.done("record-event", target=FIRST, on="2026-08-24", **opened)
    assert f"{code}  Terbuka sejak" in received.done("list-due")


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, "Keputusan baru '' tidak ditemukan"), ("Nomor 9 Tahun 2020", "tidak ditemukan")],
)
def test_a_list_is_copied_only_to_a_decision_that_stands_there(
    received: DeskOfAnOffice, number: str | None, said: str
) -> None:
    assert said in received.refused("copy-list", target=BERKAS, number=number)


def test_a_list_is_not_copied_backwards(received: DeskOfAnOffice) -> None:
    renewed(received)
    received.edit(DECISIONS, lambda rows: rows[1].update(decided_on=date(2024, 1, 1)))
    assert "tidak lebih baru" in received.refused("copy-list", target=BERKAS, number="Nomor 9 Tahun 2026")


def test_a_decision_without_entries_has_nothing_to_copy(received: DeskOfAnOffice) -> None:
    renewed(received)
    received.edit(
        REGISTER,
        lambda rows: [row.update(decision_number="X", berkas=None, code=None) for row in rows] and None,
    )
    assert "Tidak ada informasi" in received.refused("copy-list", target=BERKAS, number="Nomor 9 Tahun 2026")

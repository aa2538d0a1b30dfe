"""A correction or an event explains its own content and nothing else: whatever else was typed by hand is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, NUMBER, DeskOfAnOffice

from xl_macros.tables.bodies import Row
from xl_macros.tables.schema import DECISIONS, REGISTER

BERKAS, FIRST, SECOND = "B-2025-001", "B-2025-001.01", "B-2025-001.02"
PERIOD = "Jangka Waktu (Asli)"
Act = Callable[[DeskOfAnOffice], Any]


def corrected(kind: str, target: str, **answers: Any) -> Act:
    answers = {"reason": "keliru", "confirmed": True, **answers}
    return lambda desk: desk.done("correct", CHECKER, kind=kind, target=target, **answers)


def event(kind: str, target: str, **answers: Any) -> Act:
    answers = {"on": "2026-08-20", "evidence": "Surat 7", "confirmed": True, **answers}
    return lambda desk: desk.done("record-event", event=kind, target=target, **answers)


def typed(code: str, **cells: Any) -> Act:
    return lambda desk: desk.edit(
        REGISTER, lambda rows: [row.update(cells) for row in rows if row["code"] == code][:0]
    )


def decided(**cells: Any) -> Act:
    return lambda desk: desk.edit(DECISIONS, lambda rows: rows[0].update(cells))


def found(desk: DeskOfAnOffice) -> str:
    outcome = desk.click("verify-archive", CHECKER)
    assert (outcome.ok, outcome.exit_code) == (False, 1), outcome.text
    return outcome.text


ONE_DAY = "1 (satu) hari"
UNEXPLAINED: dict[str, tuple[Act, Act, str]] = {
    "a finding was looked at, and the period typed over": (
        corrected("tandai temuan", FIRST, value="Dasar"),
        typed(FIRST, period_text=ONE_DAY),
        f"{FIRST}, {PERIOD}: 5 (lima) tahun -> {ONE_DAY}",
    ),
    "the period was corrected, and then typed over": (
        corrected("perbaiki isi", FIRST, column=PERIOD, value="6 (enam) tahun"),
        typed(FIRST, period_text=ONE_DAY),
        f"{FIRST}, {PERIOD}: 6 (enam) tahun -> {ONE_DAY}",
    ),
    "another column was corrected": (
        corrected("perbaiki isi", FIRST, column="Informasi", value="Surat sehat"),
        typed(FIRST, period_text=ONE_DAY),
        f"{FIRST}, {PERIOD}: 5 (lima) tahun -> {ONE_DAY}",
    ),
    "an entry was withdrawn, and its row deleted": (
        corrected("tarik informasi", SECOND),
        lambda desk: desk.edit(REGISTER, lambda rows: rows[:1]),
        f"{SECOND}: tidak ada lagi di lembar Register",
    ),
    "an entry was withdrawn, and brought back by hand": (
        corrected("tarik informasi", SECOND),
        typed(SECOND, state=None),
        f"{SECOND}, Keadaan Baris: ditarik -> (kosong)",
    ),
    "an amendment was applied, and its wording typed over": (
        corrected("terapkan perubahan", FIRST, value="10 (sepuluh) tahun", evidence="SK 9", on="2026-09-01"),
        typed(FIRST, amended_period=ONE_DAY, amended_on=date(2026, 1, 1)),
        "10 (sepuluh) tahun -> 1 (satu) hari",
    ),
    "an amendment's first day was typed over": (
        corrected("terapkan perubahan", FIRST, value="10 (sepuluh) tahun", evidence="SK 9", on="2026-09-01"),
        typed(FIRST, amended_on=date(2026, 1, 1)),
        "01/09/2026 -> 01/01/2026",
    ),
    "a returned disposition, and the decision cancelled by hand": (
        event("disposisi diterima", BERKAS, by_whom="Sekretaris"),
        decided(standing="dicabut", standing_act="SK 1", standing_on=date(2026, 1, 2)),
        f"{BERKAS}, Status Keputusan: berlaku -> dicabut",
    ),
    "the decision was amended, and cancelled by hand": (
        event("perubahan keputusan", BERKAS),
        decided(standing="dicabut"),
        f"{BERKAS}, Status Keputusan: diubah -> dicabut",
    ),
    "the day of a cancellation was typed over": (
        event("pencabutan", BERKAS, on="2026-08-24"),
        decided(standing_on=date(2026, 1, 2)),
        "24/08/2026 -> 02/01/2026",
    ),
    "the step was typed over": (
        lambda desk: None,
        decided(step=3, step_label="4. Persetujuan"),
        f"{BERKAS}, Langkah Selesai: 5 -> 3",
    ),
    "the step was typed over as an earlier version named it": (
        lambda desk: None,
        decided(step_label="5. Folder Khusus Informasi Dikecualikan"),
        f"{BERKAS}, Langkah Berikut: 6 Lapor -> 5. Folder Khusus",
    ),
    "a successor was typed": (
        lambda desk: None,
        typed(FIRST, successor=SECOND),
        f"{FIRST}, ",
    ),
    "an entry was put into another berkas": (
        lambda desk: None,
        typed(FIRST, berkas="B-2025-009"),
        f"{FIRST}, Kode Berkas: {BERKAS} -> B-2025-009",
    ),
}


@pytest.mark.parametrize("case", UNEXPLAINED)
def test_what_was_typed_beside_it_is_named(stored: DeskOfAnOffice, case: str) -> None:
    if "finding" in case:
        stored.done(
            "correct", CHECKER, kind="buka kembali langkah 3", target=BERKAS, reason="x", confirmed=True
        )
        stored.edit(REGISTER, lambda rows: rows[0].update(legal_basis="Pasal 17"))
        stored.done("build-recap")
        stored.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
        stored.done("store-documents", confirmed=True)
        first, second, said = UNEXPLAINED[case]
        finding = stored.rows(REGISTER)[0]["findings"].split("\n")[0]
        corrected("tandai temuan", FIRST, value=finding[:20])(stored)
    else:
        first, second, said = UNEXPLAINED[case]
        first(stored)
    assert stored.click("verify-archive", CHECKER).ok, stored.last
    second(stored)
    assert said in found(stored)


EXPLAINED: dict[str, tuple[Act, ...]] = {
    "an earlier version named the step by what comes of it": (decided(step_label="6. Disposisi"),),
    "corrected": (corrected("perbaiki isi", FIRST, column=PERIOD, value="6 (enam) tahun"),),
    "corrected twice": (
        corrected("perbaiki isi", FIRST, column=PERIOD, value="6 (enam) tahun"),
        corrected("perbaiki isi", FIRST, column=PERIOD, value="7 (tujuh) tahun"),
    ),
    "a day corrected": (corrected("perbaiki isi", BERKAS, column="Tanggal Keputusan", value="22/08/2025"),),
    "the number corrected, entries along": (
        corrected("perbaiki isi", BERKAS, column="Nomor Keputusan", value="Nomor 713 Tahun 2025"),
    ),
    "withdrawn": (corrected("tarik informasi", SECOND),),
    "the decision withdrawn": (corrected("tarik keputusan", BERKAS),),
    "amended": (
        corrected("terapkan perubahan", FIRST, value="10 (sepuluh) tahun", evidence="SK 9", on="2026-09-01"),
        corrected("terapkan perubahan", FIRST, value="11 (sebelas) tahun", evidence="SK 10"),
    ),
    "cancelled, and the cancellation cancelled": (
        event("pencabutan", BERKAS),
        event("pencabutan", BERKAS, outcome="pencabutan dibatalkan", on="2026-08-24", evidence="Putusan 3"),
    ),
    "cancelled, and voided": (event("pencabutan", BERKAS), corrected("batalkan peristiwa", "1")),
    "opened again, typed and added": (
        corrected("buka kembali langkah 3", BERKAS),
        typed(FIRST, period_text="2 (dua) tahun"),
        decided(about="Lain"),
        lambda desk: desk.edit(REGISTER, lambda rows: [*rows, Row({**ENTRY, "information": "Lupa"}.items())]),
        lambda desk: desk.done("receive-decision", CHECKER, target=NUMBER),
    ),
}


@pytest.mark.parametrize("case", EXPLAINED)
def test_what_was_recorded_is_whole(stored: DeskOfAnOffice, case: str) -> None:
    for act in EXPLAINED[case]:
        act(stored)
        assert stored.click("verify-archive", CHECKER).ok, stored.last


def test_a_correction_taken_back_explains_nothing(stored: DeskOfAnOffice) -> None:
    corrected("perbaiki isi", FIRST, column=PERIOD, value="6 (enam) tahun")(stored)
    stored.done("undo-last", CHECKER, confirmed=True)
    assert stored.click("verify-archive", CHECKER).ok, stored.last
    typed(FIRST, period_text="6 (enam) tahun")(stored)
    assert f"{FIRST}, {PERIOD}: 5 (lima) tahun -> 6 (enam) tahun" in found(stored)


def test_the_clock_makes_no_difference_to_what_was_recorded_since(stored: DeskOfAnOffice) -> None:
    stored.now = stored.now.replace(hour=8)
    corrected("perbaiki isi", FIRST, column=PERIOD, value="6 (enam) tahun")(stored)
    assert stored.click("verify-archive", CHECKER).ok, stored.last


def test_a_status_that_was_typed_over_is_told_and_written_again(received: DeskOfAnOffice) -> None:
    typed(FIRST, status="□ berakhir", end_on=date(2026, 1, 1))(received)
    typed(SECOND, status="terbuka")(received)
    said = received.done("verify-archive", CHECKER)
    assert (
        f"{FIRST}: tertulis □ berakhir (01/01/2026), menurut hitungan sekarang ● berlaku (21/08/2030)" in said
    )
    assert f"{SECOND}: tertulis terbuka" in said
    assert {row["status"] for row in received.rows(REGISTER)} == {"● berlaku"}
    assert "tertulis" not in received.done("verify-archive", CHECKER)


def test_an_entry_open_in_part_is_no_status_typed_over(received: DeskOfAnOffice) -> None:
    opened = {"outcome": "menjadi terbuka sebagian", "part": "alamat"}
    event("perubahan klasifikasi", FIRST, **opened)(received)
    assert received.rows(REGISTER)[0]["status"] == "● sebagian terbuka, berlaku"
    assert "tertulis" not in received.done("verify-archive", CHECKER)
    typed(FIRST, status="● berlaku")(received)
    said = received.done("verify-archive", CHECKER)
    assert f"{FIRST}: tertulis ● berlaku (21/08/2030), menurut hitungan sekarang ● sebagian terbuka" in said


def test_many_statuses_are_counted(received: DeskOfAnOffice) -> None:
    more = [{**ENTRY, "information": f"Lain {n}"} for n in range(14)]
    received.edit(REGISTER, lambda rows: [*rows, *(Row(each.items()) for each in more)])
    received.done("receive-decision", CHECKER, target=NUMBER)
    received.edit(REGISTER, lambda rows: [row.update(status="terbuka") for row in rows][:0])
    assert "dan 4 status lain ditulis lagi" in received.done("verify-archive", CHECKER)


# -- voiding what an event had set ---------------------------------------------------------------------------


def standing(desk: DeskOfAnOffice) -> tuple[Any, ...]:
    row = desk.rows(DECISIONS)[0]
    return row["standing"], row["standing_act"], row["standing_on"]


def test_voiding_puts_the_decision_where_the_other_events_leave_it(received: DeskOfAnOffice) -> None:
    event("perubahan keputusan", BERKAS, evidence="SK 8", on="2026-08-10")(received)
    event("pencabutan", BERKAS, evidence="SK 9", on="2026-08-11")(received)
    event("pencabutan", BERKAS, outcome="pencabutan dibatalkan", on="2026-08-20", evidence="Putusan 3")(
        received
    )
    assert standing(received) == ("berlaku", None, None)
    said = received.done("correct", kind="batalkan peristiwa", target="3", reason="salah")
    assert "Status Keputusan: berlaku -> dicabut" in said
    assert standing(received) == ("dicabut", "SK 9", date(2026, 8, 11))
    received.done("correct", kind="batalkan peristiwa", target="2", reason="salah")
    assert standing(received) == ("diubah", "SK 8", date(2026, 8, 10))
    assert {row["status"] for row in received.rows(REGISTER)} == {"● berlaku"}


def test_voiding_a_renewal_takes_the_link_from_both(received: DeskOfAnOffice) -> None:
    other = {**DECISION, "number": "Nomor 8 Tahun 2026", "decided_on": date(2026, 8, 1)}
    entry = {**ENTRY, "decision_number": other["number"], "information": "Tahun ini"}
    received.edit(DECISIONS, lambda rows: [*rows, Row(other.items())])
    received.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    received.done("receive-decision", CHECKER, target=other["number"], confirmed=True)
    event("penetapan ulang", FIRST, related="B-2026-001.01")(received)
    assert received.rows(REGISTER)[0]["successor"] == "B-2026-001.01"
    assert received.click("verify-archive", CHECKER).ok, received.last
    received.done("correct", MAKER, kind="batalkan peristiwa", target="1", reason="salah")
    rows = received.rows(REGISTER)
    assert (rows[0]["successor"], rows[2]["predecessor"]) == (None, None)
    assert received.click("verify-archive", CHECKER).ok, received.last

"""The list by exemption period: groups, their order, and the counts beside them."""

from __future__ import annotations

from datetime import date

import pytest

from xl_macros.domain.expiry import Status
from xl_macros.domain.period_model import PeriodClass
from xl_macros.domain.recap import Recap, RecapGroup, RecapLine, build_recap

ON = date(2026, 1, 5)
LINE = RecapLine(
    code="B-2025-001.01",
    berkas="B-2025-001",
    decision_number="Nomor 731 Tahun 2025",
    information="Fotokopi KTP elektronik",
    unit="Teknis",
    legal_basis="UU 14/2008 Pasal 17 huruf h",
    period_text="5 tahun",
    status=Status.IN_FORCE,
    end_on=date(2030, 8, 21),
    mark_on=None,
    explanation="",
    period_class=PeriodClass.FIXED,
)


def dated(code: str, end_on: date, status: Status = Status.IN_FORCE) -> RecapLine:
    return LINE._replace(code=code, end_on=end_on, status=status)


def undated(code: str, status: Status, period_class: PeriodClass = PeriodClass.UNTIL_EVENT) -> RecapLine:
    return LINE._replace(code=code, end_on=None, status=status, period_class=period_class)


EVERYTHING = (
    undated("unlimited", Status.UNLIMITED, PeriodClass.UNLIMITED),
    undated("unclear", Status.UNCLEAR, PeriodClass.UNCLEAR),
    dated("revoked", date(2025, 9, 16), Status.REVOKED),
    dated("ended", date(2025, 9, 15), Status.ENDED),
    dated("early", date(2025, 9, 17), Status.OPENED_EARLY),
    undated("event", Status.WAITS_FOR_EVENT),
    undated("both", Status.WAITS_FOR_EVENT, PeriodClass.UNTIL_EVENT_AND_CONSENT),
    undated("consent", Status.WAITS_FOR_EVENT, PeriodClass.UNTIL_CONSENT),
    undated("several clauses", Status.WAITS_FOR_EVENT, PeriodClass.MULTI_CLAUSE),
    dated("2030 Q4", date(2030, 10, 1)),
    dated("2030 Q3 b", date(2030, 9, 30)),
    dated("2030 Q3 a", date(2030, 7, 1)),
    dated("2026 Q1", date(2026, 3, 31), Status.ENDS_SOON),
    dated("doubtful", date(2026, 3, 31), Status.UNCLEAR),
)


@pytest.fixture(scope="module")
def recap() -> Recap:
    return build_recap(EVERYTHING, ON)


def test_groups_stand_in_the_order_of_the_sop_s_list(recap: Recap) -> None:
    assert [group.title for group in recap.groups] == [
        "Berakhir tahun 2026, triwulan I (Januari–Maret)",
        "Berakhir tahun 2030, triwulan III (Juli–September)",
        "Berakhir tahun 2030, triwulan IV (Oktober–Desember)",
        "Menunggu peristiwa",
        "Menunggu persetujuan",
        "Tanpa batas waktu",
        "Perlu diperjelas",
        "Sudah terbuka (berakhir, dibuka lebih awal atau dicabut)",
    ]
    assert [group.key for group in recap.groups[:2]] == ["2026-Q1", "2030-Q3"]


def test_rows_of_a_group_stand_in_date_order_then_by_code(recap: Recap) -> None:
    assert [[line.code for line in group.lines] for group in recap.groups] == [
        ["2026 Q1"],
        ["2030 Q3 a", "2030 Q3 b"],
        ["2030 Q4"],
        ["both", "event", "several clauses"],
        ["consent"],
        ["unlimited"],
        ["doubtful", "unclear"],
        ["ended", "revoked", "early"],
    ]


def test_every_row_is_in_exactly_one_group(recap: Recap) -> None:
    assert sorted(line.code for group in recap.groups for line in group.lines) == sorted(
        line.code for line in EVERYTHING
    )


def test_the_chart_counts_what_is_still_closed_by_year_then_by_word(recap: Recap) -> None:
    assert recap.ends_per_year == (
        (2026, 1),
        (2030, 3),
        ("peristiwa", 3),
        ("persetujuan", 1),
        ("tanpa batas", 1),
        ("perlu diperjelas", 2),
    )


def test_days_left_are_counted_to_the_last_exempt_day(recap: Recap) -> None:
    assert dated("x", date(2026, 1, 5)).days_left(ON) == 0
    assert dated("x", date(2026, 2, 4)).days_left(ON) == 30
    assert dated("x", date(2025, 9, 16), Status.REVOKED).days_left(ON) is None
    assert undated("x", Status.UNLIMITED).days_left(ON) is None


def test_a_group_knows_its_figures() -> None:
    group = RecapGroup(
        "2026-Q1", "", (dated("a", ON, Status.ENDS_SOON), dated("b", ON)._replace(findings=("Periksa: x",)))
    )
    assert (group.count, group.ending_soon, group.with_findings) == (2, 1, 1)


def test_counts_by_letter_unit_and_decision() -> None:
    lines = [
        LINE,
        LINE._replace(legal_basis="UU 14/2008 Pasal 17 huruf a, c", unit=" ", decision_number=""),
        LINE._replace(legal_basis="UU 43/2009 Pasal 44 ayat (1) huruf h", unit="Hukum"),
        LINE._replace(legal_basis="Pasal 17", decision_number="169/2015"),
        LINE._replace(legal_basis="", unit="Hukum"),
    ]
    recap = build_recap(lines, ON)
    assert recap.by_letter == (
        ("huruf a", 1),
        ("huruf c", 1),
        ("huruf h", 1),
        ("dasar hukum lain", 1),
        ("tanpa huruf", 2),
    )
    assert recap.by_unit == (("Hukum", 2), ("Teknis", 2), ("unit belum diisi", 1))
    assert recap.by_decision == (("169/2015", 1), ("Nomor 731 Tahun 2025", 3), ("keputusan belum diisi", 1))


def test_findings_are_gathered_in_the_order_of_the_groups() -> None:
    late = dated("late", date(2030, 1, 1))._replace(findings=("Periksa: satu", "Periksa: dua"))
    soon = dated("soon", date(2027, 1, 1))._replace(findings=("Harus diperbaiki: tiga",))
    assert build_recap([late, soon], ON).findings == (
        ("soon", "Harus diperbaiki: tiga"),
        ("late", "Periksa: satu"),
        ("late", "Periksa: dua"),
    )


def test_an_empty_register_has_an_empty_recap() -> None:
    recap = build_recap([], ON)
    assert recap.groups == recap.by_letter == recap.by_unit == recap.by_decision == recap.findings == ()
    assert [count for _, count in recap.ends_per_year] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"status": Status.HELD, "end_on": date(2020, 1, 1)}, "Ditahan (sengketa)"),
        ({"status": Status.WAITS_FOR_FINALITY}, "Menunggu kekuatan hukum tetap"),
        ({"successor": "B-2026-001.01"}, "Sudah ditetapkan ulang (berlaku di bawah kode penggantinya)"),
        ({"is_exempt": False}, "Bukan pengecualian (uji konsekuensi menyimpulkan terbuka)"),
    ],
)
def test_what_is_held_waits_for_a_ruling_or_stands_for_no_exemption_has_its_own_group(
    change: dict[str, object], title: str
) -> None:
    line = LINE._replace(**change)  # type: ignore[arg-type]
    recap = build_recap([line], ON)
    assert [group.title for group in recap.groups] == [title]
    counted = sum(count for _, count in recap.ends_per_year)
    assert counted == (0 if "successor" in change or "is_exempt" in change else 1)

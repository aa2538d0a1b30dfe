"""What each recorded event does to each class of wording, and what is said when it does nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xl_macros.domain.events import says_open
from xl_macros.domain.expiry import Decision, Event, EventKind, Outcome, Standing, Status, Verdict
from xl_macros.domain.findings import Severity

from .conftest import DECISION_731, LETTER_H, LETTER_I, Ask

CONSENT, OFFICE, RULING, REVOCATION, AMENDMENT, RECLASSIFICATION, HAPPENED = list(EventKind)[:7]
TODAY = date(2026, 1, 5)
THEN = date(2025, 12, 1)
LATER = date(2026, 6, 1)

FIXED = "5 tahun"
UNLESS_CONSENT = "5 tahun kecuali ada persetujuan tertulis dari yang bersangkutan"
UNLESS_OFFICE = "5 tahun kecuali berkaitan dengan jabatan publik"
UNLESS_EVENT = "5 tahun kecuali telah diumumkan"
UNTIL_EVENT = "Sampai penelitian selesai"
UNTIL_RULING = "Sampai putusan pengadilan berkekuatan hukum tetap"
UNTIL_BOTH = "Sampai pengumuman dan memperoleh persetujuan pimpinan"
UNTIL_CONSENT = "Sampai memperoleh persetujuan dari yang bersangkutan"
WHILE_STATE = "Selama proses pemeriksaan hingga putusan final"
OPENS_AFTER = "Dibuka setelah masa jabatan selesai"
UNLIMITED = "Tidak terbatas"
UNLIMITED_UNLESS = "Permanen kecuali ada persetujuan tertulis dari yang bersangkutan"
PURPOSE = "Dapat dibuka untuk penelitian dengan izin pimpinan"
UNCLEAR = "Selama Jangka Waktu Tertentu"
BANTUL = (
    "1. Tidak terbatas, kecuali dengan tujuan tertentu dengan ijin Bupati; 2. Atas persetujuan yang bersangkutan; "
    "3. Sampai proses pengaduan selesai"
)


def event(kind: EventKind, on: date = THEN, evidence: str = "Surat 12/2025") -> Event:
    """An event with the verdict that opens; a ruling is final on the day it is read."""
    verdict = {CONSENT: Verdict.GIVEN, RULING: Verdict.OPENS}.get(kind)
    return Event(kind, on, evidence, verdict, final_on=on if kind is RULING else None, by_whom="semua pihak")


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.findings]


ENDED, EARLY, REVOKED = Status.ENDED, Status.OPENED_EARLY, Status.REVOKED


@pytest.mark.parametrize(
    ("wording", "kind", "legal_basis", "status"),
    [
        # consent: by the wording, or by law for letters g and h
        (UNLESS_CONSENT, CONSENT, LETTER_I, EARLY),
        (UNTIL_CONSENT, CONSENT, LETTER_I, ENDED),
        (UNLIMITED_UNLESS, CONSENT, LETTER_I, EARLY),
        (FIXED, CONSENT, LETTER_H, EARLY),
        (FIXED, CONSENT, "UU 14/2008 Pasal 17 huruf g", EARLY),
        (UNLIMITED, CONSENT, LETTER_H, EARLY),
        (UNTIL_EVENT, CONSENT, LETTER_H, EARLY),
        (WHILE_STATE, CONSENT, LETTER_H, EARLY),
        (UNCLEAR, CONSENT, LETTER_H, EARLY),
        ("", CONSENT, LETTER_H, EARLY),
        (PURPOSE, CONSENT, LETTER_H, EARLY),
        ("5 (enam) tahun", CONSENT, LETTER_H, EARLY),
        # public office
        (UNLESS_OFFICE, OFFICE, LETTER_I, EARLY),
        (FIXED, OFFICE, LETTER_H, EARLY),
        (UNTIL_BOTH, OFFICE, LETTER_H, EARLY),
        # the event waited for
        (UNTIL_EVENT, HAPPENED, LETTER_I, ENDED),
        (WHILE_STATE, HAPPENED, LETTER_I, ENDED),
        (OPENS_AFTER, HAPPENED, LETTER_I, ENDED),
        (UNLESS_EVENT, HAPPENED, LETTER_I, EARLY),
        ("Permanen kecuali atas putusan pengadilan", HAPPENED, LETTER_I, EARLY),
        # a ruling opens everything; where it is waited for it is the foreseen end
        (FIXED, RULING, LETTER_I, EARLY),
        (UNLIMITED, RULING, LETTER_I, EARLY),
        (UNCLEAR, RULING, LETTER_I, EARLY),
        (BANTUL, RULING, LETTER_I, EARLY),
        (UNTIL_RULING, RULING, LETTER_I, ENDED),
        (WHILE_STATE, RULING, LETTER_I, ENDED),
        # a revocation opens everything
        (FIXED, REVOCATION, LETTER_I, REVOKED),
        (UNLIMITED, REVOCATION, LETTER_I, REVOKED),
        (UNCLEAR, REVOCATION, LETTER_I, REVOKED),
        (BANTUL, REVOCATION, LETTER_I, REVOKED),
    ],
)
def test_an_event_opens_on_its_own_day_what_it_can_open(
    outcome_of: Ask, wording: str, kind: EventKind, legal_basis: str, status: Status
) -> None:
    outcome = outcome_of(wording, event(kind), legal_basis=legal_basis, on=THEN)
    assert (outcome.status, outcome.end_on, outcome.mark_on) == (status, THEN, None)
    before = outcome_of(wording, event(kind), legal_basis=legal_basis, on=THEN - timedelta(days=1))
    assert not before.status.is_open


@pytest.mark.parametrize(
    ("wording", "kind", "legal_basis", "status"),
    [
        (FIXED, CONSENT, LETTER_I, Status.IN_FORCE),
        (FIXED, CONSENT, "UU 14/2008 Pasal 17 huruf h, i", Status.IN_FORCE),
        (
            FIXED,
            CONSENT,
            "UU 14/2008 Pasal 17 huruf h; UU 43/2009 Pasal 44 ayat (1) huruf h",
            Status.IN_FORCE,
        ),
        (FIXED, CONSENT, "Pasal 17 huruf h", Status.IN_FORCE),
        (FIXED, OFFICE, LETTER_I, Status.IN_FORCE),
        (FIXED, HAPPENED, LETTER_H, Status.IN_FORCE),
        ("5 tahun setelah keputusan disiplin", HAPPENED, LETTER_I, Status.UNCLEAR),
        ("5 tahun kecuali untuk pemeriksaan", HAPPENED, LETTER_I, Status.IN_FORCE),
        (UNLESS_CONSENT, HAPPENED, LETTER_I, Status.IN_FORCE),
        (UNLESS_OFFICE, HAPPENED, LETTER_I, Status.IN_FORCE),
        (UNTIL_CONSENT, HAPPENED, LETTER_I, Status.WAITS_FOR_EVENT),
        (UNTIL_EVENT, CONSENT, LETTER_I, Status.WAITS_FOR_EVENT),
        (UNLIMITED, HAPPENED, LETTER_H, Status.UNLIMITED),
        ("Permanen (kecuali kepada pemilik data)", HAPPENED, LETTER_I, Status.UNLIMITED),
        ("Permanen kecuali telah diumumkan", HAPPENED, LETTER_I, Status.UNLIMITED),
        (PURPOSE, CONSENT, LETTER_I, Status.UNCLEAR),
        (UNCLEAR, HAPPENED, LETTER_I, Status.UNCLEAR),
        ("Dibuka setelah 5 tahun", HAPPENED, LETTER_I, Status.IN_FORCE),
    ],
)
def test_an_event_that_ends_nothing_is_said_and_leaves_the_entry_closed(
    outcome_of: Ask, wording: str, kind: EventKind, legal_basis: str, status: Status
) -> None:
    outcome = outcome_of(wording, event(kind), legal_basis=legal_basis)
    assert outcome.status is status
    assert codes(outcome).count("event_without_effect") == 1


AFTER_BOTH = "Dibuka setelah penelitian selesai dan ada persetujuan tertulis peneliti"
AFTER_CONSENT = "Terbuka setelah ada izin tertulis dari auditee"
AFTER_EITHER = "Dibuka setelah proses selesai atau ada izin pimpinan"


def test_what_opens_after_an_event_and_consent_needs_both(outcome_of: Ask) -> None:
    assert outcome_of(AFTER_BOTH, event(HAPPENED)).status is Status.WAITS_FOR_EVENT
    assert outcome_of(AFTER_BOTH, event(CONSENT), legal_basis=LETTER_H).status is Status.WAITS_FOR_EVENT
    assert outcome_of(AFTER_BOTH, event(HAPPENED), event(CONSENT)).status is ENDED


def test_what_opens_after_consent_does_not_open_by_an_event(outcome_of: Ask) -> None:
    assert outcome_of(AFTER_CONSENT, event(HAPPENED)).status is Status.WAITS_FOR_EVENT
    assert outcome_of(AFTER_CONSENT, event(CONSENT)).status is ENDED


def test_what_opens_after_an_event_or_consent_needs_one(outcome_of: Ask) -> None:
    assert outcome_of(AFTER_EITHER, event(HAPPENED)).status is ENDED
    assert outcome_of(AFTER_EITHER, event(CONSENT)).status is EARLY


def test_until_consent_ends_by_it_whoever_is_excepted_meanwhile(outcome_of: Ask) -> None:
    wording = "Sampai ada persetujuan pemilik data, kecuali untuk kepentingan penyidikan"
    assert outcome_of(wording, event(CONSENT)).status is ENDED


def test_until_event_and_consent_needs_both(outcome_of: Ask) -> None:
    happened, consent = event(HAPPENED, date(2025, 12, 1)), event(CONSENT, date(2025, 12, 20))
    assert outcome_of(UNTIL_BOTH, happened).status is Status.WAITS_FOR_EVENT
    assert outcome_of(UNTIL_BOTH, consent).status is Status.WAITS_FOR_EVENT
    both = outcome_of(UNTIL_BOTH, consent, happened)
    assert (both.status, both.end_on) == (ENDED, date(2025, 12, 20))
    # Letter h: the consent asked for here is the head's, not the person's, so the law does not shorten it.
    assert outcome_of(UNTIL_BOTH, consent, legal_basis=LETTER_H).status is Status.WAITS_FOR_EVENT


@pytest.mark.parametrize("kind", [CONSENT, OFFICE, RULING, REVOCATION, RECLASSIFICATION, HAPPENED])
@pytest.mark.parametrize("evidence", ["", "  ", "\u200f."])
def test_an_event_without_evidence_opens_nothing(outcome_of: Ask, kind: EventKind, evidence: str) -> None:
    for wording in (UNTIL_EVENT, UNTIL_CONSENT, FIXED):
        outcome = outcome_of(wording, event(kind, evidence=evidence), legal_basis=LETTER_H)
        assert not outcome.status.is_open
        assert outcome.findings[0].code == "event_without_evidence"
        assert outcome.findings[0].severity is Severity.MUST_MEND


def test_an_event_before_the_exemption_began_opens_nothing(outcome_of: Ask) -> None:
    outcome = outcome_of(UNTIL_CONSENT, event(CONSENT, date(2025, 8, 20)))
    assert outcome.status is Status.WAITS_FOR_EVENT
    assert outcome.findings[0].message == (
        "Persetujuan tertulis tanggal 20 Agustus 2025 belum dihitung karena lebih awal daripada 21 Agustus 2025, "
        "mulainya pengecualian."
    )


def test_an_event_between_decision_and_a_later_start_counts(outcome_of: Ask) -> None:
    outcome = outcome_of(
        "5 tahun setelah pelantikan", event(RULING), anchor_on=date(2026, 3, 1), anchor_evidence="BA 1"
    )
    assert outcome.status is EARLY


def test_without_any_known_start_an_event_still_counts(outcome_of: Ask) -> None:
    outcome = outcome_of(UNTIL_CONSENT, event(CONSENT), decision=Decision("169/2015", None, "2015"))
    assert (outcome.status, outcome.end_on) == (ENDED, THEN)


def test_an_event_to_come_does_not_count_yet_but_is_mentioned(outcome_of: Ask) -> None:
    outcome = outcome_of(UNTIL_CONSENT, event(CONSENT, LATER))
    assert outcome.status is Status.WAITS_FOR_EVENT
    assert "; tercatat pula persetujuan tertulis per 1 Juni 2026, yang belum berlaku." in outcome.explanation


def test_the_first_of_several_events_of_a_kind_decides(outcome_of: Ask) -> None:
    outcome = outcome_of(UNTIL_CONSENT, event(CONSENT, date(2025, 12, 20)), event(CONSENT, THEN))
    assert outcome.end_on == THEN


def test_consent_of_several_people_is_to_be_checked(outcome_of: Ask) -> None:
    wording = "sampai dengan nama-nama yang tercantum memberikan persetujuan secara tertulis"
    assert codes(outcome_of(wording, Event(CONSENT, THEN, "Surat 12/2025"))) == [
        "event_without_outcome",
        "consent_of_several",
    ]
    assert codes(outcome_of(wording, event(CONSENT))) == []
    assert codes(outcome_of(UNTIL_CONSENT, event(CONSENT))) == []


# -- what opened first ---------------------------------------------------------------------------------------


def test_a_period_that_ended_before_an_event_ended_by_itself(outcome_of: Ask) -> None:
    outcome = outcome_of("3 bulan", event(RULING, date(2025, 12, 1)))
    assert (outcome.status, outcome.end_on) == (ENDED, date(2025, 11, 21))


def test_on_the_day_after_the_last_day_the_period_s_end_and_an_event_fall_together(outcome_of: Ask) -> None:
    outcome = outcome_of("3 bulan", event(REVOCATION, date(2025, 11, 22)))
    assert (outcome.status, outcome.end_on) == (REVOKED, date(2025, 11, 22))


def test_a_revocation_and_a_ruling_of_one_day_show_as_the_revocation(outcome_of: Ask) -> None:
    assert outcome_of(FIXED, event(RULING), event(REVOCATION)).status is REVOKED


# -- the decision's standing ---------------------------------------------------------------------------------

REVOKED_731 = DECISION_731._replace(
    standing=Standing.REVOKED,
    standing_act="Keputusan KPU Nomor 805 Tahun 2025",
    standing_on=date(2025, 9, 16),
)


@pytest.mark.parametrize("wording", [FIXED, UNTIL_EVENT, UNLIMITED, UNCLEAR, PURPOSE, BANTUL, ""])
def test_a_revoked_decision_opens_its_entries_on_that_day(outcome_of: Ask, wording: str) -> None:
    outcome = outcome_of(wording, decision=REVOKED_731, on=date(2025, 9, 16))
    assert (outcome.status, outcome.end_on) == (REVOKED, date(2025, 9, 16))
    assert outcome_of(wording, decision=REVOKED_731, on=date(2025, 9, 15)).status is not REVOKED


def test_a_revocation_to_come_is_mentioned(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, decision=REVOKED_731._replace(standing_on=LATER))
    assert outcome.status is Status.IN_FORCE
    assert outcome.explanation.endswith("; tercatat pula pencabutan per 1 Juni 2026, yang belum berlaku.")


def test_of_a_decision_revoked_later_an_entry_s_own_revocation_counts_first(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, event(REVOCATION), decision=REVOKED_731._replace(standing_on=LATER))
    assert (outcome.status, outcome.end_on) == (REVOKED, THEN)


def test_an_entry_s_own_revocation_stays_the_one_that_opened_it_when_the_decision_s_day_comes(
    outcome_of: Ask,
) -> None:
    revoked_later = REVOKED_731._replace(standing_on=LATER)
    outcome = outcome_of(FIXED, event(REVOCATION), decision=revoked_later, on=LATER + timedelta(days=1))
    assert (outcome.status, outcome.end_on) == (REVOKED, THEN)
    other = outcome_of(FIXED, event(REVOCATION, LATER), decision=REVOKED_731, on=LATER + timedelta(days=1))
    assert other.end_on == REVOKED_731.standing_on


def test_a_revocation_without_a_date_opens_nothing(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, decision=REVOKED_731._replace(standing_on=None))
    assert outcome.status is Status.UNCLEAR
    assert codes(outcome) == ["revoked_without_date"]
    assert outcome.explanation == (
        "Perlu diperjelas: Keputusan Nomor 731 Tahun 2025 tercatat dicabut, tetapi tanggal pencabutannya belum "
        "diketahui; sementara itu tetap dikecualikan."
    )


def test_a_revocation_without_a_date_does_not_close_what_has_ended(outcome_of: Ask) -> None:
    assert outcome_of("1 bulan", decision=REVOKED_731._replace(standing_on=None)).status is ENDED


def test_a_revocation_before_the_decision_opens_nothing(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, decision=REVOKED_731._replace(standing_on=date(2025, 8, 20)))
    assert outcome.status is Status.UNCLEAR
    assert "lebih awal daripada tanggal keputusannya" in outcome.findings[0].message


def test_a_revocation_of_an_undated_decision_counts(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, decision=REVOKED_731._replace(decided_on=None))
    assert outcome.status is REVOKED


def test_a_revocation_without_its_act_opens_and_is_to_be_checked(outcome_of: Ask) -> None:
    outcome = outcome_of(FIXED, decision=REVOKED_731._replace(standing_act=None))
    assert outcome.status is REVOKED
    assert codes(outcome) == ["revoked_without_act"]
    assert "Keputusan Nomor 731 Tahun 2025 dicabut;" in outcome.explanation


def test_an_amended_decision_changes_nothing_by_itself(outcome_of: Ask) -> None:
    decision = DECISION_731._replace(
        standing=Standing.AMENDED, standing_act="Keputusan 9/2025", standing_on=THEN
    )
    outcome = outcome_of(FIXED, decision=decision)
    assert outcome.status is Status.IN_FORCE
    assert [str(each) for each in outcome.findings] == [
        "Keputusannya diubah dengan Keputusan 9/2025 tanggal 1 Desember 2025; periksa apakah jangka waktu atau dasar "
        "hukumnya ikut berubah."
    ]
    bare = outcome_of(FIXED, decision=DECISION_731._replace(standing=Standing.AMENDED))
    assert bare.findings[0].message.startswith("Keputusannya diubah; periksa")
    assert codes(outcome_of(FIXED, event(AMENDMENT))) == ["decision_amended"]


# -- reclassification ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "is_open"),
    [
        ("SK 4/2025: menjadi informasi terbuka", True),
        ("Ditetapkan dapat dibuka (SK 4/2025)", True),
        ("tidak lagi dikecualikan, SK 4/2025", True),
        ("SK 4/2025", False),
        ("SK 4/2025: tetap dikecualikan", False),
        ("SK 4/2025: tidak dibuka", False),
        ("SK 4/2025: belum terbuka", False),
        ("diperpanjang sampai dibuka kembali", False),
    ],
)
def test_a_reclassification_opens_only_when_its_evidence_says_so(
    outcome_of: Ask, evidence: str, is_open: bool
) -> None:
    change = event(RECLASSIFICATION, evidence=evidence)
    assert says_open(change) is is_open
    outcome = outcome_of(FIXED, change)
    assert (outcome.status is EARLY) is is_open
    assert ("reclassified" in codes(outcome)) is not is_open


def test_after_a_silent_reclassification_the_old_end_opens_nothing(outcome_of: Ask) -> None:
    change = event(RECLASSIFICATION, date(2025, 10, 1), "SK 4/2025")
    assert outcome_of("3 bulan", change, on=date(2025, 11, 21)).status is Status.ENDS_SOON
    outcome = outcome_of("3 bulan", change, on=date(2025, 11, 22))
    assert outcome.status is Status.UNCLEAR
    assert outcome.explanation == (
        "Perlu diperjelas: klasifikasinya diubah 1 Oktober 2025 tanpa keterangan menjadi terbuka, sehingga berakhirnya "
        "pada 21 November 2025 belum pasti; sementara itu tetap dikecualikan."
    )


def test_a_period_that_ended_before_the_reclassification_has_ended(outcome_of: Ask) -> None:
    change = event(RECLASSIFICATION, date(2025, 12, 1), "SK 4/2025")
    assert outcome_of("3 bulan", change).status is ENDED


def test_a_wording_that_starts_with_the_reclassification_is_no_longer_in_doubt(outcome_of: Ask) -> None:
    change = event(RECLASSIFICATION, date(2025, 10, 1), "SK 4/2025: tetap dikecualikan")
    outcome = outcome_of("1 bulan sejak 1 Oktober 2025", change)
    assert (outcome.status, outcome.end_on) == (ENDED, date(2025, 11, 1))


def test_the_latest_reclassification_is_the_one_that_counts(outcome_of: Ask) -> None:
    silent = event(RECLASSIFICATION, date(2025, 10, 1), "SK 4/2025")
    opened = event(RECLASSIFICATION, date(2025, 10, 9), "SK 5/2025: menjadi terbuka")
    outcome = outcome_of(FIXED, opened, silent)
    assert (outcome.status, outcome.end_on) == (EARLY, date(2025, 10, 9))


def test_what_was_declared_open_is_open_since_the_first_time(outcome_of: Ask) -> None:
    first = event(RECLASSIFICATION, date(2025, 10, 1), "SK 4/2025: menjadi terbuka")
    again = event(RECLASSIFICATION, date(2025, 12, 9), "SK 5/2025: menjadi terbuka")
    assert outcome_of(FIXED, first, again).end_on == date(2025, 10, 1)
    between = event(RECLASSIFICATION, date(2025, 11, 1), "SK 6/2025: tetap dikecualikan")
    assert outcome_of(FIXED, first, between, again).end_on == date(2025, 12, 9)


def test_an_undated_entry_is_not_put_in_doubt_by_a_reclassification(outcome_of: Ask) -> None:
    change = event(RECLASSIFICATION, evidence="SK 4/2025")
    assert outcome_of(UNTIL_EVENT, change).status is Status.WAITS_FOR_EVENT
    undated = Decision("169/2015", None, "2015")
    assert outcome_of("s/d 31 Desember 2025", change, decision=undated).status is Status.UNCLEAR


# -- several clauses -----------------------------------------------------------------------------------------


def test_several_clauses_open_only_when_every_one_is_met(outcome_of: Ask) -> None:
    # clause 1 never ends by itself, so consent and the end of the complaint are not enough on letter i ...
    outcome = outcome_of(BANTUL, event(CONSENT), event(HAPPENED))
    assert outcome.status is Status.UNLIMITED
    assert (
        "dari 3 ketentuan dalam jangka waktunya, 1 belum terpenuhi (tanpa batas waktu)" in outcome.explanation
    )
    # ... but on letter h consent opens all of them by law.
    assert outcome_of(BANTUL, event(CONSENT), legal_basis=LETTER_H).status is EARLY


def test_dated_clauses_end_with_the_last(outcome_of: Ask) -> None:
    outcome = outcome_of("1. 1 tahun; 2. 5 tahun")
    assert (outcome.status, outcome.end_on) == (Status.IN_FORCE, date(2030, 8, 21))
    assert codes(outcome) == ["several_clauses"]
    assert outcome_of("1. 1 tahun; 2. 5 tahun", on=date(2030, 8, 22)).status is ENDED


def test_a_dated_clause_and_an_event_need_both(outcome_of: Ask) -> None:
    wording = "1. 1 tahun; 2. Sampai penelitian selesai"
    assert outcome_of(wording).status is Status.WAITS_FOR_EVENT
    met = outcome_of(wording, event(HAPPENED))
    assert (met.status, met.end_on) == (Status.IN_FORCE, None)
    ended = outcome_of(wording, event(HAPPENED), on=date(2026, 8, 22))
    assert (ended.status, ended.end_on) == (ENDED, date(2026, 8, 21))


def test_two_clauses_that_wait_need_two_events(outcome_of: Ask) -> None:
    wording = "1. Sampai penelitian selesai; 2. Sampai pembayaran dilakukan"
    one = outcome_of(wording, event(HAPPENED))
    assert one.status is Status.WAITS_FOR_EVENT
    assert "events_missing" in codes(one)
    two = outcome_of(wording, event(HAPPENED), event(HAPPENED, date(2025, 12, 20)))
    assert (two.status, two.end_on) == (ENDED, date(2025, 12, 20))


def test_an_unclear_clause_keeps_the_whole_unclear(outcome_of: Ask) -> None:
    outcome = outcome_of("1. 1 bulan; 2. Selama jangka waktu tertentu")
    assert outcome.status is Status.UNCLEAR
    assert "1 belum terpenuhi (“Selama jangka waktu tertentu” tidak menyebut" in outcome.explanation

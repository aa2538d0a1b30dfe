"""Papers as they reach an office - rulings, consents, holds, revocations - and what each makes of an entry, day by day.

A paper is written `kind verdict day [final=day] [part=...] [by=...] [no=number] [of=number] [until=day]`; a state
`day status`, where `+` after the status says that a part is open.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from xl_macros.domain.expiry import Event, EventKind, Status, Verdict
from xl_macros.domain.verdicts import VERDICTS

from .conftest import LETTER_H, LETTER_I, Ask

KINDS = {
    "putusan": EventKind.RULING,
    "izin": EventKind.CONSENT,
    "jabatan": EventKind.PUBLIC_OFFICE,
    "cabut": EventKind.REVOCATION,
    "ubah": EventKind.AMENDMENT,
    "klasifikasi": EventKind.RECLASSIFICATION,
    "terjadi": EventKind.HAPPENED,
    "tahan": EventKind.HOLD,
    "ulang": EventKind.RENEWAL,
    "tetapkan": EventKind.DETERMINATION,
    "umumkan": EventKind.ANNOUNCEMENT,
}
VERDICT_NAMES = {verdict.name.lower(): verdict for verdict in Verdict}
STATES = {
    "berlaku": Status.IN_FORCE,
    "segera": Status.ENDS_SOON,
    "menunggu": Status.WAITS_FOR_EVENT,
    "berakhir": Status.ENDED,
    "dibuka": Status.OPENED_EARLY,
    "dicabut": Status.REVOKED,
    "inkracht?": Status.WAITS_FOR_FINALITY,
    "ditahan": Status.HELD,
    "tanpa-batas": Status.UNLIMITED,
    "jelas?": Status.UNCLEAR,
}

FIVE = "5 tahun"  # of a decision of 21 August 2025: through 21 August 2030
SHORT = "6 bulan"  # through 21 February 2026
CONSENT = "Sampai memperoleh persetujuan dari yang bersangkutan"
SEVERAL = "Sampai para pihak memberikan persetujuan tertulis"
RULING = "Sampai putusan pengadilan berkekuatan hukum tetap"
EVENT = "Sampai penelitian selesai"
BOTH = "Sampai pengumuman dan memperoleh persetujuan pimpinan"
FOREVER = "Tidak terbatas"
UNCLEAR = "Selama Jangka Waktu Tertentu"

READ, LAST_DAY, FINAL, AFTER = "2026-01-13", "2026-02-03", "2026-02-04", "2026-02-05"
"""Komisi Informasi 074/X/KIP-PSI/2025: read on 13 January 2026; 14 working days (16 January is a holiday) to
3 February, final on the next day if nobody objects."""

with (Path(__file__).parent / "event_papers.tsv").open(encoding="utf-8", newline="") as _file:
    PAPERS = [
        (row["wording"], LETTER_H if row["basis"] == "H" else LETTER_I, row["papers"], row["states"])
        for row in csv.DictReader(_file, delimiter="\t")
    ]
"""Wording, letter of article 17, papers and states, the last two with "; " between."""


def paper(text: str) -> Event:
    kind, verdict, day, *more = text.split()
    extra = dict(each.split("=") for each in more)
    return Event(
        KINDS[kind],
        date.fromisoformat(day),
        "Surat 12/2026",
        VERDICT_NAMES[verdict],
        final_on=date.fromisoformat(extra["final"]) if "final" in extra else None,
        until_on=date.fromisoformat(extra["until"]) if "until" in extra else None,
        part=extra.get("part", ""),
        by_whom=extra.get("by", "").replace("_", " "),
        number=int(extra.get("no", 0)),
        related=extra.get("of", ""),
    )


def test_there_are_papers_for_every_verdict() -> None:
    assert len(PAPERS) >= 80
    used = {
        (event.kind, event.verdict) for _, _, papers, _ in PAPERS for event in map(paper, papers.split("; "))
    }
    wanted = {(kind, verdict) for kind, verdicts in VERDICTS.items() for verdict in verdicts}
    assert wanted - used == {(EventKind.DISPOSITION, Verdict.RECEIVED)}


@pytest.mark.parametrize(("wording", "basis", "papers", "states"), PAPERS)
def test_papers_make_of_an_entry_what_they_say_and_on_the_day(
    outcome_of: Ask, wording: str, basis: str, papers: str, states: str
) -> None:
    events = [paper(text) for text in papers.split("; ")]
    for state in states.split("; "):
        day = state.split()[0]
        outcome = outcome_of(wording, *events, on=date.fromisoformat(day), legal_basis=basis, warn_days=60)
        seen = f"{day} {next(name for name, each in STATES.items() if each is outcome.status)}"
        assert seen + ("+" if outcome.parts else "") == state, outcome.explanation


@pytest.mark.parametrize("wording", [FIVE, SHORT, CONSENT, RULING, EVENT, BOTH, FOREVER, UNCLEAR, SEVERAL])
@pytest.mark.parametrize("basis", [LETTER_H, LETTER_I])
@pytest.mark.parametrize("kind", list(EventKind))
def test_no_single_paper_opens_what_its_verdict_does_not(
    outcome_of: Ask, wording: str, basis: str, kind: EventKind
) -> None:
    opening = {
        Verdict.OPENS,
        Verdict.GIVEN,
        Verdict.IN_OFFICE,
        Verdict.REVOKED,
        Verdict.NOW_OPEN,
        Verdict.OCCURRED,
    }
    for verdict in VERDICTS[kind]:
        event = Event(
            kind, date(2026, 1, 13), "Surat 12/2026", verdict, part="" if verdict in opening else "alamat"
        )
        for on in (date(2026, 1, 13), date(2026, 2, 20)):
            outcome = outcome_of(wording, event, on=on, legal_basis=basis)
            if outcome.status.is_open:
                assert verdict in opening - {Verdict.OPENS}


def test_the_case_of_the_thirteenth_of_january_is_told_in_words(outcome_of: Ask) -> None:
    read = paper(f"putusan opens {READ} no=1")
    waiting = outcome_of(FIVE, read, on=date.fromisoformat(LAST_DAY))
    assert waiting.label == "§ menunggu kekuatan hukum tetap"
    assert waiting.explanation == (
        "Menunggu kekuatan hukum tetap: putusan 13 Januari 2026 yang membukanya, menurut Surat 12/2026, belum "
        "berkekuatan hukum tetap; sementara itu tetap dikecualikan; semula berakhir 21 Agustus 2030: 5 tahun sejak "
        "21 Agustus 2025 (tanggal keputusan)."
    )
    opened = outcome_of(FIVE, read, paper(f"putusan final {FINAL} of=1"), on=date.fromisoformat(AFTER))
    assert opened.explanation.startswith(
        "Dibuka lebih awal pada 4 Februari 2026 karena ada putusan yang membukanya"
    )


def test_finality_that_is_dated_ahead_is_said_to_be(outcome_of: Ask) -> None:
    outcome = outcome_of(
        FIVE, paper("putusan opens_part 2026-01-13 final=2026-02-04 part=alamat"), on=date(2026, 1, 20)
    )
    assert "yang membuka bagian “alamat”" in outcome.explanation
    assert "belum berkekuatan hukum tetap (baru pada 4 Februari 2026)" in outcome.explanation


def test_a_part_that_is_open_is_said_with_the_status_of_the_rest(outcome_of: Ask) -> None:
    outcome = outcome_of(
        FIVE, paper("putusan opens_part 2026-01-13 final=2026-02-04 part=alamat"), on=date(2026, 2, 4)
    )
    assert outcome.label == "● sebagian terbuka, berlaku"
    assert "; bagian “alamat” terbuka sejak 4 Februari 2026, menurut Surat 12/2026." in outcome.explanation


def test_a_hold_is_told_with_its_end_and_what_it_puts_off(outcome_of: Ask) -> None:
    outcome = outcome_of(SHORT, paper("tahan held 2026-01-13 until=2026-03-01"), on=date(2026, 2, 25))
    assert outcome.label == "■ ditahan (sengketa)"
    assert outcome.explanation == (
        "Ditahan sejak 13 Januari 2026 sampai 1 Maret 2026, menurut Surat 12/2026: selama itu tetap dikecualikan; "
        "semula berakhir 21 Februari 2026: 6 bulan sejak 21 Agustus 2025 (tanggal keputusan)."
    )
    over = outcome_of(SHORT, paper("tahan held 2026-01-13 until=2026-03-01"), on=date(2026, 3, 2))
    assert over.explanation.startswith(
        "Terbuka sejak 2 Maret 2026: penahanan sejak 13 Januari 2026 (Surat 12/2026)"
    )
    assert over.period_end_on == date(2026, 2, 21)


def test_a_hold_counts_without_evidence_and_says_that_it_is_missing(outcome_of: Ask) -> None:
    bare = Event(EventKind.HOLD, date(2026, 1, 13), "", Verdict.HELD)
    outcome = outcome_of(SHORT, bare, on=date(2026, 2, 25))
    assert outcome.status is Status.HELD
    assert outcome.explanation.startswith("Ditahan sejak 13 Januari 2026: selama itu")
    assert outcome.findings[0].code == "event_without_evidence"


def test_a_hold_until_the_end_of_the_calendar_has_no_end(outcome_of: Ask) -> None:
    outcome = outcome_of(
        SHORT,
        Event(EventKind.HOLD, date(2026, 1, 13), "BA 1", Verdict.HELD, until_on=date.max),
        on=date(2030, 1, 1),
    )
    assert outcome.status is Status.HELD


@pytest.mark.parametrize(
    ("kind", "evidence", "is_open"),
    [
        (EventKind.RULING, "Putusan KI 074/X/2025", True),
        (EventKind.RULING, "Putusan KI 074/X/2025 yang menolak permohonan", False),
        (EventKind.RULING, "Putusan sela 12/2025", False),
        (EventKind.RULING, "Putusan PTUN yang menguatkan KPU", False),
        (EventKind.RULING, "Putusan KI, belum berkekuatan hukum tetap", False),
        (EventKind.CONSENT, "Surat 12/2025", True),
        (EventKind.CONSENT, "Surat 12/2025: tidak menyetujui", False),
        (EventKind.CONSENT, "Surat 12/2025: tidak keberatan", True),
    ],
)
def test_a_row_without_outcome_keeps_its_effect_unless_its_words_contradict_and_is_to_be_mended(
    outcome_of: Ask, kind: EventKind, evidence: str, is_open: bool
) -> None:
    """Rows of earlier versions: an upgrade closes nothing that was told to be open, and opens nothing anew."""
    outcome = outcome_of(FIVE, Event(kind, date(2025, 12, 1), evidence), legal_basis=LETTER_H)
    assert outcome.status.is_open is is_open
    assert outcome.findings[0].code == "event_without_outcome"

"""What is due, as a pure function of what is recorded and of the day.

A duty arises on a day that follows from the records and stays, however late, until the act that fulfils it is
recorded: nobody ticks it off. Nothing is due before its day, and one thing is due once.

The mark of 30 working days is the PPID's ("paling lama 30 hari kerja sebelum berakhir", read two ways): from it on a
determination is asked for. What became open is to be announced in the list of public information. Yearly works:
calendar, re-reading the officials' names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from xl_macros.domain.entry import Event, EventKind, Outcome, Status
from xl_macros.domain.phrases import long_date, plain

CALENDAR_FROM_MONTH = 10
"""The decree on the holidays of the next year is out by then."""

CHECK_DAYS, OFFICIALS_DAYS, NIGHT_DAYS = 90, 365, 7

EARLIEST_DETERMINATION_DAYS = 366
"""A determination of longer before the end was of another end: the period was amended, or a hold has moved it."""


class DutyKind(StrEnum):
    """What is due; the words are shown to staff, in the order in which they are shown."""

    OPENED = "Sudah terbuka, belum diumumkan"
    MARK = "Mendekati akhir, belum ada penetapan PPID"
    RULING = "Putusan menunggu kekuatan hukum tetap"
    HOLD = "Penahanan tanpa tanggal akhir"
    RENEWAL = "Tampak ditetapkan ulang, belum dipastikan"
    DISPOSITION = "Disposisi Sekretaris belum kembali"
    TEST = "Lembar uji konsekuensi belum ada"
    CALENDAR = "Hari libur tahun depan belum diisi"
    ACT = "Masa berlaku peraturan belum dicatat"
    OFFICIALS = "Data Sekretaris dan kantor perlu ditinjau"
    CHECK = "Keutuhan lama tidak diperiksa"
    NIGHT = "Pemeriksaan malam berhenti"


HOUSEKEEPING = frozenset({DutyKind.ACT, DutyKind.OFFICIALS, DutyKind.CHECK, DutyKind.NIGHT})
"""No rule gives these a day: `due_on` is when they arose, and they stand behind what has a deadline."""


class Duty(NamedTuple):
    """One thing to do. `code` is a register or berkas code, a year or an act; `due_on` the day by which;
    `button` what fulfils it (as the ribbon calls it)."""

    kind: DutyKind
    due_on: date
    code: str
    text: str
    button: str

    @property
    def deadline(self) -> date | None:
        """The day by which, where a rule gives one: what Beranda and Tugas show and are sorted by."""
        return None if self.kind in HOUSEKEEPING else self.due_on

    def is_late(self, on: date) -> bool:
        return self.deadline is not None and self.deadline < on

    @property
    def key(self) -> str:
        """What stays the same for as long as the duty is open."""
        return f"{self.kind.name}|{self.code}"


class EntryFacts(NamedTuple):
    """A received entry: what it comes to, and what is recorded on it. `is_renewed`: its life goes on in another;
    `objection_is_estimate`: the period for objections runs into a year whose holidays are not decreed."""

    code: str
    outcome: Outcome
    events: tuple[Event, ...] = ()
    is_renewed: bool = False
    objection_ends_on: date | None = None
    objection_is_estimate: bool = False


class BerkasFacts(NamedTuple):
    """A received decision. `sent` are the papers that went to the secretary: label and day; `back` the labels of
    those that came back."""

    code: str
    received_on: date
    has_test: bool
    sent: tuple[tuple[str, date], ...] = ()
    back: frozenset[str] = frozenset()


class OfficeFacts(NamedTuple):
    """What is known of the office as a whole; days that are not known are None.

    `began_on` is the day of its first logged step, `unknown_acts` the acts that entries rest on and whose validity
    is not recorded, `renewals` pairs of codes that seem to be one information.
    """

    began_on: date | None = None
    decreed_years: frozenset[int] = frozenset()
    unknown_acts: tuple[str, ...] = ()
    renewals: tuple[tuple[str, str], ...] = ()
    checked_on: date | None = None
    officials_on: date | None = None
    night_on: date | None = None


def duties(
    entries: Iterable[EntryFacts], berkas: Iterable[BerkasFacts], office: OfficeFacts, on: date
) -> list[Duty]:
    """All that is due as of `on`, by deadline, then kind and code."""
    found = [duty for entry in entries for duty in _of_entry(entry, on)]
    found += [duty for each in berkas for duty in _of_berkas(each, on)]
    found += _of_office(office, on)
    order = list(DutyKind)
    return sorted(
        found, key=lambda duty: (duty.deadline or date.max, duty.due_on, order.index(duty.kind), duty.code)
    )


# -- entries -----------------------------------------------------------------------------------------------


def _of_entry(entry: EntryFacts, on: date) -> Iterator[Duty]:
    outcome = entry.outcome
    if not entry.is_renewed:
        yield from _determination(entry, on)
        yield from _announcements(entry)
    if outcome.waiting is not None:
        yield _ruling(entry, outcome.waiting, on)
    if outcome.hold is not None and outcome.hold.until_on is None:
        held = outcome.hold
        text = (
            f"Ditahan sejak {long_date(held.happened_on)} ({plain(held.evidence) or 'tanpa bukti'}); "
            "catat berakhirnya, atau tinjau apakah masih perlu."
        )
        yield Duty(DutyKind.HOLD, held.happened_on, entry.code, text, "Catat Peristiwa: penahanan")


def _determination(entry: EntryFacts, on: date) -> Iterator[Duty]:
    """From the mark on, its day, until it is determined or what has opened is announced."""
    outcome = entry.outcome
    end_on, asked_from = outcome.period_end_on, determined_from(outcome)
    if end_on is None or asked_from is None or outcome.status in (Status.HELD, Status.UNCLEAR):
        return
    first = outcome.mark_on or outcome.start_on
    if first is None or on < first:
        return
    if _done(entry.events, EventKind.DETERMINATION, asked_from):
        return
    if outcome.status.is_open and _done(entry.events, EventKind.ANNOUNCEMENT, outcome.public_from):
        return
    about = " (perkiraan)" if outcome.mark_is_estimate else ""
    text = f"Berakhir {long_date(end_on)}; sejak {long_date(first)}{about} penetapan PPID disiapkan."
    if outcome.status.is_open:
        text = f"Sudah berakhir {long_date(end_on)} tanpa penetapan PPID yang tercatat."
    yield Duty(DutyKind.MARK, first, entry.code, text, "Catat Peristiwa: penetapan PPID")


def determined_from(outcome: Outcome) -> date | None:
    """The first day on which a determination can speak of this end; None where there is no end yet."""
    end_on, first = outcome.period_end_on, outcome.mark_on or outcome.start_on
    if end_on is None or first is None:
        return None
    return min(first, end_on - timedelta(days=EARLIEST_DETERMINATION_DAYS))


def open_since(outcome: Outcome) -> date | None:
    """The first day on which the whole or a part of it is open; None while all of it is exempt."""
    if outcome.status.is_open:
        return outcome.public_from
    return min((part.opened_on for part in outcome.parts), default=None)


def _announcements(entry: EntryFacts) -> Iterator[Duty]:
    outcome, button = entry.outcome, "Catat Peristiwa: pengumuman"
    if outcome.status.is_open and outcome.public_from is not None:
        if not _done(entry.events, EventKind.ANNOUNCEMENT, outcome.public_from):
            text = (
                f"Terbuka sejak {long_date(outcome.public_from)} ({outcome.status.value}); umumkan dalam DIP."
            )
            yield Duty(DutyKind.OPENED, outcome.public_from, entry.code, text, button)
        return
    for part in outcome.parts:
        if not _done(entry.events, EventKind.ANNOUNCEMENT, part.opened_on):
            text = f"Bagian “{part.part}” terbuka sejak {long_date(part.opened_on)}; umumkan dalam DIP."
            yield Duty(DutyKind.OPENED, part.opened_on, entry.code, text, button)
            return


def _ruling(entry: EntryFacts, ruling: Event, on: date) -> Duty:
    ends_on = entry.objection_ends_on or ruling.happened_on
    text = (
        f"Putusan {long_date(ruling.happened_on)} ({plain(ruling.evidence)}) belum berkekuatan hukum tetap; "
    )
    last = long_date(ends_on) + (" (perkiraan)" if entry.objection_is_estimate else "")
    if on <= ends_on:
        text += f"masa keberatan sampai {last}."
    else:
        text += f"masa keberatan lewat {last}: catat “berkekuatan hukum tetap” atau “diajukan keberatan”."
    return Duty(DutyKind.RULING, ends_on, entry.code, text, "Catat Peristiwa: putusan")


def _done(events: Sequence[Event], kind: EventKind, since: date | None = None) -> bool:
    return any(event.kind is kind and (since is None or event.happened_on >= since) for event in events)


# -- berkas and office -------------------------------------------------------------------------------------


def _of_berkas(berkas: BerkasFacts, on: date) -> Iterator[Duty]:
    if not berkas.has_test:
        text = "Lembar uji konsekuensi keputusan ini belum dipindai; mintalah kepada pengirim keputusan."
        yield Duty(
            DutyKind.TEST, berkas.received_on, berkas.code, text, "Lampirkan Pindaian: lembar uji konsekuensi"
        )
    for label, sent_on in berkas.sent:
        if label not in berkas.back and sent_on <= on:
            text = f"Menunggu disposisi: {label} ({long_date(sent_on)}) belum kembali dari Sekretaris."
            yield Duty(DutyKind.DISPOSITION, sent_on, berkas.code, text, "Lampirkan Pindaian: disposisi")
            return


def _of_office(office: OfficeFacts, on: date) -> Iterator[Duty]:
    for old, new in office.renewals:
        text = f"Tampak ditetapkan ulang sebagai {new}; pastikan, lalu catat penetapan ulang dengan Terkait {new}."
        yield Duty(DutyKind.RENEWAL, on, old, text, "Catat Peristiwa: penetapan ulang")
    if office.began_on is None:
        return
    if on.month >= CALENDAR_FROM_MONTH and on.year + 1 not in office.decreed_years:
        text = f"Isi hari libur dan cuti bersama tahun {on.year + 1} di lembar Referensi."
        yield Duty(DutyKind.CALENDAR, date(on.year, 12, 31), str(on.year + 1), text, "lembar Referensi")
    for act in office.unknown_acts:
        text = (
            f"Isi kolom Berlaku Sejak untuk {act} di lembar Referensi; ada informasi yang bersandar padanya."
        )
        yield Duty(DutyKind.ACT, office.began_on, act, text, "lembar Referensi")
    yield from _overdue(office, office.began_on, on)


def _overdue(office: OfficeFacts, began_on: date, on: date) -> Iterator[Duty]:
    """What is to be done again after so many days."""
    for kind, last_on, days, text, button in (
        (
            DutyKind.CHECK,
            office.checked_on or began_on,
            CHECK_DAYS,
            "Klik Periksa Keutuhan; sebaiknya tiap triwulan.",
            "Periksa Keutuhan",
        ),
        (
            DutyKind.OFFICIALS,
            office.officials_on or began_on,
            OFFICIALS_DAYS,
            "Periksa nama Sekretaris, sub bagian dan surel di lembar Pengaturan, lalu isi tanggal peninjauannya.",
            "lembar Pengaturan",
        ),
        (
            DutyKind.NIGHT,
            office.night_on or date.max,
            NIGHT_DAYS,
            "Tugas terjadwal Kecuali tidak berjalan lagi; jalankan perbaiki.cmd di komputer kantor.",
            "perbaiki.cmd",
        ),
    ):
        if last_on < date.max and (on - last_on).days > days:
            yield Duty(kind, last_on + timedelta(days=days), "Kantor", text, button)

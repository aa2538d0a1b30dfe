"""`kecuali demo DIR`: an office in the middle of its work, on the day on which it is looked at.

Two rounds of decisions went through all six steps and lived on: rulings, consents, a cancellation, a renewal, a
correction. The last five decisions stand one each before the steps 2 to 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from xl_macros.actions import requests as ask
from xl_macros.commands.demo_acts import DESK, PDID, Act, Paper, Story, in_inbox
from xl_macros.commands.demo_events import HAPPENED, Happened
from xl_macros.commands.demo_holdings import Holding, holdings, typed_decision, typed_entries
from xl_macros.domain.working_time import OfficeCalendar

LOOKS = (
    "Beranda dan Tugas: antrean menurut tenggat, mulai dari yang sudah lewat; setiap baris menyebut tombolnya.",
    "Register: status, tanggal berakhir, sisa hari dan temuan tiap informasi; Peristiwa mencatat sebabnya.",
    "Folder Khusus dan Laporan: dokumen tersegel yang sudah diperiksa utuh, laporan kepada Sekretaris, daftar publik.",
)

FIRST, SECOND = (0, 1, 2), (3, 4, 5, 6)
TO_REPORT, TO_STORE, TO_CHECK, TO_LIST, TO_SCAN = 7, 8, 9, 10, 11
WITHOUT_TEST = {6, 11}
ANSWERED, FORWARDED = ((0, 1), (3, 4, 5)), (2, TO_REPORT, TO_STORE, TO_CHECK, TO_LIST)
"""From which of the reported decisions all dispositions came back, and from which that of step 1 alone."""

UNSCANNED_FROM = 2
"""In the berkas of which scanning has begun, the first entry without a scan."""


class _Day(NamedTuple):
    """Counts working days back from the day on which the office is looked at."""

    now: datetime
    calendar: OfficeCalendar

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A moment so many working days ago."""
        day = self.calendar.add_working_days(self.now.date(), -days)
        return datetime.combine(day, time(hour)).replace(minute=minute)


def living_story(inbox: Path, now: datetime, calendar: OfficeCalendar) -> Story:
    """The example as of `now`; its last clicks are then: the statuses of the day and the integrity check."""
    teller = _Teller(inbox, _Day(now, calendar), holdings(now.date(), calendar))
    acts = sorted(teller.acts(), key=lambda act: act.at)
    today = Act(now, "Keadaan hari ini", ask.ComputeExpiry(officer=DESK))
    check = Act(now, "Periksa keutuhan", ask.VerifyArchive(officer=PDID))
    reviewed_on = teller.day.at(62, 8)
    return Story([*acts, today, check], {"officials_checked_on": f"{reviewed_on:%d/%m/%Y}"}, LOOKS)


@dataclass(frozen=True, slots=True)
class _Teller:
    inbox: Path
    day: _Day
    held: tuple[Holding, ...]

    def acts(self) -> Iterator[Act]:
        """All but the last, in no order."""
        yield from self._round(FIRST)
        yield from self._round(SECOND)
        yield from self._now_running()
        for happened in HAPPENED:
            yield self._event(happened)
        yield from self._corrected()
        for places in ANSWERED:
            yield from self._answered(places)
        for place in FORWARDED:
            yield self._forwarded(place)
        yield Act(self.day.at(1, 13), "Daftar publik", ask.ExportPublicList(officer=PDID))
        proposal = ask.DraftPaper(officer=DESK, target=(self.held[0].code(1),), kind="usulan penetapan")
        yield Act(self.day.at(1, 13, 30), "Naskah usulan penetapan", proposal)

    # -- the six steps ---------------------------------------------------------------------------------------

    def _round(self, places: Sequence[int]) -> Iterator[Act]:
        """Decisions that arrive on one day and are reported on the next."""
        days = self.held[places[0]].arrived
        codes = tuple(self.held[place].berkas for place in places)
        yield from self._arrive(places)
        yield Act(self.day.at(days, 10), "Langkah 3, jangka waktu", ask.ComputeExpiry(officer=DESK))
        yield self._recap(days, 10, codes)
        yield self._approve(days, 14, codes)
        yield Act(
            self.day.at(days - 1, 9),
            "Langkah 5, Folder Khusus",
            ask.StoreDocuments(officer=DESK, target=codes),
        )
        report = ask.ExportDisposition(officer=DESK, target=codes)
        yield Act(self.day.at(days - 1, 10, 30), "Langkah 6, laporan", report)
        yield Act(self.day.at(days - 1, 10, 45), "Langkah 6, surel", ask.EmailReport(officer=DESK))

    def _now_running(self) -> Iterator[Act]:
        """One berkas before each of the steps 2 to 6; one check came late, one recap went back and was made anew."""
        code = self._codes
        yield from self._arrive((TO_REPORT, TO_STORE))
        yield self._recap(6, 10, code(TO_REPORT, TO_STORE))
        yield self._approve(6, 14, code(TO_REPORT))
        store = ask.StoreDocuments(officer=DESK, target=code(TO_REPORT))
        yield Act(self.day.at(5, 9), "Langkah 5, Folder Khusus", store)
        yield self._approve(4, 11, code(TO_STORE))
        yield from self._arrive((TO_CHECK,))
        yield self._recap(5, 10, code(TO_CHECK))
        back = ask.CheckRecap(
            officer=PDID,
            target=code(TO_CHECK),
            verdict="kembalikan",
            direction="Cocokkan dasar hukum yang menyebut PKPU lama dengan salinan keputusannya.",
            confirmed=True,
        )
        yield Act(self.day.at(5, 14), "Langkah 4, dikembalikan", back)
        yield self._recap(4, 9, code(TO_CHECK))
        yield from self._arrive((TO_LIST,))
        yield from self._arrive((TO_SCAN,))

    def _codes(self, *places: int) -> tuple[str, ...]:
        return tuple(self.held[place].berkas for place in places)

    def _recap(self, days: int, hour: int, codes: tuple[str, ...]) -> Act:
        request = ask.BuildRecap(officer=DESK, target=codes, confirmed=True)
        return Act(self.day.at(days, hour, 30), "Langkah 3, rekapitulasi", request)

    def _approve(self, days: int, hour: int, codes: tuple[str, ...]) -> Act:
        request = ask.CheckRecap(officer=PDID, target=codes, verdict="setuju", confirmed=True)
        return Act(self.day.at(days, hour), "Langkah 4, disetujui", request)

    def _arrive(self, places: Sequence[int]) -> Iterator[Act]:
        """Steps 1 and 2: typed, received, scanned."""
        for number, place in enumerate(places):
            held = self.held[place]
            received_at = self.day.at(held.arrived, 8, 8 * number)
            yield Act(
                self.day.at(held.arrived, 8, 8 * number + 6),
                f"Langkah 1, {held.berkas}",
                ask.ReceiveDecision(officer=PDID, target=(held.number,)),
                decisions=(typed_decision(held, place, received_at),),
                entries=typed_entries(held),
            )
            if place not in WITHOUT_TEST:
                yield self._test(place, 2 * number)
            yield self._scan(place, 8 * number)

    def _test(self, place: int, minute: int) -> Act:
        held = self.held[place]
        paper = Paper(
            f"lembar uji {held.berkas}",
            ("LEMBAR UJI KONSEKUENSI", held.about, held.number),
            200 + place,
            pages=1,
        )
        request = ask.AttachScans(
            officer=DESK,
            target=(held.berkas,),
            files=in_inbox(self.inbox, paper),
            kind="lembar uji konsekuensi",
        )
        return Act(self.day.at(held.arrived, 8, 40 + minute), f"Lembar uji {held.berkas}", request, (paper,))

    def _scan(self, place: int, minute: int) -> Act:
        """What the scanner's folder holds of the berkas, attached by the codes in the names."""
        held = self.held[place]
        papers = [Paper(f"keputusan {held.berkas}", ("KEPUTUSAN", held.about, held.number), place, pages=1)]
        for number, entry in enumerate(held.entries, 1):
            if place == TO_SCAN and number >= UNSCANNED_FROM:
                continue
            lines = (entry["information"], entry["legal_basis"], "Dokumen contoh tanpa data pribadi")
            photo = (place, number) == (3, 2)
            papers.append(
                Paper(f"informasi {held.code(number)}", lines, 100 * place + number + 300, photo, 1)
            )
        request = ask.AttachScans(officer=DESK, target=(held.berkas,), confirmed=True)
        return Act(self.day.at(held.arrived, 9, minute), f"Langkah 2, {held.berkas}", request, tuple(papers))

    # -- what happened afterwards ----------------------------------------------------------------------------

    def _event(self, happened: Happened) -> Act:
        def day(days: int) -> datetime:
            return self.day.at(days, 0)

        held = self.held[happened.holding]
        target = held.code(happened.entry) if happened.entry else held.berkas
        renews = (
            self.held[happened.renewed_by[0]].code(happened.renewed_by[1]) if happened.renewed_by else None
        )
        request = ask.RecordEvent(
            officer=DESK,
            target=(target,),
            event=happened.event,
            outcome=happened.outcome,
            on=day(happened.on).date(),
            final_on=None if happened.final_on is None else day(happened.final_on).date(),
            part=happened.part,
            by_whom=happened.by_whom,
            evidence=happened.evidence,
            related=renews,
            confirmed=True,
        )
        return Act(self.day.at(happened.recorded, 10, 10), f"Peristiwa {target}, {happened.event}", request)

    def _corrected(self) -> Iterator[Act]:
        """A slip in what is approved and stored: corrected by PDID at the desk's word, and stored once more."""
        held = self.held[3]
        request = ask.Correct(
            officer=PDID,
            target=(held.code(1),),
            kind="perbaiki isi",
            column="Tempat Fisik",
            value="Lemari arsip 3, rak 2",
            reason="Dokumennya dipindahkan ke lemari 3 sesudah penataan arsip.",
            requested_by=DESK,
            confirmed=True,
        )
        yield Act(self.day.at(10, 9), f"Koreksi {held.code(1)}", request)
        again = ask.StoreDocuments(officer=DESK, target=(held.berkas,), confirmed=True)
        yield Act(self.day.at(10, 9, 30), f"Disimpan lagi, {held.berkas}", again)

    def _answered(self, places: Sequence[int]) -> Iterator[Act]:
        """Both papers that went to the secretary came back, the disposition sheet and the report, and are stored."""
        days = self.held[places[0]].arrived - 4
        for place in places:
            held = self.held[place]
            papers = tuple(
                Paper(f"{name} {held.berkas}", (title, held.number), 800 + 10 * place + number, pages=1)
                for number, (name, title) in enumerate(
                    (("disposisi", "LEMBAR DISPOSISI"), ("laporan kembali", "DISPOSISI ATAS LAPORAN"))
                )
            )
            request = ask.AttachScans(
                officer=DESK, target=(held.berkas,), files=in_inbox(self.inbox, *papers), kind="disposisi"
            )
            yield Act(self.day.at(days, 9, place), f"Disposisi kembali, {held.berkas}", request, papers)
        again = ask.StoreDocuments(officer=DESK, target=self._codes(*places), confirmed=True)
        yield Act(self.day.at(days, 9, 30), "Disimpan lagi dengan disposisinya", again)

    def _forwarded(self, place: int) -> Act:
        """The disposition of step 1 alone came back, noted without a scan before the recap is made."""
        held = self.held[place]
        when = self.day.at(held.arrived, 9, 40 + place)
        request = ask.RecordEvent(
            officer=DESK,
            target=(held.berkas,),
            event="disposisi diterima",
            on=when.date(),
            by_whom="Desk Pelayanan",
            evidence=f"Lembar disposisi langkah 1, agenda {41 + place}/PDID",
        )
        return Act(when, f"Disposisi kembali, {held.berkas}", request)

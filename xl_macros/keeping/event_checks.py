"""Whether what is said about an event can be so: against itself, against what is recorded, against its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from xl_macros.click.office import Office
from xl_macros.domain.contradictions import contradicting_words
from xl_macros.domain.duties import determined_from, open_since
from xl_macros.domain.entry import Event, EventKind, Standing, Verdict
from xl_macros.domain.events import day_of
from xl_macros.domain.outcomes import holds_of
from xl_macros.domain.verdicts import (
    MAY_BE_FINAL,
    NEEDS_PART,
    NEEDS_PERSON,
    VERDICTS,
    usual_verdict,
)
from xl_macros.errors import Problem, Refusal
from xl_macros.keeping.event_targets import Concerned
from xl_macros.keeping.papers_out import names_paper, papers_of
from xl_macros.keeping.register import assess_register, office_calendar
from xl_macros.records import Decision

_OPENS_MANY = frozenset(
    {Verdict.OPENS, Verdict.OPENS_PART, Verdict.GIVEN, Verdict.NOW_OPEN, Verdict.IN_OFFICE}
)
_RULINGS = frozenset({Verdict.OPENS, Verdict.OPENS_PART, Verdict.UPHOLDS, Verdict.ANNULS, None})


class Said(NamedTuple):
    """What the officer says about the event, complete and in itself possible."""

    kind: EventKind
    verdict: Verdict
    on: date
    evidence: str
    note: str = ""
    final_on: date | None = None
    part: str = ""
    by_whom: str = ""
    related: str = ""
    until_on: date | None = None

    @property
    def label(self) -> str:
        """Kind and, where it could have been another, outcome."""
        more = f" ({self.verdict.value})" if len(VERDICTS[self.kind]) > 1 else ""
        return f"{self.kind.heading}{more}"


def kind_of(event: str | None) -> EventKind:
    """The kind as a word of ours; refused without one."""
    if not event:
        names = ", ".join(kind.value for kind in EventKind)
        raise Refusal("Jenis peristiwa belum dipilih.", cure=f"Pilih salah satu: {names}.")
    return EventKind(event)


def verdict_of(kind: EventKind, outcome: str | None) -> Verdict:
    """The outcome as a word of ours; refused without one where it could be this or that."""
    choices = ", ".join(each.value for each in VERDICTS[kind])
    verdict = Verdict(outcome) if outcome else usual_verdict(kind)
    if verdict is None:
        raise Refusal(f"Hasil {kind.value} belum dipilih.", cure=f"Pilih salah satu: {choices}.")
    if verdict not in VERDICTS[kind]:
        raise Refusal(
            f"'{verdict.value}' bukan hasil sebuah peristiwa {kind.value}.",
            cure=f"Pilih salah satu: {choices}.",
        )
    return verdict


def problems_of_any(kind: EventKind, on: date, evidence: str | None, today: date) -> Iterator[Problem]:
    """What is wrong whatever the event came to."""
    if on > today:
        yield Problem(
            f"Tanggal peristiwa {on:%d/%m/%Y} belum tiba.", "Catat peristiwa sesudah benar-benar terjadi."
        )
    if not any(char.isalnum() for char in evidence or ""):
        cure = "Tulis nomor surat, putusan atau dokumen buktinya."
        if kind is EventKind.ANNOUNCEMENT:
            cure = "Tulis alamat situs atau tempat pengumumannya."
        yield Problem("Bukti peristiwa belum diisi.", cure)


def problems_of(said: Said, today: date) -> Iterator[Problem]:
    """What is missing or cannot be in what was said, all of it."""
    if said.verdict in NEEDS_PART and not said.part:
        yield Problem(
            "Bagian yang dibuka belum diisi.",
            "Tulis bagian mana yang dibuka, seperti tertulis pada buktinya.",
        )
    if said.part and said.verdict in (Verdict.OPENS, Verdict.NOW_OPEN):
        yield Problem(
            f"Hasilnya “{said.verdict.value}”, tetapi disebut bagian “{said.part}”.",
            "Pilih hasil untuk sebagian, atau kosongkan bagiannya.",
        )
    yield from _problems_of_dates(said, today)


_WHO = {
    EventKind.PUBLIC_OFFICE: "Isian Oleh belum menyebut siapa orangnya dan apa jabatan publiknya.",
    EventKind.DISPOSITION: "Belum disebut kepada siapa surat itu diteruskan: pilih ya pada tujuannya, atau isi Oleh.",
}


def _problems_of_dates(said: Said, today: date) -> Iterator[Problem]:
    if said.final_on is not None:
        if said.kind is not EventKind.RULING or said.verdict not in MAY_BE_FINAL:
            yield Problem(
                f"Tanggal berkekuatan hukum tetap tidak berlaku untuk {said.kind.value} ({said.verdict.value}).",
                "Kosongkan tanggal itu.",
            )
        elif said.final_on > today:
            yield Problem(
                f"Tanggal berkekuatan hukum tetap {said.final_on:%d/%m/%Y} belum tiba.",
                "Kosongkan; catat “berkekuatan hukum tetap” bila sudah.",
            )
        elif said.final_on < said.on and said.verdict is not Verdict.FINAL:
            yield Problem(
                f"Tanggal berkekuatan hukum tetap {said.final_on:%d/%m/%Y} lebih awal daripada pembacaannya.",
                "Periksa kedua tanggal itu.",
            )
    if said.until_on is not None and said.verdict is not Verdict.HELD:
        yield Problem("Isian Sampai hanya untuk penahanan.", "Kosongkan isian itu.")
    elif said.until_on is not None and said.until_on < said.on:
        yield Problem("Hari terakhir penahanan lebih awal daripada mulainya.", "Periksa kedua tanggal itu.")


def resolved(said: Said, whom: Concerned, events: dict[str, list[Event]]) -> Said:
    """What was said, with the number of the event it speaks of; refused when there is none it could speak of."""
    earlier = [event for name in whom.names for event in events.get(name, ())]
    if said.kind is EventKind.RENEWAL and len(whom.names) != 1:
        raise Refusal("Penetapan ulang dicatat untuk satu informasi.", cure="Sebut satu kode saja.")
    if said.verdict in (Verdict.FINAL, Verdict.OBJECTED, Verdict.ANNULS):
        said = said._replace(related=_ruling_meant(said, earlier, len(whom.names)))
    elif said.verdict is Verdict.RELEASED:
        said = said._replace(related=_hold_meant(said, whom, events))
    elif said.related and said.kind not in (EventKind.RENEWAL, EventKind.DISPOSITION):
        said = said._replace(related=_number(said.related, earlier))
    if whom.decision is not None and said.kind is not EventKind.DISPOSITION:
        _check_standing(said, whom.decision, earlier)
    return said


def _ruling_meant(said: Said, earlier: Sequence[Event], entries: int) -> str:
    rulings = [each for each in earlier if each.kind is EventKind.RULING and each.verdict in _RULINGS]
    if said.related:
        number = _number(said.related, rulings)
        rulings = [each for each in rulings if str(each.number) == number]
    fitting = [each for each in rulings if each.happened_on <= said.on]
    if not fitting:
        when = f" sebelum {said.on:%d/%m/%Y}" if rulings else ""
        raise Refusal(
            f"Belum ada putusan yang dicatat{when}, padahal hasilnya “{said.verdict.value}”.",
            cure="Catat dahulu putusan itu dengan hasil dan tanggal pembacaannya.",
        )
    if (
        said.final_on is not None
        and said.final_on < fitting[-1].happened_on
        and said.verdict is Verdict.FINAL
    ):
        raise Refusal(
            f"Tanggal berkekuatan hukum tetap {said.final_on:%d/%m/%Y} lebih awal daripada pembacaan putusannya, "
            f"{fitting[-1].happened_on:%d/%m/%Y}.",
            cure="Periksa kedua tanggal itu.",
        )
    if said.verdict is Verdict.ANNULS and not said.related:
        return ""
    return str(fitting[-1].number) if said.related or entries == 1 else ""


def _hold_meant(said: Said, whom: Concerned, events: dict[str, list[Event]]) -> str:
    """Its number; none where several entries are concerned, of each of which one hold ends then.

    Refused where an entry has several: which of two disputes is over is not to be guessed.
    """
    recorded = [sorted(events.get(name, []), key=day_of) for name in whom.names]
    begun = [[hold for hold in holds_of(mine) if hold.since <= said.on] for mine in recorded]
    holds = [hold.by for mine in begun for hold in mine]
    still = [[hold.by for hold in mine if hold.covers(said.on)] for mine in begun]
    lasting = [each for mine in still if len(mine) > 1 for each in mine]
    if said.related:
        return _number(said.related, holds)
    if lasting:
        numbers = ", ".join(f"{each.number} ({each.happened_on:%d/%m/%Y})" for each in lasting)
        raise Refusal(
            "Lebih dari satu penahanan masih berlaku, dan belum disebut mana yang berakhir.",
            cure=f"Isi Terkait dengan nomor penahanannya di lembar Peristiwa: {numbers}.",
        )
    if not holds:
        raise Refusal(
            "Belum ada penahanan yang dicatat, jadi tidak ada yang berakhir.",
            cure="Periksa kode dan tanggalnya.",
        )
    return str(holds[-1].number) if len(holds) == len(whom.names) == 1 else ""


def _number(text: str, events: Sequence[Event]) -> str:
    number = "".join(char for char in text if char.isdecimal())
    if not any(str(each.number) == number for each in events):
        numbers = ", ".join(str(each.number) for each in events) or "belum ada"
        raise Refusal(
            f"Tidak ada peristiwa nomor '{text}' yang dapat dimaksud.",
            cure=f"Lihat kolom No di lembar Peristiwa (yang mungkin: {numbers}).",
        )
    return number


def _check_standing(said: Said, decision: Decision, earlier: Sequence[Event]) -> None:
    revoked = decision.standing == Standing.REVOKED
    act = decision.standing_act or "akta belum ditulis"
    if revoked and said.verdict is not Verdict.REINSTATED:
        raise Refusal(
            f"Keputusan {decision.number} sudah dicabut ({act}).",
            cure="Bila pencabutan itu dibatalkan, catat pencabutan dengan hasil “pencabutan dibatalkan”.",
        )
    if said.verdict is Verdict.REINSTATED and not revoked:
        raise Refusal(
            f"Keputusan {decision.number} tidak tercatat dicabut, jadi tidak ada yang dibatalkan.",
            cure="Periksa keputusan yang dimaksud.",
        )
    taken_back = [each.happened_on for each in earlier if each.verdict is Verdict.REINSTATED]
    if said.verdict is Verdict.REVOKED and taken_back and said.on < max(taken_back):
        raise Refusal(
            f"Pencabutan {decision.number} dibatalkan pada {max(taken_back):%d/%m/%Y}; pencabutan {said.on:%d/%m/%Y} "
            "lebih awal dari itu.",
            cure="Periksa tanggalnya: hanya pencabutan sesudah pembatalan itu yang membuka informasinya lagi.",
        )
    since = decision.standing_on if said.verdict is Verdict.REINSTATED else decision.decided_on
    if since is not None and said.on < since:
        what = "tanggal pencabutan" if said.verdict is Verdict.REINSTATED else "tanggal keputusan"
        raise Refusal(
            f"Tanggal {said.on:%d/%m/%Y} lebih awal dari {what} {since:%d/%m/%Y}.",
            cure="Periksa kedua tanggal itu.",
        )


def questions_of(
    office: Office, said: Said, whom: Concerned, events: dict[str, list[Event]]
) -> Iterator[str]:
    """What should be asked before it is written down (Indonesian sentences)."""
    words = contradicting_words(said.verdict, f"{said.evidence} . {said.note}", of_part=bool(said.part))
    if said.kind in NEEDS_PERSON and not said.by_whom:
        yield _WHO[said.kind]
    if words:
        yield f"Hasil yang dipilih “{said.verdict.value}”, tetapi bukti atau catatannya menyebut “{words}”."
    twice = [name for name in whom.names if any(_same(said, event) for event in events.get(name, ()))]
    if twice:
        yield f"Peristiwa yang sama sudah dicatat pada {', '.join(twice[:5])}."
    if len(whom.names) > 1 and said.verdict in _OPENS_MANY:
        yield f"Peristiwa ini akan dicatat pada {len(whom.names)} informasi: {', '.join(whom.names[:8])}."
    if said.kind is EventKind.DISPOSITION and whom.decision is not None:
        yield from _papers_meant(office, said, whom.decision.berkas or "")
    yield from _out_of_time(office, said, whom)
    period_ends = _objection_ends(office, said, whom, events)
    if period_ends is not None:
        yield (
            f"Masa keberatan putusan itu baru lewat {period_ends:%d/%m/%Y}; berkekuatan hukum tetap sebelum itu "
            "jarang terjadi."
        )


def _out_of_time(office: Office, said: Said, whom: Concerned) -> Iterator[str]:
    """An announcement of what is still exempt, and a determination of an end that is not in sight, may be mistaken
    for another entry's."""
    rules = {EventKind.ANNOUNCEMENT: open_since, EventKind.DETERMINATION: determined_from}
    if said.kind not in rules:
        return
    early = [
        str(item.row.code)
        for item in assess_register(office, whom.entries)
        if (since := rules[said.kind](item.outcome)) is None or said.on < since
    ]
    if early and said.kind is EventKind.ANNOUNCEMENT:
        yield f"Pada {said.on:%d/%m/%Y} masih dikecualikan: {', '.join(early[:8])}."
    elif early:
        yield f"Penetapan {said.on:%d/%m/%Y} belum menyangkut akhir masa pengecualian {', '.join(early[:8])}."


def _papers_meant(office: Office, said: Said, berkas: str) -> Iterator[str]:
    """A disposition that names no paper of the berkas would answer the oldest that is out."""
    papers = papers_of(office, berkas)
    if said.related and not names_paper(said.related, papers):
        sent = ", ".join(paper.label for paper in papers) or "belum ada yang dikirim"
        yield f"Terkait “{said.related}” tidak menyebut surat berkas {berkas} ({sent})."


def _same(said: Said, event: Event) -> bool:
    return (said.kind, said.verdict, said.on, said.part, said.by_whom, said.related) == (
        event.kind,
        event.verdict,
        event.happened_on,
        event.part,
        event.by_whom,
        event.related,
    )


def _objection_ends(
    office: Office, said: Said, whom: Concerned, events: dict[str, list[Event]]
) -> date | None:
    """The last day for objections, where finality is said to have come no later."""
    if said.kind is not EventKind.RULING:
        return None
    if said.verdict is Verdict.FINAL:
        numbers = {said.related} if said.related else set()
        read = [
            event.happened_on
            for name in whom.names
            for event in events.get(name, ())
            if event.verdict in _RULINGS and (not numbers or str(event.number) in numbers)
        ]
        if not read:
            return None
        read_on, final_on = max(read), said.final_on or said.on
    elif said.final_on is not None:
        read_on, final_on = said.on, said.final_on
    else:
        return None
    ends = objection_ends(office, read_on)
    return ends if final_on <= ends else None


def objection_ends(office: Office, read_on: date) -> date:
    """The last day on which a ruling read then can be objected to, by the setting; holidays as the table has them."""
    days = office.settings.number("objection_days")
    return office_calendar(office).add_working_days(read_on, days)

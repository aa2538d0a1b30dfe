"""What the form asks about an event of a known kind: only what that kind can have, with the office's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xl_macros.click.office import Office
from xl_macros.click.request import YES, Further, Hint
from xl_macros.domain.entry import EventKind
from xl_macros.domain.verdicts import NEEDS_PART, VERDICTS
from xl_macros.keeping.papers_out import DISPOSITION_KIND, papers_of
from xl_macros.keeping.renewals import proposals
from xl_macros.keeping.stationery import disposition_offices
from xl_macros.records import Entry, Scan
from xl_macros.tables.schema import CHOICES

_OF_PARTS = frozenset({EventKind.CONSENT, EventKind.PUBLIC_OFFICE, EventKind.HAPPENED})
_SPEAK_OF_ANOTHER = frozenset({EventKind.RULING, EventKind.HOLD, EventKind.RENEWAL, EventKind.DISPOSITION})


def settled(given: Mapping[str, str]) -> frozenset[str]:
    """The kind, once it is known, and the fields that an event of this kind never has."""
    kind = _kind(given)
    if kind is None:
        return frozenset()
    can_be = frozenset(VERDICTS[kind])
    never = {
        "outcome": len(can_be) == 1,
        "final_on": kind is not EventKind.RULING,
        "part": kind not in _OF_PARTS and not can_be & NEEDS_PART,
        "related": kind not in _SPEAK_OF_ANOTHER,
        "until_on": kind is not EventKind.HOLD,
    }
    return frozenset({"event", *(name for name, is_so in never.items() if is_so)})


def hints(office: Office, given: Mapping[str, str]) -> Mapping[str, Hint]:
    """The outcomes of this kind; for a disposition its directions, its scans and the papers it may answer."""
    kind = _kind(given)
    if kind is None:
        return {}
    if kind is EventKind.RENEWAL:
        target = given.get("target", "")
        codes = [str(each.successor.code) for each in proposals(office) if each.predecessor.code == target]
        return {"related": Hint(tuple(codes), "kode informasi itu pada keputusan yang baru")}
    if kind is not EventKind.DISPOSITION:
        return {"outcome": Hint(tuple(each.value for each in VERDICTS[kind]))}
    of = _berkas(office, given.get("target", ""))
    scans = [
        each for each in office.tables.records(Scan) if each.kind == DISPOSITION_KIND and each.berkas == of
    ]
    out = [paper.label for paper in papers_of(office, of) if paper.back_at is None]
    return {
        "by_whom": Hint((), "tujuan yang tidak ada di bawah ini; boleh kosong"),
        "evidence": Hint(
            tuple(f"Pindaian {each.scan_id}" for each in scans), "pindaiannya, atau nomor agendanya"
        ),
        "note": Hint(CHOICES["harap"][1], "arahan Sekretaris: pilih, atau tulis sendiri"),
        "related": Hint(tuple(out), "surat yang dijawab; kosong = yang paling lama belum kembali"),
    }


def further_questions(office: Office, given: Sequence[tuple[str, str]]) -> list[Further]:
    """For a disposition, a box for each office to which the secretary may pass it on."""
    if _kind(dict(given)) is not EventKind.DISPOSITION:
        return []
    note = "diteruskan kepadanya?"
    return [
        Further("forwarded", each, "", note, CHOICES["ya_tidak"][1]) for each in disposition_offices(office)
    ]


def forwarded_to(by_whom: str | None, forwarded: Sequence[str]) -> str:
    """Whom it was passed on to: the ticked offices, then who was written beside them."""
    named = []
    for each in forwarded:
        office, says, answer = each.rpartition("=")
        if not says or answer.casefold() == YES:
            named.append(office or each)
    return "; ".join(filter(None, [*named, (by_whom or "").strip()]))


def _kind(given: Mapping[str, str]) -> EventKind | None:
    return next((kind for kind in EventKind if kind.value == given.get("event")), None)


def _berkas(office: Office, target: str) -> str:
    """The berkas that the form's first code names or belongs to."""
    first = target.partition(",")[0].strip()
    return next(
        (each.berkas for each in office.tables.records(Entry) if each.code == first and each.berkas), first
    )

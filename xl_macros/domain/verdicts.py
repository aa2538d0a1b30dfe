"""What each kind of event can come to, what must be said with it, and words that contradict what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xl_macros.domain.entry import EventKind, Verdict

VERDICTS: Mapping[EventKind, tuple[Verdict, ...]] = {
    EventKind.CONSENT: (Verdict.GIVEN, Verdict.REFUSED, Verdict.ASKED),
    EventKind.PUBLIC_OFFICE: (Verdict.IN_OFFICE,),
    EventKind.RULING: (
        Verdict.OPENS,
        Verdict.OPENS_PART,
        Verdict.UPHOLDS,
        Verdict.INTERIM,
        Verdict.WITHDRAWN,
        Verdict.ANNULS,
        Verdict.OBJECTED,
        Verdict.FINAL,
    ),
    EventKind.REVOCATION: (Verdict.REVOKED, Verdict.REINSTATED),
    EventKind.AMENDMENT: (Verdict.AMENDED,),
    EventKind.RECLASSIFICATION: (Verdict.NOW_OPEN, Verdict.NOW_PARTLY_OPEN, Verdict.STILL_CLOSED),
    EventKind.HAPPENED: (Verdict.OCCURRED, Verdict.NOT_YET),
    EventKind.HOLD: (Verdict.HELD, Verdict.RELEASED),
    EventKind.RENEWAL: (Verdict.RENEWED,),
    EventKind.DETERMINATION: (Verdict.DETERMINED,),
    EventKind.ANNOUNCEMENT: (Verdict.ANNOUNCED,),
    EventKind.DISPOSITION: (Verdict.RECEIVED,),
}

_USUAL = {EventKind.REVOCATION: Verdict.REVOKED, EventKind.HAPPENED: Verdict.OCCURRED}
"""Kinds whose own name says what happened, unless somebody says otherwise."""

CLOSING = frozenset(
    {
        Verdict.UPHOLDS,
        Verdict.ANNULS,
        Verdict.OBJECTED,
        Verdict.REFUSED,
        Verdict.ASKED,
        Verdict.REINSTATED,
        Verdict.STILL_CLOSED,
        Verdict.HELD,
    }
)
"""Verdicts that keep or make information exempt. They count without evidence and from whatever day: in doubt closed."""

NEEDS_PART = frozenset({Verdict.OPENS_PART, Verdict.NOW_PARTLY_OPEN})
NEEDS_PERSON = frozenset({EventKind.PUBLIC_OFFICE, EventKind.DISPOSITION})
MAY_BE_FINAL = frozenset({Verdict.OPENS, Verdict.OPENS_PART, Verdict.UPHOLDS, Verdict.ANNULS, Verdict.FINAL})


def usual_verdict(kind: EventKind) -> Verdict | None:
    """The verdict that the kind itself says; None where somebody has to choose."""
    possible = VERDICTS[kind]
    return possible[0] if len(possible) == 1 else _USUAL.get(kind)


_NO_OBJECTION = re.compile(
    r"\b(?:tidak|tanpa|tak|tiada)(?:\s+(?:ada|adanya|mengajukan|diajukan|menyatakan|pernah|satu\s?pun))*\s*"
    r"(?:ber)?(?:keberatan|banding|kasasi)\b",
    re.IGNORECASE,
)
_NO_MORE_DOUBT = re.compile(
    r"\b(?:tidak|bukan)\s+lagi\s+(?:informasi\s+)?(?:yang\s+)?dikecualikan\b", re.IGNORECASE
)
_NOT_AT_HAND = re.compile(
    r"\b(?:belum|tidak)\s+(?:diketahui|tercatat|dicatat|ditemukan|dimiliki|ada\s+(?:nomor|salinan)\w*)\b",
    re.IGNORECASE,
)
"""Speaks of a paper that is not at hand, not of what happened."""

_NOT = r"(?:tidak|tak|belum|menolak|enggan|keberatan)"
_CONSENTS = r"(?:setuju|menyetujui|disetujui|memberi(?:kan)?|mengizinkan|mengijinkan|bersedia)"
_NOT_OPEN = re.compile(
    r"\b(?:menolak|ditolak|penolakan|menguatkan|dikuatkan|belum|sela|membatalkan|dibatalkan|pembatalan"
    r"|keberatan|banding|kasasi|tetap\s+(?:dikecualikan|tertutup)|tidak\s+(?:dapat\s+)?(?:diterima|dikabulkan|"
    r"mengabulkan|dibuka|terbuka|membuka|memberi(?:kan)?|(?:me)?nyetujui|setuju|bersedia|mengizinkan|mengijinkan)"
    r"|gugur|niet)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:mengabulkan|dikabulkan|membuka|dibuka|menjadi\s+(?:informasi\s+)?(?:terbuka|publik)|tidak\s+lagi\s+dikecualikan)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(rf"(?<!\w)(?P<no>{_NOT}\s+(?:\w+\s+)?)?{_CONSENTS}\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:sebagian|sepanjang\s+mengenai|kecuali)\b", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:belum|rancangan|draf|draft|konsep|tidak\s+jadi|batal|dibatalkan|ditunda)\b", re.IGNORECASE
)
_NOT_REVOKED = re.compile(
    r"\b(?:belum|menolak|tidak\s+(?:jadi\s+)?(?:men|di)?cabut|"
    r"pencabutan\w*\s+(?:\w+\s+)?(?:di)?batal\w*|(?:mem|di)batalkan\s+(?:\w+\s+)?pencabutan)\b",
    re.IGNORECASE,
)
_NOT_FINAL = re.compile(r"\b(?:belum|keberatan|banding|kasasi|sela|peninjauan kembali)\b", re.IGNORECASE)
_STILL_HELD = re.compile(r"\b(?:belum|masih|tetap\s+ditahan)\b", re.IGNORECASE)

_AGAINST: Mapping[Verdict, tuple[re.Pattern[str], ...]] = {
    Verdict.OPENS: (_NOT_OPEN, _PART),
    Verdict.OPENS_PART: (_NOT_OPEN,),
    Verdict.UPHOLDS: (_OPENS,),
    Verdict.INTERIM: (),
    Verdict.FINAL: (_NOT_FINAL,),
    Verdict.GIVEN: (_NOT_OPEN,),
    Verdict.NOW_OPEN: (_NOT_OPEN, _PART),
    Verdict.NOW_PARTLY_OPEN: (_NOT_OPEN,),
    Verdict.STILL_CLOSED: (_OPENS,),
    Verdict.REVOKED: (_NOT_REVOKED,),
    Verdict.OCCURRED: (_NOT_DONE,),
    Verdict.IN_OFFICE: (re.compile(r"\b(?:belum|bukan|tidak(?:\s+lagi)?|mantan|pernah)\b", re.IGNORECASE),),
    Verdict.RELEASED: (_STILL_HELD,),
    Verdict.RENEWED: (_NOT_DONE,),
    Verdict.DETERMINED: (_NOT_DONE,),
    Verdict.ANNOUNCED: (_NOT_DONE,),
    Verdict.RECEIVED: (_NOT_DONE,),
}


def contradicting_words(verdict: Verdict | None, text: str) -> str:
    """The words of the free text that speak against the verdict, "" when none do.

    None is the verdict of a row that named none and was taken to open.
    """
    said = " ".join(text.split())
    for harmless in (_NO_OBJECTION, _NO_MORE_DOUBT, _NOT_AT_HAND):
        said = harmless.sub(" ", said)
    verdict = Verdict.OPENS if verdict is None else verdict
    if verdict in (Verdict.REFUSED, Verdict.ASKED):
        found = next((each for each in _AGREES.finditer(said) if not each["no"]), None)
        return found[0].strip() if found else ""
    for pattern in _AGAINST.get(verdict, ()):
        match = pattern.search(said)
        if match:
            return match[0]
    return ""

"""Which recorded events count for an entry as of a date, and what each of them ends.

An event counts from its own day on, when it has evidence, has come by the date asked about and does not
lie before the exemption began. What does not count is said in a finding; it never opens anything. What keeps
information exempt counts without these conditions. What the counting ones come to - verdict, finality, the part
concerned - is settled in `outcomes`.

* Written consent and public office end what rests on letters g or h alone (UU 14/2008 Ps 18(2)) and what the
  wording itself lets them end. A wording that waits for consent waits for that consent: the law's way does
  not shorten it.
* A final ruling and a revocation open the entry whatever its period says; where the wording waits for a
  ruling, the ruling is that event.
* "Happened" ends what waits for an event or lasts with a state, and a fixed period whose override is an event.
* Where several clauses of one wording wait for an event (or for consent), as many must be recorded.
* A reclassification opens only when its outcome (in old rows: its evidence) says that it is open now. Otherwise the old
  period is in doubt from that day on: its end no longer opens the entry, unless the wording has been given a
  start on or after that day.
* An amended decision changes nothing by itself: somebody has to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, assert_never

from xl_macros.domain.endings import consent_ends, event_ends, public_office_ends
from xl_macros.domain.entry import Event, EventKind, OpenedPart, Verdict
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.legal_basis import Citation
from xl_macros.domain.outcomes import Hold, settle
from xl_macros.domain.period_model import Period
from xl_macros.domain.phrases import long_date, plain
from xl_macros.domain.verdicts import CLOSING
from xl_macros.patterns import regex

CONSENT_RULE = "UU 14/2008 Pasal 18 ayat (2)"
UU_KIP = "UU 14/2008"

_NOW_OPEN = regex(
    r"terbuka|dibuka|menjadi informasi publik|(?:tidak|bukan) lagi (?:informasi (?:yang )?)?dikecualikan",
    re.IGNORECASE,
)
_STILL_CLOSED = regex(
    r"\b(?:tetap|masih|belum|perpanjangan|diperpanjang|(?:tidak|tak)(?: dapat)? (?:dibuka|terbuka))\b",
    re.IGNORECASE,
)
EFFECTIVE = frozenset(
    {
        EventKind.CONSENT,
        EventKind.PUBLIC_OFFICE,
        EventKind.RULING,
        EventKind.REVOCATION,
        EventKind.AMENDMENT,
        EventKind.RECLASSIFICATION,
        EventKind.HAPPENED,
        EventKind.HOLD,
    }
)
"""Kinds that change an exemption; the others only say what the office has done about it."""

_EVERYBODY = regex(
    r"nama-nama|pihak-pihak|\b(?:para|semua|seluruh\w*|masing-masing|masing2|segenap|setiap|tiap|kedua(?:nya)?|"
    r"ketiga(?:nya)?|bersama-sama)\b|^(?:[2-9]|dua|tiga|empat|lima)\b"
    r"|\b(?:dan|serta)\s+(?:(?:juga|persetujuan|izin|ijin|dari|tertulis)\s+)*(?:yang|pihak|keluarga\w*|ahli|is?teri\w*|istri\w*"
    r"|suami\w*|anak\w*|orang|wali|termohon|terlapor|pelapor|pimpinan|atasan\w*|pasien|dokter|ketua|direktur|kepala"
    r"|sekretaris|bupati|gubernur|menteri|kpu|bawaslu|komisi|kejaksaan|kepolisian|pengadilan|pe[mn]\w*(?<!an))\b",
    re.IGNORECASE,
)
"""Words of several persons. An office whose name has an "and" in it ("dan Pengembangan ...") is one."""
_JOINED = regex(r"\b(?:dan|serta|beserta|maupun|plus)\b|\bbersama (?!-)|&", re.IGNORECASE)
_OFFICE_NAME = regex(
    r"\b(?:dinas|kementerian|badan|bidang|(?:sub ?-?)?bagian|biro|direktorat\w*|deputi|lembaga|divisi|seksi|komisi|"
    r"kantor)\b[^,;]*$",
    re.IGNORECASE,
)
_LISTED = regex(
    r"\b(?:persetujuan|izin|ijin)\b[^,;.()]{1,80}[,;] *"
    r"(?!(?:atau|kecuali|dan/atau|dapat|dan dapat|boleh|bisa|hanya|yang|sesuai|paling|maks\w*|selama|sampai|hingga|"
    r"s[./]d|apabila|jika|bila|namun|tetapi|setelah|untuk|dengan|berdasarkan|karena|kemudian|lalu)\b)[a-z]",
    re.IGNORECASE,
)
"""Persons named one after the other: "persetujuan pelapor, terlapor"."""


class Recorded(NamedTuple):
    """The events that count, by kind and in date order, those still to come, and findings on the rest."""

    counting: Mapping[EventKind, tuple[Event, ...]]
    to_come: tuple[Event, ...]
    findings: tuple[Finding, ...]
    waiting: Event | None = None
    """The ruling that opens once it is final."""
    parts: tuple[OpenedPart, ...] = ()
    holds: tuple[Hold, ...] = ()

    def hold_on(self, day: date) -> Hold | None:
        """The hold that lasts on that day; of several the one that ends last."""
        lasting = [hold for hold in self.holds if hold.covers(day)]
        return max(lasting, key=lambda hold: hold.released_on or date.max, default=None)

    def first(self, *kinds: EventKind, place: int = 1) -> Event | None:
        """The first event of these kinds, or the one at that place in date order (1 = first)."""
        if not self.counting:
            return None
        found = [event for kind in kinds for event in self.counting.get(kind, ())]
        if len(found) < place:
            return None
        return sorted(found, key=day_of)[place - 1]

    @property
    def reclassified(self) -> Event | None:
        """The latest reclassification."""
        events = self.counting.get(EventKind.RECLASSIFICATION, ())
        return events[-1] if events else None

    @property
    def declared_open(self) -> Event | None:
        """The reclassification that opened the entry, if the latest says open; saying so again opens nothing."""
        opened: Event | None = None
        for event in reversed(self.counting.get(EventKind.RECLASSIFICATION, ())):
            if not says_open(event):
                break
            opened = event
        return opened

    def doubt_from(self, start_on: date | None) -> date | None:
        """The day from which a reclassification that does not say "open" puts the old period in doubt."""
        event = self.reclassified
        if event is None or says_open(event) or (start_on is not None and event.happened_on <= start_on):
            return None
        return event.happened_on


NOTHING_RECORDED = Recorded({}, (), ())


def day_of(event: Event) -> date:
    return event.happened_on


def says_open(event: Event) -> bool:
    """Whether a reclassification says that the information is open now: by its outcome, else by its evidence."""
    if event.verdict is not None:
        return event.verdict is Verdict.NOW_OPEN
    return bool(_NOW_OPEN.search(event.evidence)) and not _STILL_CLOSED.search(event.evidence)


def weigh_events(
    events: Sequence[Event], began_on: date | None, on: date, *, several: bool = False
) -> Recorded:
    """Sorts an entry's events; `began_on` is the first day of the exemption, None when not known.

    `several`: the wording waits for the consent of several persons.
    """
    come: list[Event] = []
    to_come: list[Event] = []
    findings: list[Finding] = []
    for event in sorted(events, key=day_of):
        if event.kind not in EFFECTIVE:
            continue
        named = f"{event.kind.heading} tanggal {long_date(event.happened_on)}"
        if event.happened_on > on and plain(event.evidence):
            to_come.append(event)
        elif not plain(event.evidence):
            message = f"{named} belum dihitung karena buktinya belum dicatat."
            findings.append(Finding("event_without_evidence", Severity.MUST_MEND, message, ""))
        elif began_on is not None and event.happened_on < began_on and event.verdict not in CLOSING:
            message = f"{named} belum dihitung karena lebih awal daripada {long_date(began_on)}, mulainya pengecualian."
            findings.append(Finding("event_before_start", Severity.MUST_MEND, message, ""))
        else:
            come.append(event)
        if not plain(event.evidence) and event.verdict in CLOSING and event.happened_on <= on:
            come.append(event)
    settled = settle(come, on, several=several)
    return Recorded(
        settled.counting,
        tuple(to_come),
        (*findings, *settled.findings),
        settled.waiting,
        settled.parts,
        settled.holds,
    )


def names_several(period: Period) -> bool:
    """Whether the wording, or a clause of it, waits for the consent of several persons."""
    listed = period.consent and _LISTED.search(period.text)
    return bool(listed) or any(
        _are_several(clause.consent_by or "") for clause in period.clauses or (period,)
    )


def _are_several(persons: str) -> bool:
    if _EVERYBODY.search(persons):
        return True
    return any(not _OFFICE_NAME.search(persons[: found.start()]) for found in _JOINED.finditer(persons))


def law_opens_on_consent(citations: Sequence[Citation]) -> bool:
    """Whether the entry rests on article 17 letters g or h alone, which consent or public office opens.

    When another letter or another law is cited beside them, that ground does not fall with consent: then it
    does not open (in doubt closed).
    """
    letters = {
        letter for each in citations if each.law == UU_KIP and each.article == 17 for letter in each.letters
    }
    return bool(letters) and letters <= {"g", "h"} and all(each.law == UU_KIP for each in citations)


class _Part(NamedTuple):
    """Whether a kind of event has a part in ending a wording, and what is said when it has none, with the rule."""

    ends: Callable[[Period, bool], bool]
    otherwise: str
    source: str


def _part(kind: EventKind) -> _Part | None:
    """The part of a kind; None for kinds that act on every wording, or on none."""
    no_mention = (
        "tidak mengakhiri pengecualian ini: baik dasar hukumnya maupun jangka waktunya tidak menyebut"
    )
    match kind:
        case EventKind.CONSENT:
            return _Part(consent_ends, f"{no_mention} persetujuan", CONSENT_RULE)
        case EventKind.PUBLIC_OFFICE:
            return _Part(public_office_ends, f"{no_mention} jabatan publik", CONSENT_RULE)
        case EventKind.HAPPENED:
            words = (
                "tidak mengakhiri pengecualian ini: jangka waktunya tidak menunggu peristiwa. Bila itu titik mulainya, "
                "isi kolom Tanggal Titik Mulai"
            )
            return _Part(event_ends, words, "")
        case (
            EventKind.RULING
            | EventKind.REVOCATION
            | EventKind.AMENDMENT
            | EventKind.RECLASSIFICATION
            | EventKind.HOLD
            | EventKind.RENEWAL
            | EventKind.DETERMINATION
            | EventKind.ANNOUNCEMENT
            | EventKind.DISPOSITION
        ):
            return None
        case _ as never:
            assert_never(never)


def places(kind: EventKind, period: Period, law_opens: bool) -> int:
    """How many events of the kind must be recorded before the wording's clauses that wait for it are met.

    Consent that opens by law and public office are facts about the person: one record serves all clauses.
    """
    match kind:
        case EventKind.HAPPENED:
            return sum(event_ends(clause) for clause in period.clauses) or 1
        case EventKind.CONSENT:
            return 1 if law_opens else sum(consent_ends(clause, False) for clause in period.clauses) or 1
        case (
            EventKind.PUBLIC_OFFICE
            | EventKind.RULING
            | EventKind.REVOCATION
            | EventKind.AMENDMENT
            | EventKind.RECLASSIFICATION
            | EventKind.HOLD
            | EventKind.RENEWAL
            | EventKind.DETERMINATION
            | EventKind.ANNOUNCEMENT
            | EventKind.DISPOSITION
        ):
            return 1
        case _ as never:
            assert_never(never)


def event_findings(period: Period, recorded: Recorded, law_opens: bool) -> list[Finding]:
    """Findings on events that count but end nothing, or that somebody has to look at."""
    findings = list(recorded.findings)
    if not recorded.counting:
        return findings
    clauses = period.clauses or (period,)
    for kind in EventKind:
        part, event = _part(kind), recorded.first(kind)
        if part is None or event is None:
            continue
        if not any(part.ends(clause, law_opens) for clause in clauses):
            message = f"{kind.heading} tanggal {long_date(event.happened_on)} {part.otherwise}."
            findings.append(Finding("event_without_effect", Severity.CHECK, message, part.source))
            continue
        needed = places(kind, period, law_opens)
        if recorded.first(kind, place=needed) is None:
            message = (
                f"Jangka waktunya memuat {needed} ketentuan yang masing-masing menunggu {kind.value}; "
                f"baru {len(recorded.counting[kind])} yang tercatat."
            )
            findings.append(Finding("events_missing", Severity.CHECK, message, ""))
    consent = recorded.first(EventKind.CONSENT)
    if consent is not None and consent.verdict is None and names_several(period):
        message = "Jangka waktu menyebut persetujuan beberapa orang; pastikan semuanya sudah menyetujui."
        findings.append(Finding("consent_of_several", Severity.CHECK, message, CONSENT_RULE))
    amended = recorded.first(EventKind.AMENDMENT)
    if amended is not None:
        findings.append(amendment_finding(plain(amended.evidence), amended.happened_on))
    reclassified = recorded.reclassified
    if reclassified is not None and not says_open(reclassified):
        findings.append(_reclassification_finding(reclassified))
    return findings


def amendment_finding(act: str, amended_on: date | None) -> Finding:
    """The finding on a decision that was amended by another act."""
    how = f" dengan {act}" if act else ""
    when = f" tanggal {long_date(amended_on)}" if amended_on else ""
    message = f"Keputusannya diubah{how}{when}; periksa apakah jangka waktu atau dasar hukumnya ikut berubah."
    return Finding("decision_amended", Severity.CHECK, message, "")


def _reclassification_finding(event: Event) -> Finding:
    message = (
        f"Klasifikasi diubah tanggal {long_date(event.happened_on)} ({plain(event.evidence)}). Bila menjadi terbuka, "
        "catat lagi dengan bukti yang menyebut “menjadi terbuka”; bila tetap dikecualikan, perbarui jangka waktu "
        "dan tanggal mulainya."
    )
    return Finding("reclassified", Severity.MUST_MEND, message, "")

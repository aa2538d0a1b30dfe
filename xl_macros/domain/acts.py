"""What opens an entry whatever its wording says, and what puts it in doubt: acts on the decision or the entry.

A revoked decision opens its entries at once, on the day of the revocation; so does a ruling that opens the
information and a reclassification that says so. A revocation without a date opens nothing.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from xl_macros.domain.clause import Opening, Reading
from xl_macros.domain.endings import waits_for_ruling
from xl_macros.domain.entry import Decision, Event, EventKind, Standing, Status
from xl_macros.domain.events import Recorded, amendment_finding, day_of
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.period_model import Period
from xl_macros.domain.phrases import decision_name, long_date, plain


def revocation(decision: Decision) -> Event | None:
    """The revocation of the decision, if its date is known and can be."""
    if decision.standing is not Standing.REVOKED or decision.standing_on is None or _predates(decision):
        return None
    return Event(EventKind.REVOCATION, decision.standing_on, decision.standing_act or "")


def _predates(decision: Decision) -> bool:
    """Whether the decision is said to have been revoked or amended before it was taken."""
    return (
        decision.standing_on is not None
        and decision.decided_on is not None
        and decision.standing_on < decision.decided_on
    )


def act_openings(decision: Decision, period: Period, recorded: Recorded, on: date) -> list[Opening]:
    """What has opened the entry by `on`, apart from its period."""
    found: list[Opening] = []
    revoked, of_entry = revocation(decision), recorded.first(EventKind.REVOCATION)
    if revoked is None or revoked.happened_on > on:
        revoked = of_entry
    elif of_entry is not None:  # opened by the first of both, however late the other is known
        revoked = min(of_entry, revoked, key=day_of)
    if revoked is not None:
        found.append(_opened_by(revoked, Status.REVOKED, period))
    if not recorded.counting:
        return found
    ruling = recorded.first(EventKind.RULING)
    if ruling is not None and not waits_for_ruling(period):
        found.append(_opened_by(ruling, Status.OPENED_EARLY, period))
    if recorded.declared_open is not None:
        found.append(_opened_by(recorded.declared_open, Status.OPENED_EARLY, period))
    return found


def _opened_by(event: Event, status: Status, period: Period) -> Opening:
    return Opening(event.happened_on, event.happened_on, status, period, (event,))


def still_to_come(decision: Decision, recorded: Recorded, on: date) -> tuple[Event, ...]:
    """Recorded events and the revocation whose day has not come."""
    revoked = revocation(decision)
    if revoked is None or revoked.happened_on <= on:
        return recorded.to_come
    return (*recorded.to_come, revoked)


def doubt_about(decision: Decision, reading: Reading, recorded: Recorded, on: date) -> str | None:
    """Why an entry that nothing has opened is unclear although its wording is clear (Indonesian)."""
    if decision.standing is Standing.REVOKED and revocation(decision) is None:
        return f"{decision_name(decision.number)} tercatat dicabut, tetapi {_missing_day(decision)}"
    doubt_from = recorded.doubt_from(reading.start.on)
    if doubt_from is not None and reading.end_on is not None and doubt_from <= reading.end_on < on:
        return (
            f"klasifikasinya diubah {long_date(doubt_from)} tanpa keterangan menjadi terbuka, sehingga berakhirnya "
            f"pada {long_date(reading.end_on)} belum pasti"
        )
    return None


def _missing_day(decision: Decision) -> str:
    if _predates(decision):
        return "tanggal pencabutannya lebih awal daripada tanggal keputusannya"
    return "tanggal pencabutannya belum diketahui"


def standing_findings(decision: Decision) -> list[Finding]:
    """What is missing about a decision that was revoked or amended."""
    match decision.standing:
        case Standing.IN_FORCE:
            return []
        case Standing.AMENDED:
            return [amendment_finding(plain(decision.standing_act or ""), decision.standing_on)]
        case Standing.REVOKED:
            return _revocation_findings(decision)
        case _ as never:
            assert_never(never)


def _revocation_findings(decision: Decision) -> list[Finding]:
    name, act = decision_name(decision.number), plain(decision.standing_act or "")
    findings = []
    if revocation(decision) is None:
        message = (
            f"{name} tercatat dicabut, tetapi {_missing_day(decision)}; isi kolom Dicabut/Diubah Tanggal."
        )
        findings.append(Finding("revoked_without_date", Severity.MUST_MEND, message, ""))
    if not act:
        message = f"Keputusan yang mencabut {name} belum dicatat; isi kolom Dicabut/Diubah Dengan."
        findings.append(Finding("revoked_without_act", Severity.CHECK, message, ""))
    return findings

"""Cells of Register and Keputusan that only buttons fill, against the chained lists from which they follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN, CorrectionKind
from xl_macros.domain.entry import PARTLY_OPEN, EventKind, Status
from xl_macros.domain.identity import berkas_of_code
from xl_macros.domain.seals import sealed_status
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counting, recorded
from xl_macros.keeping.register import Assessed
from xl_macros.records import Correction, Decision, Entry, Event
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import read_text
from xl_macros.tables.schema import DECISIONS, REGISTER, Table

_WITHDRAWALS = frozenset({CorrectionKind.WITHDRAW_ENTRY, CorrectionKind.WITHDRAW_DECISION})
_MOST_TOLD = 12
_AMENDED = {REGISTER.column(field).header: field for field in ("amended_period", "amended_on")}


def typed_over(office: Office) -> list[str]:
    """Every such cell that says something else than the lists, old and new."""
    corrections = counting(office)
    withdrawn = {each.target for each in corrections if each.kind in _WITHDRAWALS}
    problems = list(_decisions(office, withdrawn))
    amended, links = _amendments(corrections), _links(office)
    for entry in office.tables.records(Entry):
        if not entry.code:
            continue
        should: dict[str, Any] = {
            "state": WITHDRAWN if entry.code in withdrawn else None,
            "berkas": berkas_of_code(entry.code) or entry.berkas,
            **dict.fromkeys(("amended_period", "amended_by", "amended_on")),
            **amended.get(entry.code, {}),
            **links.get(entry.code, {"successor": None, "predecessor": None}),
        }
        problems += _differing(REGISTER, entry.code, entry, should)
    return problems


def _decisions(office: Office, withdrawn: set[str | None]) -> Iterator[str]:
    due = {each.code: each.due for each in steps.all_berkas(office)}
    for decision in office.tables.records(Decision):
        if not decision.berkas:
            continue
        gone = decision.berkas in withdrawn
        should: dict[str, Any] = {"state": WITHDRAWN if gone else None}
        if decision.berkas in due and not gone:
            due_now = due[decision.berkas]
            stands = steps.standing_at(decision, due_now)
            label = decision.step_label if steps.says_due(decision.step_label, due_now) else stands.step_label
            should |= {"step": stands.step, "step_label": label}
        yield from _differing(DECISIONS, decision.berkas, decision, should)


def _differing(table: Table, code: str, row: Decision | Entry, should: Mapping[str, Any]) -> Iterator[str]:
    for field, wanted in should.items():
        stands = getattr(row, field)
        if stands is wanted:
            continue
        before, after = read_text(wanted) or "", read_text(stands) or ""
        if before != after:
            yield (
                f"Lembar {table.sheet}, {code}, {table.column(field).header}: {shorten(before, 80) or '(kosong)'} -> "
                f"{shorten(after, 80) or '(kosong)'}"
            )


def _amendments(corrections: Sequence[Correction]) -> dict[str, dict[str, str | None]]:
    """By entry, what the last amendment wrote, as text."""
    found: dict[str, dict[str, str | None]] = {}
    for each in corrections:
        field = _AMENDED.get(each.column or "") if each.kind == CorrectionKind.AMEND else None
        if field == "amended_period":
            found[each.target or ""] = {field: each.after, "amended_by": each.evidence, "amended_on": None}
        elif field:
            found.setdefault(each.target or "", {})[field] = each.after
    return found


def _links(office: Office) -> dict[str, dict[str, str | None]]:
    """By entry, the codes that recorded renewals link it with."""
    found: dict[str, dict[str, str | None]] = {}
    voided = recorded(office).voided
    for event in office.tables.records(Event):
        if event.kind != EventKind.RENEWAL or event.number in voided or not (event.target and event.related):
            continue
        for code, field, other in (
            (event.target, "successor", event.related),
            (event.related, "predecessor", event.target),
        ):
            found.setdefault(code, {"successor": None, "predecessor": None})[field] = other
    return found


def computed_otherwise(assessed: Sequence[Assessed]) -> list[str]:
    """Statuses and ends that stood otherwise than they follow, but for what the passing of time has changed.

    This click writes them as they follow: remarks, so that what was typed over does not vanish unseen.
    """
    remarks = []
    for item in assessed:
        row, end_on = item.row, item.computed.cells["end_on"]
        if not row.code or not row.status:
            continue
        if _sealed(row.status) != _sealed(item.outcome.label) or row.end_on != end_on:
            remarks.append(
                f"Lembar {REGISTER.sheet}, {row.code}: tertulis {row.status}{_until(row.end_on)}, "
                f"menurut hitungan sekarang {item.outcome.label}{_until(end_on)}; ditulis lagi."
            )
    more = [f"dan {len(remarks) - _MOST_TOLD} status lain ditulis lagi."] if len(remarks) > _MOST_TOLD else []
    return remarks[:_MOST_TOLD] + more


@lru_cache(maxsize=256)
def _sealed(cell: str) -> str:
    """A status cell as the seal has it, with what is said of a part; '' for one that is none."""
    words = cell.partition(" ")[2]
    word = words.removeprefix(PARTLY_OPEN)
    if word not in {each.value for each in Status}:
        return ""
    return words.removesuffix(word) + sealed_status(Status(word))


def _until(day: object) -> str:
    return f" ({read_text(day)})" if day else ""

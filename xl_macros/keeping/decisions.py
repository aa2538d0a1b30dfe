"""Which decision an entry belongs to: by its berkas once received, else by the decision's number in any spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from xl_macros.click.office import Office
from xl_macros.domain.decision_number import has_blank, nearest, same_key
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.identity import berkas_of_code
from xl_macros.keeping.corrected import counts
from xl_macros.records import Decision, Entry
from xl_macros.tables.schema import DECISIONS

_key = lru_cache(maxsize=4096)(same_key)


class Decisions(NamedTuple):
    """The decisions of an office by what entries know of them."""

    by_berkas: Mapping[str, Decision]
    by_key: Mapping[str, Sequence[Decision]]
    by_number: Mapping[str, Sequence[Decision]]

    def of(self, entry: Entry) -> Decision | None:
        """The decision of an entry; None when none, or more than one, is meant."""
        berkas = berkas_of(entry)
        if berkas in self.by_berkas:
            return self.by_berkas[berkas]
        found = self.named(entry.decision_number)
        return found[0] if len(found) == 1 else None

    def named(self, number: str | None) -> Sequence[Decision]:
        """The decisions of that number, spelled so, else in any spelling."""
        return self.by_number.get(number or "") or self.by_key.get(_key(number) or "", ())

    def numbers(self) -> list[str]:
        """The numbers as they are written, in sheet order."""
        return list(self.by_number)

    def doubt(self, entry: Entry, met: Decision | None) -> Finding | None:
        """What to tell about an entry that meets no decision, or two; None for one that meets one or names none."""
        number = entry.decision_number
        if not number:
            return None
        named = self.named(number)
        if met is not None and (not named or any(each is met for each in named)):
            return None
        if met is not None:
            what = (
                f"Nomor keputusan baris ini ({number}) milik keputusan lain, sedangkan kodenya termasuk berkas "
                f"{met.berkas} ({met.number}). Kembalikan nomornya."
            )
        elif named:
            what = (
                f"Nomor keputusan {number} tercatat dua kali di lembar {DECISIONS.sheet}; sisakan satu baris."
            )
        elif has_blank(number):
            what = f"Nomor keputusan {number} belum lengkap; isi bagian yang masih kosong."
        else:
            near = nearest(number, self.numbers())
            meant = f" Yang paling mirip: {near}." if near else ""
            what = (
                f"Nomor keputusan {number} tidak ada di lembar {DECISIONS.sheet}.{meant} "
                "Samakan nomornya, atau catat dahulu keputusannya."
            )
        return Finding("decision_unknown", Severity.MUST_MEND, what, "")


def berkas_of(entry: Entry) -> str:
    """The berkas that an entry was received in; '' before it has a code (a copied row may bear another's berkas)."""
    return berkas_of_code(entry.code)


def decisions_of(rows: Iterable[Decision]) -> Decisions:
    """The decisions of these rows of Keputusan."""
    by_berkas: dict[str, Decision] = {}
    by_key: dict[str, list[Decision]] = defaultdict(list)
    by_number: dict[str, list[Decision]] = defaultdict(list)
    listed = list(rows)
    taken = [row for row in listed if counts(row)]
    again = {row.number for row in taken}
    for row in [*taken, *(row for row in listed if not counts(row) and row.number not in again)]:
        if row.berkas:
            by_berkas.setdefault(row.berkas, row)
        if row.number:
            by_number[row.number].append(row)
            key = _key(row.number)
            if key is not None:
                by_key[key].append(row)
    return Decisions(by_berkas, by_key, by_number)


def is_of(decision: Decision, entry: Entry) -> bool:
    """Whether an entry belongs to that decision: by berkas once received, else by number in any spelling."""
    berkas = berkas_of(entry)
    return berkas == decision.berkas if berkas else same_number(entry.decision_number, decision.number)


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers are spelled alike or name one decision; blank ones never do."""
    if not one or not other:
        return False
    return one == other or (_key(one) is not None and _key(one) == _key(other))


def carry_numbers(office: Office) -> list[str]:
    """Stage the corrected number of received decisions in the rows of their entries; one sentence a berkas.

    The berkas holds an entry to its decision, so its number only follows.
    """
    decisions = decisions_of(office.tables.records(Decision))
    register = office.tables.records(Entry)
    moved: dict[str, str] = {}
    for place, row in enumerate(register):
        code = berkas_of(row)
        decision = decisions.by_berkas.get(code)
        number = row.decision_number
        if decision is None or not decision.number or number == decision.number:
            continue
        if any(other.berkas != decision.berkas for other in decisions.named(number)):
            continue  # typed over with another decision's number: told as a finding, not put right unseen
        moved[code] = (
            f"Nomor keputusan berkas {code} pada informasinya disamakan: "
            f"{number or '(kosong)'} menjadi {decision.number}."
        )
        register[place] = row._replace(decision_number=decision.number)
    if moved:
        office.tables.put_records(Entry, register)
    return list(moved.values())

"""Which decision an entry belongs to: by its berkas once received, else by the decision's number in any spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xl_macros.click.office import Office
from xl_macros.domain.decision_number import has_blank, nearest, same_key
from xl_macros.domain.findings import Finding, Severity
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, REGISTER

_key = lru_cache(maxsize=4096)(same_key)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of an office by what entries know of them."""

    by_berkas: Mapping[str, Row]
    by_key: Mapping[str, Sequence[Row]]
    by_number: Mapping[str, Sequence[Row]]

    def of(self, berkas: str | None, number: str | None) -> Row | None:
        """The decision of an entry with that berkas and number; None when none, or more than one, is meant."""
        if berkas and berkas in self.by_berkas:
            return self.by_berkas[berkas]
        found = self.by_number.get(number or "") or self.by_key.get(_key(number) or "", ())
        return found[0] if len(found) == 1 else None

    def numbers(self) -> list[str]:
        """The numbers as they are written, in sheet order."""
        return list(self.by_number)

    def unmet(self, berkas: str | None, number: str | None) -> Finding | None:
        """What to tell about an entry that meets no decision; None for one that meets one, or names none yet."""
        if self.of(berkas, number) is not None or not number:
            return None
        if self.by_number.get(number) or self.by_key.get(_key(number) or ""):
            what = f"Nomor keputusan {number} tercatat lebih dari sekali di lembar Keputusan; sisakan satu baris."
        elif has_blank(number):
            what = f"Nomor keputusan {number} belum lengkap; isi bagian yang masih kosong."
        else:
            near = nearest(number, self.numbers())
            meant = f" Yang paling mirip: {near}." if near else ""
            what = (
                f"Nomor keputusan {number} tidak ada di lembar Keputusan.{meant} "
                "Samakan nomornya, atau catat dahulu keputusannya."
            )
        return Finding("decision_unknown", Severity.MUST_MEND, what, "")


def decisions_of(rows: Iterable[Row]) -> Decisions:
    """The decisions of these rows of Keputusan."""
    by_berkas: dict[str, Row] = {}
    by_key: dict[str, list[Row]] = defaultdict(list)
    by_number: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["berkas"]:
            by_berkas.setdefault(row["berkas"], row)
        if row["number"]:
            by_number[row["number"]].append(row)
            key = _key(row["number"])
            if key is not None:
                by_key[key].append(row)
    return Decisions(by_berkas, by_key, by_number)


def is_of(decision: Row, entry: Row) -> bool:
    """Whether an entry belongs to that decision: by berkas once it has one, else by number in any spelling."""
    if entry["berkas"]:
        return bool(decision["berkas"] and entry["berkas"] == decision["berkas"])
    return same_number(entry["decision_number"], decision["number"])


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers are spelled alike or name one decision; blank ones never do."""
    if not one or not other:
        return False
    return one == other or (_key(one) is not None and _key(one) == _key(other))


def carry_numbers(office: Office) -> list[str]:
    """Stage the corrected number of received decisions in the rows of their entries; one sentence a berkas.

    The berkas holds an entry to its decision, so its number only follows.
    """
    decisions = decisions_of(office.tables.rows(DECISIONS))
    register = office.tables.rows(REGISTER)
    moved: dict[str, str] = {}
    for row in register:
        decision = decisions.by_berkas.get(row["berkas"] or "")
        if decision is not None and decision["number"] and row["decision_number"] != decision["number"]:
            moved[row["berkas"]] = (
                f"Nomor keputusan berkas {row['berkas']} pada informasinya disamakan: "
                f"{row['decision_number'] or '(kosong)'} menjadi {decision['number']}."
            )
            row["decision_number"] = decision["number"]
    if moved:
        office.tables.put(REGISTER, register)
    return list(moved.values())

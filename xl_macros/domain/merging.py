"""Two copies of one office's register: what each has that the other lacks, and what contradicts.

They are compared decision by decision. Where only one copy went on, the other can follow; where both did, or where
typed cells say different things, a person decides and nothing of that decision is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_macros.domain.phrases import folded_words
from xl_macros.domain.procedure import STORE_STEP

Row = Mapping[str, Any]

_OWN_NUMBER = frozenset(
    {"number", "scan_id", "replaces", "chain_hash", "file", "link", "checked_at", "check_result"}
)
"""What may differ between the copies of one row: its number there, and where its file lies."""


@dataclass(frozen=True, slots=True)
class Group:
    """A decision with all that belongs to it. `chained` holds the rows of the chained lists by table name."""

    decision: Row
    entries: Sequence[Row] = ()
    chained: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How it is called: its berkas, else its number."""
        return str(self.decision["berkas"] or self.decision["number"])


@dataclass(frozen=True, slots=True)
class Difference:
    """What the other copy has of one decision that this one lacks (`news`, chained rows by table), and the reverse.

    With `contradictions` nothing is to be taken. `fills` are cells that are blank here, as (entry's place or None
    for the decision, field, value); `entries` are rows that are not here at all.
    """

    mine: Group | None
    other: Group
    news: Mapping[str, Sequence[Row]]
    own: Mapping[str, Sequence[Row]]
    entries: Sequence[Row]
    fills: Sequence[tuple[int | None, str, Any]]
    contradictions: Sequence[str]

    @property
    def is_news(self) -> bool:
        """Whether the other copy has anything that this one lacks."""
        return bool(self.mine is None or any(self.news.values()) or self.entries or self.fills)

    @property
    def can_be_taken(self) -> bool:
        return self.is_news and not self.contradictions


def compare(
    mine: Mapping[str, Group], other: Mapping[str, Group], typed: tuple[Mapping[str, str], Mapping[str, str]]
) -> list[Difference]:
    """The differences of each decision of the other copy, in its order; both by a key that names one decision.

    `typed` are the fields that people type, of decisions and of entries, with the titles of their columns.
    """
    codes = {str(group.decision["berkas"]): key for key, group in mine.items() if group.decision["berkas"]}
    return [_difference(key, mine.get(key), group, typed, codes) for key, group in other.items()]


def _difference(
    key: str,
    mine: Group | None,
    other: Group,
    typed: tuple[Mapping[str, str], Mapping[str, str]],
    codes: Mapping[str, str],
) -> Difference:
    berkas = other.decision["berkas"]
    said = []
    if berkas and codes.get(berkas, key) != key:
        said.append(f"kode {berkas} di sini dipakai untuk keputusan lain")
    if mine is None:
        news = {name: list(rows) for name, rows in other.chained.items()}
        said += _stored(news)
        return Difference(None, other, news, {}, other.entries, (), said)
    if berkas and mine.decision["berkas"] and mine.decision["berkas"] != berkas:
        said.append(f"kodenya di sini {mine.decision['berkas']}, di sana {berkas}")
    news = {name: _beyond(rows, mine.chained.get(name, ())) for name, rows in other.chained.items()}
    own = {name: _beyond(rows, other.chained.get(name, ())) for name, rows in mine.chained.items()}
    if any(news.values()) and any(own.values()):
        said.append(f"dikerjakan terpisah: di sini {_counted(own)}, di sana {_counted(news)}")
    said += _stored(news)
    fills, clashes = _cells(None, mine.decision, other.decision, typed[0])
    entries = []
    for entry in other.entries:
        place = _place_of(entry, mine.entries)
        if place is None:
            entries.append(entry)
            continue
        more, differ = _cells(place, mine.entries[place], entry, typed[1])
        fills += more
        clashes += differ
    return Difference(mine, other, news, own, entries, fills, [*said, *clashes])


def _beyond(rows: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """The rows that are not among the known ones, whatever their numbers."""
    left = Counter(_content(row) for row in known)
    beyond = []
    for row in rows:
        content = _content(row)
        if left[content]:
            left[content] -= 1
        else:
            beyond.append(row)
    return beyond


def _content(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, str(value)) for name, value in row.items() if name not in _OWN_NUMBER and value is not None
    )


def _stored(news: Mapping[str, Sequence[Row]]) -> list[str]:
    """A bag or a report bears the numbers of the list it was made from: those berkas go on in their own copy."""
    steps = [row["step"] for row in news.get("tblLog", ()) if isinstance(row["step"], int)]
    if max(steps, default=0) < STORE_STEP:
        return []
    return [
        "sudah disimpan atau dilaporkan di sana; teruskan dengan salinan itu dan gabungkan yang ini ke sana"
    ]


def _cells(
    place: int | None, mine: Row, other: Row, fields: Mapping[str, str]
) -> tuple[list[tuple[int | None, str, Any]], list[str]]:
    """Cells that are blank here and filled there, and those that say different things."""
    fills, clashes = [], []
    for name in fields:
        here, there = mine[name], other[name]
        if here is None and there is not None:
            fills.append((place, name, there))
        elif there is not None and str(here) != str(there):
            which = mine.get("code") or mine.get("information") or "keputusan"
            clashes.append(f"{which}, {fields[name]}: di sini '{here}', di sana '{there}'")
    return fills, clashes


def _place_of(entry: Row, known: Sequence[Row]) -> int | None:
    return next((place for place, each in enumerate(known) if same_entry(entry, each)), None)


def same_entry(one: Row, other: Row) -> bool:
    """Whether two rows are one entry: by the code when both have one, else by what it is called."""
    if one["code"] and other["code"]:
        return bool(one["code"] == other["code"])
    return folded_words(one["information"]) == folded_words(other["information"])


def _counted(rows: Mapping[str, Sequence[Row]]) -> str:
    return ", ".join(
        f"{len(found)} baris {name.removeprefix('tbl')}" for name, found in rows.items() if found
    )

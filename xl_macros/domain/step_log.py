"""The hash chain of the step log, the scan list and the events.

Each row's hash is SHA-256 over the hash of the row above and the row's own content in one canonical form
(written down in docs/rantai-hash.md), so that a row cannot be changed, removed, inserted or moved without
the rows below it giving that away. Whoever can recompute every hash can still forge the whole chain: that
shows only against a head hash kept elsewhere (a report on paper, the special folder).
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from json.encoder import encode_basestring_ascii as _quoted
from typing import NamedTuple

from xl_macros.patterns import regex

GENESIS = "0" * 64
"""What stands above the first row."""

HASH_FIELD = "chain_hash"

UNCHAINED_FIELDS = frozenset({HASH_FIELD, "checked_at", "check_result", "link"})
"""Columns that are rewritten later (result of the last check) or only derived: they are not hashed."""

_TRAILING_NUMBER = regex(r"(\d{1,18})\D*$")


def chained_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Those of a table's fields that go into the chain."""
    return tuple(field for field in fields if field not in UNCHAINED_FIELDS)


def canonical(values: Mapping[str, object]) -> str:
    """The one text that stands for these values, ASCII JSON with sorted keys.

    Empty values are left out, so that a column added later does not disturb older rows. Raises ValueError
    for a number that is not finite, OverflowError for the last half second of the year 9999 and TypeError
    for a value that is neither text, number, date nor empty.
    """
    content = {}
    for field, value in values.items():
        if value is None:
            continue
        # nearly all values, and all of a long log
        if isinstance(value, str) and value.isascii() and "\r" not in value:
            form = value or None
        else:
            form = _canonical_value(value)
        if form is not None:
            content[field if field.isascii() else _composed(field)] = form
    return "{" + ",".join([f"{_quoted(field)}:{_quoted(content[field])}" for field in sorted(content)]) + "}"


def _canonical_value(value: object) -> str | None:
    """The value as text that survives a workbook's round trip; None for an empty text."""
    form: str | None
    match value:
        case str():
            # Excel and XML turn every line end into a line feed; é may come back in one part or in two.
            form = _composed(value.replace("\r\n", "\n").replace("\r", "\n")) or None
        case bool():
            form = "ya" if value else "tidak"
        case int():
            form = str(value)
        case float():
            form = _canonical_number(value)
        case datetime():
            # Serial numbers hold 12:00:00 as 11:59:59.9999995, hence the nearest second.
            nearest = value + timedelta(microseconds=500_000) if value.microsecond else value
            form = nearest.replace(microsecond=0, tzinfo=None).isoformat()
        case date():
            form = value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} does not go into the chain")
    return form


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _canonical_number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("Angka dalam log bukan bilangan yang dapat dihitung.")
    decimals = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if decimals == "-0" else decimals


def chain_hash(previous: str, values: Mapping[str, object]) -> str:
    """The hash of a row with these values below a row with the hash `previous` (64 hex digits).

    Raises what `canonical` raises.
    """
    return hashlib.sha256(f"{previous}\n{canonical(values)}".encode()).hexdigest()


class ChainReport(NamedTuple):
    """Whether a chain holds. `first_bad_row_index` counts from 0; it is None when the chain holds and when
    rows are missing at its end. `reason` is Indonesian. `head` is the stored hash of the last row."""

    ok: bool
    first_bad_row_index: int | None
    reason: str | None
    head: str


def verify_chain(
    rows: Sequence[Mapping[str, object]], fields: Sequence[str], expected_head: str | None = None
) -> ChainReport:
    """Whether every row continues the one above.

    Rows are mappings with the `fields` and `chain_hash`; fields that a row lacks count as empty.
    `expected_head` is a head hash from an earlier report: it must occur in the chain. Never raises on the
    content of rows: what cannot be hashed does not verify.
    """
    stored = [_clean(str(row.get(HASH_FIELD) or "")) for row in rows]
    chain = _Chain(rows, stored, tuple(fields))
    head = stored[-1] if stored else GENESIS
    for index in range(len(stored)):
        if not chain.continues(chain.above(index), index):
            at, reason = chain.diagnose(index)
            return ChainReport(False, at, reason, head)
    if expected_head is not None and _clean(expected_head) not in (GENESIS, *stored):
        reason = (
            "Hash kepala yang pernah dilaporkan tidak ada lagi: baris di akhir daftar dihapus, "
            "atau seluruh rantai dihitung ulang."
        )
        return ChainReport(False, None, reason, head)
    return ChainReport(True, None, None, head)


class _Chain(NamedTuple):
    """The rows and the hashes stored in them."""

    rows: Sequence[Mapping[str, object]]
    stored: Sequence[str]
    fields: Sequence[str]

    def above(self, index: int) -> str:
        return self.stored[index - 1] if index else GENESIS

    def continues(self, above: str, index: int) -> bool:
        """Whether the row would stand rightly below a row with the hash `above`."""
        try:
            row = self.rows[index]
            return chain_hash(above, {field: row.get(field) for field in self.fields}) == self.stored[index]
        except (TypeError, ValueError, OverflowError):
            return False

    def diagnose(self, index: int) -> tuple[int, str]:
        """The first bad row and what most likely happened, for a chain that breaks at `index`."""
        if not self.stored[index]:
            return index, "Rantai hash baris ini kosong."
        if any(self.continues(later, index) for later in self.stored[index + 1 :]):
            return index, "Urutan baris berubah: baris ini seharusnya berada lebih ke bawah."
        if index + 1 < len(self.stored) and self.continues(self.above(index), index + 1):
            return index, "Baris ini disisipkan: baris di bawahnya menyambung ke baris di atasnya."
        for row, earlier in enumerate((GENESIS, *self.stored)[:index]):
            if self.continues(earlier, index):
                return row, "Baris ini disisipkan: baris sesudahnya tidak menyambung kepadanya."
        if self._number_jumps(index):
            return index, "Ada baris tepat di atas baris ini yang dihapus."
        return index, "Isi baris ini berubah, atau baris tepat di atasnya diubah atau dihapus."

    def _number_jumps(self, index: int) -> bool:
        """Whether the running number in the first field skips a row here."""
        if not self.fields:
            return False
        here = _running_number(self.rows[index].get(self.fields[0]))
        above = _running_number(self.rows[index - 1].get(self.fields[0])) if index else 0
        return here is not None and above is not None and here > above + 1


def _clean(text: str) -> str:
    return text.strip().lower()


def _running_number(value: object) -> int | None:
    """The running number in 12, 12.0 or "P-000012"."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    match = _TRAILING_NUMBER.search(str(value))
    return int(match[1]) if match else None

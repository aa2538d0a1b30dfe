"""The register's rows beside the scans in a bag, as JSON that loses no type and that hostile hands may have touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any

SCHEMA = "kecuali-register"
SCHEMA_VERSION = 1
LARGEST_BYTES = 64_000_000
_PLAIN = frozenset((str, bool, int, float, date, datetime, NoneType))
"""The types of cell values."""

Row = dict[str, object]


class BadSidecar(Exception):
    """The text is no sidecar of ours; the message is an Indonesian sentence."""


def encode(content: Mapping[str, object]) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, two spaces, dates tagged; the same content gives the same bytes."""
    tagged = _tagged({"schema": SCHEMA, "schema_version": SCHEMA_VERSION, **content})
    return (json.dumps(tagged, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(key): _tagged(member) for key, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_tagged(member) for member in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a sidecar")


def decode(data: bytes) -> dict[str, Any]:
    """The content back, dates as dates. Raises BadSidecar for anything that `encode` did not write."""
    if len(data) > LARGEST_BYTES:
        raise BadSidecar("Berkas register.json terlalu besar.")
    try:
        content = json.loads(data.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_untagged)
    except (ValueError, RecursionError):
        raise BadSidecar("Berkas register.json rusak.") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise BadSidecar("Berkas register.json bukan buatan Kecuali.")
    if content.get("schema_version") != SCHEMA_VERSION:
        raise BadSidecar("Berkas register.json dibuat oleh versi Kecuali yang lain.")
    return content


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _untagged(pairs: list[tuple[str, Any]]) -> dict[str, Any] | date:
    """A JSON object as the mapping it is, or the date that it stands for. Rows hold no further mappings (`rows`)."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")  # two readers would see two different registers
    if len(members) == 1:
        try:
            if "$date" in members:
                return date.fromisoformat(members["$date"])
            if "$datetime" in members:
                return datetime.fromisoformat(members["$datetime"])
        except (ValueError, TypeError):
            raise BadSidecar("Tanggal di register.json tidak terbaca.") from None
    return members


def rows(content: Mapping[str, object], key: str) -> list[Row]:
    """The list of rows under `key`, each a mapping of plain cell values. Raises BadSidecar otherwise."""
    found = content.get(key, [])
    if not isinstance(found, list) or not all(_is_row(row) for row in found):
        raise BadSidecar(f"Bagian {key} di register.json tidak sesuai.")
    return found


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and _PLAIN.issuperset(map(type, row.values()))

"""A click's conversation with Excel as a file that may be sent away: which member of which object, what kind of thing
came back, which error, how long it took.

Nothing of the office is in it. A value is written down only for members that hold none of its content, and a text
only when it is a word of the product itself or an address of cells; everything else is a kind ("text", "rows=3x5").
`decode` holds a file to just that, so what it has read is known to be harmless, whoever sent it.

One line of JSON each: first the `Header`, then one `Exchange` after the other. Objects are numbered as they came.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import msgspec

from xl_macros.patterns import regex
from xl_macros.tables.schema import (
    NAME_INTERPRETER,
    NAME_LAST_CHECK,
    NAME_STATUS_ON,
    NAME_TRANSACTION,
    SHEETS,
    TABLES,
    WORKBOOK_NAME,
)

LONGEST = 8 << 20
"""Bytes of a whole file; a click takes some ten thousand."""

SHOWN = frozenset(
    {
        "Address", "Calculation", "Count", "Date1904", "EnableEvents", "GetAddress", "Interactive", "Item",
        "NumberFormat", "Protect", "ProtectContents", "Range", "ReadOnly", "Ready", "Resize", "ScreenUpdating",
        "ShowTotals", "Unprotect", "Version",
    }
)  # fmt: skip
"""Members whose arguments and answer are written down; never what cells hold, a file is called or a person is."""

_NAMES = (NAME_INTERPRETER, NAME_LAST_CHECK, NAME_STATUS_ON, NAME_TRANSACTION)
_WORDS = frozenset(
    word.casefold() for word in ("", "@", WORKBOOK_NAME, *SHEETS, *_NAMES, *(table.name for table in TABLES))
)
_HARMLESS = regex(r"\$?[A-Z]{1,3}\$?\d{1,7}(:\$?[A-Z]{1,3}\$?\d{1,7})?|\d{1,2}\.\d{1,2}")
_KINDS = "nothing|yesno|number|text|date|money|other"
_VALUE = regex(
    rf"nothing|yes|no|yesno|date|money|other|number(=-?\d{{1,10}})?|text|objects?=\d{{1,6}}"
    rf"|rows=\d{{1,7}}x\d{{1,5}}:(?:{_KINDS})(?:\+(?:{_KINDS}))*"
)
_MEMBER = regex(r"[A-Za-z_]\w{0,39}")
_ERROR = regex(r"-?\d{1,10}(/-?\d{1,10})?|[A-Za-z]\w{0,39}")


class BadRecordingError(Exception):
    """A file that is no recording, or one that holds what none may hold; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was clicked, with which version, and how this PC binds Excel's objects."""

    recording: Literal[1]
    button: str
    version: str
    binding: Literal["late", "early", "none"]


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question to Excel and its answer: `came` is the kind of it, `error` Excel's number, both as text."""

    on: int
    asked: Literal["get", "set", "call", "each"]
    member: str
    given: tuple[str, ...] = ()
    came: str = ""
    error: str = ""
    micros: int = 0


class Recording(NamedTuple):
    """One click."""

    header: Header
    exchanges: tuple[Exchange, ...]


def encode(recording: Recording) -> bytes:
    """The file. Raises BadRecordingError rather than write what `decode` refuses."""
    encoder = msgspec.json.Encoder()
    lines = [encoder.encode(each) for each in (recording.header, *recording.exchanges)]
    data = b"\n".join(lines) + b"\n"
    decode(data)
    return data


def decode(data: bytes) -> Recording:
    """What a file holds; BadRecordingError when anything in it is not as it must be."""
    lines = data.splitlines()
    if len(data) > LONGEST or not lines:
        raise BadRecordingError(1)
    number = 1
    try:
        header = msgspec.json.decode(lines[0], type=Header)
        _hold(_MEMBER.fullmatch(header.button) and re.fullmatch(r"[\w.+]{0,20}", header.version))
        decoder = msgspec.json.Decoder(Exchange)
        exchanges: list[Exchange] = []
        for line in lines[1:]:
            number += 1
            exchanges.append(_checked(decoder.decode(line)))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise BadRecordingError(number) from error
    return Recording(header, tuple(exchanges))


def _checked(exchange: Exchange) -> Exchange:
    _hold(0 <= exchange.on < 1_000_000 and 0 <= exchange.micros < 10**10)
    _hold(_MEMBER.fullmatch(exchange.member))
    _hold(not exchange.error or _ERROR.fullmatch(exchange.error))
    for value in (*exchange.given, *filter(None, [exchange.came])):
        kind, _, text = value.partition("=")
        shown = exchange.member in SHOWN
        if kind == "text" and text:
            _hold(shown and is_harmless(text))
        else:
            _hold(_VALUE.fullmatch(value) and (shown or not value.startswith("number=")))
    return exchange


def _hold(good: object) -> None:
    if not good:
        raise ValueError


def is_harmless(text: str) -> bool:
    """Whether a text is a word of the product, an address of cells or a version."""
    return text.casefold() in _WORDS or _HARMLESS.fullmatch(text) is not None


def described(value: object, member: str) -> str:
    """A value that is no object of Excel's, as it is written down for this member."""
    shown = member in SHOWN
    if isinstance(value, bool):
        return ("yes" if value else "no") if shown else "yesno"
    if shown and isinstance(value, int):
        return f"number={value}"
    if isinstance(value, (tuple, list)):
        rows = value if value and isinstance(value[0], (tuple, list)) else [value]
        kinds = sorted({_kind(cell) for row in rows for cell in row}) or ["nothing"]
        return f"rows={len(rows)}x{len(rows[0])}:{'+'.join(kinds)}"
    kind = _kind(value)
    return f"text={value}" if kind == "text" and shown and value and is_harmless(str(value)) else kind


def _kind(value: Any) -> str:
    kinds: dict[str, type | tuple[type, ...]] = {
        "nothing": type(None),
        "yesno": bool,
        "number": (int, float),
        "text": str,
        "money": Decimal,
        "date": date,
    }
    return next((kind for kind, types in kinds.items() if isinstance(value, types)), "other")

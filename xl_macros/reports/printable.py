"""Text from cells and file names made fit for a page.

Cells are hostile: they hold control characters, writing-direction tricks, letters that no shipped font has
(PDF/A refuses those) and words of 300 letters without a space. Nothing here changes what a reader would
read; it only removes what cannot be seen or printed.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from xl_macros.patterns import regex
from xl_macros.places.resources import template

FONT_FILES = (
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationMono-Regular.ttf",
)
MISSING = "\N{INVERTED QUESTION MARK}"
"""Stands for a character that the shipped fonts lack: visibly a gap, never silently nothing."""

BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_WORD = 24
"""Letters in a row without any place to break; the longest real code or act number part is shorter."""

_STEP = 6
_HASH = regex(r"[0-9a-f]{64}")
_LONG_WORD = regex(rf"[^\s{BREAK}]{{{LONGEST_WORD + 1},}}")
_SPACES = regex(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = regex(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text without what cannot be seen: control and format characters (writing-direction marks too).

    Line ends become LF, runs of blanks one blank; letters are put in their composed form (NFC). Total: takes
    any str, lone surrogates included.
    """
    if text.isascii() and text.isprintable():  # most cells: nothing to remove
        return _SPACES.sub(" ", text).strip()
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return _SPACES.sub(" ", kept).strip()


def one_line(text: str) -> str:
    """`clean` with line ends turned to blanks, for titles, subjects and file names."""
    return " ".join(clean(text).split())


def printable(text: str) -> str:
    """`clean`, then an inverted question mark for what the fonts lack, then break places in very long words.

    A hash stays in one piece, so that it can be copied from the page and compared.
    """
    shown = clean(text)
    if not shown.isascii():
        shapes = font_coverage()
        shown = "".join(c if c == "\n" or ord(c) in shapes else MISSING for c in shown)
    if _HASH.fullmatch(shown):
        return shown
    return _LONG_WORD.sub(_with_breaks, shown)


def _with_breaks(found: re.Match[str]) -> str:
    word = found.group()
    return BREAK.join(word[start : start + _STEP] for start in range(0, len(word), _STEP))


@lru_cache(maxsize=1)
def font_coverage() -> frozenset[int]:
    """The code points that every shipped face can draw."""
    faces = [_code_points(template("fonts") / name) for name in FONT_FILES]
    return frozenset.intersection(*faces)


def _code_points(font: Path) -> frozenset[int]:
    """What a TrueType file's `cmap` maps to a glyph (OpenType spec, cmap format 4: the BMP)."""
    data = font.read_bytes()
    table_count = struct.unpack_from(">H", data, 4)[0]
    tables = {
        data[12 + 16 * i : 16 + 16 * i]: struct.unpack_from(">I", data, 20 + 16 * i)[0]
        for i in range(table_count)
    }
    cmap = tables[b"cmap"]
    for i in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        subtable = cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * i)[0]
        if struct.unpack_from(">H", data, subtable)[0] == 4:
            return _format_4(data, subtable)
    raise ValueError(f"{font.name}: no cmap of format 4")


def _format_4(data: bytes, at: int) -> frozenset[int]:
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", data, at + 16 + 4 * segments)
    offsets_at = at + 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", data, offsets_at)
    found: set[int] = set()
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            if offset:
                glyph = struct.unpack_from(">H", data, offsets_at + 2 * i + offset + 2 * (code - start))[0]
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph and code != 0xFFFF:
                found.add(code)
    return frozenset(found)

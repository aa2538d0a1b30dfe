"""File names that every system of the office can hold, made from a template of Pengaturan."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath

from xl_macros.errors import Refusal
from xl_macros.patterns import regex

LONGEST_NAME = 120
"""Characters with the extension: leaves room for the folders before it within Windows' 260."""

_LONGEST_PATH = 259  # what Windows takes unless somebody has switched long paths on
_DEEPEST_PLACE = len("/.kecuali/staging/20260101T000000-00000000/tas/B-2026-000001/data/.segel")
_SHORTEST_NAME = 40

_SPACES = regex(r"\s+")
_DASHED = regex(r"[/\\%]+")  # separators; and % means something in a bag's manifest
_EXTENSION = ".pdf"


def room_for_name(root: PurePath, *, windows: bool = sys.platform == "win32") -> int:
    """How long a scan's name may be so that its deepest place below the office folder stays within 260 characters.

    Refused when the office folder itself lies so deep that no name of use would fit.
    """
    room = min(LONGEST_NAME, _LONGEST_PATH - len(str(root)) - _DEEPEST_PLACE) if windows else LONGEST_NAME
    if room < _SHORTEST_NAME:
        raise Refusal(
            f"Alamat folder kantor terlalu panjang ({len(str(root))} huruf) bagi Windows.",
            cure="Pindahkan folder kantor ke tempat yang lebih pendek, misalnya langsung di bawah Documents.",
        )
    return room


def scan_file_name(
    template: str, fields: Mapping[str, str], *, extension: str = _EXTENSION, longest: int = LONGEST_NAME
) -> str:
    """The template with its `{placeholders}` filled, as one safe file name ending in `extension`.

    Safe: no reserved Windows name, no separator, no control or direction mark, NFC, no dot or space at the
    end, at most `longest` characters. Raises Refusal for a placeholder that `fields` does not have, for a
    template that is none, and when nothing is left of the name.
    """
    from pathvalidate import sanitize_filename

    filled = "".join(_piece(literal, field, spec, fields) for literal, field, spec in _parsed(template))
    plain = _without_hidden_marks(unicodedata.normalize("NFC", filled))
    plain = _SPACES.sub(" ", _DASHED.sub("-", plain)).strip(" .")
    room = longest - len(extension)
    safe = sanitize_filename(plain, replacement_text="-", platform="universal", max_len=room)
    safe = unicodedata.normalize("NFC", safe)[:room].strip(" .-")
    if not safe:
        raise Refusal("Nama pindaian menjadi kosong.", cure="Perbaiki Templat nama pindaian di Pengaturan.")
    return safe + extension


def _parsed(template: str) -> list[tuple[str, str | None, str]]:
    import string  # a click that names no file needs no templates

    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError:
        raise Refusal(
            f"Templat nama pindaian tidak terbaca: {template}", cure="Tulis misalnya {nomor} {kode} {jenis}."
        ) from None
    return [(text, field, spec or conversion or "") for text, field, spec, conversion in parsed]


def _piece(literal: str, field: str | None, spec: str, fields: Mapping[str, str]) -> str:
    if field is None:
        return literal
    # Looked up whole: "{code.__class__}" and "{code[0]}" are unknown names here, not expressions.
    if field not in fields or spec:
        known = ", ".join("{" + name + "}" for name in sorted(fields))
        raise Refusal(
            f"Templat nama pindaian memuat {{{field}}} yang tidak dikenal.", cure=f"Yang tersedia: {known}."
        )
    return literal + fields[field]


def _without_hidden_marks(text: str) -> str:
    """Without control characters, direction marks, zero-width and private-use characters (Unicode class C)."""
    spaced = _SPACES.sub(" ", text)
    return "".join(char for char in spaced if unicodedata.category(char)[0] != "C")

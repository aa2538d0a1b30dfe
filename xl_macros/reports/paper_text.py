"""The words of a paper, from a text file: one text for DOCX and PDF.

The office's own copy, in its folder of templates, wins over the one of `templates/`, which the next version replaces.

The file has the sections `[judul]`, `[baris]` (lines "name: value" above the body), `[isi]` and `[penutup]`
(paragraphs between empty lines). Lines that begin with # are not printed; `{word}` is filled in with data, which
stays text. A paragraph that is empty once it is filled is left out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.plain_files import open_plain
from xl_macros.places.resources import template

SECTIONS = ("judul", "baris", "isi", "penutup")
LARGEST_BYTES = 256 * 1024
_HEADING = regex(r"\[(\w+)\]")
_FIELD = regex(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class PaperText:
    """The filled text: title, lines above the body, paragraphs before and after the tables.

    `note` says of an office's own text that it was used, and which words of the one that came along it leaves out.
    """

    title: str
    fields: tuple[tuple[str, str], ...]
    body: tuple[str, ...]
    closing: tuple[str, ...]
    note: str = ""


def is_own(name: str, own: Path) -> bool:
    """Whether the office has a text of that name, readable or not."""
    return os.path.lexists(own / name)


def paper_text(name: str, filling: Mapping[str, str], own: Path) -> PaperText:
    """The text of that name, filled; `own` is the office's folder of templates.

    Refused when the file is missing, not text, or asks for what nobody fills in.
    """
    path = own / name if is_own(name, own) else template(name)
    sections = _sections(path)
    unknown = sorted(_words(sections) - set(filling))
    if unknown:
        raise _refused(path, f"menyebut {{{unknown[0]}}}, yang tidak dikenal", ", ".join(sorted(filling)))

    def paragraphs(section: str) -> tuple[str, ...]:
        parts = "\n".join(sections[section]).split("\n\n")
        texts = (" ".join(_filled(part, filling).split()) for part in parts)
        return tuple(text for text in texts if text)

    fields = []
    for line in filter(str.strip, sections["baris"]):
        label, colon, value = line.partition(":")
        if not colon:
            raise _refused(path, f"pada [baris] memuat '{line.strip()[:60]}' tanpa titik dua", "nama: isi")
        fields.append((label.strip(), _filled(value, filling).strip()))
    title = " ".join(paragraphs("judul"))
    note = _note(path, sections) if path.parent == own else ""
    return PaperText(title, tuple(fields), paragraphs("isi"), paragraphs("penutup"), note)


def _note(path: Path, sections: Mapping[str, list[str]]) -> str:
    left_out = sorted(_words(_sections(template(path.name))) - _words(sections))
    said = f"Templat kantor {path.parent.name}/{path.name} dipakai"
    if not left_out:
        return f"{said}."
    words = ", ".join(f"{{{word}}}" for word in left_out)
    return f"{said}; yang ada di templat bawaan tetapi tidak di sana: {words}."


def _words(sections: Mapping[str, list[str]]) -> set[str]:
    return {word for lines in sections.values() for word in _FIELD.findall("\n".join(lines))}


def _sections(path: Path) -> dict[str, list[str]]:
    try:
        with open_plain(path) as file:
            data = file.read(LARGEST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _refused(path, "tidak dapat dibaca sebagai teks", "simpan sebagai teks UTF-8") from None
    if len(data) > LARGEST_BYTES:
        raise _refused(path, "terlalu besar", f"paling besar {LARGEST_BYTES // 1024} KB")
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            lines = sections.setdefault(heading.group(1), [])
        else:
            lines.append(line.rstrip())
    missing = [name for name in SECTIONS if name not in sections]
    if missing:
        raise _refused(path, f"tidak mempunyai bagian [{missing[0]}]", ", ".join(f"[{s}]" for s in SECTIONS))
    return sections


def _filled(text: str, filling: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: filling[found.group(1)], text)


def _refused(path: Path, what: str, known: str) -> Refusal:
    cure = "Jalankan pasang.cmd sekali lagi; ia memulihkan templat bawaan."
    if path != template(path.name):
        cure = (
            f"Perbaiki templat itu ({known}), atau hapus berkasnya dari folder {path.parent.name}: yang bawaan "
            "dipakai lagi."
        )
    return Refusal(f"Templat naskah {path.name} {what}. Tidak ada naskah yang dibuat.", cure=cure)

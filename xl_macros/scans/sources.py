"""What may be taken in, judged by the cheap checks: is it there, is it finished, what is it really."""

from __future__ import annotations

import re
import stat
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from xl_macros.errors import Problem

SETTLED_AFTER_SECONDS = 3.0
"""A file untouched for that long is taken as finished without waiting."""

_MAGIC_BYTES = 1024  # readers of PDF accept the header anywhere in the first kilobyte
_IMAGE_TYPES_OF_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


class SourceKind(StrEnum):
    """What the content says the file is; names and extensions are not asked."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    HEIC = "HEIC"
    OTHER = "lain"


_EXTENSIONS = {
    SourceKind.PDF: {".pdf"},
    SourceKind.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    SourceKind.PNG: {".png"},
    SourceKind.TIFF: {".tif", ".tiff"},
    SourceKind.HEIC: {".heic", ".heif"},
}

# What is refused by name, so that the message can say what the person is holding.
_OTHER_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "berkas Word, Excel atau ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "berkas Office lama (Word, Excel) atau surel Outlook"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"RIFF", "gambar WebP atau video"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"{\\rtf", "berkas RTF"),
    (b"%!PS", "berkas PostScript"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "pintasan Windows"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that passed the cheap checks, as it was at that moment (`stamp` tells a later change)."""

    path: Path
    kind: SourceKind
    size_bytes: int
    stamp: tuple[int, int, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Clock and sleep of the check for half-copied files; tests bring their own."""

    clock: Callable[[], float] = field(default=time.time)
    sleep: Callable[[float], None] = field(default=time.sleep)
    seconds: float = 1.0


def look_at(paths: Sequence[Path], *, max_bytes: int, waiting: Waiting) -> list[Source | Problem]:
    """The cheap checks on each path, in order; one answer per path.

    Files touched in the last seconds are looked at twice with one pause for all of them together: a
    scanner or a copy that is still writing shows by a changed size or time.
    """
    first = [_stamp(path) for path in paths]
    now = waiting.clock()
    fresh = [isinstance(s, tuple) and abs(now - s[1] / 1e9) < SETTLED_AFTER_SECONDS for s in first]
    future = [isinstance(s, tuple) and s[1] / 1e9 > now for s in first]
    if any(fresh) or any(future):
        waiting.sleep(waiting.seconds)
    answers: list[Source | Problem] = []
    for path, stamp, young in zip(paths, first, map(_either, fresh, future), strict=True):
        if isinstance(stamp, Problem):
            answers.append(stamp)
        elif young and _stamp(path) != stamp:
            answers.append(
                Problem(
                    f"{path.name} masih disalin atau masih dipindai.", "Tunggu sampai selesai, lalu ulangi."
                )
            )
        else:
            answers.append(_identify(path, stamp, max_bytes))
    return answers


def _either(one: bool, other: bool) -> bool:
    return one or other


def _stamp(path: Path) -> tuple[int, int, int] | Problem:
    """Size, time of change and file number, or why there is none."""
    name = path.name
    try:
        found = path.lstat()
    except FileNotFoundError:
        return Problem(f"{name} tidak ditemukan.", "Mungkin sudah dipindahkan: pilih lagi berkasnya.")
    except (OSError, ValueError):
        return Problem(f"{name} tidak dapat dibuka.", "Periksa hak baca atau sambungan ke folder itu.")
    if stat.S_ISDIR(found.st_mode):
        return Problem(f"{name} adalah folder.", "Pilih berkas-berkas di dalamnya.")
    if not stat.S_ISREG(found.st_mode):
        return Problem(f"{name} bukan berkas biasa (pintasan atau tautan).", "Pilih berkas aslinya.")
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def unchanged(source: Source) -> bool:
    """Whether size, time and file number are still those of the first look."""
    return _stamp(source.path) == source.stamp


def _identify(path: Path, stamp: tuple[int, int, int], max_bytes: int) -> Source | Problem:
    name, size = path.name, stamp[0]
    if size == 0:
        return Problem(f"{name} kosong (0 bita).", "Pindai ulang dokumennya.")
    if size > max_bytes:
        return Problem(
            f"{name} terlalu besar ({megabytes(size)}; batasnya {megabytes(max_bytes)}).",
            "Pindai dengan resolusi 200-300 dpi, atau bagi menjadi beberapa berkas.",
        )
    try:
        with path.open("rb") as file:
            head = file.read(_MAGIC_BYTES)
    except PermissionError:
        return Problem(
            f"{name} sedang dipakai program lain atau tidak boleh dibaca.", "Tutup programnya, lalu ulangi."
        )
    except OSError:
        return Problem(
            f"{name} tidak dapat dibaca.", "Periksa diska atau sambungan ke folder itu, lalu ulangi."
        )
    kind = kind_of(head)
    if kind is SourceKind.OTHER:
        return Problem(f"{name} {_other_name(head)}.", "Yang diterima: PDF, JPEG, PNG, TIFF dan HEIC.")
    return Source(path, kind, size, stamp, _extension_note(path, kind))


def kind_of(head: bytes) -> SourceKind:
    """The type that the first kilobyte shows."""
    if head.startswith(b"\xff\xd8\xff"):
        return SourceKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return SourceKind.PNG
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return SourceKind.TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _IMAGE_TYPES_OF_HEIF:
        return SourceKind.HEIC
    if b"%PDF-" in head and not head.startswith(tuple(magic for magic, _ in _OTHER_TYPES)):
        return SourceKind.PDF
    return SourceKind.OTHER


def _other_name(head: bytes) -> str:
    for magic, words in _OTHER_TYPES:
        if head.startswith(magic):
            return f"adalah {words}"
    if head[4:8] == b"ftyp":
        return "adalah video atau gambar AVIF"
    if head.lstrip()[:1] == b"<":
        return "adalah halaman web atau XML"
    return "bukan dokumen pindaian yang dikenal"


def _extension_note(path: Path, kind: SourceKind) -> tuple[str, ...]:
    extension = path.suffix.lower()
    if extension in _EXTENSIONS[kind]:
        return ()
    named = f"berakhiran {extension}" if extension else "tanpa akhiran nama"
    return (f"Isinya {kind}, walaupun namanya {named}.",)


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts `hal2` before `hal10`, whatever the case and the Unicode form of the name."""
    name = unicodedata.normalize("NFC", path.name).casefold()
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(part), "") if part[0].isdigit() else (1, 0, part) for part in parts)


def megabytes(size_bytes: int) -> str:
    """A size as staff read it: `12,5 MB`."""
    return f"{size_bytes / 1_000_000:.1f} MB".replace(".", ",")

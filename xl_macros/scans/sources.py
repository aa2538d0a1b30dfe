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

from xl_macros.archive.litter import is_litter
from xl_macros.errors import Problem

SETTLED_AFTER_SECONDS = 3.0
"""A file untouched for that long is taken as finished without waiting."""

FRESH_SECONDS = 60.0
"""A file changed that recently may be one that a scanner still writes: network scanners pause between pages."""

_MAGIC_BYTES = 1024  # readers of PDF accept the header anywhere in the first kilobyte
_BMP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_IMAGE_TYPES_OF_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


_UNFINISHED = {".crdownload", ".part", ".partial", ".download", ".tmp"}
"""What browsers, copying programs and scanners call a file that is not whole yet."""


class SourceKind(StrEnum):
    """What the content says the file is; names and extensions are not asked."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    HEIC = "HEIC"
    BMP = "BMP"
    WEBP = "WebP"
    OTHER = "lain"


EXTENSIONS = {
    SourceKind.PDF: {".pdf"},
    SourceKind.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    SourceKind.PNG: {".png"},
    SourceKind.TIFF: {".tif", ".tiff"},
    SourceKind.HEIC: {".heic", ".heif"},
    SourceKind.BMP: {".bmp", ".dib"},
    SourceKind.WEBP: {".webp"},
}
"""The kinds that are taken in, and how their files are usually called."""

ACCEPTED_KINDS = f"{', '.join([*EXTENSIONS][:-1])} dan {[*EXTENSIONS][-1]}"
"""As the refusal and the guide say it."""

_STARTS: tuple[tuple[bytes | tuple[bytes, ...], SourceKind], ...] = (
    (b"\xff\xd8\xff", SourceKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", SourceKind.PNG),
    ((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), SourceKind.TIFF),
)

# What is refused by name, so that the message can say what the person is holding.
_OTHER_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "berkas Word, Excel atau ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "berkas Office lama (Word, Excel) atau surel Outlook"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP yang tidak lengkap"),
    (b"RIFF", "video atau suara"),
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
    fresh: bool = False


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
            new = abs(now - stamp[1] / 1e9) < FRESH_SECONDS
            answers.append(_identify(path, stamp, max_bytes, fresh=new))
    return answers


def _either(one: bool, other: bool) -> bool:
    return one or other


def _stamp(path: Path) -> tuple[int, int, int] | Problem:
    """Size, time of change and file number, or why there is none."""
    name = shown_name(path)
    if name != path.name:
        return Problem(
            f"Nama berkas {name} memuat tanda yang tidak dapat dibaca.", "Ganti nama berkasnya, lalu ulangi."
        )
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


def shown_name(path: Path) -> str:
    """The name as a cell and a message can hold it: bytes that are no UTF-8 and control marks are escaped."""
    return "".join(ascii(char)[1:-1] if _is_unwritable(char) else char for char in path.name)


def _is_unwritable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff"


def still_written(name: str, what: str) -> Problem:
    """What is said of a fresh file that looks damaged: it may only not be finished."""
    return Problem(
        f"{name} mungkin masih dipindai atau disalin (berubah kurang dari satu menit yang lalu). Sementara ini: {what}",
        "Tunggu sampai selesai, lalu ulangi.",
    )


def _identify(path: Path, stamp: tuple[int, int, int], max_bytes: int, *, fresh: bool) -> Source | Problem:
    name, size = path.name, stamp[0]
    if size == 0:
        empty = Problem(f"{name} kosong (0 bita).", "Pindai ulang dokumennya.")
        return still_written(name, "kosong (0 bita).") if fresh else empty
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
        return Problem(f"{name} {_other_name(head)}.", f"Yang diterima: {ACCEPTED_KINDS}.")
    return Source(path, kind, size, stamp, _extension_note(path, kind), fresh)


def kind_of(head: bytes) -> SourceKind:
    """The type that the first kilobyte shows."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in _IMAGE_TYPES_OF_HEIF:
        return SourceKind.HEIC
    if head[:2] == b"BM" and head[6:10] == bytes(4) and head[14:18] in _BMP_HEADERS:
        return SourceKind.BMP
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return SourceKind.WEBP
    is_pdf = b"%PDF-" in head and not head.startswith(tuple(magic for magic, _ in _OTHER_TYPES))
    return SourceKind.PDF if is_pdf else SourceKind.OTHER


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
    if extension in EXTENSIONS[kind]:
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


def in_scanner_folder(folder: Path) -> tuple[list[Path], int]:
    """What a scanner's folder holds for taking in, in order of names; and how much else lies there.

    Else: what systems leave (`litter`), subfolders, hidden files, and downloads that are not finished. They are no
    scans and no problems. Raises OSError when the folder cannot be listed.
    """
    files, others = [], 0
    for path in sorted(folder.iterdir()):
        is_folder = path.is_dir()
        size = None if is_folder else _size(path)
        unfinished = path.suffix.lower() in _UNFINISHED
        if is_folder or unfinished or path.name.startswith(".") or is_litter(path.name, size):
            others += 1
        else:
            files.append(path)
    return files, others


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0  # gone or closed meanwhile: `look_at` says so

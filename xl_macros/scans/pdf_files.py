"""Opening and saving PDFs, and what lies around them in the file. Runs in the parsing process (`worker_main`)."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.scans.bounds import SCAN_AGAIN, SMALLER, TOO_MUCH_MEMORY, Damaged, Unacceptable

if TYPE_CHECKING:
    import pikepdf

_END = b"%%EOF"
_PADDING = b"\x00\t\n\x0c\r "
_BLOCK = 1 << 16
LONGEST_TAIL = 1000
"""Bytes behind the end mark within which every reader still finds it."""


@contextmanager
def opened(path: str, *, recover: bool = False) -> Iterator[pikepdf.Pdf]:
    """The PDF, opened without any repair unless `recover`; raises Unacceptable, and Damaged where it does not parse."""
    import pikepdf

    try:
        with _parsed(path, recover=recover) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        raise Unacceptable(
            "Berkas PDF terkunci kata sandi.", "Minta salinan tanpa kata sandi, atau cetak lalu pindai."
        ) from None
    except (pikepdf.PikepdfError, RecursionError, _NotParsedError) as error:
        if is_too_much(str(error)):
            raise Unacceptable(TOO_MUCH_MEMORY, SMALLER) from None
        raise Damaged("Susunan berkas PDF rusak dan tidak dapat dibaca.", SCAN_AGAIN) from None


class _NotParsedError(Exception):
    """The parser met a number that it cannot hold, which it says as Python's own errors."""


@contextmanager
def _parsed(path: str, *, recover: bool) -> Iterator[pikepdf.Pdf]:
    """The PDF with each of its objects parsed: what comes of a strange number comes here and nowhere later."""
    import pikepdf

    with ExitStack() as closing:
        try:
            # stream access: a mapped gigabyte would count against the memory limit
            pdf = closing.enter_context(
                pikepdf.open(path, attempt_recovery=recover, access_mode=pikepdf.AccessMode.stream)
            )
            for _ in pdf.objects:
                pass
        except (ValueError, OverflowError, RuntimeError) as error:
            raise _NotParsedError(str(error)) from None
        yield pdf


def is_too_much(complaint: str) -> bool:
    """Whether the parser gave up because of a bound of ours."""
    said = complaint.rpartition(": ")[2].lower()  # what stands before is the file's own name
    return any(word in said for word in ("memory", "too slow", "limit"))


def save(pdf: pikepdf.Pdf, output: str, *, repack: bool = False) -> None:
    """Save so that the same content gives the same bytes; raises Unacceptable when the disk is full.

    `repack`: unpack what is packed and pack it anew, which completes streams that lack their checksum.
    """
    try:
        with Path(output).open("xb") as file:
            pdf.save(
                file,
                deterministic_id=True,
                encryption=False,
                fix_metadata_version=False,
                recompress_flate=repack,
            )
    except OSError as error:
        raise _full(error) from None


def _full(error: OSError) -> Exception:
    if error.errno == errno.ENOSPC:
        return Unacceptable("Diska penuh.", "Kosongkan tempat di diska, lalu ulangi.")
    return error


def end_of_document(path: str) -> int | None:
    """Where the file's content ends: the last byte that is no padding, if the end mark stands there; else None."""
    with Path(path).open("rb") as file:
        at = file.seek(0, os.SEEK_END)
        while at > 0:
            start = max(0, at - _BLOCK)
            file.seek(start)
            block = file.read(at - start).rstrip(_PADDING)
            if block:
                end = start + len(block)
                file.seek(max(0, end - len(_END)))
                return end if file.read(len(_END)) == _END else None
            at = start
    return None


def has_end_mark(path: str, *, anywhere: bool = False) -> bool:
    """Whether the end mark stands among the last two kilobytes: a file that was cut off has none there.

    `anywhere`: in the whole file, where an earlier revision or what somebody has put behind it may leave one.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0 if anywhere else max(0, size - 2048))
        before = b""
        while block := file.read(_BLOCK):
            if _END in before + block:
                return True
            before = block[-len(_END) :]
    return False


def copy_up_to(path: str, end: int, output: str) -> None:
    """The first `end` bytes of the file and a line end, as a new file."""
    try:
        with Path(path).open("rb") as reading, Path(output).open("xb") as writing:
            left = end
            while left:
                chunk = reading.read(min(_BLOCK, left))
                writing.write(chunk)
                left -= len(chunk)
            writing.write(b"\n")
    except OSError as error:
        raise _full(error) from None


def has_stray_bytes(path: str) -> bool:
    """Whether something stands before the header or behind the end mark: a file of two natures hides there."""
    with Path(path).open("rb") as file:
        starts_well = file.read(5) == b"%PDF-"
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 2048))
        tail = file.read()
    return not starts_well or (_END in tail and bool(tail.rpartition(_END)[2].strip(_PADDING)))

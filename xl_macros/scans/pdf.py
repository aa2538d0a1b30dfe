"""PDFs of strangers: checked, cleaned, joined. Runs in the parsing process only (`worker_main`)."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.scans.bounds import MAX_IMAGE_PIXELS, SMALLER, TOO_MUCH_MEMORY, Unacceptable

if TYPE_CHECKING:
    import pikepdf

LONGEST_SIDE_POINTS = 14_400.0
"""200 inches, the largest page that PDF 1.7 readers need to show (ISO 32000-1, annex C.2)."""

SHORTEST_SIDE_POINTS = 36.0
"""Half an inch: anything smaller is no page of a document."""

SCAN_AGAIN = "Pindai ulang, atau buka berkasnya lalu cetak ke PDF."
_DAMAGED = "Berkas PDF rusak atau terpotong."


@contextmanager
def opened(path: str) -> Iterator[pikepdf.Pdf]:
    """The PDF, opened without any repair, so that damage is refused and not papered over."""
    import pikepdf

    try:
        # stream access: a mapped gigabyte would count against the memory limit
        with pikepdf.open(path, attempt_recovery=False, access_mode=pikepdf.AccessMode.stream) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        raise Unacceptable(
            "Berkas PDF terkunci kata sandi.", "Minta salinan tanpa kata sandi, atau cetak lalu pindai."
        ) from None
    except pikepdf.PikepdfError as error:
        if _is_too_much(str(error)):
            raise Unacceptable(TOO_MUCH_MEMORY, SMALLER) from None
        raise Unacceptable(_DAMAGED, SCAN_AGAIN) from None


def check_pdf(path: str, output: str, max_pages: int) -> dict[str, Any]:
    """Judge a PDF; where something must go (active content, an owner's lock), write a clean copy to `output`.

    Returns `pages`, `notes` and `rewritten` (whether `output` was written). Raises Unacceptable.
    """
    from xl_macros.scans import pdf_active

    with opened(path) as pdf:
        pages = _count_pages(pdf, max_pages)
        _check_sizes(pdf)
        found = pdf_active.find_active(pdf)
        _check_syntax(pdf)
        notes = _reasons_to_rewrite(path, pdf, found)
        if notes:
            pdf_active.strip_active(pdf, found)
            save(pdf, output)
    if notes:
        check_clean(output, pages)
    return {"pages": pages, "notes": notes, "rewritten": bool(notes)}


def _reasons_to_rewrite(path: str, pdf: pikepdf.Pdf, found: set[str]) -> list[str]:
    """One note per thing that the stored copy must not have; empty when the copy may stay byte for byte."""
    notes = []
    if found:
        notes.append(f"Dibuang dari salinan: {', '.join(sorted(found))}.")
    if pdf.is_encrypted:
        notes.append("Pembatasan pemilik (cetak, salin) dilepas pada salinan.")
    if _has_stray_bytes(path):
        notes.append("Data di luar dokumen PDF dibuang dari salinan.")
    return notes


def _has_stray_bytes(path: str) -> bool:
    """Whether something stands before the header or behind the end mark: a file of two natures hides there."""
    with Path(path).open("rb") as file:
        starts_well = file.read(5) == b"%PDF-"
        size = file.seek(0, 2)
        file.seek(max(0, size - 2048))
        tail = file.read()
    return not starts_well or bool(tail.rpartition(b"%%EOF")[2].strip(b"\x00\t\n\x0c\r "))


def check_clean(output: str, pages: int) -> None:
    """Look at the written copy as at a stranger's file: what could not be removed is refused."""
    from xl_macros.scans import pdf_active

    with opened(output) as clean:
        left = pdf_active.find_active(clean)
        if left or len(clean.pages) != pages:
            words = ", ".join(sorted(left)) or "isi"
            raise Unacceptable(f"Berkas PDF memuat {words} yang tidak dapat dibuang.", SCAN_AGAIN)
        _check_syntax(clean)


def count_pages(path: str, max_pages: int) -> dict[str, Any]:
    """`pages` of a PDF, as far as its structure says, and whether it is `signed` electronically."""
    from xl_macros.scans.pdf_active import is_signed

    with opened(path) as pdf:
        return {"pages": _count_pages(pdf, max_pages), "signed": is_signed(pdf)}


def _count_pages(pdf: pikepdf.Pdf, max_pages: int) -> int:
    stated = pdf.Root.Pages.get("/Count") if "/Pages" in pdf.Root else None
    if isinstance(stated, int) and stated > max_pages:
        raise Unacceptable(
            f"Berkas PDF berisi {stated} halaman (batasnya {max_pages}).", "Bagi menjadi beberapa berkas."
        )
    pages = len(pdf.pages)
    if pages == 0:
        raise Unacceptable("Berkas PDF tidak berisi halaman.", "Pindai ulang dokumennya.")
    if pages > max_pages:
        raise Unacceptable(
            f"Berkas PDF berisi {pages} halaman (batasnya {max_pages}).", "Bagi menjadi beberapa berkas."
        )
    if stated != pages:
        named = f"{stated} disebut" if isinstance(stated, int) else "tidak disebut"
        raise Unacceptable(
            f"Jumlah halaman berkas PDF tidak sesuai isinya ({named}, {pages} ada).", SCAN_AGAIN
        )
    return pages


def _check_sizes(pdf: pikepdf.Pdf) -> None:
    """Refuse page and image sizes that no scanner makes, from the numbers alone, before anything is inflated."""
    for number, page in enumerate(pdf.pages, start=1):
        try:
            left, low, right, high = (float(side) for side in page.mediabox)
        except (TypeError, ValueError):
            raise Unacceptable(f"Ukuran halaman {number} tidak terbaca.", SCAN_AGAIN) from None
        sides = sorted((abs(right - left), abs(high - low)))
        if sides[0] < SHORTEST_SIDE_POINTS or sides[1] > LONGEST_SIDE_POINTS:
            raise Unacceptable(f"Ukuran halaman {number} tidak wajar.", SCAN_AGAIN)
    import pikepdf

    for found in pdf.objects:
        if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") != "/Image":
            continue
        width, height = found.get("/Width"), found.get("/Height")
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_IMAGE_PIXELS:
            raise Unacceptable(f"Gambar di dalam PDF terlalu besar ({width} x {height} titik).", SMALLER)


def _check_syntax(pdf: pikepdf.Pdf) -> None:
    """Decode every stream once; any complaint of the parser counts as damage."""
    problems = [*pdf.check_pdf_syntax(), *(str(warning) for warning in pdf.get_warnings())]
    if not problems:
        return
    if any(_is_too_much(problem) for problem in problems):
        raise Unacceptable(TOO_MUCH_MEMORY, SMALLER)
    raise Unacceptable(_DAMAGED, SCAN_AGAIN)


def _is_too_much(complaint: str) -> bool:
    said = complaint.rpartition(": ")[2].lower()  # what stands before is the file's own name
    return any(word in said for word in ("memory", "too slow", "limit"))


def join_pdfs(
    parts: Sequence[tuple[str, Sequence[int] | None]], output: str, max_pages: int
) -> dict[str, Any]:
    """Write the given pages (0-based; None = all) of the given PDFs, in that order, as one new PDF."""
    import pikepdf

    from xl_macros.scans.pdf_archival import declare_archival, is_ours

    with pikepdf.new() as whole:
        pictures_only = True
        for path, numbers in parts:
            with opened(path) as part:
                pictures_only = pictures_only and is_ours(part)
                for number in range(len(part.pages)) if numbers is None else numbers:
                    whole.pages.append(part.pages[number])
        _count_pages(whole, max_pages)
        if pictures_only:
            declare_archival(whole)
        save(whole, output)
        return {"pages": len(whole.pages), "notes": []}


def save(pdf: pikepdf.Pdf, output: str) -> None:
    """Save so that the same content gives the same bytes; raises Unacceptable when the disk is full."""
    try:
        with Path(output).open("xb") as file:
            pdf.save(file, deterministic_id=True, encryption=False, fix_metadata_version=False)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Unacceptable("Diska penuh.", "Kosongkan tempat di diska, lalu ulangi.") from None
        raise

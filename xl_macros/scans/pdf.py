"""PDFs of strangers: checked, and cleaned where something must go. Runs in the parsing process (`worker_main`)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.scans import pdf_damage, pdf_files, signatures
from xl_macros.scans.bounds import (
    MAX_BILEVEL_PIXELS,
    MAX_IMAGE_PIXELS,
    SCAN_AGAIN,
    SMALLER,
    Damaged,
    Unacceptable,
)
from xl_macros.scans.pdf_files import opened, save
from xl_macros.scans.pdf_stated import stated_count

if TYPE_CHECKING:
    import pikepdf

LONGEST_SIDE_POINTS = 14_400.0
"""200 inches, the largest page that PDF 1.7 readers need to show (ISO 32000-1, annex C.2)."""

SHORTEST_SIDE_POINTS = 36.0
"""Half an inch: anything smaller is hardly a page of a document, and is said."""

_POINTS_PER_MM = 72 / 25.4
_NEW = ".baru"


@dataclass(slots=True)
class _Findings:
    """What was found in one PDF: `reasons` to write a clean copy, and `notes` that need none."""

    pages: int = 0
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signed: tuple[signatures.Signature, ...] = ()
    attachments_kept: bool = False
    untidy: bool = False


def check_pdf(path: str, output: str, max_pages: int, keep_attachments: bool = False) -> dict[str, Any]:
    """Judge a PDF; where something must go or be put in order, write a clean copy to `output`.

    Returns `pages`, `notes`, `rewritten` (whether `output` was written), `signed`, `attachments_kept`. Raises
    Unacceptable; ToBeAsked for a signed file with attachments unless `keep_attachments`.
    """
    end, size = pdf_files.end_of_document(path), Path(path).stat().st_size
    try:
        if end is None or size - end <= pdf_files.LONGEST_TAIL:
            found = _judged(path, output, max_pages, keep_attachments, whole=end is not None)
        else:
            pdf_files.copy_up_to(path, end, output)
            found = _judged(output, output, max_pages, keep_attachments, whole=True)
            found.notes.append("Bita kosong di belakang dokumen PDF dibuang dari salinan.")
    except BaseException:
        for leftover in (output, output + _NEW):
            Path(leftover).unlink(missing_ok=True)
        raise
    return {
        "pages": found.pages,
        "notes": [*found.reasons, *found.notes],
        "rewritten": Path(output).exists(),
        "attachments_kept": found.attachments_kept,
        "signed": bool(found.signed),
    }


def _judged(path: str, output: str, max_pages: int, keep_attachments: bool, *, whole: bool) -> _Findings:
    """Strictly first; a file whose table of contents is broken is rebuilt if nothing of it is missing."""
    try:
        return _judge(path, output, max_pages, keep_attachments, recover=False)
    except Damaged as strictly:
        if not whole and not pdf_files.has_end_mark(path):
            more = " atau tertimbun data lain" if pdf_files.has_end_mark(path, anywhere=True) else ""
            raise Damaged(f"Berkas PDF terpotong (rusak): akhirnya tidak ada{more}.", SCAN_AGAIN) from None
        try:
            return _judge(path, output, max_pages, keep_attachments, recover=True)
        except Unacceptable:
            raise strictly from None


def _judge(path: str, output: str, max_pages: int, keep_attachments: bool, *, recover: bool) -> _Findings:
    from xl_macros.scans import pdf_active

    written = Path(output + _NEW)
    with opened(path, recover=recover) as pdf:
        found = _Findings(_count_pages(pdf, path, max_pages))
        found.notes += _check_sizes(pdf)
        active = pdf_active.find_active(pdf)
        if pdf_active.find_references(pdf):
            found.notes.append(_REFERS)
        found.untidy = pdf_damage.is_untidy(pdf, path, rebuilt=recover) or not pdf_files.has_end_mark(path)
        found.signed = signatures.read_signatures(pdf, Path(path))
        found.notes += signatures.in_words(found.signed)
        stray = pdf_files.has_stray_bytes(path)
        if found.signed:
            _judge_signed(found, pdf, active, stray=stray, rebuilt=recover, keep_attachments=keep_attachments)
            return found
        if recover:
            pdf_damage.check_rebuilt(pdf, path)
        _reasons_to_rewrite(found, pdf, active, stray=stray, rebuilt=recover)
        if found.reasons:
            pdf_active.strip_active(pdf, active)
            save(pdf, str(written), repack=found.untidy)
    if not found.reasons:
        return found
    tidy = check_clean(str(written), found.pages)
    if not tidy and found.reasons == [_TIDIED] and not recover:
        # Nothing of it is to be had by writing it anew: the bytes stay.
        written.unlink()
        found.reasons, found.notes = [], [*found.notes, _UNTIDY]
        return found
    if not tidy and recover:
        raise Damaged("Susunan berkas PDF rusak dan tidak dapat dibangun ulang.", SCAN_AGAIN)
    os.replace(written, output)  # noqa: PTH105  the target may be there: a copy without padding
    return found


_REFERS = "Berkas PDF menyebut berkas lain di luar dirinya; berkas itu tidak ikut disimpan dan tidak dibuka sendiri."
_TIDIED = "Susunan berkas PDF tidak rapi (bukan kerusakan): disimpan ulang dengan isi yang sama."
_UNTIDY = "Susunan berkas PDF tidak rapi (bukan kerusakan); disimpan apa adanya."
_REBUILT = "Daftar isi berkas PDF dibangun ulang; semua halaman terbaca: periksa sekali lagi isinya."


def _judge_signed(
    found: _Findings,
    pdf: pikepdf.Pdf,
    active: set[str],
    *,
    stray: bool,
    rebuilt: bool,
    keep_attachments: bool,
) -> None:
    """A signed file stays as it is, to the byte, or is not taken: any rewriting would break the signature."""
    from xl_macros.scans import pdf_active

    if rebuilt:
        raise Damaged("Berkas PDF bertanda tangan elektronik dan susunannya rusak.", SCAN_AGAIN)
    if stray:
        raise Unacceptable(
            "Ada data lain di luar dokumen PDF yang bertanda tangan elektronik.",
            "Minta berkas aslinya sekali lagi; tanda tangannya tidak boleh rusak.",
        )
    found.attachments_kept = pdf_active.judge_signed(active, keep_attachments=keep_attachments)
    if found.attachments_kept:
        found.notes.append(
            "Lampiran di dalam berkas bertanda tangan tetap ada: jangan dibuka sebelum diperiksa."
        )
    found.notes += _kept_as_it_is(found, pdf)


def _kept_as_it_is(found: _Findings, pdf: pikepdf.Pdf) -> list[str]:
    notes = []
    if found.untidy:
        notes.append(_UNTIDY)
    if pdf.is_encrypted:
        notes.append(
            "Pembatasan pemilik (cetak, salin) tidak menghalangi membaca: berkas disimpan apa adanya."
        )
    return notes


def _reasons_to_rewrite(
    found: _Findings, pdf: pikepdf.Pdf, active: set[str], *, stray: bool, rebuilt: bool
) -> None:
    """One sentence per thing that the stored copy must not have; none when the copy may stay byte for byte."""
    if active:
        found.reasons.append(f"Dibuang dari salinan: {', '.join(sorted(active))}.")
    if stray:
        found.reasons.append("Data di luar dokumen PDF dibuang dari salinan.")
    if rebuilt:
        found.reasons.append(_REBUILT)
    elif found.untidy and not (found.reasons or pdf.is_encrypted):
        found.reasons.append(_TIDIED)
    if found.reasons and pdf.is_encrypted:
        found.reasons.append("Pembatasan pemilik (cetak, salin) dilepas pada salinan.")
    if found.reasons and signatures.has_usage_rights(pdf):
        found.reasons.append("Hak pakai Adobe Reader (bukan tanda tangan) dilepas pada salinan.")
    if not found.reasons:
        found.notes += _kept_as_it_is(found, pdf)


def check_clean(output: str, pages: int) -> bool:
    """Look at the written copy as at a stranger's file: what could not be removed is refused.

    True when qpdf has nothing to say of it either.
    """
    from xl_macros.scans import pdf_active

    with opened(output) as clean:
        left = pdf_active.find_active(clean)
        if left or len(clean.pages) != pages:
            words = ", ".join(sorted(left)) or "isi"
            raise Unacceptable(
                f"Berkas PDF memuat {words} yang tidak dapat dibuang.",
                "Cetak lalu pindai, atau minta salinan yang bersih.",
            )
        return not pdf_damage.is_untidy(clean, output)


def count_pages(path: str, max_pages: int) -> dict[str, Any]:
    """`pages` of a PDF as its structure says; whether it is `signed` electronically, or `locked` by its owner."""
    with opened(path) as pdf:
        return {
            "pages": _count_pages(pdf, path, max_pages),
            "signed": bool(signatures.signature_values(pdf)),
            "locked": pdf.is_encrypted,
        }


def _count_pages(pdf: pikepdf.Pdf, path: str, max_pages: int) -> int:
    stated = stated_count(pdf, path)
    if isinstance(stated, int) and stated > max_pages:
        raise Unacceptable(
            f"Berkas PDF berisi {stated} halaman (batasnya {max_pages}).", "Bagi menjadi beberapa berkas."
        )
    pages = len(pdf.pages)
    if pages == 0:
        raise Damaged("Berkas PDF tidak berisi halaman (rusak atau kosong).", "Pindai ulang dokumennya.")
    if pages > max_pages:
        raise Unacceptable(
            f"Berkas PDF berisi {pages} halaman (batasnya {max_pages}).", "Bagi menjadi beberapa berkas."
        )
    if stated != pages:
        named = f"{stated} disebut" if isinstance(stated, int) else "tidak disebut"
        raise Damaged(f"Jumlah halaman berkas PDF tidak sesuai isinya ({named}, {pages} ada).", SCAN_AGAIN)
    return pages


def _check_sizes(pdf: pikepdf.Pdf) -> list[str]:
    """Refuse page and image sizes that no scanner makes, from the numbers alone, before anything is inflated.

    Notes about pages that are too small to be one.
    """
    notes = []
    for number, page in enumerate(pdf.pages, start=1):
        try:
            left, low, right, high = (float(side) for side in page.mediabox)
        except (TypeError, ValueError):
            raise Unacceptable(f"Ukuran halaman {number} tidak terbaca.", SCAN_AGAIN) from None
        sides = sorted((abs(right - left), abs(high - low)))
        shown = " x ".join(f"{side / _POINTS_PER_MM:.0f}" for side in sides)
        if sides[1] > LONGEST_SIDE_POINTS or sides[0] < 1:
            raise Unacceptable(f"Ukuran halaman {number} tidak wajar ({shown} mm).", SCAN_AGAIN)
        if sides[0] < SHORTEST_SIDE_POINTS:
            notes.append(f"Halaman {number} sangat kecil ({shown} mm): periksa apakah itu memang halaman.")
    _check_pictures(pdf)
    return notes


def _check_pictures(pdf: pikepdf.Pdf) -> None:
    import pikepdf

    for found in pdf.objects:
        if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") != "/Image":
            continue
        width, height = found.get("/Width"), found.get("/Height")
        if not (isinstance(width, int) and isinstance(height, int)):
            continue
        bilevel = found.get("/BitsPerComponent") == 1 or found.get("/ImageMask") is True
        if width * height > (MAX_BILEVEL_PIXELS if bilevel else MAX_IMAGE_PIXELS):
            raise Unacceptable(f"Gambar di dalam PDF terlalu besar ({width} x {height} titik).", SMALLER)

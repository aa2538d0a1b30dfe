"""What a text recogniser made of a scan, judged and stripped of the moment of making.

Runs in the parsing process only (`worker_main`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_macros.scans.bounds import Unacceptable
from xl_macros.scans.pdf import check_clean
from xl_macros.scans.pdf_archival import uses_cmyk
from xl_macros.scans.pdf_files import opened, save

if TYPE_CHECKING:
    import pikepdf

_CLOCKS = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:InstanceID")
_CLOCK_KEYS = ("/CreationDate", "/ModDate")


def _withdraw(pdf: pikepdf.Pdf, metadata: pikepdf.models.PdfMetadata) -> None:
    """Take back what the recogniser's converter says too lightly."""
    for name in ("pdfaid:part", "pdfaid:conformance"):
        del metadata[name]
    if "/OutputIntents" in pdf.Root:
        del pdf.Root["/OutputIntents"]


def finish_recognised(path: str, output: str, source: str, max_pages: int) -> dict[str, Any]:
    """Judge what the recogniser made of `source` and write it to `output` without the moment of making.

    The same scan then gives the same bytes with the same programs. Returns `pages` and `archival` (PDF/A).
    Raises Unacceptable.
    """
    with opened(source) as before:
        kept = "/CreationDate" in before.trailer.get("/Info", {})
        pages = len(before.pages)
    with opened(path) as pdf:
        if len(pdf.pages) != pages or pages > max_pages:
            raise Unacceptable("Teks halaman tidak dapat dikenali.")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in _CLOCKS:
                if name in metadata and not (kept and name == "xmp:CreateDate"):
                    del metadata[name]
            archival = bool(metadata.pdfa_status) and not uses_cmyk(pdf)
            if metadata.pdfa_status and not archival:
                _withdraw(pdf, metadata)
        facts: Any = pdf.trailer.get("/Info", {})
        for key in _CLOCK_KEYS:
            if key in facts and not (kept and key == "/CreationDate"):
                del facts[key]
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]  # made from the clock; saving makes one from the content
        save(pdf, output)
    check_clean(output, pages)
    return {"pages": pages, "archival": archival}

"""Pages of several PDFs as one. Runs in the parsing process only (`worker_main`).

The one guard of electronic signatures for everything that takes pages out of a file or puts some in: replacing,
inserting, interleaving, cutting a stack, dropping blank pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_macros.scans import signatures
from xl_macros.scans.bounds import ToBeAsked, Unacceptable
from xl_macros.scans.pdf_files import opened, save

if TYPE_CHECKING:
    import pikepdf

_DEEPEST_FIELD = 20
_KEPT_OF_A_WIDGET = ("/Type", "/Rect", "/AP", "/F", "/P", "/C", "/AS")


def join_pdfs(
    parts: Sequence[tuple[str, Sequence[int] | None]],
    output: str,
    max_pages: int,
    drop_signatures_of: Sequence[str] = (),
) -> dict[str, Any]:
    """Write the given pages (0-based; None = all) of the given PDFs, in that order, as one new PDF.

    A signed part is refused (ToBeAsked), unless its path is in `drop_signatures_of`: then the look of the signature
    stays on its page and the signature itself, which would not fit any more, goes. `dropped`: whose signatures went.
    """
    import pikepdf

    from xl_macros.scans.pdf_archival import declare_archival, is_ours

    dropped: list[str] = []
    with pikepdf.new() as whole:
        pictures_only = True
        for path, numbers in parts:
            with opened(path) as part:
                if signatures.signature_values(part):
                    dropped += _without_signatures(part, path, allowed=path in drop_signatures_of)
                pictures_only = pictures_only and is_ours(part)
                for number in range(len(part.pages)) if numbers is None else numbers:
                    whole.pages.append(part.pages[number])
        if len(whole.pages) > max_pages:
            raise Unacceptable(
                f"Berkas PDF berisi {len(whole.pages)} halaman (batasnya {max_pages}).",
                "Bagi menjadi beberapa berkas.",
            )
        if pictures_only:
            declare_archival(whole)
        save(whole, output)
        return {"pages": len(whole.pages), "notes": [], "dropped": list(dict.fromkeys(dropped))}


def _without_signatures(part: pikepdf.Pdf, path: str, *, allowed: bool) -> list[str]:
    """Take the signatures out of an open file, in memory; the names of their signers."""
    names = [one.signer or "tanpa nama" for one in signatures.read_signatures(part, Path(path))]
    if not allowed:
        raise ToBeAsked(
            f"Berkas bertanda tangan elektronik ({', '.join(names)}); "
            "tanda tangan itu tidak berlaku lagi bila halamannya dipisah atau digabung.",
            "Lampirkan berkas bertanda tangan tersendiri, utuh sebagaimana diterima.",
        )
    for page in part.pages:
        for widget in page.obj.get("/Annots", []):
            if _is_signature_field(widget):
                _make_stamp(widget)
    return names


def _is_signature_field(widget: pikepdf.Object) -> bool:
    import pikepdf

    if not isinstance(widget, pikepdf.Dictionary) or widget.get("/Subtype") != "/Widget":
        return False
    field: pikepdf.Object = widget
    for _ in range(_DEEPEST_FIELD):
        parent = field.get("/Parent")
        if "/FT" in field or not isinstance(parent, pikepdf.Dictionary):
            break
        field = parent
    return bool(field.get("/FT") == "/Sig")


def _make_stamp(widget: pikepdf.Object) -> None:
    """What is seen of the signature, as an ordinary stamp on the page."""
    import pikepdf

    for key in set(widget.keys()) - set(_KEPT_OF_A_WIDGET):
        del widget[key]
    widget[pikepdf.Name.Subtype] = pikepdf.Name.Stamp

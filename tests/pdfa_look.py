"""A look at a PDF with the eyes of PDF/A-2b (ISO 19005-2), for what the product writes.

No validator of the standard can be had as a Python, Node or Debian package, so this looks for what commonly
breaks conformance: it can miss what a full validator finds, and finds nothing that one would pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from xl_macros.scans.pdf_active import find_active

_FONT_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_COLOURS = {"/DeviceRGB": b"RGB ", "/DeviceCMYK": b"CMYK"}
_OPERATORS = {"/DeviceRGB": "rg RG", "/DeviceCMYK": "k K"}


def faults(path: Path) -> list[str]:
    """What speaks against PDF/A-2b, a phrase each; empty when nothing does."""
    with pikepdf.open(path, attempt_recovery=False) as pdf:
        return [*_of_document(pdf), *_of_objects(pdf)]


def _of_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "encrypted"
    if len(pdf.trailer.get("/ID", ())) != 2:
        yield "no file identifier"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if metadata.pdfa_status not in ("2B", "2U", "2A"):
            yield f"declares {metadata.pdfa_status or 'no PDF/A'}"
        facts = pdf.trailer.get("/Info", {})
        for key, name in (("/Title", "dc:title"), ("/Producer", "pdf:Producer")):
            if key in facts and str(facts[key]) != str(metadata.get(name, "")):
                yield f"{key} differs from {name}"
        for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            if key in facts and name not in metadata:
                yield f"{key} without {name}"
    if find_active(pdf):
        yield f"active content: {find_active(pdf)}"
    yield from _of_colours(pdf)


def _of_colours(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Device colours need an output intent of their kind; grey goes with each."""
    spaces = [
        bytes(intent.DestOutputProfile.read_bytes())[16:20]
        for intent in pdf.Root.get("/OutputIntents", ())
        if intent.get("/S") == "/GTS_PDFA1"
    ]
    if len(spaces) > 1:
        yield "several output intents"
    drawn = [*pdf.pages, *(one for one in pdf.objects if _subtype(one) == "/Form")]
    for colour, space in _COLOURS.items():
        pictures = any(_subtype(one) == "/Image" and one.get("/ColorSpace") == colour for one in pdf.objects)
        used = pictures or any(pikepdf.parse_content_stream(one, _OPERATORS[colour]) for one in drawn)
        if used and space not in spaces:
            yield f"{colour} without its output intent"


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream):
            yield from _of_stream(found)
        elif isinstance(found, pikepdf.Dictionary):
            yield from _of_dictionary(found)


def _of_stream(found: pikepdf.Stream) -> Iterator[str]:
    filters = found.get("/Filter", ())
    if "/LZWDecode" in (filters if isinstance(filters, pikepdf.Array) else [filters]):
        yield "LZW"
    if any(key in found for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield "data in another file"
    if _subtype(found) == "/Image" and (found.get("/Interpolate") or "/Alternates" in found):
        yield "picture with interpolation or alternates"
    if _subtype(found) == "/PS":
        yield "PostScript"


def _of_dictionary(found: pikepdf.Dictionary) -> Iterator[str]:
    kind = found.get("/Type")
    embeddable = kind == "/Font" and _subtype(found) not in ("/Type0", "/Type3")
    if embeddable and not any(key in found.get("/FontDescriptor", {}) for key in _FONT_PROGRAMS):
        yield f"font {found.get('/BaseFont')} is not embedded"
    if kind == "/ExtGState" and ("/TR" in found or found.get("/TR2", "/Default") != "/Default"):
        yield "transfer function"
    if kind == "/Annot" and _subtype(found) != "/Popup" and not int(found.get("/F", 0)) & 4:
        yield "annotation that is not printed"


def _subtype(found: object) -> object:
    return found.get("/Subtype") if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else None

"""Active content of a PDF: found by walking every object, removed by pikepdf's sanitizer, looked for again.

A search of the bytes would miss what lies in object streams, and a look at the usual places would miss what
lies in unusual ones; so the walk sees each dictionary of the file, reachable or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.scans.bounds import ToBeAsked, Unacceptable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

_SCRIPT = "JavaScript"
_EXTERNAL = "perintah ke luar berkas"
_MEDIA = "suara, video atau benda 3D"
_ATTACHED = "berkas sisipan"
_AUTOMATIC = "tindakan otomatis"
_XFA = "formulir XFA"
_OUTSIDE_DATA = "data dari berkas lain"

_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": _EXTERNAL,
    "/GoToR": _EXTERNAL,
    "/GoToE": _EXTERNAL,
    "/SubmitForm": _EXTERNAL,
    "/ImportData": _EXTERNAL,
    "/Rendition": _MEDIA,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/RichMediaExecute": _MEDIA,
}
_KEYS = {
    "/JS": _SCRIPT,
    "/EF": _ATTACHED,
    "/RichMediaContent": _MEDIA,
    "/RichMediaSettings": _MEDIA,
    "/3DD": _MEDIA,
    "/AA": _AUTOMATIC,
    "/XFA": _XFA,
}
_HARMLESS_LINKS = ("http:", "https:", "mailto:", "tel:", "ftp:", "www.")
_DEEPEST = 400


def find_active(pdf: pikepdf.Pdf) -> set[str]:
    """The kinds of active content in the file, as Indonesian words; empty when there is none."""
    import pikepdf

    found: set[str] = set()
    for top in pdf.objects:
        for holder in _dictionaries(top, 0):
            found |= _judge(holder)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        found.add(_AUTOMATIC)
    return found


def find_references(pdf: pikepdf.Pdf) -> bool:
    """Whether the file names other files that nothing opens by itself and that are not inside it: said, not removed."""
    import pikepdf

    return "/SpiderInfo" in pdf.Root or any(
        _names_a_file(holder)
        for top in pdf.objects
        for holder in _dictionaries(top, 0)
        if not isinstance(holder, pikepdf.Stream)
    )


def _names_a_file(holder: pikepdf.Object) -> bool:
    """A file specification without content, an article thread or a print server's picture (OPI) in another file."""
    import pikepdf

    if holder.get("/S") == "/Thread" or "/OPI" in holder or holder.get("/Type") == "/OPI":
        return "/F" in holder or "/OPI" in holder
    names = "/F" in holder or "/UF" in holder
    if holder.get("/Type") in ("/Filespec", "/F") and names:
        return "/EF" not in holder
    return isinstance(holder.get("/FS"), pikepdf.String) and holder.get("/Subtype") == "/FileAttachment"


def _dictionaries(value: object, depth: int) -> Iterator[pikepdf.Object]:
    """Every dictionary (also of a stream) written directly inside `value`; references are not followed.

    What is referred to is an object of its own and is met by the caller's loop.
    """
    import pikepdf

    if depth > _DEEPEST:
        raise Unacceptable("Susunan berkas PDF terlalu dalam.", "Buka berkasnya lalu cetak ke PDF.")
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield value
        members = [member for _, member in value.items()]
    elif isinstance(value, pikepdf.Array):
        members = list(value)
    else:
        return
    for member in members:
        if isinstance(member, pikepdf.Object) and not member.is_indirect:
            yield from _dictionaries(member, depth + 1)


def _judge(holder: pikepdf.Object) -> set[str]:
    import pikepdf

    found = {kind for key, kind in _KEYS.items() if key in holder}
    action = holder.get("/S")
    if isinstance(action, pikepdf.Name):
        named = bytes(action).decode("latin-1")  # a name need not be UTF-8
        if named in _ACTIONS:
            found.add(_ACTIONS[named])
        elif action == "/URI" and not _harmless(holder.get("/URI")):
            found.add(_EXTERNAL)
    if isinstance(holder, pikepdf.Stream):
        if "/F" in holder or "/Ref" in holder:
            found.add(_OUTSIDE_DATA)
        if holder.get("/Type") == "/EmbeddedFile":  # also where another name than an attachment's leads to it
            found.add(_ATTACHED)
    if holder.get("/Type") == "/Annot" and holder.get("/Subtype") in ("/Movie", "/Sound"):
        found |= {_MEDIA for key in ("/Movie", "/Sound") if key in holder}
    return found


def _harmless(link: object) -> bool:
    import pikepdf

    return isinstance(link, pikepdf.String) and str(link).strip().lower().startswith(_HARMLESS_LINKS)


def strip_active(pdf: pikepdf.Pdf, found: set[str]) -> None:
    """Remove what was found, in memory. The caller saves, opens the copy again and looks once more.

    Not for signed files (`judge_signed`). Raises Unacceptable for a form whose pages exist only in its program
    (dynamic XFA).
    """
    from pikepdf import sanitize

    if _XFA in found and bool(pdf.Root.get("/NeedsRendering", False)):
        raise Unacceptable(
            "Berkas PDF adalah formulir dinamis (XFA) tanpa halaman tetap.",
            "Buka dengan Adobe Reader, lalu cetak ke PDF.",
        )
    scrubber = sanitize.Sanitizer().remove_javascript().remove_multimedia().remove_attachments()
    if _EXTERNAL in found:
        scrubber = scrubber.remove_external_access()
    scrubber.remove_collection().apply(pdf)
    if _ATTACHED in found:
        _empty_attachments(pdf)
    permissions = pdf.Root.get("/Perms")
    if permissions is not None:  # Adobe Reader's rights hold for the bytes as they were
        del pdf.Root["/Perms"]
    if _XFA in found and "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm["/XFA"]
    if _AUTOMATIC in found:
        _drop_automatic(pdf)


def judge_signed(found: set[str], *, keep_attachments: bool) -> bool:
    """What active content means in a signed file, of which not a byte may change: True where attachments stay.

    Raises ToBeAsked for attachments alone (as e-documents of PDF/A-3 have) until somebody says yes, and
    Unacceptable for anything that runs.
    """
    if not found:
        return False
    if found == {_ATTACHED}:
        if keep_attachments:
            return True
        raise ToBeAsked(
            "Berkas PDF bertanda tangan elektronik memuat berkas sisipan, yang tidak dapat dibuang tanpa merusak "
            "tanda tangannya.",
            "Minta salinan tanpa sisipan; atau setujui bahwa berkas disimpan tersegel, apa adanya.",
        )
    raise Unacceptable(
        f"Berkas PDF bertanda tangan elektronik memuat {', '.join(sorted(found))}.",
        "Minta salinan yang bersih, atau cetak lalu pindai; tanda tangannya tidak boleh rusak.",
    )


def _empty_attachments(pdf: pikepdf.Pdf) -> None:
    """Files that something else than the list of attachments leads to stay as objects, without their content."""
    import pikepdf

    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/EmbeddedFile":
            found.write(b"")
            del found["/Type"]


def _drop_automatic(pdf: pikepdf.Pdf) -> None:
    if "/OpenAction" in pdf.Root:
        del pdf.Root["/OpenAction"]
    for top in pdf.objects:
        for holder in _dictionaries(top, 0):
            if "/AA" in holder:
                del holder["/AA"]

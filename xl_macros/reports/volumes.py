"""A long document in volumes: each is set in a process of its own, and all are joined to one PDF.

Typst keeps some 150 kB for each row of a table and gives nothing back between documents, so that twenty thousand
entries set at once take three gigabytes. A process that runs out of memory is a refusal, and ends no click's own.
"""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xl_macros.errors import Refusal
from xl_macros.places.own_process import child_command
from xl_macros.reports.typesetting import as_plain, render_plain, saved_small

if TYPE_CHECKING:
    import pikepdf

T = TypeVar("T")

PAPER_ONLY = frozenset({"lembar_sampul.typ"})
"""Templates of what is printed and scanned: in several volumes they have no structure for screen readers.

That structure is some twenty elements a sheet, of which qpdf keeps each in memory until the whole is written: twenty
thousand sheets took most of a gigabyte to be joined.
"""
PAGES_SAID = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"
"""Where a PDF's metadata say how many pages it has."""
_SECONDS = 600.0
_KEYS_A_VOLUME = 1_000_000
"""Keys of a number tree need not follow each other: each volume has its own stretch of them."""


class Volume(NamedTuple):
    """Which volume of how many, and how many rows stand in those before."""

    number: int
    of: int
    before: int


def in_volumes(rows: Sequence[T], longest: int) -> Iterator[tuple[Volume, Sequence[T]]]:
    """The rows, at most `longest` to a volume; one volume when there are none."""
    of = max(1, -(-len(rows) // longest))
    for number in range(of):
        start = number * longest
        yield Volume(number + 1, of, start), rows[start : start + longest]


def render_volumes(template: str, volumes: Sequence[object], *, made_at: datetime) -> bytes:
    """`render` of each volume's data, joined; the same data gives the same bytes. Refused when one cannot be set."""
    plain = (json.dumps(as_plain(data), ensure_ascii=False, separators=(",", ":")) for data in volumes)
    if len(volumes) == 1:
        return render_plain(template, next(plain), made_at=made_at)
    set_apart = (
        _apart(each.encode(), "set", template, made_at.isoformat(), str(number))
        for number, each in enumerate(plain)
    )
    return _apart(packed(set_apart), "join")


def packed(volumes: Iterable[bytes]) -> bytearray:
    """The volumes one behind the other, each below its length."""
    found = bytearray()
    for each in volumes:
        found += len(each).to_bytes(8, "big") + each
    return found


def unpacked(given: bytes) -> Iterator[bytes]:
    """The volumes that `packed` put together."""
    at = 0
    while at < len(given):
        end = at + 8 + int.from_bytes(given[at : at + 8], "big")
        yield given[at + 8 : end]
        at = end


def _apart(given: bytes | bytearray, *what: str) -> bytes:
    """What a process of its own (`volume_main`) makes of the bytes; joining, too, takes a quarter of a gigabyte."""
    command = child_command("reports.volume_main", *what)
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and constants
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode or not done.stdout:
        raise Refusal(
            "Dokumen sepanjang ini tidak dapat disusun di komputer ini: memori atau waktunya tidak cukup.",
            cure="Tutup program lain, lalu klik lagi.",
        )
    return done.stdout


# -- joining -------------------------------------------------------------------------------------------------


def for_joining(content: bytes, number: int) -> bytes:
    """A volume (from 0) that shares no key or name with another, and that takes little memory to be joined."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as part:
        if number:
            _make_distinct(part, number)
        _share_attributes(part)
        return saved_small(part)


def _share_attributes(part: pikepdf.Pdf) -> None:
    """What is said alike of tens of thousands of cells, their border and their heading, is said once."""
    import pikepdf

    said: dict[bytes, pikepdf.Object] = {}
    for element in part.objects:
        attributes: Any = element.get("/A") if isinstance(element, pikepdf.Dictionary) else None
        for place in range(len(attributes)) if isinstance(attributes, pikepdf.Array) else ():
            each = attributes[place]
            text = each.unparse()
            if text not in said:
                said[text] = part.make_indirect(each)
            attributes[place] = said[text]


def joined(volumes: Iterator[bytes]) -> bytes:
    """One PDF with the pages, the structure for screen readers and the outline of all volumes, in their order.

    The volumes are as `for_joining` leaves them.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(next(volumes))) as whole:
        for content in volumes:
            with pikepdf.open(io.BytesIO(content)) as part:
                whole.pages.extend(part.pages)
                if "/StructTreeRoot" in part.Root:
                    _add_structure(whole, whole.copy_foreign(part.Root.StructTreeRoot))
                if "/Outlines" in part.Root:
                    _add_outline(whole, whole.copy_foreign(part.Root.Outlines))
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said[PAGES_SAID] = str(len(whole.pages))
        return saved_small(whole)


def _make_distinct(part: pikepdf.Pdf, number: int) -> None:
    """Keys and names that count within one document get those of their volume."""
    first, prefix = number * _KEYS_A_VOLUME, f"V{number:03d}"
    if "/StructTreeRoot" not in part.Root:
        return
    root = part.Root.StructTreeRoot
    for page in part.pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + first
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + first
    numbers = root.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        numbers[place] = int(numbers[place]) + first
    if "/IDTree" in root:
        names = root.IDTree.Names
        for place in range(0, len(names), 2):
            names[place] = prefix + str(names[place])
            names[place + 1].ID = names[place]
        _rename_headers(root.K, prefix)


def _rename_headers(element: Any, prefix: str) -> None:
    """In a table's cells stand the names of the cells that head them."""
    import pikepdf

    waiting = [element]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting.extend(found)
        elif isinstance(found, pikepdf.Dictionary):
            for attributes in found.get("/A", ()):
                if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                    attributes.Headers = pikepdf.Array([prefix + str(name) for name in attributes.Headers])
            waiting.extend([found.K] if "/K" in found else [])


def _add_structure(whole: pikepdf.Pdf, root: Any) -> None:
    """The elements of a volume's document become the last of the whole's."""
    ours = whole.Root.StructTreeRoot
    document = ours.K[0]
    for element in root.K[0].K:
        element.P = document
        document.K.append(element)
    ours.ParentTree.Nums.extend(root.ParentTree.Nums)
    ours.ParentTreeNextKey = int(ours.ParentTree.Nums[-2]) + 1
    if "/IDTree" in root:
        ours.IDTree.Names.extend(root.IDTree.Names)


def _add_outline(whole: pikepdf.Pdf, outline: Any) -> None:
    ours = whole.Root.Outlines
    entry = outline.First
    while entry is not None:
        entry.Parent = ours
        entry = entry.get("/Next")
    ours.Last.Next, outline.First.Prev = outline.First, ours.Last
    ours.Last = outline.Last
    ours.Count = int(ours.Count) + int(outline.Count)

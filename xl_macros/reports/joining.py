"""One PDF out of volumes that are laid down one behind the other.

qpdf keeps every object of a document until it is saved, a kilobyte and more each: twenty thousand cover sheets, of
which each has some twenty in the structure for screen readers, took most of a gigabyte. So each volume's own process
numbers and writes its objects as they stand in the whole (`as_part`), and `Whole` puts them one behind the other and
adds what belongs to all: catalogue, roots of the trees, cross references (ISO 32000-1, 7.5). Of a volume it remembers
some numbers and where each object is.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from xl_macros.patterns import regex

if TYPE_CHECKING:
    import pikepdf

_CATALOG, _PAGES, _TREE, _DOCUMENT, _OUTLINES, _FACTS, _FIRST_FREE = range(1, 8)
"""Numbers of the objects that belong to all volumes: each volume knows them before they are written."""

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_KEYS_A_VOLUME = 1_000_000
"""Keys of a number tree need not follow each other: each volume has its own stretch of them."""
_PACKED = 200
"""Objects that are compressed together; a reader unpacks all of them for one."""
_WIDTHS = (1, 5, 2)
"""Bytes of a cross reference: its kind; where the object begins, or the number of its pack; its place in the pack."""

_NUMBERS = regex(rb"\((?:[^\\)]|\\.)*\)|<[0-9a-fA-F]*>|\b(\d+) 0 R\b", re.DOTALL)
"""References (group 1), and strings, in which nothing is one: qpdf escapes each parenthesis in them."""
_PAGES_SAID = regex(rb"\s*<xmpTPg:NPages>\d+</xmpTPg:NPages>")


class Place(NamedTuple):
    """Where a volume begins: its number (from 0), its first object, its first byte, the outline's entry before it."""

    number: int = 0
    first: int = _FIRST_FREE
    at: int = len(_HEAD)
    entry: int = 0


def as_part(content: bytes, place: Place) -> bytes:
    """The objects of a volume as they stand in the whole, and before them what `Whole` has to know of them."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as part:
        if place.number:
            _make_distinct(part, place.number)
        _share_attributes(part)
        return _Writer(part, place).part()


class Whole:
    """The PDF that grows by a part; the same parts give the same bytes."""

    def __init__(self) -> None:
        """Nothing but a PDF's first line."""
        self.place = Place()
        self._out = io.BytesIO(_HEAD)
        self._out.seek(0, io.SEEK_END)
        self._entries = bytearray(_entry(0, 0, 0) * _FIRST_FREE)
        self._said: list[dict[str, Any]] = []

    def add(self, part: bytes) -> None:
        """Pages, structure for screen readers and outline of a volume, made for `place`, behind all others."""
        line, _, rest = part.partition(b"\n")
        said = json.loads(line)
        self._said.append(said)
        self._entries += rest[: said["entries"]]
        self._out.write(memoryview(rest)[said["entries"] :])
        entry = said["outline"][1] if said["outline"] else self.place.entry
        self.place = Place(self.place.number + 1, len(self._entries) // sum(_WIDTHS), self._out.tell(), entry)

    def finished(self) -> bytes:
        """The whole document."""
        size, number = sum(_WIDTHS), self.place.first
        about, content, entries = _pack(list(self._shared()), number)
        entries |= {0: _entry(0, 0, 65_535), number: _entry(1, self._out.tell(), 0)}
        self._out.write(_stream(number, about, content))
        at = self._out.tell()
        entries[number + 1] = _entry(1, at, 0)
        for each, entry in entries.items():
            self._entries[each * size : (each + 1) * size] = entry
        packed = zlib.compress(self._entries)
        mark = sha256(self._out.getbuffer())
        mark.update(packed)
        name = mark.hexdigest()[:32].encode()
        about = b"/Type/XRef/Size %d/W[%d %d %d]/Filter/FlateDecode" % (number + 2, *_WIDTHS)
        about += b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (_CATALOG, _FACTS, name, name)
        self._out.write(_stream(number + 1, about, packed) + b"startxref\n%d\n%%%%EOF\n" % at)
        return self._out.getvalue()

    def _shared(self) -> Iterator[tuple[int, bytes]]:
        """The objects that no volume has alone: what its first says of itself, and the roots of what all have."""
        parts = self._said
        heads = {name: text.encode("latin-1") for name, text in parts[0]["heads"].items()}
        catalog = heads["catalog"] + b"/Pages %d 0 R/StructTreeRoot %d 0 R" % (_PAGES, _TREE)
        outlined = [said for said in parts if said["outline"]]
        for said, after in zip_longest(outlined, outlined[1:]):
            following = b"/Next %d 0 R" % after["outline"][0] if after else b""
            yield said["outline"][1], b"<<%s%s>>" % (said["entry"].encode("latin-1"), following)
        if outlined:
            catalog += b"/Outlines %d 0 R" % _OUTLINES
            about = (
                outlined[0]["outline"][0],
                outlined[-1]["outline"][1],
                sum(said["outline"][2] for said in outlined),
            )
            yield _OUTLINES, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % about
        yield _CATALOG, b"<<%s>>" % catalog
        yield _FACTS, b"<<%s>>" % heads["facts"]
        pages = sum(said["pages"][1] for said in parts), _references(said["pages"][0] for said in parts)
        yield _PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % pages
        elements = " ".join(said["elements"] for said in parts).encode()
        yield _DOCUMENT, b"<<%s/K[%s]>>" % (heads["document"], elements)
        tree = heads["tree"] + b"/K[%d 0 R]/ParentTreeNextKey %d" % (_DOCUMENT, parts[-1]["last_key"] + 1)
        tree += b"/ParentTree<</Kids[%s]>>" % _references(said["keys"] for said in parts)
        if any(said["names"] for said in parts):
            tree += b"/IDTree<</Kids[%s]>>" % _references(said["names"] for said in parts if said["names"])
        yield _TREE, b"<<%s>>" % tree


class _Writer:
    """Objects of a volume in the order in which they are come upon, from the first that the whole has not yet."""

    def __init__(self, part: pikepdf.Pdf, place: Place) -> None:
        self._part, self._place = part, place
        self._next = place.first
        self._numbers: dict[int, int] = {}
        self._waiting: list[int] = []
        self._more: dict[int, bytes] = {}
        self._body = bytearray()
        self._entries: dict[int, bytes] = {}

    def part(self) -> bytes:
        """What the whole has to know, a line of JSON; the cross references; the objects."""
        root, tree = self._part.Root, self._part.Root.StructTreeRoot
        document, outlines = tree.K[0], root.get("/Outlines")
        for found, number in ((tree, _TREE), (document, _DOCUMENT), (outlines, _OUTLINES)):
            if found is not None:
                self._numbers[found.objgen[0]] = number
        said: dict[str, Any] = {"outline": None, "names": 0}
        if outlines is not None:
            said["outline"] = self._outline(outlines)
            said["entry"] = self._inner(outlines.Last)
        self._more[root.Pages.objgen[0]] = b"/Parent %d 0 R" % _PAGES
        said["pages"] = self._number(root.Pages), int(root.Pages.Count)
        said["elements"] = _references(self._number(each) for each in document.K).decode()
        said["last_key"] = int(tree.ParentTree.Nums[-2])
        said["keys"] = self._branch(tree.ParentTree, tree.ParentTree.Nums)
        if "/IDTree" in tree:
            said["names"] = self._branch(tree.IDTree, tree.IDTree.Names)
        if not self._place.number:
            said["heads"] = self._heads()
        self._write_all()
        numbers = range(self._place.first, self._next)
        entries = b"".join(self._entries.get(number, _entry(0, 0, 0)) for number in numbers)
        return json.dumps(said | {"entries": len(entries)}).encode() + b"\n" + entries + self._body

    def _outline(self, outlines: pikepdf.Object) -> tuple[int, int, int]:
        """First, last and count of the entries; the last is the whole's to write, which knows what comes next."""
        self._numbers[outlines.Last.objgen[0]] = self._next
        self._next += 1
        if self._place.entry:
            self._more[outlines.First.objgen[0]] = b"/Prev %d 0 R" % self._place.entry
        return self._number(outlines.First), self._number(outlines.Last), int(outlines.Count)

    def _branch(self, tree: Any, pairs: Any) -> int:
        """A tree of names or numbers becomes a branch of the whole's, which says between which keys it lies."""
        import pikepdf

        tree.Limits = pikepdf.Array([pairs[0], pairs[-2]])
        return self._number(self._part.make_indirect(tree))

    def _heads(self) -> dict[str, str]:
        """What the whole says of itself is what its first volume says, but for what belongs to all."""
        root, tree = self._part.Root, self._part.Root.StructTreeRoot
        document = tree.K[0]
        metadata = root.Metadata
        metadata.write(_PAGES_SAID.sub(b"", metadata.read_bytes()))
        for found, names in (
            (root, ("/Pages", "/StructTreeRoot", "/Outlines")),
            (document, ("/K",)),
            (tree, ("/K", "/ParentTree", "/ParentTreeNextKey", "/IDTree")),
        ):
            for name in names:
                if name in found:
                    del found[name]
        facts = self._part.trailer.Info
        named = {"catalog": root, "tree": tree, "document": document, "facts": facts}
        return {name: self._inner(found) for name, found in named.items()}

    def _number(self, found: Any) -> int:
        return self._number_of(found.objgen[0])

    def _number_of(self, here: int) -> int:
        if here not in self._numbers:
            self._numbers[here] = self._next
            self._next += 1
            self._waiting.append(here)
        return self._numbers[here]

    def _text(self, found: pikepdf.Object) -> bytes:
        """The object as it is written, its references numbered anew."""
        return _NUMBERS.sub(
            lambda one: b"%d 0 R" % self._number_of(int(one[1])) if one[1] else one[0],
            found.unparse(resolved=True),
        )

    def _inner(self, found: pikepdf.Object) -> str:
        """The text of a dictionary without its brackets, and what is added to it."""
        text = self._text(found)[2:-2] + self._more.get(found.objgen[0], b"")
        return text.decode("latin-1")

    def _write_all(self) -> None:
        import pikepdf

        packed: list[tuple[int, bytes]] = []
        for here in self._waiting:  # which grows while it is gone through
            found, number = self._part.get_object(here, 0), self._numbers[here]
            if isinstance(found, pikepdf.Stream):
                raw = found.read_raw_bytes()
                about = {name: value for name, value in found.items() if name != "/Length"}
                self._write(number, self._text(pikepdf.Dictionary(about))[2:-2], raw)
                continue
            text = self._text(found)
            packed.append((number, text[:-2] + self._more[here] + b">>" if here in self._more else text))
            if len(packed) == _PACKED:
                self._pack(packed)
                packed = []
        if packed:
            self._pack(packed)

    def _pack(self, packed: list[tuple[int, bytes]]) -> None:
        number, self._next = self._next, self._next + 1
        about, content, entries = _pack(packed, number)
        self._entries |= entries
        self._write(number, about, content)

    def _write(self, number: int, about: bytes, content: bytes) -> None:
        self._entries[number] = _entry(1, self._place.at + len(self._body), 0)
        self._body += _stream(number, about, content)


def _pack(objects: Sequence[tuple[int, bytes]], number: int) -> tuple[bytes, bytes, dict[int, bytes]]:
    """Objects (with their numbers) as the stream of that number: what it says of itself, its content, references."""
    at, index = 0, []
    for each, text in objects:
        index.append(b"%d %d" % (each, at))
        at += len(text) + 1
    head = b" ".join(index) + b"\n"
    content = zlib.compress(head + b"\n".join(text for _, text in objects))
    about = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(objects), len(head))
    return about, content, {each: _entry(2, number, place) for place, (each, _) in enumerate(objects)}


def _stream(number: int, about: bytes, content: bytes) -> bytes:
    return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        about,
        len(content),
        content,
    )


def _entry(*values: int) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip(values, _WIDTHS, strict=True))


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


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


def _make_distinct(part: pikepdf.Pdf, number: int) -> None:
    """Keys and names that count within one document get those of their volume."""
    first, prefix = number * _KEYS_A_VOLUME, f"V{number:03d}"
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

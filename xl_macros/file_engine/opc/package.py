"""The parts of a workbook package: names, content types, relationships, and the edits to them so far."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc import container_save
from xl_macros.file_engine.opc.container import Container
from xl_macros.file_engine.opc.safe_xml import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    element_with_namespace,
    parse,
    serialise,
    tag,
)

CONTENT_TYPES_PART = "[Content_Types].xml"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."

MAIN_TYPES = {
    ".xlsx": SPREADSHEET + "sheet.main+xml",
    ".xltx": SPREADSHEET + "template.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
"""Content type of the workbook part for each file name ending."""


class Relationship(NamedTuple):
    """One relationship of a part. `target` is a part name, or the text as it stands for external ones."""

    id: str
    type: str
    target: str
    external: bool

    def is_a(self, kind: str) -> bool:
        """Whether the type ends in `/kind` (`worksheet`, `table`, ...), whoever defined it."""
        return self.type.rpartition("/")[2] == kind


def rels_name(part: str) -> str:
    """Where a part's relationships stand; of "" the package's own."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


class Package:
    """Parts of a container with edits on top. Nothing is read before it is asked for."""

    def __init__(self, source: Path | bytes) -> None:
        self.container = Container(source)
        self._lower = {name.lower(): name for name in self.container.members}
        self._edits: dict[str, container_save.Content | None] = {}
        self._trees: dict[str, etree._Element] = {}
        self._edited_trees: set[str] = set()

    # -- reading ------------------------------------------------------------------------------------------

    def has(self, part: str) -> bool:
        """Whether the part is there, edits so far counted."""
        name = self._stored_name(part)
        if name in self._edits:
            return self._edits[name] is not None
        return name in self.container.members or name in self._trees

    def read(self, part: str) -> bytes:
        """A part's content. Raises UnreadableWorkbook when a part is missing that another one names."""
        name = self._stored_name(part)
        edit = self._edits.get(name)
        if edit is not None:
            return b"".join(map(bytes, edit()))
        if name not in self.container.members or name in self._edits:
            raise UnreadableWorkbook(f"The workbook names a part {part} that it does not have.")
        return self.container.read(name)

    def tree(self, part: str) -> etree._Element:
        """The root element of a small XML part, parsed once. Call `touch` after changing it."""
        name = self._stored_name(part)
        if name not in self._trees:
            self._trees[name] = parse(self.read(part), part)
        return self._trees[name]

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part (of the package for ""), in the order of the file."""
        name = rels_name(part)
        if not self.has(name):
            return []
        found = []
        for element in self.tree(name).iter(tag("Relationship", PACKAGE_RELATIONSHIPS)):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = self._resolved(part, target)
            found.append(Relationship(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def content_type(self, part: str) -> str:
        """The content type of a part, "" when none is given."""
        root = self.tree(CONTENT_TYPES_PART)
        wanted = f"/{part}".lower()
        for element in root.iter(tag("Override", CONTENT_TYPES)):
            if element.get("PartName", "").lower() == wanted:
                return str(element.get("ContentType", ""))
        ending = part.rpartition(".")[2].lower()
        for element in root.iter(tag("Default", CONTENT_TYPES)):
            if element.get("Extension", "").lower() == ending:
                return str(element.get("ContentType", ""))
        return ""

    def _stored_name(self, part: str) -> str:
        return self._lower.get(part.lower(), part)

    def _resolved(self, part: str, target: str) -> str:
        """The part that a relationship points at. At the root, `..` stays there (RFC 3986, 5.2.4)."""
        path = unquote(target.partition("#")[0]).replace("\\", "/")
        joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(part), path)
        return self._stored_name(posixpath.normpath(joined).lstrip("/"))

    # -- editing ------------------------------------------------------------------------------------------

    @property
    def is_edited(self) -> bool:
        """Whether a save would change anything."""
        return bool(self._edits or self._edited_trees)

    def touch(self, part: str) -> None:
        """Marks a part whose tree was changed."""
        self._edited_trees.add(self._stored_name(part))

    def put(self, part: str, content: bytes | container_save.Content) -> None:
        """Sets a part's new content: bytes, or a function that makes them in pieces at the save."""
        name = self._stored_name(part)
        self._lower.setdefault(part.lower(), part)
        self._trees.pop(name, None)
        self._edits[name] = content if callable(content) else lambda: (content,)

    def put_tree(self, part: str, root: etree._Element) -> None:
        """Sets a new small XML part."""
        self._lower.setdefault(part.lower(), part)
        name = self._stored_name(part)
        self._edits.pop(name, None)
        self._trees[name] = root
        self._edited_trees.add(name)

    def remove(self, part: str) -> None:
        """Takes a part out, with its own relationships and its content type."""
        for name in (self._stored_name(part), self._stored_name(rels_name(part))):
            if not self.has(name):
                continue
            self._trees.pop(name, None)
            self._edited_trees.discard(name)
            if name in self.container.members:
                self._edits[name] = None
            else:
                self._edits.pop(name, None)
        root = self.tree(CONTENT_TYPES_PART)
        wanted = f"/{part}".lower()
        for element in root.findall(tag("Override", CONTENT_TYPES)):
            if element.get("PartName", "").lower() == wanted:
                root.remove(element)
                self.touch(CONTENT_TYPES_PART)

    def set_content_type(self, part: str, content_type: str) -> None:
        """Gives a part a content type of its own."""
        root = self.tree(CONTENT_TYPES_PART)
        wanted = f"/{part}".lower()
        for element in root.findall(tag("Override", CONTENT_TYPES)):
            if element.get("PartName", "").lower() == wanted:
                element.set("ContentType", content_type)
                break
        else:
            etree.SubElement(
                root, tag("Override", CONTENT_TYPES), PartName=f"/{part}", ContentType=content_type
            )
        self.touch(CONTENT_TYPES_PART)

    def relate(self, part: str, kind: str, target: str) -> None:
        """Adds a relationship of the usual office type."""
        name = rels_name(part)
        if not self.has(name):
            self.put_tree(name, element_with_namespace("Relationships", PACKAGE_RELATIONSHIPS))
        root = self.tree(name)
        used = {element.get("Id") for element in root}
        number = len(used) + 1
        while f"rId{number}" in used:
            number += 1
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        attributes = {"Id": f"rId{number}", "Type": f"{RELATIONSHIPS}/{kind}", "Target": path}
        etree.SubElement(root, tag("Relationship", PACKAGE_RELATIONSHIPS), attributes)
        self.touch(name)

    def unrelate(self, part: str, relationship_id: str) -> None:
        """Removes one relationship of a part."""
        root = self.tree(rels_name(part))
        for element in list(root):
            if element.get("Id") == relationship_id:
                root.remove(element)
        self.touch(rels_name(part))

    # -- saving -------------------------------------------------------------------------------------------

    def save(self, target: Path) -> None:
        """Writes the package and goes on from the written file. Raises OSError, then nothing has changed."""
        changes = dict(self._edits)
        for name in self._edited_trees:
            changes[name] = _serialised(self._trees[name])
        container_save.save(self.container, changes, target)
        self.container = Container(target)
        self._lower = {name.lower(): name for name in self.container.members}
        self._edits.clear()
        self._edited_trees.clear()


def _serialised(root: etree._Element) -> container_save.Content:
    return lambda: (serialise(root),)

"""Reading a bag's manifests with the suspicion due to a folder that somebody may have edited."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from pathlib import Path

from xl_macros.patterns import regex
from xl_macros.places.plain_files import read_plain

BAGIT = "bagit.txt"
MANIFEST = "manifest-sha256.txt"
LARGEST_TAG_FILE_BYTES = 16_000_000
_LINE = regex(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
_ESCAPED = regex("%(0A|0D|25)", re.IGNORECASE)
_OXUM = regex(r"^Payload-Oxum: *([0-9]+\.[0-9]+)$", re.MULTILINE)
_CANNOT = {
    errno.EFBIG: "terlalu besar",
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EINVAL), "tidak ada"),
}
"""Why a file of the bag is none that can be read; EINVAL says that it is no plain file."""


class BadBag(Exception):
    """The folder is no bag that can be read; the message is an Indonesian sentence."""


class StrangeBag(BadBag):
    """A bag of BagIt that another program made."""


@dataclass(frozen=True, slots=True)
class Manifests:
    """Names (relative to the bag, with /) and SHA-256 of payload and tag files; `oxum` of bag-info.txt."""

    payload: dict[str, str]
    tags: dict[str, str]
    oxum: str


def read_small(path: Path, limit: int = LARGEST_TAG_FILE_BYTES) -> bytes:
    """The bytes of a small plain file of the bag. Raises BadBag when it is missing, a link or too large."""
    try:
        return read_plain(path, limit)
    except OSError as error:
        said = _CANNOT.get(error.errno or 0, "tidak dapat dibaca")
        raise BadBag(f"{path.name} {said}.") from None


def read_manifests(bag: Path) -> Manifests:
    """Read what the bag says it holds. Raises BadBag when the structure of RFC 8493 is not there."""
    _check_declaration(bag)
    payload = _entries(bag / MANIFEST, payload=True)
    tags = _entries(bag / "tagmanifest-sha256.txt", payload=False)
    for needed in (BAGIT, "bag-info.txt", MANIFEST):
        if needed not in tags:
            raise BadBag(f"tagmanifest-sha256.txt tidak memuat {needed}.")
    oxum = _OXUM.search(_text(bag / "bag-info.txt"))
    if oxum is None:
        raise BadBag("bag-info.txt tidak memuat Payload-Oxum.")
    return Manifests(payload, tags, oxum[1])


def surviving_payload(bag: Path) -> dict[str, str]:
    """What is left of the payload's manifest after damage: each line that can be read."""
    try:
        lines = read_small(bag / MANIFEST).decode("utf-8", "replace").splitlines()
    except BadBag:
        return {}
    found = (_LINE.fullmatch(line.removeprefix("\ufeff")) for line in lines)
    return {
        _unescaped(match[2]): match[1].lower() for match in found if match and match[2].startswith("data/")
    }


def plain_lines(content: bytes) -> bytes:
    """The bytes of a text without the mark and the line ends that editors of Windows put there."""
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def _check_declaration(bag: Path) -> None:
    declared = re.match(r"BagIt-Version: ?(\d{1,3}\.\d{1,3})\n", _text(bag / BAGIT))
    if declared is None:
        raise BadBag("bagit.txt tidak sesuai.")
    if declared[1] == "1.0" and (bag / MANIFEST).exists():
        return
    others = sorted(path.name for path in bag.glob("manifest-*.txt") if path.name != MANIFEST)
    if declared[1] != "1.0" or others:
        means = f", {others[0]}" if others else ""
        raise StrangeBag(f"simpanan BagIt {declared[1]}{means} dari program lain, bukan simpanan Kecuali.")


def _text(path: Path) -> str:
    """The text; what an editor did to its line ends is no reason not to read it, and its hash tells anyway."""
    try:
        return plain_lines(read_small(path)).decode("utf-8")
    except UnicodeDecodeError:
        raise BadBag(f"{path.name} tidak terbaca.") from None


def _entries(path: Path, *, payload: bool) -> dict[str, str]:
    entries: dict[str, str] = {}
    for line in _text(path).split("\n"):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise BadBag(f"{path.name} memuat baris yang tidak terbaca.")
        name = _unescaped(match[2])
        if name.startswith("data/") is not payload or name in entries:
            raise BadBag(f"{path.name} memuat baris yang tidak semestinya.")
        entries[name] = match[1].lower()
    return entries


def _unescaped(name: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), name) if "%" in name else name

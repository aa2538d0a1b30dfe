"""What happened to files that are missing, changed or foreign: told from their content before their place.

A file that only moved is one finding; so is a folder that was renamed, a copy, two swapped files, a text that an editor
saved again, and a manifest that was cut.
"""

# ruff: noqa: PTH118 - joining path objects costs more than hashing small files

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from xl_macros.archive.bag_reading import MANIFEST, BadBag, plain_lines, read_small
from xl_macros.archive.findings import Expected, FindingKind, FixityFinding, name_key
from xl_macros.places.copying import hash_file

_TEXTS = (".txt", ".json")
_AS_ONE = 2
"""So many files that went the same way are told in one line."""


def traced(findings: Sequence[FixityFinding], wanted: Sequence[Expected], root: str) -> list[FixityFinding]:
    """The findings with what content tells; `wanted` are all files that should be there, below `root`."""
    if not findings:
        return []
    hashes = {name_key(one.file): one.sha256 for one in wanted}
    owners = {one.sha256: one for one in wanted}
    loose = {
        digest: finding.file
        for finding in findings
        if finding.kind is FindingKind.FOREIGN and (digest := _digest(root, finding.file))
    }
    moved: dict[str, str] = {}
    told: list[FixityFinding] = []
    for finding in findings:
        digest = hashes.get(name_key(finding.file), "")
        if finding.kind is FindingKind.MISSING and digest in loose:
            moved[loose[digest]] = finding.file
            told.append(_moved(finding, loose[digest]))
        elif finding.kind is FindingKind.ALTERED:
            told.append(_altered(finding, digest, owners, root))
        else:
            told.append(finding)
    copies = {name: owners[digest] for digest, name in loose.items() if digest in owners}
    left = [
        _copy(finding, copies) if finding.kind is FindingKind.FOREIGN else finding
        for finding in told
        if not (finding.kind is FindingKind.FOREIGN and finding.file in moved)
    ]
    return _cut_manifest(_folders(left, {was: now for now, was in moved.items()}))


def _moved(finding: FixityFinding, here: str) -> FixityFinding:
    message = f"{finding.scan_id or finding.file}: dipindahkan atau diganti nama menjadi {here}; "
    message += f"kembalikan menjadi {finding.file}."
    if _folded(here) == _folded(finding.file):
        message += " Namanya hanya ditulis lain (huruf besar-kecil atau bentuk aksen); isinya utuh."
    return replace(finding, kind=FindingKind.MOVED, message=message)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _altered(finding: FixityFinding, digest: str, owners: dict[str, Expected], root: str) -> FixityFinding:
    other = owners.get(_digest(root, finding.file))
    if other:
        said = f"{finding.message} Isinya sekarang isi {other.scan_id or other.file}."
        return replace(finding, message=said)
    if digest and _saved_again(os.path.join(root, finding.file), digest):
        said = (
            f"{finding.file}: disimpan ulang oleh program lain (akhir baris atau tanda di awal); isinya sama."
        )
        return replace(finding, message=said)
    return finding


def _saved_again(path: str, digest: str) -> bool:
    if not path.endswith(_TEXTS):
        return False
    try:
        return hashlib.sha256(plain_lines(read_small(Path(path)))).hexdigest() == digest
    except BadBag:
        return False


def _copy(finding: FixityFinding, copies: dict[str, Expected]) -> FixityFinding:
    owner = copies.get(finding.file)
    if owner is None:
        return finding
    return replace(finding, message=f"{finding.message} Isinya sama dengan {owner.scan_id or owner.file}.")


def _folders(findings: Sequence[FixityFinding], moved: dict[str, str]) -> list[FixityFinding]:
    """Files that kept their names and left one folder for another, told once for the folder."""
    ways: dict[tuple[str, str], list[FixityFinding]] = defaultdict(list)
    for finding in findings:
        now = moved.get(finding.file) if finding.kind is FindingKind.MOVED else None
        if now and PurePosixPath(now).name == PurePosixPath(finding.file).name:
            ways[str(PurePosixPath(finding.file).parent), str(PurePosixPath(now).parent)].append(finding)
    kept = list(findings)
    for (was, now), group in ways.items():
        if len(group) >= _AS_ONE:
            message = (
                f"{was}: {len(group)} berkasnya sekarang di {now}, isinya utuh; kembalikan nama folder itu."
            )
            kept[kept.index(group[0])] = FixityFinding(FindingKind.MOVED, was, message)
            kept = [finding for finding in kept if finding not in group[1:]]
    return kept


def _cut_manifest(findings: list[FixityFinding]) -> list[FixityFinding]:
    """A manifest that no longer names files of its payload: one finding, not one for each of them."""
    place = next((at for at, each in enumerate(findings) if each.file == MANIFEST), None)
    unnamed = [
        each
        for each in findings
        if each.kind is FindingKind.FOREIGN and each.file.startswith("data/") and ".." not in each.file
    ]
    if place is None or not unnamed:
        return findings
    more = f" dan {len(unnamed) - 1} lainnya" if len(unnamed) > 1 else ""
    message = f"{MANIFEST}: berubah atau terpotong; tidak menyebut {unnamed[0].file}{more}."
    rest = [each for each in findings if each not in unnamed]
    rest[rest.index(findings[place])] = replace(findings[place], message=message)
    return rest


def _digest(root: str, name: str) -> str:
    path = os.path.join(root, name)
    try:
        return hash_file(Path(path)).sha256 if stat.S_ISREG(os.lstat(path).st_mode) else ""
    except (OSError, ValueError):
        return ""

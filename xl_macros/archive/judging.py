"""What is left after the worst day: every folder that may be a bag is judged before anything is built from it.

Names of folders prove nothing any more (Explorer's copies, renamed years): a bag is what its seal and its register
say, as long as its folder still bears the berkas' code. Files that were added are ignored; what was sealed must be
whole. Of each berkas the last sound version counts, and each loss is named with its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_macros.archive.bag_reading import BadBag, read_manifests
from xl_macros.archive.fixity import FindingKind, verify_bag
from xl_macros.archive.rebuild import StoredBerkas, read_bag
from xl_macros.archive.sidecar import BadSidecar, Row
from xl_macros.archive.special_folder import TAG_MANIFEST, bag_version
from xl_macros.errors import Problem

LONGEST_CELL = 32_767
_BERKAS = re.compile(r"B-(\d{4})-\d{3,6}", re.ASCII)
_ENTRY = re.compile(r"B-\d{4}-\d{3,6}\.\d{2,5}", re.ASCII)
_SCAN = re.compile(r"P-\d{6,9}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]|^\.|[. ]$')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SoundBag:
    """A bag that may be built from. `seal` is the SHA-256 of its tagmanifest."""

    stored: StoredBerkas
    seal: str
    version: int

    @property
    def name(self) -> str:
        """Its path below a special folder: the year and name that its code gives it."""
        behind = "" if self.version == 1 else f"_v{self.version}"
        return f"{self.stored.year:04d}/{self.stored.berkas}{behind}"


@dataclass(frozen=True, slots=True)
class Judged:
    """`newest` is the last sound version of each berkas, `older` the sound ones before it; `losses` is all else."""

    newest: tuple[SoundBag, ...]
    older: tuple[SoundBag, ...]
    losses: tuple[Problem, ...]


def judge_bags(special_folder: Path) -> Judged:
    """Judge every folder of a special folder that looks like a bag. Nothing in it is trusted; nothing is written."""
    sound: dict[str, list[SoundBag]] = {}
    bad: list[tuple[str, Path, str]] = []
    for folder in _candidates(special_folder):
        shown = folder.relative_to(special_folder).as_posix()
        try:
            bag = _judged(folder)
        except (BadBag, BadSidecar) as error:
            bad.append((_code_in(folder), folder, f"{shown}: {error}"))
            continue
        sound.setdefault(bag.stored.berkas, []).append(bag)
    newest, older = [], []
    for bags in sound.values():
        *before, last = _in_order(bags)
        newest.append(last)
        older += before
    losses = [Problem(_with_fallback(code, folder, said, sound), "") for code, folder, said in bad]
    return Judged(tuple(newest), tuple(older), tuple(losses))


def _with_fallback(code: str, folder: Path, said: str, sound: dict[str, list[SoundBag]]) -> str:
    """What was lost, and which sound version takes its place."""
    if code not in sound:
        return (
            f"{said} {f'Berkas {code} tidak dapat dibangun ulang dari folder ini.' if code else ''}".strip()
        )
    last = _in_order(sound[code])[-1]
    if bag_version(folder.name)[1] > last.version:
        return f"{said} Dipakai versi sebelumnya, {last.stored.folder.name}."
    return f"{said} Versi {last.stored.folder.name} utuh dan dipakai."


def _candidates(special_folder: Path) -> Iterator[Path]:
    """Folders that hold a bag or bear a berkas' code, at most two levels down; links are left alone."""
    for first in _folders(special_folder):
        if _looks_like_bag(first):
            yield first
            continue
        yield from (second for second in _folders(first) if _looks_like_bag(second))


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _looks_like_bag(folder: Path) -> bool:
    return bool(_code_in(folder)) or (folder / "bagit.txt").is_file() or (folder / TAG_MANIFEST).is_file()


def _code_in(folder: Path) -> str:
    found = _BERKAS.match(folder.name)
    return found[0] if found else ""


def _judged(folder: Path) -> SoundBag:
    """The bag, or why nothing is built from it (BadBag, BadSidecar)."""
    findings = [
        each for each in verify_bag(folder).findings if not _is_addition(folder, each.file, each.kind)
    ]
    if findings:
        more = f" (dan {len(findings) - 1} lagi)" if len(findings) > 1 else ""
        raise BadBag(f"tidak utuh: {findings[0].message}{more}")
    stored = read_bag(folder)
    code = _BERKAS.fullmatch(stored.berkas)
    if code is None:
        raise BadSidecar("kode berkas di register.json bukan kode berkas.")
    if int(code[1]) != stored.year:
        raise BadSidecar(f"register.json menyebut tahun {stored.year} untuk {stored.berkas}.")
    if _code_in(folder) != stored.berkas:
        raise BadSidecar(f"folder ini memuat berkas {stored.berkas}, bukan yang disebut namanya.")
    _check_rows(stored)
    seal = hashlib.sha256((folder / TAG_MANIFEST).read_bytes()).hexdigest()
    return SoundBag(stored, seal, _version(folder))


def _is_addition(folder: Path, name: str, kind: FindingKind) -> bool:
    return kind is FindingKind.FOREIGN and name not in _sealed_names(folder)


def _sealed_names(folder: Path) -> set[str]:
    read = read_manifests(folder)
    return {*read.payload, *read.tags}


def _version(folder: Path) -> int:
    """The version in the folder's name, whatever Explorer has put behind it."""
    found = re.match(r"_v([1-9]\d{0,5})(?!\d)", folder.name[len(_code_in(folder)) :])
    return int(found[1]) if found else 1


def _in_order(bags: Sequence[SoundBag]) -> list[SoundBag]:
    """The different versions of one berkas, oldest first; copies of one version count once."""
    once: dict[str, SoundBag] = {}
    for bag in sorted(bags, key=lambda each: (len(each.stored.folder.name), each.stored.folder.name)):
        once.setdefault(bag.seal, bag)
    ordered = sorted(once.values(), key=lambda each: (each.version, each.stored.stored_at))
    taken: dict[int, SoundBag] = {}
    for bag in ordered:  # two different bags of one version: both are kept, the later one behind
        version = bag.version
        while version in taken:
            version += 1
        taken[version] = bag if version == bag.version else SoundBag(bag.stored, bag.seal, version)
    return [taken[version] for version in sorted(taken)]


def _check_rows(stored: StoredBerkas) -> None:
    """Rows that would make a workbook which contradicts itself, or a file outside its folder. Raises BadSidecar."""
    lists = (
        stored.rows,
        stored.events,
        stored.log,
        stored.scan_rows,
        stored.corrections,
        (stored.decision,),
    )
    if any(
        isinstance(value, str) and len(value) > LONGEST_CELL
        for rows in lists
        for row in rows
        for value in row.values()
    ):
        raise BadSidecar("register.json memuat isi yang tidak muat dalam satu sel.")
    if stored.decision.get("berkas") != stored.berkas:
        raise BadSidecar("keputusan di register.json bukan milik berkas ini.")
    codes = [row.get("code") for row in stored.rows]
    if any(not _is_code(code, stored.berkas) for code in codes if code is not None) or len({*codes}) != len(
        codes
    ):
        raise BadSidecar("register.json memuat kode informasi yang tidak sesuai.")
    sealed = read_manifests(stored.folder).payload
    for row in stored.scan_rows:
        _check_scan(row, stored.berkas, sealed)
    if len({row.get("scan_id") for row in stored.scan_rows}) != len(stored.scan_rows):
        raise BadSidecar("register.json memuat nomor pindaian dua kali.")


def _is_code(code: object, berkas: str) -> bool:
    return isinstance(code, str) and bool(_ENTRY.fullmatch(code)) and code.startswith(f"{berkas}.")


def _check_scan(row: Row, berkas: str, sealed: dict[str, str]) -> None:
    scan_id, name, code, digest = row.get("scan_id"), scan_name(row), row.get("code"), row.get("sha256")
    if not (isinstance(scan_id, str) and _SCAN.fullmatch(scan_id)) or row.get("berkas") != berkas:
        raise BadSidecar("register.json memuat pindaian yang bukan milik berkas ini.")
    if code is not None and not _is_code(code, berkas):
        raise BadSidecar(f"register.json memuat kode yang tidak sesuai pada {scan_id}.")
    if not name or not (isinstance(digest, str) and _HASH.fullmatch(digest.strip().lower())):
        raise BadSidecar(f"register.json menyebut berkas yang tidak dapat dipakai pada {scan_id}.")
    if sealed.get(f"data/{name}") != digest.strip().lower():
        raise BadSidecar(f"isi {name} bukan yang tercatat pada {scan_id}.")


def scan_name(row: Row) -> str:
    """The plain file name of a listed scan; '' for one that could become a path, a device or a hidden file."""
    name = str(row.get("file") or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "" if not name or len(name) > 200 or _UNSAFE.search(name) or _RESERVED.fullmatch(name) else name

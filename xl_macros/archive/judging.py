"""What is left after the worst day: every folder that may be a bag is judged before anything is built from it.

Names of folders prove nothing any more (Explorer's copies, renamed years): a bag is what its seal and its register
say, as long as its folder still bears the berkas' code. Files that were added are ignored. Of each berkas the last
sound version counts; where none is sound, the register of the last one that still fits its seal, with every scan whose
hash fits, wherever in that berkas' folders it lies. Each loss is named with its reason.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from xl_macros.archive import sidecar
from xl_macros.archive.bag_reading import (
    BAGIT,
    BadBag,
    StrangeBag,
    plain_lines,
    read_manifests,
    read_small,
    surviving_payload,
)
from xl_macros.archive.findings import FindingKind, FixityFinding
from xl_macros.archive.fixity import code_in, folders_in, looks_like_bag, verify_bag
from xl_macros.archive.rebuild import StoredBerkas, read_bag, stored_in
from xl_macros.archive.sidecar import BadSidecar, Row
from xl_macros.archive.special_folder import REGISTER_FILE, TAG_MANIFEST, bag_version
from xl_macros.errors import Problem
from xl_macros.patterns import regex
from xl_macros.places.copying import hash_file

LONGEST_CELL = 32_767
_DEEPEST = 3
"""Levels of folders that are looked into: a year, a bag, and a bag inside a folder of its own name."""
_BERKAS = regex(r"B-(\d{4})-\d{3,6}", re.ASCII)
_ENTRY = regex(r"B-\d{4}-\d{3,6}\.\d{2,5}", re.ASCII)
_SCAN = regex(r"P-\d{6,9}", re.ASCII)
_HASH = regex(r"[0-9a-f]{64}")
_UNSAFE = regex(r'[\x00-\x1f<>:"/\\|?*]|^\.|[. ]$')
_RESERVED = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SoundBag:
    """A bag that may be built from. `seal` is the SHA-256 of its tagmanifest.

    One that is not `whole` has a register that fits its seal, or whose seal is lost (not `proved`); of its scans
    `found` says where those lie that are not whole at their place, and None for those that are nowhere.
    """

    stored: StoredBerkas
    seal: str
    version: int
    whole: bool = True
    proved: bool = True
    found: Mapping[str, Path | None] = field(default_factory=dict)

    @property
    def lost(self) -> list[str]:
        """The numbers of its scans that are nowhere."""
        rows = self.stored.scan_rows
        return [str(row["scan_id"]) for row in rows if self.found.get(scan_name(row), self) is None]

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
    torn: dict[str, list[SoundBag]] = {}
    bad: list[tuple[str, Path, str]] = []
    for folder in _candidates(special_folder):
        shown = folder.relative_to(special_folder).as_posix()
        if folder.is_symlink():
            bad.append((code_in(folder), folder, f"{shown}: tautan ke tempat lain, tidak diikuti."))
            continue
        try:
            damage = _damage(folder)
            bag = _judged(folder, damage)
        except (BadBag, BadSidecar) as error:
            bad.append((code_in(folder), folder, f"{shown}: {error}"))
            continue
        if not bag.whole:
            bad.append((bag.stored.berkas, folder, f"{shown}: {_in_words(damage)}"))
        (sound if bag.whole else torn).setdefault(bag.stored.berkas, []).append(bag)
    for code in torn.keys() - sound.keys():
        last = _in_order(torn[code])[-1]
        sound[code] = [replace(last, found=_looked_for(last, special_folder))]
    newest, older = [], []
    for bags in sound.values():
        *before, last = _in_order(bags)
        newest.append(last)
        older += before
    losses = [Problem(_with_fallback(code, folder, said, sound), "") for code, folder, said in bad]
    return Judged(tuple(newest), tuple(older), tuple(losses))


def _looked_for(bag: SoundBag, special_folder: Path) -> dict[str, Path | None]:
    """Where the scans lie that are not whole at their place: any file of that berkas' folders whose hash fits."""
    code = bag.stored.berkas
    found: dict[str, Path] = {}
    for folder in _candidates(special_folder):
        if code_in(folder) == code:
            found.update(_by_hash(folder))
    wanted = {scan_name(row): str(row["sha256"]).strip().lower() for row in bag.stored.scan_rows}
    return {name: found.get(wanted[name]) for name in bag.found if name in wanted}


def _by_hash(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every plain file of a bag's folder, wherever it lies in it, by its SHA-256."""
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            if stat.S_ISREG(path.lstat().st_mode) and path.resolve().is_relative_to(folder.resolve()):
                yield hash_file(path).sha256, path


def _with_fallback(code: str, folder: Path, said: str, sound: dict[str, list[SoundBag]]) -> str:
    """What was lost, and which sound version takes its place."""
    if code not in sound:
        return (
            f"{said} {f'Berkas {code} tidak dapat dibangun ulang dari folder ini.' if code else ''}".strip()
        )
    last = _in_order(sound[code])[-1]
    if not last.whole:
        return f"{said} {_salvaged(last, folder)}".strip()
    if bag_version(folder.name)[1] > last.version:
        return f"{said} Dipakai versi sebelumnya, {last.stored.folder.name}."
    return f"{said} Versi {last.stored.folder.name} utuh dan dipakai."


def _salvaged(bag: SoundBag, folder: Path) -> str:
    if folder != bag.stored.folder:
        return f"Dipakai {bag.stored.folder.name}, sejauh masih utuh."
    lost, scans = bag.lost, len(bag.stored.scan_rows)
    rest = f"; hilang: {', '.join(lost)}" if lost else ""
    proved = "utuh" if bag.proved else "terbaca tetapi tidak dapat dibuktikan (segelnya hilang)"
    return f"Daftarnya {proved} dan dipakai, dengan {scans - len(lost)} dari {scans} pindaiannya{rest}."


def _candidates(special_folder: Path) -> Iterator[Path]:
    """Folders that hold a bag or bear a berkas' code, and what lies in those that hold none (a bag that was unpacked
    or dragged into a folder of its own name); of links only those with a code."""
    yield from _bags_below(special_folder, _DEEPEST)


def _bags_below(place: Path, levels: int) -> Iterator[Path]:
    for folder in _within(place):
        is_bag = looks_like_bag(folder)
        inner = (
            list(_bags_below(folder, levels - 1))
            if levels > 1 and not folder.is_symlink() and not (folder / BAGIT).is_file()
            else []
        )
        if is_bag and not (inner and not (folder / TAG_MANIFEST).is_file()):
            yield folder
        yield from inner


def _within(place: Path) -> list[Path]:
    try:
        links = [path for path in place.iterdir() if path.is_symlink() and code_in(path)]
    except OSError:
        return []
    return sorted([*folders_in(place), *links])


def _damage(folder: Path) -> list[FixityFinding]:
    """What of the sealed files is not as it was sealed; files that were added do not matter."""
    return [each for each in verify_bag(folder).findings if not _is_addition(folder, each.file, each.kind)]


def _in_words(damage: Sequence[FixityFinding]) -> str:
    more = f" (dan {len(damage) - 1} lagi)" if len(damage) > 1 else ""
    return f"tidak utuh: {damage[0].message}{more}"


def _judged(folder: Path, damage: Sequence[FixityFinding]) -> SoundBag:
    """The bag, or why nothing can be built from it (BadBag, BadSidecar)."""
    if not damage:
        stored, payload = read_bag(folder), read_manifests(folder).payload
        _check(stored, payload, whole=True)
        return SoundBag(stored, _seal(folder), _version(folder))
    try:
        read_manifests(folder)
    except StrangeBag:
        raise
    except BadBag:
        pass  # what is left of it may still do
    try:
        return _torn(folder)
    except (BadBag, BadSidecar) as error:
        raise BadBag(_in_words(damage)) from error


def _torn(folder: Path) -> SoundBag:
    """What is left of a damaged bag: its register, unless that is known to have changed, and its scans by hash.

    A register whose seal is lost cannot be proved; who could forge it could as well have sealed it anew.
    """
    payload, inside = surviving_payload(folder), dict(_by_hash(folder))
    sealed = payload.get(f"data/{REGISTER_FILE}")
    register = (
        inside.get(sealed, folder / "data" / REGISTER_FILE) if sealed else folder / "data" / REGISTER_FILE
    )
    data = read_small(register, sidecar.LARGEST_BYTES)
    if sealed is not None and hashlib.sha256(data).hexdigest() != sealed:
        data = plain_lines(data)  # an editor's line ends
        if hashlib.sha256(data).hexdigest() != sealed:
            raise BadSidecar("register.json berubah sejak disimpan.")
    stored = stored_in(folder, data)
    _check(stored, payload, whole=False)
    away: dict[str, Path | None] = {
        scan_name(row): None
        for row in stored.scan_rows
        if not _lies_whole(folder / "data" / scan_name(row), str(row["sha256"]))
    }
    return SoundBag(stored, _seal(folder), _version(folder), False, sealed is not None, away)


def _lies_whole(path: Path, digest: str) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode) and hash_file(path).sha256 == digest.strip().lower()
    except OSError:
        return False


def _seal(folder: Path) -> str:
    try:
        return hashlib.sha256(read_small(folder / TAG_MANIFEST)).hexdigest()
    except BadBag:
        return ""


def _check(stored: StoredBerkas, payload: Mapping[str, str], *, whole: bool) -> None:
    """Refuse (BadSidecar) what contradicts itself or its folder's name."""
    code = _BERKAS.fullmatch(stored.berkas)
    if code is None:
        raise BadSidecar("kode berkas di register.json bukan kode berkas.")
    if int(code[1]) != stored.year:
        raise BadSidecar(f"register.json menyebut tahun {stored.year} untuk {stored.berkas}.")
    if code_in(stored.folder) != stored.berkas:
        raise BadSidecar(f"folder ini memuat berkas {stored.berkas}, bukan yang disebut namanya.")
    _check_rows(stored, payload, whole=whole)


def _is_addition(folder: Path, name: str, kind: FindingKind) -> bool:
    return kind is FindingKind.FOREIGN and name not in _sealed_names(folder)


def _sealed_names(folder: Path) -> set[str]:
    read = read_manifests(folder)
    return {*read.payload, *read.tags, TAG_MANIFEST}


def _version(folder: Path) -> int:
    """The version in the folder's name, whatever Explorer has put behind it."""
    behind = folder.name.upper().partition(code_in(folder))[2]
    found = re.match(r"_V([1-9]\d{0,5})(?!\d)", behind)
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
        taken[version] = replace(bag, version=version)
    return [taken[version] for version in sorted(taken)]


def _check_rows(stored: StoredBerkas, payload: Mapping[str, str], *, whole: bool) -> None:
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
    for row in stored.scan_rows:
        _check_scan(row, stored.berkas, payload, whole=whole)
    if len({row.get("scan_id") for row in stored.scan_rows}) != len(stored.scan_rows):
        raise BadSidecar("register.json memuat nomor pindaian dua kali.")


def _is_code(code: object, berkas: str) -> bool:
    return isinstance(code, str) and bool(_ENTRY.fullmatch(code)) and code.startswith(f"{berkas}.")


def _check_scan(row: Row, berkas: str, sealed: Mapping[str, str], *, whole: bool) -> None:
    scan_id, name, code, digest = row.get("scan_id"), scan_name(row), row.get("code"), row.get("sha256")
    if not (isinstance(scan_id, str) and _SCAN.fullmatch(scan_id)) or row.get("berkas") != berkas:
        raise BadSidecar("register.json memuat pindaian yang bukan milik berkas ini.")
    if code is not None and not _is_code(code, berkas):
        raise BadSidecar(f"register.json memuat kode yang tidak sesuai pada {scan_id}.")
    if not name or not (isinstance(digest, str) and _HASH.fullmatch(digest.strip().lower())):
        raise BadSidecar(f"register.json menyebut berkas yang tidak dapat dipakai pada {scan_id}.")
    if sealed.get(f"data/{name}", None if whole else digest.strip().lower()) != digest.strip().lower():
        raise BadSidecar(f"isi {name} bukan yang tercatat pada {scan_id}.")


def scan_name(row: Row) -> str:
    """The plain file name of a listed scan; '' for one that could become a path, a device or a hidden file."""
    name = str(row.get("file") or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "" if not name or len(name) > 200 or _UNSAFE.search(name) or _RESERVED.fullmatch(name) else name

"""Are the files still what the register says? Cheap checks first; every finding names its file."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

from xl_macros.archive.bag_reading import BadBag, read_manifests
from xl_macros.archive.sealing import KEY_FILE
from xl_macros.archive.special_folder import bag_version
from xl_macros.places.copying import hash_file

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name)."""


class FindingKind(StrEnum):
    """What is wrong with a file."""

    MISSING = "hilang"
    ALTERED = "berubah"
    FOREIGN = "asing"
    UNLISTED = "tidak terdaftar"
    UNREADABLE = "tidak terbaca"


@dataclass(frozen=True, slots=True)
class FixityFinding:
    """One finding: `file` relative to the checked folder, `message` an Indonesian sentence."""

    kind: FindingKind
    file: str
    message: str
    scan_id: str = ""

    @property
    def word(self) -> str:
        """The kind in one word, for the scan list."""
        return self.kind.value

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class FixityReport:
    """`files_checked`, `bags` and `bytes_hashed` say how far the check went; `quick` reports hashed nothing."""

    findings: tuple[FixityFinding, ...]
    files_checked: int
    bytes_hashed: int
    quick: bool = False
    bags: int = 0

    @property
    def ok(self) -> bool:
        return not self.findings

    def __add__(self, other: FixityReport) -> FixityReport:
        return FixityReport(
            self.findings + other.findings,
            self.files_checked + other.files_checked,
            self.bytes_hashed + other.bytes_hashed,
            self.quick and other.quick,
            self.bags + other.bags,
        )


NOTHING = FixityReport((), 0, 0)


def _silent(_done: int, _total: int, _name: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class _Expected:
    file: str
    sha256: str
    size_bytes: int | None = None
    scan_id: str = ""


def verify_scans(
    rows: Sequence[Mapping[str, object]],
    root: Path,
    *,
    folder: str = "Pindaian",
    quick: bool = False,
    progress: Progress = _silent,
) -> FixityReport:
    """Compare rows of tblPindaian (`file` relative to `root`, `size_bytes`, `sha256`, `scan_id`) with the files.

    `quick` looks at presence and size only. Files below `folder` that no row names are foreign.
    """
    wanted = [_expected(row) for row in rows]
    report = _compare(wanted, root, quick, progress)
    listed = {_key(one.file) for one in wanted}
    foreign = [
        FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing, tidak ada di lembar Pindaian.")
        for name in _files_below(root / folder, root)
        if _key(name) not in listed
    ]
    return report + FixityReport(tuple(foreign), 0, 0, quick)


def _expected(row: Mapping[str, object]) -> _Expected:
    size = row.get("size_bytes")
    return _Expected(
        str(row.get("file") or ""),
        str(row.get("sha256") or ""),
        int(size) if isinstance(size, int | float) else None,
        str(row.get("scan_id") or ""),
    )


def _compare(wanted: Sequence[_Expected], root: Path, quick: bool, progress: Progress) -> FixityReport:
    findings: list[FixityFinding] = []
    hashed_bytes = 0
    for done, one in enumerate(wanted, start=1):
        finding = _look(one, root)
        if finding is None and not quick:
            finding, size = _hash(one, root)
            hashed_bytes += size
        if finding is not None:
            findings.append(finding)
        progress(done, len(wanted), one.file)
    return FixityReport(tuple(findings), len(wanted), hashed_bytes, quick)


def _look(one: _Expected, root: Path) -> FixityFinding | None:
    """Presence, kind and size: no content is read."""
    name = f"{one.scan_id} ({one.file})" if one.scan_id else one.file
    if not is_inside(one.file):
        return FixityFinding(
            FindingKind.FOREIGN, one.file, f"{name}: menunjuk ke luar folder kantor.", one.scan_id
        )
    try:
        found = (root / one.file).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return FixityFinding(FindingKind.MISSING, one.file, f"{name}: hilang.", one.scan_id)
    except OSError:
        return FixityFinding(FindingKind.UNREADABLE, one.file, f"{name}: tidak dapat dibuka.", one.scan_id)
    if not stat.S_ISREG(found.st_mode):
        return FixityFinding(
            FindingKind.FOREIGN, one.file, f"{name}: bukan berkas biasa (tautan atau folder).", one.scan_id
        )
    if one.size_bytes is not None and found.st_size != one.size_bytes:
        return FixityFinding(
            FindingKind.ALTERED,
            one.file,
            f"{name}: berubah, ukurannya {found.st_size} bita dan seharusnya {one.size_bytes}.",
            one.scan_id,
        )
    return None


def _hash(one: _Expected, root: Path) -> tuple[FixityFinding | None, int]:
    name = f"{one.scan_id} ({one.file})" if one.scan_id else one.file
    try:
        hashed = hash_file(root / one.file)
    except OSError:
        return FixityFinding(FindingKind.UNREADABLE, one.file, f"{name}: tidak dapat dibaca.", one.scan_id), 0
    if hashed.sha256 == one.sha256:
        return None, hashed.size_bytes
    message = f"{name}: isinya berubah sejak disimpan."
    return FixityFinding(FindingKind.ALTERED, one.file, message, one.scan_id), hashed.size_bytes


def is_inside(name: str) -> bool:
    """Whether a relative path of a list stays inside its folder, on Windows as well as on POSIX."""
    if not name or "\x00" in name:
        return False
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return not (
        posix.is_absolute() or windows.drive or windows.root or ".." in posix.parts or ".." in windows.parts
    )


def _files_below(folder: Path, root: Path) -> Iterator[str]:
    """Everything below `folder` that is no plain folder, as sorted paths relative to `root`, with /."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*files, *linked]):
            yield (Path(place) / name).relative_to(root).as_posix()


def _key(name: str) -> str:
    """How names are compared: macOS may give back another normal form, Windows another separator."""
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def verify_bag(bag: Path, *, quick: bool = False, progress: Progress = _silent) -> FixityReport:
    """Check a bag against its own manifests: tag files, payload, foreign files, Payload-Oxum."""
    try:
        read = read_manifests(bag)
    except BadBag as problem:
        finding = FixityFinding(FindingKind.UNREADABLE, bag.name, f"{bag.name}: {problem}")
        return FixityReport((finding,), 0, 0, quick)
    wanted = [_Expected(name, digest) for name, digest in {**read.tags, **read.payload}.items()]
    report = _compare(wanted, bag, quick, progress)
    listed = {_key(one.file) for one in wanted} | {"tagmanifest-sha256.txt"}
    findings = [
        FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing, tidak ada di daftar isi folder.")
        for name in _files_below(bag, bag)
        if _key(name) not in listed
    ]
    if not report.findings and not findings:
        size = sum((bag / name).stat().st_size for name in read.payload)
        if read.oxum != f"{size}.{len(read.payload)}":
            message = (
                f"bag-info.txt: jumlah isi {size}.{len(read.payload)} tidak sesuai Payload-Oxum {read.oxum}."
            )
            findings.append(FixityFinding(FindingKind.ALTERED, "bag-info.txt", message))
    return report + FixityReport(tuple(findings), 0, 0, quick)


def bag_folders(special_folder: Path) -> list[Path]:
    """The bags of the special folder (`<year>/<berkas>[_vN]`), in the order of year, berkas and version."""
    bags = [
        bag
        for year in special_folder.glob("[0-9][0-9][0-9][0-9]")
        if year.is_dir() and not year.is_symlink()
        for bag in year.iterdir()
        if bag.is_dir() and not bag.is_symlink()
    ]
    return sorted(bags, key=lambda bag: (bag.parent.name, *bag_version(bag.name)))


def newest_bags(special_folder: Path) -> dict[str, Path]:
    """The last version of each berkas."""
    return {bag_version(bag.name)[0]: bag for bag in bag_folders(special_folder)}


def verify_special_folder(
    folder: Path,
    expected: Mapping[str, Mapping[str, str]] | None = None,
    *,
    quick: bool = False,
    progress: Progress = _silent,
) -> FixityReport:
    """Check every bag, and the newest of each berkas against the register.

    `expected` maps berkas -> {SHA-256 of a scan: its scan id} for every berkas that has been stored; without
    it the bags are checked against themselves alone. Findings name files relative to `folder`.
    """
    bags = bag_folders(folder)
    report = FixityReport((), 0, 0, quick, len(bags))
    for done, bag in enumerate(bags, start=1):
        report = report + _relative(verify_bag(bag, quick=quick), bag.relative_to(folder).as_posix())
        progress(done, len(bags), bag.name)
    findings = list(_loose_files(folder, bags))
    if expected is not None:
        findings += _against_register(folder, expected)
    return report + FixityReport(tuple(findings), 0, 0, quick)


def _relative(report: FixityReport, prefix: str) -> FixityReport:
    findings = tuple(
        FixityFinding(one.kind, f"{prefix}/{one.file}", f"{prefix}: {one.message}", one.scan_id)
        for one in report.findings
    )
    return FixityReport(findings, report.files_checked, report.bytes_hashed, report.quick)


def _against_register(folder: Path, expected: Mapping[str, Mapping[str, str]]) -> Iterator[FixityFinding]:
    newest = newest_bags(folder)
    for berkas in sorted(expected.keys() | newest.keys()):
        if berkas not in newest:
            yield FixityFinding(FindingKind.MISSING, berkas, f"{berkas}: tidak ada di Folder Khusus.")
            continue
        name = newest[berkas].relative_to(folder).as_posix()
        if berkas not in expected:
            yield FixityFinding(FindingKind.UNLISTED, name, f"{name}: tidak ada di register.")
            continue
        try:
            stored = set(read_manifests(newest[berkas]).payload.values())
        except BadBag:
            continue  # named already by the bag's own check
        for digest, scan_id in expected[berkas].items():
            if digest not in stored:
                message = f"{name}: pindaian {scan_id} belum tersimpan di sini."
                yield FixityFinding(FindingKind.MISSING, name, message, scan_id)


def _loose_files(folder: Path, bags: Sequence[Path]) -> Iterator[FixityFinding]:
    inside = {bag.relative_to(folder).as_posix() for bag in bags}
    for name in _files_below(folder, folder):
        if name != KEY_FILE and "/".join(name.split("/")[:2]) not in inside:
            yield FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing di Folder Khusus.")

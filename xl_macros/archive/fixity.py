"""Are the files still what the register says? Cheap checks first; every finding names its file."""

# ruff: noqa: PTH114, PTH118 - joining path objects costs more than hashing tens of thousands of small files

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from xl_macros.archive.bag_reading import BAGIT, BadBag, Manifests, StrangeBag, read_manifests, read_small
from xl_macros.archive.file_checks import Checking, Job, Result
from xl_macros.archive.findings import Expected, FindingKind, FixityFinding, FixityReport, name_key
from xl_macros.archive.litter import is_litter
from xl_macros.archive.sealing import KEY_FILE
from xl_macros.archive.special_folder import TAG_MANIFEST, bag_version
from xl_macros.archive.tracing import traced
from xl_macros.patterns import regex

__all__ = ["Checking", "FindingKind", "FixityFinding", "FixityReport"]

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name), in the thread of whoever asks for the report."""


NOTHING = FixityReport((), 0, 0)

_YEAR = regex(r"[0-9]{4}")
_BERKAS = regex(r"B-(\d{4})-\d{3,6}", re.ASCII)
_CODE = regex(r"(?<![a-z0-9])b-\d{4}-\d{3,6}(?!\d)", re.ASCII | re.IGNORECASE)


def _silent(_done: int, _total: int, _name: str) -> None:
    return


def verify_scans(
    rows: Sequence[Mapping[str, object]],
    root: Path,
    *,
    folder: str | Path = "Pindaian",
    quick: bool = False,
    progress: Progress = _silent,
) -> FixityReport:
    """Compare rows of tblPindaian (`file`, `size_bytes`, `sha256`, `scan_id`) with the files.

    `folder` is where scans lie, relative to `root` or anywhere else; `file` is relative to `root`, or a whole
    address when the folder lies elsewhere. `quick` looks at presence and size only. Files below `folder` that no
    row names are foreign, unless one is a listed scan that was moved or renamed.
    """
    with Checking(quick=quick) as checking:
        return begin_scans(checking, rows, root, folder=folder, progress=progress)()


def begin_scans(
    checking: Checking,
    rows: Sequence[Mapping[str, object]],
    root: Path,
    *,
    folder: str | Path = "Pindaian",
    progress: Progress = _silent,
) -> Callable[[], FixityReport]:
    """`verify_scans`, of which the report is waited for when it is asked for."""
    base = os.path.join(root, folder)
    wanted = [_expected(row) for row in rows]
    listed = _begin(checking, wanted, str(root), progress, base)

    def report() -> FixityReport:
        found = listed()
        loose, litter = _sifted(_files_below(base, str(root)), str(root))
        foreign = [
            FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing, tidak ada di lembar Pindaian.")
            for name in _unlisted(loose, wanted, found)
        ]
        findings = [*found.findings, *foreign]
        if not checking.quick:
            findings = traced(findings, wanted, str(root))
        return replace(found, findings=tuple(findings), litter=litter)

    return report


def begin_listed(
    checking: Checking,
    rows: Sequence[Mapping[str, object]],
    root: Path,
    *,
    folder: str | Path = "Pindaian",
) -> Callable[[], FixityReport]:
    """As `begin_scans`, but for these rows alone: nothing is said of files that no row names."""
    wanted = [_expected(row) for row in rows]
    return _begin(checking, wanted, str(root), _silent, os.path.join(root, folder))


def _expected(row: Mapping[str, object]) -> Expected:
    size = row.get("size_bytes")
    return Expected(
        str(row.get("file") or ""),
        str(row.get("sha256") or "").strip().lower(),
        int(size) if isinstance(size, int | float) else None,
        str(row.get("scan_id") or ""),
    )


def _begin(
    checking: Checking, wanted: Sequence[Expected], root: str, progress: Progress, base: str
) -> Callable[[], FixityReport]:
    """The check of wanted files below `root` (or, by their whole address, below `base`)."""
    jobs = [(root, one) for one in wanted]
    results = checking.begin(jobs, base)
    return lambda: _report(len(wanted), list(_told(jobs, results, progress)), checking.quick)


def _told(jobs: Sequence[Job], results: Iterable[Result], progress: Progress) -> Iterator[Result]:
    """The results, each file of them told; whoever is told may raise, and so give up."""
    for done, ((_, one), result) in enumerate(zip(jobs, results, strict=True), start=1):
        progress(done, len(jobs), one.file)
        yield result


def _report(files: int, results: Sequence[Result], quick: bool) -> FixityReport:
    findings = tuple(finding for finding, _ in results if finding is not None)
    return FixityReport(findings, files, 0 if quick else sum(size for _, size in results), quick)


def _files_below(folder: str, root: str, but: Collection[str] = ()) -> Iterator[str]:
    """Everything below `folder` that is no plain folder, sorted, with /: relative to `root` when below it.

    The folders `but` are not looked into.
    """
    inside = os.path.join(root, "")
    for place, folders, files in os.walk(folder):
        below = os.path.join(place, "")
        folders[:] = sorted(name for name in folders if below + name not in but)
        linked = [name for name in folders if os.path.islink(below + name)]
        shown = below[len(inside) :] if below.startswith(inside) else below
        for name in sorted([*files, *linked]):
            yield f"{shown}{name}".replace(os.sep, "/")


def _sifted(names: Iterable[str], root: str) -> tuple[list[str], int]:
    """The names without what systems leave in folders, and how many of those there are."""
    kept: list[str] = []
    litter = 0
    for name in names:
        last = name.rpartition("/")[2]
        if is_litter(last, 0) and _is_litter(last, os.path.join(root, name)):
            litter += 1
        else:
            kept.append(name)
    return kept, litter


def _is_litter(name: str, path: str) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and is_litter(name, found.st_size)


def _unlisted(loose: Iterable[str], wanted: Sequence[Expected], report: FixityReport) -> list[str]:
    """The files that nobody expects: by name, in whatever form of its letters a system gives it back.

    One that differs from an expected name only in that form stands for it; where the system tells the two forms apart,
    the expected one is missing, and then this one is what it was renamed to.
    """
    exact = {one.file.replace("\\", "/") for one in wanted}
    others = [name for name in loose if name not in exact]
    if not others:
        return []
    listed = {name_key(one.file) for one in wanted}
    missing = {name_key(each.file) for each in report.findings if each.kind is FindingKind.MISSING}
    return [name for name in others if name_key(name) not in listed or name_key(name) in missing]


def verify_bag(bag: Path, *, quick: bool = False) -> FixityReport:
    """Check a bag against its own manifests: tag files, payload, foreign files, Payload-Oxum."""
    with Checking(quick=quick) as checking:
        return BagsCheck(checking, [bag]).reports()[bag]


class BagsCheck:
    """The check of bags against their own manifests, begun: the files of all of them are read in one go."""

    def __init__(self, checking: Checking, bags: Sequence[Path], progress: Progress = _silent) -> None:
        self.manifests: dict[Path, Manifests] = {}
        """What the bags say they hold, as far as it can be read."""
        self._reports: dict[Path, FixityReport | None] = {}
        self._quick = checking.quick
        for bag in bags:
            self._reports[bag] = None
            try:
                self.manifests[bag] = read_manifests(bag)
            except BadBag as problem:
                unreadable = FixityFinding(FindingKind.UNREADABLE, bag.name, f"{bag.name}: {problem}")
                self._reports[bag] = FixityReport((unreadable,), 0, 0, self._quick)
        self._wanted = {bag: _sealed_files(read) for bag, read in self.manifests.items()}
        jobs = [(str(bag), one) for bag, files in self._wanted.items() for one in files]
        self._results = _told(jobs, checking.begin(jobs), progress)

    def reports(self) -> dict[Path, FixityReport]:
        """What was found, by bag, in their order; it is waited for."""
        return {bag: known or self._judged(bag) for bag, known in self._reports.items()}

    def _judged(self, bag: Path) -> FixityReport:
        wanted = self._wanted[bag]
        mine = list(islice(self._results, len(wanted)))
        return _judged_bag(str(bag), self.manifests[bag], wanted, mine, self._quick)


def _sealed_files(read: Manifests) -> list[Expected]:
    return [Expected(name, digest) for name, digest in {**read.tags, **read.payload}.items()]


def _judged_bag(
    bag: str, read: Manifests, wanted: Sequence[Expected], results: Sequence[Result], quick: bool
) -> FixityReport:
    report = _report(len(wanted), results, quick)
    loose, litter = _sifted(_files_below(bag, bag), bag)
    findings = [
        FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing, tidak ada di daftar isi folder.")
        for name in _unlisted(loose, [*wanted, Expected(TAG_MANIFEST, "")], report)
    ]
    if report.findings and not quick:
        told = traced([*report.findings, *findings], wanted, bag)
        return replace(report, findings=tuple(told), litter=litter)
    if not report.findings and not findings:
        size = sum(size for one, (_, size) in zip(wanted, results, strict=True) if one.file in read.payload)
        if read.oxum != f"{size}.{len(read.payload)}":
            message = (
                f"bag-info.txt: jumlah isi {size}.{len(read.payload)} tidak sesuai Payload-Oxum {read.oxum}."
            )
            findings.append(FixityFinding(FindingKind.ALTERED, "bag-info.txt", message))
    return report + FixityReport(tuple(findings), 0, 0, quick, litter=litter)


def bag_folders(special_folder: Path) -> list[Path]:
    """The bags of the special folder (`<year>/<berkas>[_vN]`), in the order of year, berkas and version."""
    return [
        special_folder / year / name
        for year in sorted(_folder_names(special_folder))
        if _YEAR.fullmatch(year)
        for name in sorted(_folder_names(special_folder / year), key=bag_version)
    ]


def _folder_names(place: Path) -> list[str]:
    """The plain folders in a folder; what is not there or cannot be read has none."""
    try:
        with os.scandir(place) as entries:
            return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def newest_bags(special_folder: Path) -> dict[str, Path]:
    """The last version of each berkas; a bag that lies in another year than its code's is none of them."""
    return _newest(bag for bag in bag_folders(special_folder) if is_in_place(bag))


def _newest(bags: Iterable[Path]) -> dict[str, Path]:
    """The last of each berkas, of bags in their order."""
    return {bag_version(bag.name)[0]: bag for bag in bags}


def is_in_place(bag: Path) -> bool:
    """Whether a bag bears a berkas' code and lies in that code's year."""
    code = _BERKAS.fullmatch(bag_version(bag.name)[0])
    return code is not None and code[1] == bag.parent.name


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
    with Checking(quick=quick) as checking:
        return FolderCheck(checking, folder, progress).report(expected)


class FolderCheck:
    """`verify_special_folder`, begun: what the bags say they hold is known, the report is waited for."""

    def __init__(self, checking: Checking, folder: Path, progress: Progress = _silent) -> None:
        self._folder = folder
        self._bags = bag_folders(folder)
        self._check = BagsCheck(checking, [bag for bag in self._bags if is_in_place(bag)], progress)
        self._quick = checking.quick

    @property
    def manifests(self) -> Mapping[Path, Manifests]:
        """What the bags in their place say they hold, as far as it can be read."""
        return self._check.manifests

    def report(self, expected: Mapping[str, Mapping[str, str]] | None = None) -> FixityReport:
        """What was found."""
        folder, bags, verified = self._folder, self._bags, self._check.reports()
        findings: list[FixityFinding] = []
        for bag, report in verified.items():
            findings += _relative(report, shown_bag(bag))
        misplaced = [*(bag for bag in bags if bag not in verified), *_elsewhere(folder, set(bags))]
        findings += (_misplaced(bag, folder) for bag in misplaced)
        loose, litter = _sifted(_loose_files(folder, [*bags, *misplaced]), str(folder))
        findings += (
            FixityFinding(FindingKind.FOREIGN, name, f"{name}: berkas asing di Folder Khusus.")
            for name in loose
        )
        if expected is not None:
            codes = {code_in(bag) for bag in misplaced}
            findings += _against_register(expected, self.manifests, verified, codes)
        return FixityReport(
            tuple(findings),
            sum(report.files_checked for report in verified.values()),
            sum(report.bytes_hashed for report in verified.values()),
            self._quick,
            len(bags),
            litter + sum(report.litter for report in verified.values()),
        )


def shown_bag(bag: Path) -> str:
    """A bag in words: its year and its name."""
    return f"{bag.parent.name}/{bag.name}"


def code_in(folder: Path) -> str:
    """The code of a berkas in a folder's name ("Salinan B-2025-001", "b-2025-001"), '' when there is none."""
    found = _CODE.search(folder.name)
    return found[0].upper() if found else ""


def looks_like_bag(folder: Path) -> bool:
    """Whether a folder bears a berkas' code or the files of a bag."""
    return bool(code_in(folder)) or (folder / BAGIT).is_file() or (folder / TAG_MANIFEST).is_file()


def folders_in(place: Path) -> list[Path]:
    """The folders in a folder, in order; links are left alone, and what cannot be read has none."""
    try:
        return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _elsewhere(folder: Path, bags: Collection[Path]) -> Iterator[Path]:
    """Bags that lie in no year's folder: at the top, or in a folder that was renamed or copied."""
    for first in folders_in(folder):
        if looks_like_bag(first):
            yield first
        else:
            yield from (
                second for second in folders_in(first) if second not in bags and looks_like_bag(second)
            )


def _misplaced(bag: Path, folder: Path) -> FixityFinding:
    name, code = bag.relative_to(folder).as_posix(), code_in(bag)
    if not code:
        try:
            read_manifests(bag)
        except StrangeBag as strange:
            return FixityFinding(FindingKind.FOREIGN, name, f"{name}: {strange}")
        except BadBag:
            pass
        return FixityFinding(FindingKind.FOREIGN, name, f"{name}: folder asing di Folder Khusus.")
    should = f"{code[2:6]}/{bag_version(bag.name)[0]}"
    for place in (should, f"{code[2:6]}/{bag.name}", f"{code[2:6]}/{code}"):
        if folder / place != bag and _same_seal(bag, folder / place):
            return FixityFinding(FindingKind.MOVED, name, f"{name}: salinan dari simpanan {place}.")
    should = f"{code[2:6]}/{code}"
    message = f"{name}: bukan pada tempatnya; simpanan {code} berada di {should}."
    return FixityFinding(FindingKind.MOVED, name, message)


def _same_seal(bag: Path, other: Path) -> bool:
    try:
        return read_small(bag / TAG_MANIFEST) == read_small(other / TAG_MANIFEST)
    except BadBag:
        return False


def _relative(report: FixityReport, prefix: str) -> list[FixityFinding]:
    return [
        FixityFinding(one.kind, f"{prefix}/{one.file}", f"{prefix}: {one.message}", one.scan_id)
        for one in report.findings
    ]


def _against_register(
    expected: Mapping[str, Mapping[str, str]],
    manifests: Mapping[Path, Manifests],
    placed: Iterable[Path],
    misplaced: Collection[str],
) -> Iterator[FixityFinding]:
    newest = _newest(placed)
    for berkas in sorted(expected.keys() | newest.keys()):
        if berkas not in newest and berkas in misplaced:
            continue  # named already as lying elsewhere
        if berkas not in newest:
            yield FixityFinding(FindingKind.MISSING, berkas, f"{berkas}: tidak ada di Folder Khusus.")
            continue
        name = shown_bag(newest[berkas])
        if berkas not in expected:
            yield FixityFinding(FindingKind.UNLISTED, name, f"{name}: tidak ada di register.")
            continue
        if newest[berkas] not in manifests:
            continue  # named already by the bag's own check
        stored = set(manifests[newest[berkas]].payload.values())
        for digest, scan_id in expected[berkas].items():
            if digest not in stored:
                message = f"{name}: pindaian {scan_id} belum tersimpan di sini."
                yield FixityFinding(FindingKind.MISSING, name, message, scan_id)


def _loose_files(folder: Path, bags: Sequence[Path]) -> Iterator[str]:
    inside = {str(bag) for bag in bags}
    system = (os.path.join(folder, name) for name in _folder_names(folder) if is_litter(name, None))
    for name in _files_below(str(folder), str(folder), inside.union(system)):
        if name != KEY_FILE:
            yield name

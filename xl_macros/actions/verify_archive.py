"""Whether what was stored and written down still is what it was: every piece of evidence against every other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from xl_macros.actions.requests import VerifyArchive
from xl_macros.archive.fixity import Checking, FindingKind, FixityReport, FolderCheck, begin_scans
from xl_macros.archive.special_folder import bag_version
from xl_macros.click.office import Office, Summary
from xl_macros.click.ownership import undone_files
from xl_macros.keeping.backups import left_over
from xl_macros.keeping.corrected import restored_at
from xl_macros.keeping.evidence_bags import BagRegisters, bags_against_workbook
from xl_macros.keeping.evidence_lists import (
    broken_chains,
    codes_without_row,
    head_from_paper,
    times_that_go_back,
)
from xl_macros.keeping.evidence_register import computed_otherwise, typed_over
from xl_macros.keeping.evidence_reports import reports_against_log
from xl_macros.keeping.register import assess_register
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.keeping.sealing_key import key_problems
from xl_macros.keeping.stored import came_later, stored_scans
from xl_macros.records import LoggedStep, Scan
from xl_macros.tables.record_rows import rows_of
from xl_macros.tables.schema import CORRECTIONS, NAME_LAST_CHECK

WHOLE = "utuh"


class _Looked(NamedTuple):
    """What the lists and reports say, and the reports on the files."""

    problems: list[str]
    typed: list[str]
    registers: BagRegisters
    scans: FixityReport
    folder: FixityReport


def run(office: Office, request: VerifyArchive) -> Summary:
    """Check everything and write down the result; `ok` is False when anything is missing, altered or foreign.

    Chains, witnesses, reports, scans, bags and the key are each held against the lists and against each other; what
    one cause has done is told once. A clock that went back and files that systems leave behind are remarks.
    """
    problems = head_from_paper(office, request.head)
    looked = _look(office)
    problems += looked.problems
    scans, folder = looked.scans, looked.folder
    _write_results(office, scans)
    found, left = left_over(office, [*scans.findings, *folder.findings])
    problems += found
    bags = bags_against_workbook(office, looked.registers, _damaged(folder), _absent(folder))
    unlisted = {
        finding.file.split("/")[-1] for finding in folder.findings if finding.kind is FindingKind.UNLISTED
    }
    problems += bags.problems + looked.typed + codes_without_row(office, bags.told | unlisted)
    rows = len(office.tables.records(LoggedStep))
    counted = (
        f"{scans.files_checked} pindaian, {folder.files_checked} berkas di folder khusus, {rows} baris log"
    )
    text = f"{len(problems)} masalah pada {counted}" if problems else f"Semua utuh: {counted}"
    office.tables.stage_named_value(NAME_LAST_CHECK, f"{office.now:%d/%m/%Y %H.%M}: {text}.")
    lines = [
        f"{text}.",
        *(f"- {problem}" for problem in problems),
        *_remarks(office, left, scans, folder),
        *_set_aside(office),
    ]
    return Summary("\n".join(lines), ok=not problems)


def _look(office: Office) -> _Looked:
    """All that asks for no result of the files comes before the first of these: meanwhile they are read."""
    with Checking() as checking:
        of_scans, of_folder = _begin_scans(office, checking), _begin_folder(office, checking)
        problems = broken_chains(office) + reports_against_log(office) + key_problems(office)
        typed, registers = typed_over(office), BagRegisters(office, of_folder.manifests)
        assess_register(office)
        should_be_stored = stored_scans(office)
        return _Looked(problems, typed, registers, of_scans(), of_folder.report(should_be_stored))


def _begin_scans(office: Office, checking: Checking) -> Callable[[], FixityReport]:
    """The listed scans against their files."""
    rows, folders = rows_of(Scan, kept_scans(office)), office.folders
    return begin_scans(checking, rows, folders.root, folder=folders.scans, progress=office.progress)


def _begin_folder(office: Office, checking: Checking) -> FolderCheck:
    """Every bag against its own manifest, and the newest of each stored berkas against the list of scans."""
    return FolderCheck(checking, office.folders.special, office.progress)


def _write_results(office: Office, report: FixityReport) -> None:
    """The result stands beside each scan afterwards."""
    results = {finding.scan_id: finding.kind.value for finding in report.findings if finding.scan_id}
    checked = [
        row._replace(checked_at=office.now, check_result=results.get(row.scan_id or "", WHOLE))
        for row in office.tables.records(Scan)
    ]
    office.tables.put_records(Scan, checked)


def _set_aside(office: Office) -> list[str]:
    """What lies in the private folder of undone clicks and of records that were not believed, with age and size."""
    lines = []
    for one in undone_files(office.folders, office.now):
        age = "umur tidak diketahui" if one.days is None else f"{one.days} hari"
        name = one.folder.relative_to(office.folders.root).as_posix()
        lines.append(f"Disisihkan: {name}, {one.files} berkas, {-(-one.size_bytes // 1024)} KB, {age}.")
    return lines


def _damaged(folder: FixityReport) -> set[str]:
    """The bags (year/name) that failed their own check or have no decision: they are held against nothing else."""
    return {
        "/".join(finding.file.split("/")[:2])
        for finding in folder.findings
        if finding.file.count("/") > 1 or finding.kind is FindingKind.UNLISTED
    }


def _absent(folder: FixityReport) -> set[str]:
    """The berkas whose bag is missing, or lies where it does not belong."""
    kinds = {FindingKind.MISSING, FindingKind.MOVED}
    names = [finding.file.split("/")[-1] for finding in folder.findings if finding.kind in kinds]
    return {bag_version(name)[0] for name in names}


def _remarks(office: Office, lost: list[str], *reports: FixityReport) -> list[str]:
    litter = sum(report.litter for report in reports)
    left = (
        [f"{litter} berkas buatan sistem (Thumbs.db, desktop.ini dan sejenisnya) dilewati."] if litter else []
    )
    until = restored_at(office)
    if until is not None:
        left.append(
            f"saksi dan simpanan sebelum pemulihan cadangan {until:%d/%m/%Y %H.%M} (lembar {CORRECTIONS.sheet}) "
            "tidak dibandingkan dengan isi buku kerja."
        )
    left += [
        f"{', '.join(ids)} datang sesudah berkas {code} disimpan; ikut bila berkas itu disimpan lagi."
        for code, ids in came_later(office).items()
    ]
    left += computed_otherwise(assess_register(office))
    return [f"Catatan: {remark}" for remark in [*times_that_go_back(office), *left, *lost]]

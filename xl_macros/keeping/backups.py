"""The copies of the workbook that can be put back, and what is left over once one was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from xl_macros.archive.fixity import FindingKind, FixityFinding
from xl_macros.archive.special_folder import bag_version
from xl_macros.click.office import Office
from xl_macros.errors import Refusal
from xl_macros.keeping.corrected import recorded
from xl_macros.places.backup_policy import read_backup_name


class Backup(NamedTuple):
    """One copy: `number` counts from the newest, 1."""

    number: int
    path: Path
    at: datetime
    label: str

    def line(self, now: datetime) -> str:
        """Number, moment, which click came after it, and its age."""
        return f"{self.number}. {self.at:%d/%m/%Y %H.%M}, sebelum {self.label}, {_age(now - self.at)}"


def backups_of(office: Office) -> list[Backup]:
    """The copies in the folder for them, newest first; files with other names are none."""
    folder = office.folders.backups
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        named = read_backup_name(path.name)
        if named is not None and path.is_file() and not path.is_symlink():
            found.append((named.at, path, named.label))
    found.sort(key=lambda each: (each[0], each[1].name), reverse=True)
    return [Backup(number, path, at, label) for number, (at, path, label) in enumerate(found, start=1)]


def chosen_backup(found: Sequence[Backup], wanted: str) -> Backup:
    """The copy of that number or name; refused when there is none."""
    for each in found:
        if wanted.strip() in {str(each.number), each.path.name, each.path.stem}:
            return each
    raise Refusal(
        f"Cadangan '{wanted}' tidak ada.", cure="Jalankan tanpa isian Cadangan untuk melihat daftarnya."
    )


def left_over(office: Office, findings: Sequence[FixityFinding]) -> tuple[list[str], list[str]]:
    """What the check found, as problems and as remarks.

    Scans and bags whose rows a restored backup did not have are named in its correction: they are told and not held
    against the office. Whatever else has no row is as foreign as ever.
    """
    known = recorded(office).left_over
    problems, remarks = [], []
    for finding in findings:
        lost_its_row = finding.kind in {FindingKind.FOREIGN, FindingKind.UNLISTED}
        if lost_its_row and known & {finding.file, bag_version(finding.file.split("/")[-1])[0]}:
            remarks.append(f"{finding.message} Barisnya tidak ikut dalam cadangan yang dipulihkan.")
        else:
            problems.append(finding.message)
    return problems, remarks


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{age.days} hari yang lalu" if age.days > 0 else f"{max(hours, 0)} jam yang lalu"

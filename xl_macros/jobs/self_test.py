"""Whether this computer can do the work: each thing that is missing with its cure."""

from __future__ import annotations

from xl_macros.computer import CheckContext, run_checks
from xl_macros.office import Office, Summary

_MARKS = {True: "[OK]   ", False: "[PERLU]", None: "[INFO] "}


def run(office: Office) -> Summary:
    """Check the computer and the office folder; changes nothing. `ok` is False when something must be cured."""
    checks = run_checks(
        CheckContext(
            book=office.folders.root / office.facts.get("book", ""),
            folders={
                "Folder pindaian": office.folders.scans,
                "Folder khusus": office.folders.special,
                "Folder laporan": office.folders.reports,
                "Folder cadangan": office.folders.backups,
            },
            now=office.now,
        )
    )
    lines = [f"{_MARKS[check.ok]} {check.name}: {check.detail}" for check in checks]
    lines += [f"- {check.name}: {check.cure}" for check in checks if check.ok is not True and check.cure]
    failed = sum(check.ok is False for check in checks)
    head = f"{failed} hal perlu dibereskan." if failed else "Komputer ini siap."
    return Summary("\n".join([head, *lines]), ok=not failed)

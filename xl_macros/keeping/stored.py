"""The special folder against the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xl_macros.archive.fixity import FixityReport, newest_bags, verify_special_folder
from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.dispositions import COME_LATE
from xl_macros.keeping.register import by_field
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS

STORE_STEP = 5


def check_special_folder(office: Office) -> FixityReport:
    """Every bag against its own manifest, and the newest of each stored berkas against the list of scans."""
    return verify_special_folder(office.folders.special, stored_scans(office), progress=office.progress)


def stored_scans(office: Office) -> Mapping[str, Mapping[str, str]]:
    """The scans that must be in the special folder: by berkas that was ever stored, hash and scan id.

    What came from others after a berkas was stored (`came_later`) goes into its next version; all else that is listed
    must be there. A berkas that was opened again is on its way to a further version: the one stored before must be
    there (the log bears its hash), and whatever was listed since comes with the next.
    """
    scans = by_field(kept_scans(office), "berkas")
    withdrawn = [
        str(row["berkas"]) for row in office.tables.rows(DECISIONS) if row["berkas"] and not counts(row)
    ]
    stored = newest_bags(office.folders.special)
    received = steps.all_berkas(office)
    opened_again = [berkas.code for berkas in received if not _is_past(berkas) and _was_stored(berkas)]
    return {code: {} for code in (*opened_again, *(code for code in withdrawn if code in stored))} | {
        berkas.code: {
            row["sha256"]: row["scan_id"]
            for row in scans.get(berkas.code, [])
            if row["sha256"] and not _is_later(row, berkas)
        }
        for berkas in received
        if _is_past(berkas)
    }


def came_later(office: Office) -> Mapping[str, list[str]]:
    """By berkas, the numbers of scans that came from others after it was stored, and that its bags do not hold yet."""
    scans = by_field(kept_scans(office), "berkas")
    found = {
        berkas.code: [str(row["scan_id"]) for row in scans.get(berkas.code, []) if _is_later(row, berkas)]
        for berkas in steps.all_berkas(office)
        if _is_past(berkas)
    }
    return {code: ids for code, ids in found.items() if ids}


def _is_later(scan: Row, berkas: steps.Berkas) -> bool:
    """Whether a paper that comes from others was attached after the berkas was last stored."""
    taken, stored = scan["taken_at"], _stored_at(berkas)
    return (
        scan["kind"] in COME_LATE
        and isinstance(taken, datetime)
        and isinstance(stored, datetime)
        and taken > stored
    )


def _stored_at(berkas: steps.Berkas) -> object:
    times = [row["finished_at"] for row in berkas.log if row["step"] == STORE_STEP and row["finished_at"]]
    return times[-1] if times else None


def _is_past(berkas: steps.Berkas) -> bool:
    """Whether step 5 is behind it now."""
    return berkas.due is None or berkas.due.number >= LAST_STEP


def _was_stored(berkas: steps.Berkas) -> bool:
    """Whether it was behind it at any time."""
    return _stored_at(berkas) is not None

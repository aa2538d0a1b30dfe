"""The special folder against the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xl_macros.archive.fixity import newest_bags
from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP, STORE_STEP
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.dispositions import COME_LATE
from xl_macros.keeping.register import by_berkas
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.records import Decision, Scan


def stored_scans(office: Office) -> Mapping[str, Mapping[str, str]]:
    """The scans that must be in the special folder: by berkas that was ever stored, hash and scan id.

    What came from others after a berkas was stored (`came_later`) goes into its next version; all else that is listed
    must be there. A berkas that was opened again is on its way to a further version: the one stored before must be
    there (the log bears its hash), and whatever was listed since comes with the next.
    """
    scans = by_berkas(kept_scans(office))
    withdrawn = [str(row.berkas) for row in office.tables.records(Decision) if row.berkas and not counts(row)]
    stored = newest_bags(office.folders.special)
    received = steps.all_berkas(office)
    opened_again = [berkas.code for berkas in received if not _is_past(berkas) and _was_stored(berkas)]
    return {code: {} for code in (*opened_again, *(code for code in withdrawn if code in stored))} | {
        berkas.code: {
            row.sha256: row.scan_id or ""
            for row in scans.get(berkas.code, [])
            if row.sha256 and not _is_later(row, berkas)
        }
        for berkas in received
        if _is_past(berkas)
    }


def came_later(office: Office) -> Mapping[str, list[str]]:
    """By berkas, the numbers of scans that came from others after it was stored, and that its bags do not hold yet."""
    scans = by_berkas(kept_scans(office))
    found = {
        berkas.code: [row.scan_id or "" for row in scans.get(berkas.code, []) if _is_later(row, berkas)]
        for berkas in steps.all_berkas(office)
        if _is_past(berkas)
    }
    return {code: ids for code, ids in found.items() if ids}


def _is_later(scan: Scan, berkas: steps.Berkas) -> bool:
    """Whether a paper that comes from others was attached after the berkas was last stored."""
    stored = _stored_at(berkas)
    return bool(scan.kind in COME_LATE and scan.taken_at and stored and scan.taken_at > stored)


def _stored_at(berkas: steps.Berkas) -> datetime | None:
    times = [row.finished_at for row in berkas.log if row.step == STORE_STEP and row.finished_at]
    return times[-1] if times else None


def _is_past(berkas: steps.Berkas) -> bool:
    """Whether step 5 is behind it now."""
    return berkas.due is None or berkas.due.number >= LAST_STEP


def _was_stored(berkas: steps.Berkas) -> bool:
    """Whether it was behind it at any time."""
    return _stored_at(berkas) is not None

"""The special folder against the register."""

from __future__ import annotations

from collections.abc import Mapping

from xl_macros.archive.fixity import FixityReport, newest_bags, verify_special_folder
from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.register import by_berkas
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.records import Decision

STORE_STEP = 5


def check_special_folder(office: Office) -> FixityReport:
    """Every bag against its own manifest, and the newest of each stored berkas against the list of scans."""
    return verify_special_folder(office.folders.special, stored_scans(office), progress=office.progress)


def stored_scans(office: Office) -> Mapping[str, Mapping[str, str]]:
    """The scans that must be in the special folder: by berkas that was ever stored, hash and scan id.

    Scans attached after a berkas was stored must be stored again to be there; until then they are missing. A berkas
    that was opened again is on its way to a further version: the one stored before must be there (the log bears its
    hash), and whatever was listed since comes with the next.
    """
    scans = by_berkas(kept_scans(office))
    withdrawn = [str(row.berkas) for row in office.tables.records(Decision) if row.berkas and not counts(row)]
    stored = newest_bags(office.folders.special)
    received = steps.all_berkas(office)
    opened_again = [berkas.code for berkas in received if not _is_past(berkas) and _was_stored(berkas)]
    return {code: {} for code in (*opened_again, *(code for code in withdrawn if code in stored))} | {
        berkas.code: {row.sha256: row.scan_id or "" for row in scans.get(berkas.code, []) if row.sha256}
        for berkas in received
        if _is_past(berkas)
    }


def _is_past(berkas: steps.Berkas) -> bool:
    """Whether step 5 is behind it now."""
    return berkas.due is None or berkas.due.number >= LAST_STEP


def _was_stored(berkas: steps.Berkas) -> bool:
    """Whether it was behind it at any time."""
    return any(row.step == STORE_STEP and row.finished_at for row in berkas.log)

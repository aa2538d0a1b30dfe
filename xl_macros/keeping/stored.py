"""The special folder against the register."""

from __future__ import annotations

from collections.abc import Mapping

from xl_macros.archive.fixity import FixityReport, newest_bags, verify_special_folder
from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.keeping import steps
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.register import by_field
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.tables.schema import DECISIONS


def check_special_folder(office: Office) -> FixityReport:
    """Every bag against its own manifest, and the newest of each stored berkas against the list of scans."""
    return verify_special_folder(office.folders.special, stored_scans(office), progress=office.progress)


def stored_scans(office: Office) -> Mapping[str, Mapping[str, str]]:
    """The scans that must be in the special folder: by berkas that passed step 5, hash and scan id.

    Scans attached after a berkas was stored must be stored again to be there; until then they are missing.
    """
    scans = by_field(kept_scans(office), "berkas")
    withdrawn = [
        str(row["berkas"]) for row in office.tables.rows(DECISIONS) if row["berkas"] and not counts(row)
    ]
    stored = newest_bags(office.folders.special)
    return {code: {} for code in withdrawn if code in stored} | {
        berkas.code: {row["sha256"]: row["scan_id"] for row in scans.get(berkas.code, []) if row["sha256"]}
        for berkas in steps.all_berkas(office)
        if berkas.due is None or berkas.due.number >= LAST_STEP
    }

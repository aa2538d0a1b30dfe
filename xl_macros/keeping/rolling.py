"""The integrity check a share a day, for the nightly task: in so many days every file was hashed once.

What is hashed on a day follows from the file's name and the date alone. Days on which the task did not run are made
up for on the next. Each day all files are looked at without reading them: whether they are there, and as large.
"""

from __future__ import annotations

import zlib
from datetime import date

from xl_macros.archive.fixity import (
    BagsCheck,
    Checking,
    bag_folders,
    begin_listed,
    is_in_place,
    shown_bag,
    verify_special_folder,
)
from xl_macros.click.office import Office
from xl_macros.keeping.scan_list import kept_scans
from xl_macros.keeping.stored import stored_scans
from xl_macros.records import Scan
from xl_macros.tables.record_rows import rows_of

OFF = 0


def days_of_a_round(office: Office) -> int:
    """In how many days everything is hashed once; `OFF` when the office does not want that."""
    return office.settings.number("rolling_days")


def check_share(office: Office, since: date | None, on: date, days: int) -> tuple[int, list[str]]:
    """How many files the share of these days holds, and what is wrong, in sentences.

    The days are those after `since`, the last run, up to `on`; without it that day alone.
    """
    first = min(on.toordinal(), since.toordinal() + 1) if since else on.toordinal()
    slots = {day % days for day in range(max(first, on.toordinal() - days + 1), on.toordinal() + 1)}
    special, root = office.folders.special, office.folders.root
    scans = rows_of(Scan, kept_scans(office))
    mine = [row for row in scans if _slot(str(row["file"]), days) in slots]
    bags = [bag for bag in bag_folders(special) if is_in_place(bag) and _slot(bag.name, days) in slots]
    with Checking() as reading, Checking(quick=True) as looking:
        hashed = begin_listed(reading, mine, root, folder=office.folders.scans)
        of_bags = BagsCheck(reading, bags)
        looked = begin_listed(looking, scans, root, folder=office.folders.scans)().findings
        looked += verify_special_folder(special, stored_scans(office), quick=True).findings
        listed, verified = hashed(), of_bags.reports()
    told = [str(finding) for finding in (*looked, *listed.findings)]
    told += [
        f"{shown_bag(bag)}: {finding}" for bag, report in verified.items() for finding in report.findings
    ]
    files = listed.files_checked + sum(report.files_checked for report in verified.values())
    return files, list(dict.fromkeys(told))


def _slot(name: str, days: int) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogateescape")) % days

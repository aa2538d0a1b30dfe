"""A scanned disposition that came back: the report that its printed code names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.errors import Problem
from xl_macros.keeping.papers_out import DISPOSITION_KIND, label_of
from xl_macros.keeping.test_sheet import TEST_KIND
from xl_macros.scans.taken import Accepted
from xl_macros.scans.worker_pool import borrowed, time_allowed

COME_LATE = frozenset({DISPOSITION_KIND, TEST_KIND})
"""Kinds of scans that may be attached whatever step is due: they come from others."""

LOG_CODE = "KECUALI:LOG:1:"
"""What the report's QR code says before the head of the log."""


def report_of(codes: Iterable[str], log: Sequence[records.LoggedStep]) -> str:
    """The label of the report whose printed code stands on a scanned page; "" when none does.

    A report bears the head of the log as it stood before the report's own rows: the next row names it. Reports of
    earlier versions bear the hash of their own row.
    """
    heads = {code.removeprefix(LOG_CODE).strip() for code in codes if code.startswith(LOG_CODE)}
    for place, step in enumerate(log):
        if step.chain_hash in heads:
            labels = [
                label_of(each) for each in (*log[place + 1 : place + 2], step) if each.step == LAST_STEP
            ]
            return next(filter(None, labels), "")
    return ""


def noted(office: Office, kind: str, scan: Accepted) -> Accepted:
    """A disposition that came back, with the report that its printed code names among its notes."""
    if kind != DISPOSITION_KIND:
        return scan
    with borrowed(None, 1) as pool:
        read = pool.ask("page_codes", seconds=time_allowed(scan.size_bytes * 4), path=str(scan.staged))
    pages = [] if isinstance(read, Problem) else read["pages"]
    label = report_of(
        [code for codes in pages for code in codes or ()], office.tables.records(records.LoggedStep)
    )
    return replace(scan, notes=(*scan.notes, f"Jawaban atas {label}.")) if label else scan

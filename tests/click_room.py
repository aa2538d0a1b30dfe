"""Offices whose button was cut off: files in place and the workbook old, half written, or all but the ending."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from faults.broken_disk import PowerCut
from faults.small_button import run
from office_at_work import DeskOfAnOffice

from xl_macros.click.transaction import Transaction
from xl_macros.tables.rows import TableStore


def crashed(desk: DeskOfAnOffice, point: str) -> DeskOfAnOffice:
    """The office after a power cut: files in place and workbook old; workbook half written; all but the ending."""
    if point == "persiapan":
        with mock.patch.object(TableStore, "write_changes", side_effect=PowerCut):
            killed(desk)
    elif point == "jurnal":
        with mock.patch("xl_macros.click.transaction.finish", side_effect=PowerCut):
            killed(desk)
    else:
        half_written(desk)
    assert (desk.folder / ".kecuali" / "jurnal.json").exists()
    return desk


def killed(desk: DeskOfAnOffice) -> None:
    """Click the button, which meets a power cut; nothing of ours runs after it."""
    with (
        mock.patch("xl_macros.click.transaction._roll_back_now"),
        mock.patch.object(Transaction, "discard"),
        pytest.raises(PowerCut),
    ):
        run(desk)


def half_written(desk: DeskOfAnOffice) -> None:
    """Python was killed among its writes, and staff saved what then stood in Excel."""
    written = TableStore._write
    calls = iter([True, False])

    def write_once(self: TableStore, *rest: Any) -> None:
        if not next(calls):
            self.book.save()
            raise PowerCut
        written(self, *rest)

    with mock.patch.object(TableStore, "_write", write_once):
        killed(desk)

"""Offices at each stage of the procedure."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled


@pytest.fixture
def desk(tmp_path: Path) -> DeskOfAnOffice:
    """An office with one decision of two entries, nothing done yet."""
    return filled(tmp_path / "kantor")


@pytest.fixture
def received(desk: DeskOfAnOffice) -> DeskOfAnOffice:
    """Step 1 is done."""
    desk.done("receive-decision", CHECKER, target=NUMBER)
    return desk


@pytest.fixture
def scanned(received: DeskOfAnOffice) -> DeskOfAnOffice:
    """Steps 1 and 2 are done."""
    received.done("attach-scans", target=NUMBER, files=(received.scan("keputusan", 1),))
    received.done("attach-scans", target="B-2025-001.01", files=(received.scan("satu", 2),))
    received.done("attach-scans", target="B-2025-001.02", files=(received.scan("dua", 3),))
    return received


@pytest.fixture
def approved(scanned: DeskOfAnOffice) -> DeskOfAnOffice:
    """Steps 1 to 4 are done."""
    scanned.done("build-recap")
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    return scanned


@pytest.fixture
def stored(approved: DeskOfAnOffice) -> DeskOfAnOffice:
    """Steps 1 to 5 are done."""
    approved.done("store-documents")
    return approved

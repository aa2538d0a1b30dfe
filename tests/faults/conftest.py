"""Offices for attacks: one with its decision received, one with all six steps done; made once, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults.small_button import copied
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled
from shared_processes import parsing_processes_are_shared, processes  # noqa: F401  fixtures of this room


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    return filled(tmp_path_factory.mktemp("serangan") / "kantor")


@pytest.fixture(scope="session")
def with_scans(untouched: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    desk = copied(untouched, tmp_path_factory.mktemp("pindaian") / "kantor")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan"),))
    return desk


@pytest.fixture(scope="session")
def with_report(with_scans: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    desk = copied(with_scans, tmp_path_factory.mktemp("laporan") / "kantor")
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition")
    return desk


@pytest.fixture
def desk(untouched: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    """One decision of two entries, nothing done yet."""
    return copied(untouched, tmp_path / "kantor")


@pytest.fixture
def scanned(with_scans: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    """The decision is received and scanned, its entries are not."""
    return copied(with_scans, tmp_path / "kantor")

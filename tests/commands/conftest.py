"""KPU's real decisions as an example office, made once and copied for every test."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from office_at_work import DeskOfAnOffice
from shared_processes import parsing_processes_are_shared, processes  # noqa: F401  fixtures of this room

from xl_macros.commands.demo import make_demo

STARTED = datetime(2026, 8, 24, 8, 0)


@pytest.fixture(scope="session")
def demo_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "kantor"
    assert make_demo(folder, STARTED, real=True) == 0
    return folder


@pytest.fixture
def demo(demo_made_once: Path, tmp_path: Path) -> DeskOfAnOffice:
    """A copy of the example office, a week after its report."""
    folder = tmp_path / "kantor"
    shutil.copytree(demo_made_once, folder)
    return DeskOfAnOffice(folder / "Register-Dikecualikan.xlsm", datetime(2026, 9, 1, 8, 0))

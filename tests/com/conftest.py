"""A PC with a running fake Excel, driven by the real xlwings COM engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_processes import parsing_processes_are_shared, processes  # noqa: F401  fixtures of this room

sys.path.insert(0, str(Path(__file__).parent))  # `fake_excel` is shared with benchmarks/com_calls.py

from fake_excel.application import Application
from fake_excel.windows import Desktop, running_desktop


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with running_desktop() as pc:
        yield pc


@pytest.fixture
def excel(desktop: Desktop) -> Application:
    return desktop.start_excel()

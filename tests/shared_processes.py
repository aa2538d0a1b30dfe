"""The same real parsing processes for all tests of a room: starting new ones for each click is most of the time.

A room's conftest imports both fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from xl_macros.scans import worker_pool
from xl_macros.scans.worker_pool import WorkerPool


@pytest.fixture(scope="session")
def processes() -> Iterator[WorkerPool]:
    with worker_pool.WorkerPool(2) as pool:
        yield pool


@pytest.fixture(autouse=True)
def parsing_processes_are_shared(processes: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "WorkerPool", lambda *_size: nullcontext(processes))

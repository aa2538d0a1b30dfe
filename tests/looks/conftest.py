"""The example office of real decisions, whose sheets are held against their records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xl_macros.commands.demo import make_demo
from xl_macros.tables.schema import WORKBOOK_NAME

ARRIVED_AT = datetime(2026, 8, 24, 8, 0)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contoh") / "kantor"
    assert make_demo(folder, ARRIVED_AT, real=True) == 0
    return folder / WORKBOOK_NAME


@pytest.fixture(scope="session")
def book(example: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "warnings.warn", lambda *_, **__: None
        )  # openpyxl says what it would not keep on saving
        return openpyxl.load_workbook(example)

"""A new workbook, opened by the file engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xl_macros.file_engine import open_book
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import WORKBOOK_NAME


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    path = tmp_path / WORKBOOK_NAME
    shutil.copyfile(workbook_file(WORKBOOK_NAME), path)
    return path


@pytest.fixture
def book(book_path: Path) -> Iterator[Any]:
    opened = open_book(book_path)
    yield opened
    opened.close()


@pytest.fixture
def reopened(book: Any, book_path: Path) -> Callable[[], Any]:
    """Saves the workbook and opens the file again: what is read then stands in the file."""

    def reopen() -> Any:
        book.save()
        book.close()
        return open_book(book_path)

    return reopen

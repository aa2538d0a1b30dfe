"""A copy of the open workbook to read from: one call to Excel, where reading its tables takes a hundred.

Excel writes the copy as the workbook stands, unsaved typing included, and the file engine reads it as it reads any
register. What a button writes still goes to Excel, and is read back from there. Where no copy can be had (an office
without its private folder yet, a full disk, a file that Excel reads and the engine does not), cells are asked of Excel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros.click.com_errors import is_busy, is_gone
from xl_macros.errors import Refusal
from xl_macros.file_engine.errors import FileEngineError

if TYPE_CHECKING:
    import xlwings as xw

NAME = "baca-"


@contextmanager
def reading_copy(
    save_copy: Callable[[str], object], private: Path, errors: tuple[type[Exception], ...]
) -> Iterator[xw.Book | None]:
    """The copy, opened, in the office's private folder and gone afterwards; None where there is none.

    `errors` are what a call to Excel raises; that Excel is busy or gone travels on.
    """
    path = private / f"{NAME}{os.getpid()}.xlsm"
    ours = private.is_dir() and private.resolve().parent == private.parent.resolve()  # a link leads elsewhere
    book = _opened(save_copy, path, errors) if ours else None
    try:
        yield book
    finally:
        if book is not None:
            book.close()
        _remove(path)


def _opened(
    save_copy: Callable[[str], object], path: Path, errors: tuple[type[Exception], ...]
) -> xw.Book | None:
    from xl_macros.file_engine import open_book

    for left in path.parent.glob(f"{NAME}*.xlsm"):  # a killed button's; one that is in use cannot be removed
        _remove(left)
    try:
        save_copy(str(path))
        return open_book(path)
    except (OSError, FileEngineError, Refusal):
        return None
    except errors as error:
        if is_busy(error) or is_gone(error):
            raise
        return None


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)

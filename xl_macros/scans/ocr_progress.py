"""A plugin that OCRmyPDF loads by its path (documented hook): tells on stderr how many pages are read.

It runs in OCRmyPDF's own Python, which need not be ours: nothing of this product may be imported here.
"""

from __future__ import annotations

import sys
from typing import Any

from ocrmypdf import hookimpl

MARK = "kecuali-ocr"


class PageCount:
    """What OCRmyPDF uses like a progress bar; a page counts twice with it, read and written."""

    def __init__(self, *, total: float | None = None, desc: str | None = None, **_: Any) -> None:
        self._total, self._reading, self._done = total, desc == "OCR", 0.0

    def __enter__(self) -> PageCount:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def update(self, n: float = 1, *, completed: float | None = None) -> None:
        self._done = self._done + n if completed is None else completed
        if self._reading and self._total:
            sys.stderr.write(f"{MARK} {self._done / self._total:.4f}\n")
            sys.stderr.flush()


@hookimpl  # type: ignore[untyped-decorator]  # OCRmyPDF is not installed where types are checked
def get_progressbar_class() -> type[PageCount]:
    return PageCount

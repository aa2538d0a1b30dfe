"""The text of a PDF's pages. Runs in the parsing process only (`worker_main`); the only importer of pypdf."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from xl_macros.scans.worker_main import Unacceptable

MAX_TEXT_PER_PAGE = 100_000
"""Characters; a full page of small print has about 6,000."""

_BROKEN_PAGE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    struct.error,
    zlib.error,
)
"""What pypdf's text extraction raises on content that it does not understand."""


def page_texts(path: str) -> dict[str, Any]:
    """`texts`: the text of each page in order, "" where a page has none or cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    texts: list[str] = []
    with Path(path).open("rb") as file:
        try:
            pages = list(PdfReader(file).pages)
        except (PyPdfError, *_BROKEN_PAGE):
            raise Unacceptable("Teks berkas PDF tidak dapat dibaca.") from None
        for page in pages:
            try:
                text = page.extract_text()
            except (PyPdfError, *_BROKEN_PAGE):
                text = ""  # one unreadable page does not hide the others
            texts.append(text[:MAX_TEXT_PER_PAGE])
    return {"texts": texts}

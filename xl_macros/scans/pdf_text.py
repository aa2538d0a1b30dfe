"""The text of a PDF's pages. Runs in the parsing process only (`worker_main`); the only importer of pypdf."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from xl_macros.scans.bounds import Unacceptable

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


def page_texts(path: str, key: str = "") -> dict[str, Any]:
    """`texts`: the text of each page in order, "" where a page has none or cannot be read.

    `key`: the office's key (base64) when the file is sealed; it is opened in memory only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    texts: list[str] = []
    with _unsealed(path, key) if key else Path(path).open("rb") as file:
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


def _unsealed(path: str, key: str) -> BinaryIO:
    from xl_macros.archive.sealing import OfficeKey, read_sealed
    from xl_macros.errors import Refusal

    try:
        return read_sealed(Path(path), OfficeKey(base64.b64decode(key)))
    except Refusal as refusal:
        raise Unacceptable(refusal.what, refusal.cure) from None

"""From a template and data to PDF, through Typst.

Data travels as JSON in `sys.inputs.data` and stays text: no cell can become markup. Only the fonts shipped in
`templates/fonts` are used and the time stamp is given, so the same input gives the same bytes everywhere.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xl_macros.clock import WITA
from xl_macros.domain.phrases import long_date
from xl_macros.places.resources import template as template_file
from xl_macros.reports.printable import printable
from xl_macros.reports.qr import QrCode
from xl_macros.reports.wording import decimal, short_date, short_instant

if TYPE_CHECKING:
    import pikepdf


def render(template: str, data: object, *, made_at: datetime, pdf_standard: str = "a-2b") -> bytes:
    """The PDF of `templates/<template>` filled with `data` (a dataclass or a mapping).

    In the template a field has the name it has in `data`; see `as_plain` for how values arrive. `made_at` is
    office time and becomes the document's creation date. The PDF carries the structure that screen readers
    need and claims PDF/UA-1 beside the archive standard.
    Raises `typst.TypstError` when the template itself is wrong: no data can cause that.
    """
    plain = json.dumps(as_plain(data), ensure_ascii=False, separators=(",", ":"))
    return render_plain(template, plain, made_at=made_at, pdf_standard=pdf_standard)


def render_plain(
    template: str, plain: str, *, made_at: datetime, pdf_standard: str = "a-2b", tagged: bool = True
) -> bytes:
    """`render` of data that is JSON already; not `tagged`, without structure for screen readers."""
    import pikepdf  # only buttons that print pay for it

    pdf = typeset(template, plain, made_at=made_at, pdf_standard=pdf_standard, tagged=tagged)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return saved_small(document)


def typeset(
    template: str, plain: str, *, made_at: datetime, pdf_standard: str = "a-2b", tagged: bool = True
) -> bytes:
    """As `render_plain`, but as Typst writes it: each small object by itself."""
    pdf: bytes = _compiler(template).compile(
        format="pdf",
        sys_inputs={"data": plain},
        pdf_standards=[pdf_standard, "ua-1"] if tagged else [pdf_standard],
        pdf_tags=tagged,
        timestamp=made_at.replace(tzinfo=made_at.tzinfo or WITA),
    )
    return pdf


def saved_small(document: pikepdf.Pdf) -> bytes:
    """The document with its small objects in compressed object streams (allowed since PDF/A-2).

    The structure of a long table is tens of thousands of tiny objects: packed, 2,000 entries take 0.8 MB
    instead of 4.4 MB.
    """
    import pikepdf

    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def as_plain(value: object) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line per kind of value
    """The value as JSON can hold it.

    Text is made printable; a date becomes `{long, short}` and an instant `{long, short, date}`, already in
    Indonesian words, so that a template picks a form and never parses; numbers that are not whole become text
    with a decimal comma; a QR code becomes `{svg, alt}`; bytes (a picture) become a list of numbers.
    """
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return as_plain(value.value)
        case str():
            return printable(value)
        case float():
            return decimal(value)
        case datetime():
            return {"long": long_date(value), "short": short_instant(value), "date": short_date(value)}
        case date():
            return {"long": long_date(value), "short": short_date(value)}
        case QrCode():
            return {"svg": value.svg(), "alt": printable(value.alt)}
        case bytes():
            return list(value)
        case Mapping():
            return {str(key): as_plain(item) for key, item in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return as_plain(value._asdict())
        case list() | tuple():
            return [as_plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise TypeError(f"cannot be put on a page: {type(value).__name__}")


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst  # only buttons that print pay for it

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(template_file("fonts"))]
    )


def _compiler(template: str) -> Any:
    import typst  # only buttons that print pay for it

    path = template_file(template)
    return typst.Compiler(str(path), root=str(path.parent), font_paths=_fonts(), ignore_system_fonts=True)

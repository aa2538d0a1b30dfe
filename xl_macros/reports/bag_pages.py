"""Pages for paper: the index of a bag (`isi.pdf`) and the cover sheets that sort a stack of scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from xl_macros.reports.letter import Letterhead
from xl_macros.reports.qr import QrCode
from xl_macros.reports.recap_lines import RecapLine, recap_blocks
from xl_macros.reports.typesetting import render
from xl_macros.reports.volumes import in_volumes, render_volumes
from xl_macros.reports.wording import size

INDEX_TEMPLATE = "isi_berkas.typ"
COVER_TEMPLATE = "lembar_sampul.typ"
SHEETS_A_VOLUME = 400
QR_PREFIX = "KECUALI:1:"
"""What a QR code of ours says before the code: product and version of this convention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """One document of the bag. `name` is its path inside the bag, `code` the entry (or berkas) it belongs to."""

    name: str
    code: str
    kind: str
    pages: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagIndex:
    """The index page of one bag: which decision, which entries, which documents, sealed when and by whom.

    `entries` show the state that held when the bag was sealed.
    """

    letterhead: Letterhead
    berkas: str
    decision_number: str
    decided: date | str | None
    about: str
    standing: str
    sealed_at: datetime
    sealed_by: str
    entries: tuple[RecapLine, ...]
    files: tuple[IndexFile, ...]
    version: int = 1
    place: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """One cover sheet: everything scanned behind it belongs to `code`."""

    code: str
    title: str
    decision_number: str


def qr_payload(code: str) -> str:
    """What the QR code for a berkas or register code says."""
    return f"{QR_PREFIX}{code}"


def render_bag_index(index: BagIndex) -> bytes:
    """The index as PDF/A-2b, with a QR code of the berkas for the printed folder."""
    view: dict[str, object] = {name: getattr(index, name) for name in index.__dataclass_fields__}
    view["blocks"] = recap_blocks(index.entries)
    view["files"] = [asdict(file) | {"size": size(file.size_bytes)} for file in index.files]
    view["qr"] = QrCode(qr_payload(index.berkas), alt=f"Kode QR berkas {index.berkas}")
    view["mark"] = "RAHASIA - DIKECUALIKAN"
    return render(INDEX_TEMPLATE, view, made_at=index.sealed_at)


def render_cover_sheets(
    sheets: Sequence[CoverSheet], *, office_name: str, made_at: datetime, with_titles: bool = True
) -> bytes:
    """One A4 page per sheet with a QR code large enough for a bad scan; titles can be left out.

    Raises ValueError when there is no sheet.
    """
    if not sheets:
        raise ValueError("no cover sheet to print")
    pages = [
        {
            "code": sheet.code,
            "title": sheet.title if with_titles else "",
            "decision_number": sheet.decision_number,
            "qr": QrCode(qr_payload(sheet.code), alt=f"Kode QR {sheet.code}"),
        }
        for sheet in sheets
    ]
    volumes = [
        {"office_name": office_name, "volume": volume._asdict(), "sheets": some}
        for volume, some in in_volumes(pages, SHEETS_A_VOLUME)
    ]
    return render_volumes(COVER_TEMPLATE, volumes, made_at=made_at)

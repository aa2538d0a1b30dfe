"""The list for the office's website: what is exempt, on which basis, for how long. Never the content.

A line has no field for scans, places or people, so none of these can reach a website by mistake; consequences stand
only in the table of six columns, which is a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from xl_macros.domain.phrases import long_date
from xl_macros.places.folders import create_private_file
from xl_macros.places.resources import template
from xl_macros.reports.letter import Letterhead
from xl_macros.reports.printable import clean, one_line
from xl_macros.reports.volumes import Volume, in_volumes, render_volumes
from xl_macros.reports.wording import count

PDF_TEMPLATE = "daftar_publik.typ"
HTML_TEMPLATE = "daftar_publik.html"
HEADERS = ("No", "Informasi", "Dasar hukum", "Jangka waktu pengecualian", "Status", "Dikecualikan sampai")
SIX_HEADERS = ("NO", "INFORMASI", "DASAR HUKUM", "DIBUKA", "DITUTUP", "JANGKA WAKTU")
"""The columns of published lists, where the consequences are shown too."""
SECTION_CLOSED, SECTION_OPEN = "A. Masih dikecualikan", "B. Sudah terbuka"
TITLE = "Daftar Informasi yang Dikecualikan"
NO_LINES = "Tidak ada informasi yang dikecualikan dalam daftar ini."
NO_DATE = "tanpa tanggal"

ROWS_A_VOLUME = 750
"""A volume's process has 240 MB then, and 410 with twice as many; it starts in a quarter of what setting takes."""
Section = tuple[str, tuple["PublicLine", ...]]
"""A heading and all lines below it."""

_WIDTHS = (6, 46, 34, 56, 27, 20)
_LONGEST_CELL = 32_767  # Excel's limit for the text of one cell
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLine:
    """One exempted item: title, legal basis, period as worded, status as a word, last exempt day (or None)."""

    title: str
    legal_basis: str
    period_text: str
    status: str
    until: date | None = None
    is_open: bool = False
    decision: str = ""
    """Number and date of the decision."""
    symbol: str = ""
    """The workbook's symbol of the status."""
    cause: str = ""
    """Why it is open, for a line that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SixLine:
    """A line of the table in the six columns of the field: consequences as the decision's test words them."""

    title: str
    legal_basis: str
    if_open: str
    if_closed: str
    period_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """The list as it stands on `made_at` (office time)."""

    office_name: str
    letterhead: Letterhead
    made_at: datetime
    lines: tuple[PublicLine, ...]
    is_example: bool = False
    legend: tuple[tuple[str, str], ...] = ()
    """Symbols and words of the statuses, as in the workbook."""


def render_six_columns(lines: Sequence[SixLine], office_name: str, on: date) -> str:
    """The table in six columns as HTML to paste into the office's site: no script, all text escaped.

    Its one style has it scroll inside the page of a phone.
    """
    rows = "\n".join(
        "<tr><td>{}</td>{}</tr>".format(
            number,
            "".join(
                f"<td>{_text(cell)}</td>"
                for cell in (line.title, line.legal_basis, line.if_open, line.if_closed, line.period_text)
            ),
        )
        for number, line in enumerate(lines, 1)
    )
    if not rows:
        rows = f'<tr><td colspan="{len(SIX_HEADERS)}">{_text(NO_LINES)}</td></tr>'
    head = "".join(f'<th scope="col">{header}</th>' for header in SIX_HEADERS)
    caption = _text(f"{TITLE} - {office_name}, keadaan {long_date(on)}")
    return (
        f'<div role="region" aria-label="{_text(TITLE)}" tabindex="0" style="overflow-x: auto">\n'
        f'<table border="1">\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n"
    )


def sections(public: PublicList) -> tuple[Section, ...]:
    """What is exempt by its end, undated last; and what is open, the newest first."""
    closed = sorted(
        (line for line in public.lines if not line.is_open), key=lambda line: line.until or date.max
    )
    opened = sorted((line for line in public.lines if line.is_open), key=lambda line: line.until or date.min)
    return ((SECTION_CLOSED, tuple(closed)), (SECTION_OPEN, tuple(reversed(opened))))


def render_pdf(public: PublicList) -> bytes:
    """The list as PDF/A-2b, A4 landscape, header row on each page; a long one is set in volumes and joined."""
    shared: dict[str, object] = {name: getattr(public, name) for name in public.__dataclass_fields__}
    del shared["lines"]
    parts = sections(public)
    shared |= {
        "title": TITLE,
        "headers": HEADERS,
        "no_lines": NO_LINES,
        "no_date": NO_DATE,
        "intro": _intro(public),
        "is_empty": not public.lines,
    }
    rows = [(part, line) for part in parts for line in part[1]]
    volumes = [
        shared | {"volume": volume._asdict(), "sections": _sections(parts, some, volume)}
        for volume, some in in_volumes(rows, ROWS_A_VOLUME)
    ]
    return render_volumes(PDF_TEMPLATE, volumes, made_at=public.made_at)


def _sections(
    parts: Sequence[Section], rows: Sequence[tuple[Section, PublicLine]], volume: Volume
) -> list[dict[str, object]]:
    """The sections of a volume with their lines in it; one without any line stands in the first alone."""
    mine = {heading: [line for part, line in rows if part[0] == heading] for heading, _ in parts}
    return [
        {
            "heading": f"{heading} ({len(lines)})"
            + (", lanjutan" if mine[heading] and mine[heading][0] is not lines[0] else ""),
            "lines": [_view(line) for line in mine[heading]],
        }
        for heading, lines in parts
        if mine[heading] or (not lines and volume.number == 1)
    ]


def render_html(public: PublicList) -> str:
    """The list as one HTML file that stands alone: no script, nothing loaded from elsewhere, all text escaped."""
    rows = "\n".join(_html_sections(public))
    if not public.lines:
        rows = f'<tr><td colspan="{len(HEADERS)}">{_text(NO_LINES)}</td></tr>'
    page = Template(template(HTML_TEMPLATE).read_text(encoding="utf-8"))
    return page.substitute(
        title=_text(f"{TITLE} - {public.office_name}"),
        heading=_text(TITLE),
        office=_text(public.office_name),
        intro=_text(_intro(public)),
        example='<p class="contoh"><strong>CONTOH</strong>: bukan daftar sebenarnya.</p>'
        if public.is_example
        else "",
        caption=_text(f"{count(len(public.lines))} informasi, keadaan {long_date(public.made_at)}"),
        headers="".join(f'<th role="columnheader" scope="col">{_text(header)}</th>' for header in HEADERS),
        rows=rows,
        legend=_text("; ".join(f"{symbol} {word}" for symbol, word in public.legend)),
    )


def _html_sections(public: PublicList) -> Iterator[str]:
    number = 0
    for heading, lines in sections(public):
        said = _text(f"{heading} ({len(lines)})")
        yield f'<tr role="row" class="bagian"><td role="cell" colspan="{len(HEADERS)}">{said}</td></tr>'
        for line in lines:
            number += 1
            yield _html_row(number, line)


def _view(line: PublicLine) -> dict[str, object]:
    return {
        "title": _title(line),
        "legal_basis": line.legal_basis,
        "period_text": line.period_text,
        "status": _status(line),
        "until": line.until,
    }


def _title(line: PublicLine) -> str:
    """The information with its decision, by which lines of several years are told apart."""
    return f"{line.title} [{line.decision}]" if line.decision else line.title


def write_xlsx(public: PublicList, path: Path) -> None:
    """The list as a workbook whose cells are text and nothing else; the same list gives the same bytes.

    `path` must not exist yet and is readable by its owner only. Raises FileExistsError when it exists.
    """
    import xlsxwriter  # only this button pays for it

    with create_private_file(path) as file:
        book = xlsxwriter.Workbook(
            file,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        book.set_properties(
            {"title": TITLE, "company": one_line(public.office_name), "created": public.made_at}
        )
        _fill_sheet(book, public)
        book.close()


def _intro(public: PublicList) -> str:
    return (
        f"Daftar ini memuat judul, dasar hukum dan jangka waktu pengecualian informasi pada {public.office_name}, "
        f"keadaan {long_date(public.made_at)}. Isi informasinya tidak dimuat."
    )


def _status(line: PublicLine) -> str:
    """Symbol and word, so that the status never rests on colour."""
    symbol = line.symbol or ("○" if line.is_open else "●")
    return f"{symbol} {line.status}{f': {line.cause}' if line.cause else ''}"


def _text(value: str) -> str:
    return escape(one_line(value), quote=True)


def _html_row(number: int, line: PublicLine) -> str:
    until = (
        f'<time datetime="{line.until.isoformat()}">{long_date(line.until)}</time>'
        if line.until
        else _text(NO_DATE)
    )
    cells = (_text(line.legal_basis), _text(line.period_text), _text(_status(line)), until)
    rest = "".join(
        f'<td role="cell" data-judul="{header}">{cell}</td>'
        for header, cell in zip(HEADERS[2:], cells, strict=True)
    )
    return (
        f'<tr role="row"><td role="cell">{number}</td>'
        f'<th role="rowheader" scope="row">{_text(_title(line))}</th>{rest}</tr>'
    )


def _fill_sheet(book: Any, public: PublicList) -> None:
    first = 3  # rows above the table: title, intro, gap
    sheet = book.add_worksheet("Daftar Publik")
    plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#AAB2BA", "num_format": "@"}
    text, guarded = book.add_format(plain), book.add_format(plain | {"quote_prefix": True})
    numbers = book.add_format(plain | {"num_format": "0", "align": "center"})
    head = book.add_format(
        {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": "#0B4F8A",
            "text_wrap": True,
            "border": 1,
            "valign": "top",
        }
    )
    sheet.write_string(
        0, 0, TITLE + (" (CONTOH)" if public.is_example else ""), book.add_format({"bold": True, "size": 14})
    )
    sheet.write_string(1, 0, clean(_intro(public)))
    for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(first, column, header, head)
    ordered = [line for _, lines in sections(public) for line in lines]
    for row, line in enumerate(ordered, first + 1):
        until = long_date(line.until) if line.until else NO_DATE
        sheet.write_number(row, 0, row - first, numbers)
        cells = [
            _cell_text(cell)
            for cell in (_title(line), line.legal_basis, line.period_text, _status(line), until)
        ]
        sheet.set_row(row, _row_height(cells))
        for column, shown in enumerate(cells, 1):
            sheet.write_string(row, column, shown, guarded if shown.startswith(_FORMULA_STARTS) else text)
    if not public.lines:
        sheet.write_string(first + 1, 1, NO_LINES)
    last = first + max(len(public.lines), 1)
    sheet.autofilter(first, 0, last, len(HEADERS) - 1)
    sheet.freeze_panes(first + 1, 2)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + one_line(public.office_name).replace("&", "&&")[:120] + "&RHalaman &P dari &N")


def _cell_text(value: str) -> str:
    shown = clean(value)
    return shown if len(shown) <= _LONGEST_CELL else shown[: _LONGEST_CELL - 2] + " …"


def _row_height(cells: Sequence[str]) -> float:
    """Points for the tallest cell: stated, because not every program fits wrapped rows by itself (409 = limit)."""
    lines = max(
        sum(-(-max(len(part), 1) * 21 // (20 * width)) for part in cell.split("\n"))
        for cell, width in zip(cells, _WIDTHS[1:], strict=True)
    )
    return float(min(15 * lines, 409))

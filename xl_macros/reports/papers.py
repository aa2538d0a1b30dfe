"""Papers that the office drafts: one content, as a DOCX that staff edit and as a PDF for the archive."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xl_macros.domain.phrases import long_date
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.printable import clean
from xl_macros.reports.typesetting import render

TEMPLATE = "naskah.typ"
_MARGIN_MM = 20
_VALUES_AT_MM = 36
"""Where the values of the lines above the body begin."""
BLANK = "…………………………"
"""What the office fills in by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table with its heading; `none` is said in its place when it has no rows."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "Tidak ada."
    widths: tuple[int, ...] = ()
    """Of the columns, against each other; without them they follow from what the cells hold."""

    @property
    def shares(self) -> tuple[int, ...]:
        """The widths, against each other: every column has room for its longest word, and the table is short.

        Tried are the widths at which no cell takes more than one line, two, three and so on.
        """
        if self.widths:
            return self.widths
        columns = list(zip(self.headers, *self.rows, strict=True))
        needed = [max(6, *map(_longest_word, cells)) for cells in columns]
        lengths = [[len(text) for text in cells] for cells in columns]
        tried = [_widths(lengths, needed, lines) for lines in range(1, _MOST_LINES + 1)]
        return min(tried, key=lambda widths: _height(lengths, widths))


_LONGEST_WHOLE = 900
"""Characters of a cell up to which its row stays on one page."""

_PAGE_CHARS = 116
"""Characters of a table's type on an upright page, gaps between the columns included."""
_GAP, _MOST_LINES = 3, 16


def _longest_word(text: str) -> int:
    """In characters, with the gap beside it; what is longer than any word is broken."""
    return min(max(map(len, text.split()), default=0), 22) + _GAP


def _widths(lengths: Sequence[Sequence[int]], needed: Sequence[int], lines: int) -> tuple[int, ...]:
    """Characters of each column at which its longest text takes so many lines, as far as the page has room."""
    more = [
        max(math.ceil(max(column) / lines) + _GAP - need, 0)
        for column, need in zip(lengths, needed, strict=True)
    ]
    fit = min(1.0, max(_PAGE_CHARS - sum(needed), 1) / max(sum(more), 1))
    return tuple(need + int(fit * each) for need, each in zip(needed, more, strict=True))


def _height(lengths: Sequence[Sequence[int]], widths: Sequence[int]) -> int:
    """How many lines all rows take together, on a page that these widths fill."""
    wider = max(_PAGE_CHARS / sum(widths), 1)
    room = [max(wider * width - _GAP, 1) for width in widths]
    return sum(
        max(math.ceil(length / width) for length, width in zip(row, room, strict=True))
        for row in zip(*lengths, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter or list. `fields` are the lines above the body ("Nomor", "Hal"), `to` the addressee's lines,
    `body` paragraphs before the tables and `closing` those after them."""

    title: str
    letterhead: Letterhead
    made_at: datetime
    signatory: Signatory | None = None
    carried_out_by: tuple[Signatory, ...] = ()
    """Who sign beside the signatory, each with a line of their own."""
    fields: tuple[tuple[str, str], ...] = ()
    to: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tables: tuple[PaperTable, ...] = ()
    closing: tuple[str, ...] = ()
    is_example: bool = False
    landscape: bool = False


def render_paper_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A."""
    view: dict[str, object] = {name: getattr(paper, name) for name in paper.__dataclass_fields__}
    view["shares"] = [table.shares for table in paper.tables]
    return render(TEMPLATE, view, made_at=paper.made_at)


def render_paper_docx(paper: Paper) -> bytes:
    """The paper as DOCX for staff to edit; the same paper is the same file. Texts of cells stay text."""
    import docx  # only a drafted paper pays for it
    from docx.shared import Pt

    document = docx.Document()
    width_mm = _set_page(document, paper)
    document.core_properties.author = clean(" ".join(paper.letterhead.lines))[:200]
    document.core_properties.title = clean(paper.title)
    document.core_properties.created = document.core_properties.modified = paper.made_at
    _add_letterhead(document, paper.letterhead)
    if paper.is_example:
        document.add_paragraph("CONTOH: bukan naskah sebenarnya.")
    document.add_heading(clean(paper.title), level=1)
    _add_fields(document, paper.fields)
    for place, line in enumerate(paper.to):
        _add_tight(document, clean(line)).paragraph_format.space_before = None if place else Pt(10)
    for place, text in enumerate(paper.body):
        document.add_paragraph(clean(text)).paragraph_format.space_before = None if place else Pt(10)
    for table in paper.tables:
        _add_table(document, table, width_mm)
    for text in paper.closing:
        last = document.add_paragraph(clean(text)).paragraph_format
        last.space_before, last.keep_with_next = Pt(10), True
    _add_signatures(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), paper.made_at)


def _set_page(document: Any, paper: Paper) -> int:
    """A4 with margins; the width that tables may take, in mm."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    section = document.sections[0]
    width, height = (297, 210) if paper.landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    margin = Mm(_MARGIN_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(10.5)
    return width - 2 * _MARGIN_MM


def _add_letterhead(document: Any, letterhead: Letterhead) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for line in filter(None, (*letterhead.lines, letterhead.address)):
        head = _add_tight(document, clean(line))
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.runs[0].bold = True


def _add_tight(document: Any, text: str) -> Any:
    """A paragraph that follows the one before without a gap."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.space_after = 0
    return paragraph


def _add_fields(document: Any, fields: tuple[tuple[str, str], ...]) -> None:
    from docx.shared import Mm

    for name, value in fields:
        line = _add_tight(document, f"{clean(name)}\t:\t{clean(value) or BLANK}").paragraph_format
        line.left_indent, line.first_line_indent = Mm(_VALUES_AT_MM), Mm(-_VALUES_AT_MM)
        line.tab_stops.add_tab_stop(Mm(_VALUES_AT_MM - 4))
        line.tab_stops.add_tab_stop(Mm(_VALUES_AT_MM))


def _dated(package: bytes, at: datetime) -> bytes:
    """The package with its members' times set to that of the paper: two savings differ in nothing else."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add_table(document: Any, table: PaperTable, width_mm: int) -> None:
    from docx.shared import Mm, Pt

    document.add_heading(clean(table.heading), level=2)
    if not table.rows:
        document.add_paragraph(table.none)
        return
    grid = document.add_table(rows=1, cols=len(table.headers))
    grid.style = "Table Grid"
    for cell, header in zip(grid.rows[0].cells, table.headers, strict=True):
        cell.text = header
        cell.paragraphs[0].runs[0].bold = True
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = clean(text)
    for row in grid.rows:
        if all(len(cell.text) < _LONGEST_WHOLE for cell in row.cells):
            _say(row, "w:cantSplit")
    _say(grid.rows[0], "w:tblHeader")
    _set_widths(grid, [Mm(width_mm * share / sum(table.shares)) for share in table.shares])
    for paragraph in (cell.paragraphs[0] for row in grid.rows for cell in row.cells):
        paragraph.paragraph_format.space_after = 0
        for run in paragraph.runs:
            run.font.size = Pt(8)


def _say(row: Any, property_name: str) -> None:
    """Set a property of a row that is either there or not, which python-docx has no way to say."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(property_name))


def _set_widths(grid: Any, widths: list[Any]) -> None:
    """Widths of the columns, for programs that go by the grid and for Word, which goes by the cells."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _add_signatures(document: Any, paper: Paper) -> None:
    if paper.carried_out_by:
        _add_tight(document, "Yang melaksanakan:")
    for each in paper.carried_out_by:
        _add_signature(document, each)
    if paper.signatory is not None:
        if paper.carried_out_by:
            _add_tight(document, "Mengetahui:").paragraph_format.keep_with_next = True
        _add_signature(document, paper.signatory, paper.made_at)


def _add_signature(document: Any, signatory: Signatory, made_at: datetime | None = None) -> None:
    dated = [f"{clean(signatory.city) or BLANK}, {long_date(made_at)}"] if made_at is not None else []
    signed = [clean(signatory.name) or BLANK, f"NIP {clean(signatory.nip) or BLANK}", ""]
    for line in (*dated, f"{clean(signatory.position)},", "\n\n", *signed):
        _add_tight(document, line).paragraph_format.keep_with_next = line != ""

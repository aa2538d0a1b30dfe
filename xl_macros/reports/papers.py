"""Papers that the office drafts: one content, as a DOCX that staff edit and as a PDF for the archive."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xl_macros.domain.phrases import long_date
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.printable import clean
from xl_macros.reports.typesetting import render

TEMPLATE = "naskah.typ"
BLANK = "…………………………"
"""What the office fills in by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table with its heading; `none` is said in its place when it has no rows."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "Tidak ada."


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter or list. `fields` are the lines above the body ("Nomor", "Hal"), `to` the addressee's lines,
    `body` paragraphs before the tables and `closing` those after them."""

    title: str
    letterhead: Letterhead
    made_at: datetime
    signatory: Signatory | None = None
    fields: tuple[tuple[str, str], ...] = ()
    to: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tables: tuple[PaperTable, ...] = ()
    closing: tuple[str, ...] = ()
    is_example: bool = False


def render_paper_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A."""
    view: dict[str, object] = {name: getattr(paper, name) for name in paper.__dataclass_fields__}
    return render(TEMPLATE, view, made_at=paper.made_at)


def render_paper_docx(paper: Paper) -> bytes:
    """The paper as DOCX for staff to edit; the same paper is the same file. Texts of cells stay text."""
    import docx  # only a drafted paper pays for it
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.author = clean(" ".join(paper.letterhead.lines))[:200]
    document.core_properties.title = clean(paper.title)
    document.core_properties.created = document.core_properties.modified = paper.made_at
    for line in (*paper.letterhead.lines, paper.letterhead.address):
        if line:
            head = document.add_paragraph(clean(line))
            head.alignment = WD_ALIGN_PARAGRAPH.CENTER
            head.runs[0].bold = True
    if paper.is_example:
        document.add_paragraph("CONTOH: bukan naskah sebenarnya.")
    document.add_heading(clean(paper.title), level=1)
    for name, value in paper.fields:
        document.add_paragraph(f"{name}\t: {clean(value) or BLANK}")
    for line in paper.to:
        document.add_paragraph(clean(line))
    for text in paper.body:
        document.add_paragraph(clean(text))
    for table in paper.tables:
        _add_table(document, table)
    for text in paper.closing:
        document.add_paragraph(clean(text))
    if paper.signatory is not None:
        _add_signature(document, paper.signatory, paper.made_at)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), paper.made_at)


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


def _add_table(document: Any, table: PaperTable) -> None:
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


def _add_signature(document: Any, signatory: Signatory, made_at: datetime) -> None:
    document.add_paragraph(f"{clean(signatory.city) or BLANK}, {long_date(made_at)}")
    document.add_paragraph(f"{clean(signatory.position)},")
    document.add_paragraph("\n\n")
    document.add_paragraph(clean(signatory.name) or BLANK)
    document.add_paragraph(f"NIP {clean(signatory.nip) or BLANK}")

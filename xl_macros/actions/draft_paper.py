"""Papers drafted for the office: proposals to KPU, the annex of what has opened, a hearing's bundle, alih media."""

from __future__ import annotations

from pathlib import Path

from xl_macros.actions.requests import DraftPaper
from xl_macros.click.office import Office, Summary
from xl_macros.errors import Refusal
from xl_macros.keeping.bundle import make_bundle
from xl_macros.keeping.clock import ask_about_clock
from xl_macros.keeping.media_papers import media_papers, quarter_of, session_of
from xl_macros.keeping.paper_texts import (
    ANNEX,
    BUNDLE,
    KINDS,
    QUARTER,
    SESSION,
    annex,
    chosen_for,
    proposal,
)
from xl_macros.keeping.register import assess_register
from xl_macros.keeping.stationery import free_name
from xl_macros.places.folders import write_private
from xl_macros.reports.papers import Paper, render_paper_docx, render_paper_pdf


def run(office: Office, request: DraftPaper) -> Summary:
    """Draft the paper of the chosen kind: a DOCX to edit and a PDF, or a folder for a bundle.

    Nothing is decided or recorded by it: what the paper leads to is recorded as an event.
    """
    office.officer()
    if not request.kind:
        raise Refusal("Jenis naskah belum dipilih.", cure=f"Pilih salah satu: {', '.join(KINDS)}.")
    if request.kind == BUNDLE:
        return _bundle(office, request)
    if request.kind in {SESSION, QUARTER}:
        return _media(office, request)
    assessed = assess_register(office)
    if request.kind == ANNEX:
        ask_about_clock(office)
        year = (request.on or office.today).year
        return _published(office, annex(office, assessed, year), f"Lampiran Sudah Terbuka {year}")
    chosen = chosen_for(office, request.kind, assessed, request.target)
    paper = proposal(office, request.kind, chosen)
    return _published(office, paper, f"{request.kind.capitalize()} {office.today:%Y-%m-%d}")


def _published(office: Office, paper: Paper, stem: str) -> Summary:
    rows = sum(len(table.rows) for table in paper.tables)
    told = f"{paper.title}: {rows} informasi, sebagai DOCX dan PDF."
    return Summary(told, paths=_written(office, paper, stem))


def _written(office: Office, paper: Paper, stem: str) -> tuple[Path, ...]:
    """The paper as DOCX and PDF among the reports; where they will lie."""
    targets = []
    for suffix, data in ((".docx", render_paper_docx(paper)), (".pdf", render_paper_pdf(paper))):
        target = free_name(office.folders.reports, stem, suffix)
        office.transaction.publish(write_private(office.transaction.staging / target.name, data), target)
        targets.append(target)
    return tuple(targets)


def _media(office: Office, request: DraftPaper) -> Summary:
    span = (session_of if request.kind == SESSION else quarter_of)(request.on or office.today)
    record, listed, notes = media_papers(office, span)
    paths = (
        *_written(office, record, f"Berita Acara Alih Media {span.stem}"),
        *_written(office, listed, f"Daftar Alih Media {span.stem}"),
    )
    said = f"{record.title} dan daftarnya, {span.name}, sebagai DOCX dan PDF."
    return Summary("\n".join([said, *notes]), paths=paths)


def _bundle(office: Office, request: DraftPaper) -> Summary:
    if not request.target:
        raise Refusal(
            "Kode untuk bundel belum disebut.", cure="Isi Kode dengan kode informasi atau kode berkas."
        )
    target, missing = make_bundle(office, request.target, request.on or office.today)
    gaps = ["Yang tidak ada:", *(f"- {each}" for each in missing)] if missing else ["Tidak ada yang kurang."]
    return Summary("\n".join([f"Bundel disimpan di {target.name}.", *gaps]), paths=(target,))

"""Bundel: everything about chosen entries as of a day, for a hearing. One folder, one PDF, numbered, gaps named.

What the decision rests on and what was done is in it; the exempt documents themselves never are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from xl_macros import records
from xl_macros.archive.sealing import SUFFIX
from xl_macros.click.office import Office
from xl_macros.domain.entry import Event
from xl_macros.domain.phrases import long_date
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import CHAINS, chain_head, check_chain
from xl_macros.keeping.extent import basis_of, title_of
from xl_macros.keeping.papers_out import papers_of
from xl_macros.keeping.register import Assessed, assess_register, events_by_target, events_of
from xl_macros.keeping.scan_list import current_scans, stored_file
from xl_macros.keeping.stationery import file_name, free_name, is_example, letterhead
from xl_macros.keeping.test_sheet import TEST_KIND
from xl_macros.places.copying import hash_file
from xl_macros.places.folders import make_private, write_private
from xl_macros.records import Scan
from xl_macros.reports.papers import Paper, PaperTable, render_paper_docx, render_paper_pdf
from xl_macros.tables.schema import DECISIONS

SHOWN_KINDS = ("keputusan", TEST_KIND, "disposisi")
"""Scans that belong into a bundle. *informasi* is what is exempt, *lainnya* may be."""


class Piece(NamedTuple):
    """A document of the bundle, or what is missing (`source` None) and why."""

    number: int
    name: str
    source: Path | None
    said: str


def make_bundle(office: Office, targets: Sequence[str], on: date) -> tuple[Path, list[str]]:
    """Stage the bundle's folder; returns where it will stand and what is missing in it (Indonesian).

    Refused without a code that exists, and for a day that has not come.
    """
    if on > office.today:
        raise Refusal(f"Tanggal {on:%d/%m/%Y} belum tiba.", cure="Pilih hari ini atau hari yang sudah lewat.")
    as_of = replace(office, now=min(office.now, datetime.combine(on, time(23, 59))))
    chosen = [
        item
        for item in assess_register(as_of)
        if item.row.code and {item.row.code, item.row.berkas} & set(targets)
    ]
    if not chosen:
        raise Refusal(
            "Kode untuk bundel tidak ditemukan di lembar Register.",
            cure="Sebut kode informasi atau kode berkas.",
        )
    pieces = list(_pieces(office, chosen, on))
    gaps = _not_recorded(as_of, chosen)
    paper = _paper(as_of, chosen, pieces, gaps, on)
    folder = make_private(office.transaction.staging / "bundel")
    index = write_private(folder / "00 Daftar isi dan riwayat.pdf", render_paper_pdf(paper))
    write_private(folder / "00 Daftar isi dan riwayat.docx", render_paper_docx(paper))
    copies = [index]
    for piece in pieces:
        if piece.source is not None:
            copies.append(
                write_private(folder / f"{piece.number:02d} {piece.name}", piece.source.read_bytes())
            )
    whole, unread = _joined(copies)
    write_private(folder / "Bundel lengkap.pdf", whole)
    stem = f"Bundel {on:%Y-%m-%d} {file_name(chosen[0].row.code or '')}"
    target = free_name(office.folders.reports, stem, "")
    office.transaction.publish(folder, target)
    missing = [f"{piece.name}: {piece.said}" for piece in pieces if piece.source is None]
    missing += gaps
    return target, [*missing, *(f"{name}: tidak dapat digabungkan, hanya ada di folder" for name in unread)]


def _pieces(office: Office, chosen: Sequence[Assessed], on: date) -> list[Piece]:
    """Decision, test sheet and dispositions of each berkas, in order; what is not there keeps its number."""
    scans = [
        row
        for row in current_scans(office.tables.records(Scan))
        if row.taken_at is not None and row.taken_at.date() <= on
    ]
    found: list[Piece] = []
    for berkas in dict.fromkeys(item.row.berkas for item in chosen):
        for kind in SHOWN_KINDS:
            mine = [row for row in scans if row.berkas == berkas and row.kind == kind]
            if not mine and kind != SHOWN_KINDS[-1]:
                found.append(Piece(len(found) + 1, f"{kind} {berkas}", None, "belum dipindai pada hari itu"))
            for row in mine:
                found.append(_piece(office, len(found) + 1, row))
    return found


def _piece(office: Office, number: int, row: records.Scan) -> Piece:
    path = stored_file(office, row)
    name = f"{row.kind} {file_name(path.name)}"
    if path.suffix == SUFFIX:
        return Piece(
            number, name, None, "tersimpan terenkripsi; bukalah dengan kecuali unseal dan tambahkan sendiri"
        )
    if not path.is_file():
        return Piece(number, name, None, "berkasnya tidak ada di folder pindaian")
    same = hash_file(path).sha256 == row.sha256
    return Piece(
        number,
        name,
        path,
        f"{row.scan_id}, SHA-256 {_in_eights(row.sha256 or '')}, {'utuh' if same else 'BERUBAH'}",
    )


def _paper(
    office: Office, chosen: Sequence[Assessed], pieces: Sequence[Piece], gaps: Sequence[str], on: date
) -> Paper:
    codes = {item.row.berkas for item in chosen}
    return Paper(
        title=f"Bundel informasi yang dikecualikan, keadaan per {long_date(on)}",
        letterhead=letterhead(office),
        made_at=office.now,
        fields=(
            ("Kode", ", ".join(str(item.row.code) for item in chosen)),
            ("Keadaan per", long_date(on)),
        ),
        tables=(
            _index(pieces, gaps),
            _standing(chosen),
            PaperTable(
                heading="Penetapan dan uji konsekuensi",
                headers=("Berkas", "Keputusan", "Tanggal", "Pejabat", "Lembar uji", "Kesimpulan"),
                rows=tuple(_determination(office, code) for code in sorted(filter(None, codes))),
            ),
            _happened(office, chosen, on),
            _steps(office, codes, on),
            _chains(office),
        ),
        is_example=is_example(office),
    )


def _standing(chosen: Sequence[Assessed]) -> PaperTable:
    return PaperTable(
        heading="Keadaan pada hari itu",
        headers=("Kode", "Informasi", "Dasar dan dasar tiap bagian", "Jangka waktu", "Status dan penjelasan"),
        rows=tuple(
            (
                str(item.row.code),
                title_of(item.row),
                basis_of(item.row),
                str(item.row.period_text or ""),
                f"{item.outcome.label}. {item.outcome.explanation}",
            )
            for item in chosen
        ),
    )


def _happened(office: Office, chosen: Sequence[Assessed], on: date) -> PaperTable:
    events = events_by_target(office)
    found = sorted(
        (event.happened_on, str(item.row.code), _told(event))
        for item in chosen
        for event in events_of(events, item.row)
        if event.happened_on <= on
    )
    return PaperTable(
        heading="Peristiwa",
        headers=("Tanggal", "Kode", "Peristiwa dan bukti"),
        rows=tuple((long_date(day), code, told) for day, code, told in found),
    )


def _steps(office: Office, codes: Collection[str | None], on: date) -> PaperTable:
    return PaperTable(
        heading="Langkah SOP",
        headers=("Selesai", "Berkas", "Langkah", "Petugas", "Output"),
        rows=tuple(
            (
                f"{step.finished_at:%d/%m/%Y %H.%M}",
                step.berkas or "",
                f"{step.step}. {step.step_name or ''}",
                step.officer or "",
                step.output or "",
            )
            for step in office.tables.records(records.LoggedStep)
            if step.berkas in codes and step.finished_at is not None and step.finished_at.date() <= on
        ),
    )


def _not_recorded(office: Office, chosen: Sequence[Assessed]) -> list[str]:
    """What a hearing asks for and the register does not say: of determination and test, and papers still out."""
    codes = {str(item.row.berkas) for item in chosen}
    decisions = [each for each in office.tables.records(records.Decision) if each.berkas in codes]
    gaps = [
        f"{found.berkas}: {DECISIONS.column(field).header} tidak dicatat di lembar {DECISIONS.sheet}"
        for found in decisions
        for field in ("decided_by", "test_number", "test_on", "test_conclusion")
        if not getattr(found, field)
    ]
    return gaps + [
        f"{found.berkas}: {paper.label} belum kembali dari Sekretaris"
        for found in decisions
        for paper in papers_of(office, found.berkas or "")
        if paper.back_at is None and paper.sent_at <= office.now
    ]


def _index(pieces: Sequence[Piece], gaps: Sequence[str]) -> PaperTable:
    rows = [
        (f"{piece.number:02d}", piece.name, piece.said if piece.source else f"TIDAK ADA: {piece.said}")
        for piece in pieces
    ]
    return PaperTable(
        heading="Daftar isi",
        headers=("No", "Dokumen", "Keterangan"),
        rows=(*rows, *(("–", gap, "TIDAK ADA") for gap in gaps)),
    )


def _determination(office: Office, code: str) -> tuple[str, ...]:
    found = next(each for each in office.tables.records(records.Decision) if each.berkas == code)
    decided = long_date(found.decided_on) if found.decided_on else found.date_text or "tidak dicatat"
    test = f"{found.test_number or 'nomor tidak dicatat'}{f', {long_date(found.test_on)}' if found.test_on else ''}"
    return (
        code,
        found.number or "",
        decided,
        found.decided_by or "tidak dicatat",
        test,
        found.test_conclusion or "tidak dicatat",
    )


def _told(event: Event) -> str:
    """The event with its outcome, its evidence, and whatever else was said of it."""
    more = [
        ("oleh", event.by_whom),
        ("bagian", event.part),
        ("berkekuatan hukum tetap", long_date(event.final_on) if event.final_on else ""),
        ("sampai", long_date(event.until_on) if event.until_on else ""),
        ("terkait", event.related),
    ]
    outcome = f" ({event.verdict})" if event.verdict else ""
    said = "".join(f"; {name} {text}" for name, text in more if text)
    return f"{event.kind.value}{outcome}: {event.evidence}{said}"


def _chains(office: Office) -> PaperTable:
    """Length, head and soundness of each chained list, as they are when the bundle is made."""
    rows = []
    for table in CHAINS:
        listed = office.tables.rows(table)
        sound = "utuh" if check_chain(office, table).ok else "RUSAK"
        rows.append((table.sheet, str(len(listed)), sound, _in_eights(chain_head(listed)) if listed else "-"))
    return PaperTable(
        heading="Bukti rantai hash", headers=("Lembar", "Baris", "Keadaan", "Kepala"), rows=tuple(rows)
    )


def _in_eights(digest: str) -> str:
    """The figures of a hash so that they can be read, typed, and broken over lines."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


def _joined(paths: Sequence[Path]) -> tuple[bytes, list[str]]:
    """The documents in one PDF, and the names of those that could not be read as one."""
    import io

    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    writer, unread = PdfWriter(), []
    for path in paths:
        try:
            reader = PdfReader(path)
            writer.append(reader, outline_item=path.stem)
        except (PyPdfError, OSError, ValueError, KeyError, RecursionError):
            unread.append(path.name)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), unread

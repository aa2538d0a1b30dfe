"""The papers of the scanning: berita acara alih media, and the list of what it covers, out of the list of scans.

A paper covers a span of days: a session (one day) or a quarter. Every row of the list bears one instant, so it stands
in the paper of exactly one session and exactly one quarter; rows that were replaced or withdrawn are listed too and
say so, because they were scanned. Nothing is typed again, and the sums are those of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xl_macros.archive.sealing import SUFFIX
from xl_macros.click.office import Office
from xl_macros.domain.identity import is_damaged_number, plain_name
from xl_macros.domain.phrases import DAY_NAMES, decision_name, long_date
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.keeping.corrected import recorded
from xl_macros.keeping.extent import title_of
from xl_macros.keeping.stationery import is_example, letterhead, signatory
from xl_macros.records import Decision, Entry, Scan
from xl_macros.reports.letter import Signatory
from xl_macros.reports.paper_text import PaperText, paper_text
from xl_macros.reports.papers import Paper, PaperTable
from xl_macros.reports.wording import count, short_instant, size
from xl_macros.tables.schema import SCANS

RECORD_TEXT, LIST_TEXT = "berita_acara_alih_media.txt", "daftar_alih_media.txt"
_ROMAN = ("I", "II", "III", "IV")


class Filling(NamedTuple):
    """What stands in braces in both texts, by its Indonesian word."""

    pada: str
    waktu: str
    tempat: str
    kantor: str
    jumlah: str
    halaman: str
    ukuran: str
    petugas: str
    tersegel: str
    bertanda_tangan: str
    ujung_rantai: str
    catatan: str


class Span(NamedTuple):
    """The days that a paper covers, both inclusive; `name` and `opening` are how it is called and how it begins."""

    first: date
    last: date
    name: str
    opening: str
    stem: str


def session_of(day: date) -> Span:
    """One day's scanning."""
    name = f"{DAY_NAMES[day.weekday()]}, {long_date(day)}"
    return Span(day, day, name, f"Pada hari {name},", f"{day:%Y-%m-%d}")


def quarter_of(day: date) -> Span:
    """The quarter of the year in which the day lies."""
    quarter = (day.month - 1) // 3
    first = date(day.year, 3 * quarter + 1, 1)
    last = date(day.year + quarter // 3, (3 * quarter + 3) % 12 + 1, 1) - timedelta(days=1)
    name = f"triwulan {_ROMAN[quarter]} tahun {day.year}"
    days = f"{long_date(first)} sampai dengan {long_date(last)}"
    return Span(
        first, last, f"{name} ({days})", f"Dalam {name} ({days}),", f"{day.year} triwulan {quarter + 1}"
    )


class MediaPapers(NamedTuple):
    """The berita acara and its list; `notes` say which of the office's own texts were used."""

    record: Paper
    listed: Paper
    notes: tuple[str, ...]


def media_papers(office: Office, span: Span) -> MediaPapers:
    """Both papers. Refused when the span has not begun, or a row of the list cannot be read."""
    if span.first > office.today:
        raise Refusal(f"Waktu yang diminta, {span.name}, belum tiba.", cure="Pilih tanggal yang sudah lewat.")
    scans = _scans_of(office, span)
    if span.first == span.last and not scans:
        raise Refusal(
            f"Tidak ada pindaian yang dilampirkan pada {span.name}.",
            cure=f"Pilih hari yang ada pindaiannya. {_last_days(office)}".strip(),
        )
    filling = _filling(office, span, scans)._asdict()
    record, listed = (
        paper_text(name, filling, office.folders.templates) for name in (RECORD_TEXT, LIST_TEXT)
    )
    notes = tuple(filter(None, (record.note, listed.note)))
    return MediaPapers(_record(office, scans, record), _list(office, scans, listed), notes)


def _scans_of(office: Office, span: Span) -> list[Scan]:
    """The rows of the span, in the order of the list. A row without a day could belong to any span: refused."""
    found, problems = [], []
    for scan in office.tables.records(Scan):
        if scan.taken_at is not None and not span.first <= scan.taken_at.date() <= span.last:
            continue
        unread = [name for name in ("taken_at", "pages", "size_bytes") if getattr(scan, name) is None]
        if unread:
            titles = ", ".join(f"'{SCANS.column(name).header}'" for name in unread)
            problems.append(
                Problem(
                    f"{scan.scan_id or 'baris ini'}: kolom {titles} tidak terbaca.",
                    place=Place(SCANS.sheet, scan.sheet_row),
                )
            )
        found.append(scan)
    if problems:
        raise Refusal(
            "Daftar pindaian tidak dapat dijumlahkan, sehingga berita acaranya tidak dibuat.",
            problems=problems,
            cure="Klik Periksa Keutuhan, lalu kembalikan isi sel itu (Urungkan atau cadangan).",
        )
    return found


def _last_days(office: Office) -> str:
    days = sorted({scan.taken_at.date() for scan in office.tables.records(Scan) if scan.taken_at})
    return f"Yang terakhir: {', '.join(long_date(day) for day in days[-5:])}." if days else ""


def _filling(office: Office, span: Span, scans: Sequence[Scan]) -> Filling:
    remarks = []
    if not scans:
        remarks.append("Tidak ada pindaian yang dilampirkan dalam waktu ini (nihil).")
    repeated = _repeated(office, scans)
    if repeated:
        remarks.append(
            f"{count(repeated)} baris mencatat lagi berkas yang sudah tercatat (dipindahkan atau ditambah kodenya)."
        )
    if span.last >= office.today and span.first != span.last:
        remarks.append(
            f"Naskah ini menurut keadaan per {long_date(office.today)}; waktu yang diliput belum berakhir."
        )
    return Filling(
        pada=span.opening,
        waktu=span.name,
        tempat=office.settings.text("office_city") or "…………………………",
        kantor=office.settings.text("office_name"),
        jumlah=count(len(scans)),
        halaman=count(_pages(scans)),
        ukuran=size(_bytes(scans)),
        petugas=", ".join(_taken_by(scans)),
        tersegel=count(sum((scan.file or "").endswith(SUFFIX) for scan in scans)),
        bertanda_tangan=count(sum(bool(scan.signature) for scan in scans)),
        ujung_rantai=(scans[-1].chain_hash or "") if scans else "tidak ada",
        catatan=" ".join(remarks),
    )


def _record(office: Office, scans: Sequence[Scan], text: PaperText) -> Paper:
    numbers = {row.berkas: row.number or "" for row in office.tables.records(Decision) if row.berkas}
    by_berkas: dict[str, list[Scan]] = {}
    for scan in scans:
        by_berkas.setdefault(scan.berkas or "", []).append(scan)
    rows = [
        (str(place), berkas, numbers.get(berkas, ""), *_sums(mine))
        for place, (berkas, mine) in enumerate(sorted(by_berkas.items()), 1)
    ]
    table = PaperTable(
        heading="Menurut berkas",
        headers=("No", "Berkas", "Keputusan", "Pindaian", "Halaman", "Ukuran (bita)"),
        rows=(*rows, ("", "Jumlah", "", *_sums(scans))) if rows else (),
        widths=(1, 3, 6, 2, 2, 3),
    )
    return Paper(
        title=text.title,
        letterhead=letterhead(office),
        made_at=office.now,
        signatory=signatory(office, named=False),
        carried_out_by=_executors(office, scans),
        fields=text.fields,
        body=text.body,
        tables=(table,),
        closing=text.closing,
        is_example=is_example(office),
    )


def _list(office: Office, scans: Sequence[Scan], text: PaperText) -> Paper:
    titles = {row.code: title_of(row) for row in office.tables.records(Entry) if row.code}
    numbers = {row.berkas: row.number or "" for row in office.tables.records(Decision) if row.berkas}
    remarks = _remarks(office)
    rows = []
    for place, scan in enumerate(scans, 1):
        about = titles.get(scan.code, "") if scan.code else decision_name(numbers.get(scan.berkas or "", ""))
        rows.append(
            (str(place), scan.scan_id or "", scan.code or scan.berkas or "", about, scan.kind or "",
             str(scan.pages), f"{short_instant(scan.taken_at)} {scan.officer or ''}" if scan.taken_at else "",
             scan.file or "", count(scan.size_bytes or 0), _in_groups(scan.sha256 or ""), remarks(scan))
        )  # fmt: skip
    pages, size_bytes = _sums(scans)[1:]
    total = ("", "Jumlah", f"{len(scans)} pindaian", "", "", pages, "", "", size_bytes, "", "")
    table = PaperTable(
        heading="Arsip yang dialihmediakan",
        headers=("No", "Pindaian", "Kode", "Arsip", "Jenis", "Hlm", "Dilampirkan, petugas", "Berkas digital",
                 "Bita", "SHA-256", "Keterangan"),
        rows=(*rows, total) if rows else (),
        widths=(3, 6, 7, 10, 6, 3, 8, 10, 5, 9, 9),
    )  # fmt: skip
    return Paper(
        title=text.title,
        letterhead=letterhead(office),
        made_at=office.now,
        fields=text.fields,
        body=text.body,
        tables=(table,),
        closing=text.closing,
        is_example=is_example(office),
        landscape=True,
    )


def _in_groups(sha256: str) -> str:
    """The hash in groups of 8 digits: a narrow column can break it, and two papers can be compared by eye."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def _remarks(office: Office) -> Callable[[Scan], str]:
    """What became of a scan, as the list and the corrections say it."""
    everything = office.tables.records(Scan)
    corrections = recorded(office)
    replaced_by = {scan.replaces: scan.scan_id for scan in everything if scan.replaces}

    def remark(scan: Scan) -> str:
        scan_id, said = scan.scan_id or "", []
        if scan_id in corrections.withdrawn_scans:
            gone = " dan berkasnya dihapus" if scan_id in corrections.removed_scans else ""
            said.append(f"ditarik{gone}")
        if scan_id in replaced_by:
            said.append(f"digantikan {replaced_by[scan_id]}")
        if scan.replaces:
            said.append(f"menggantikan {scan.replaces}")
        if scan.covers:
            said.append(f"memuat juga {scan.covers}")
        said.extend(filter(None, (scan.signature, scan.note)))
        return "; ".join(said)

    return remark


def _repeated(office: Office, scans: Sequence[Scan]) -> int:
    """How many of these rows list a file that a row before lists already (moved, or completed with a code)."""
    files = [(scan.file, scan.scan_id) for scan in office.tables.records(Scan)]
    first = dict(reversed(files))
    return sum(first.get(scan.file) != scan.scan_id for scan in scans)


def _sums(scans: Sequence[Scan]) -> tuple[str, str, str]:
    return count(len(scans)), count(_pages(scans)), count(_bytes(scans))


def _pages(scans: Sequence[Scan]) -> int:
    return sum(scan.pages or 0 for scan in scans)


def _bytes(scans: Sequence[Scan]) -> int:
    return sum(scan.size_bytes or 0 for scan in scans)


def _taken_by(scans: Sequence[Scan]) -> list[str]:
    """The names of those who scanned, in the order in which they first stand in the list."""
    return list({plain_name(scan.officer): scan.officer for scan in scans if scan.officer}.values())


def _executors(office: Office, scans: Sequence[Scan]) -> tuple[Signatory, ...]:
    """Those who scanned, with what Petugas says of them today."""
    known = {plain_name(each.name): each for each in office.officers()}
    found = []
    for name in _taken_by(scans):
        officer = known.get(plain_name(name))
        nip = officer.nip if officer and not is_damaged_number(officer.nip) else ""
        found.append(Signatory(position=(officer and officer.position) or "Pelaksana", name=name,
                               rank=officer.rank if officer else "", nip=nip))  # fmt: skip
    return tuple(found)

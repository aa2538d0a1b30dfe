"""`kecuali consolidate`: the workbooks of many offices checked and merged into one recap.

One function does one office (`read_office`); the rest is handing files to processes and adding up. Only
figures, codes and dates travel: titles stay in the offices.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xl_macros.errors import Refusal

SUFFIXES = (".xlsm", ".xlsx")
HORIZON_DAYS = 365
HEADERS = ("Kantor", "Berkas", "Keputusan", "Informasi")


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """What one workbook adds up to. `problem` says why it was skipped, and then nothing else is filled."""

    file: str
    office_name: str = ""
    decisions: int = 0
    entries: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    findings: tuple[tuple[str, str, str], ...] = ()
    """Code, severity and message."""
    endings: tuple[tuple[str, date, date | None], ...] = ()
    """Code, last exempt day and 30-working-day mark, of what ends within the horizon."""
    problem: str = ""


def consolidate(
    folder: Path, out: Path, on: date, *, processes: int | None = None, dask: bool = False
) -> int:
    """Read every workbook below `folder`, write the recap to `out` and print what was skipped; 0, or 1 if any was.

    Refused when there is no workbook or `out` exists. With `dask` the same work runs on a Dask cluster
    (`DASK_SCHEDULER_ADDRESS`, else a local one), for what is more than one machine's.
    """
    files = workbooks(folder, out)
    if not files:
        raise Refusal(
            f"Tidak ada buku kerja di {folder}.", cure="Tunjukkan folder yang berisi register kantor-kantor."
        )
    if out.exists():
        raise Refusal(f"{out.name} sudah ada.", cure="Pilih nama lain dengan --out.")
    spread: Callable[[Sequence[Path], date, int | None], Iterable[OfficeFigures]] = (
        _on_dask if dask else _on_processes
    )
    figures = list(_shown(spread(files, on, processes), len(files)))
    figures.sort(key=lambda one: (one.office_name.casefold(), one.file))
    write_recap(figures, out, on)
    skipped = [one for one in figures if one.problem]
    read = [one for one in figures if not one.problem]
    print(f"{len(read)} kantor, {sum(one.entries for one in read)} informasi, {len(skipped)} dilewati: {out}")
    for one in skipped:
        print(f"- dilewati {one.file}: {one.problem}")
    return 1 if skipped else 0


def workbooks(folder: Path, out: Path) -> list[Path]:
    """The workbooks below the folder; not Excel's owner files, nor what an office itself makes of its workbook."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(("~$", "Daftar Publik "))
        and " sebelum " not in path.name
        and path.resolve() != out.resolve()
    )


def read_office(path: Path, root: Path, on: date) -> OfficeFigures:
    """One office's figures as of `on`; a workbook that cannot be read becomes a `problem`. Raises nothing expected."""
    from xl_macros.commands.reading import reading_office
    from xl_macros.file_engine import FileEngineError, open_book
    from xl_macros.hosts import FileHost

    name = path.relative_to(root).as_posix()
    try:
        book = open_book(path)
    except (FileEngineError, OSError) as error:
        return OfficeFigures(name, problem=f"tidak dapat dibuka ({type(error).__name__}).")
    try:
        return _figures(name, reading_office(FileHost(book), datetime.combine(on, time())), on)
    except Refusal as refusal:
        return OfficeFigures(name, problem=refusal.what)
    except FileEngineError as error:
        return OfficeFigures(name, problem=f"isinya tidak dapat dibaca ({type(error).__name__}).")
    finally:
        book.close()


def _figures(name: str, office: Any, on: date) -> OfficeFigures:
    from xl_macros.domain.legal_basis import read_legal_basis
    from xl_macros.jobs.register import assess_register
    from xl_macros.tables.schema import DECISIONS

    assessed = assess_register(office)
    letters: Counter[str] = Counter()
    for item in assessed:
        cited = {
            letter
            for citation in read_legal_basis(item.row["legal_basis"])
            if citation.law == "UU 14/2008" and citation.article == 17
            for letter in citation.letters
        }
        letters.update(cited or {"-"})
    horizon = on + timedelta(days=HORIZON_DAYS)
    return OfficeFigures(
        name,
        office_name=office.settings.text("office_name"),
        decisions=sum(bool(row["number"]) for row in office.tables.rows(DECISIONS)),
        entries=len(assessed),
        statuses=dict(Counter(item.outcome.status.value for item in assessed)),
        letters=dict(letters),
        findings=tuple(
            (item.row["code"] or f"baris {item.row.sheet_row}", finding.severity.value, finding.message)
            for item in assessed
            for finding in item.outcome.findings
        ),
        endings=tuple(
            (item.row["code"] or f"baris {item.row.sheet_row}", item.outcome.end_on, item.outcome.mark_on)
            for item in assessed
            if item.outcome.end_on and on <= item.outcome.end_on <= horizon
        ),
    )


def _on_processes(files: Sequence[Path], on: date, processes: int | None) -> Iterator[OfficeFigures]:
    root = Path(os.path.commonpath([path.parent for path in files]))
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(read_office, files, [root] * len(files), [on] * len(files), chunksize=1)


def _on_dask(files: Sequence[Path], on: date, processes: int | None) -> Iterator[OfficeFigures]:
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise Refusal("Dask belum terpasang.", cure="Pasang dengan: pip install kecuali[scale]") from error
    root = Path(os.path.commonpath([path.parent for path in files]))
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    options: dict[str, Any] = (
        {} if address else {"n_workers": processes, "threads_per_worker": 1, "dashboard_address": None}
    )
    with Client(address, **options) as client:
        futures = [client.submit(read_office, path, root, on, pure=False) for path in files]
        for future in as_completed(futures):
            yield future.result()
            future.release()


def _shown(figures: Iterable[OfficeFigures], total: int) -> Iterator[OfficeFigures]:
    from tqdm import tqdm

    yield from tqdm(figures, total=total, unit="kantor", ascii=" #", leave=False, disable=None)


def write_recap(figures: Sequence[OfficeFigures], out: Path, on: date) -> None:
    """The recap workbook: per office, what ends within a year, findings, and what was skipped."""
    import xlsxwriter

    read = [one for one in figures if not one.problem]
    statuses = list(dict.fromkeys(status for one in read for status in one.statuses))
    book = xlsxwriter.Workbook(
        str(out), {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    with book:
        book.set_properties({"title": f"Rekap gabungan informasi yang dikecualikan per {on:%d/%m/%Y}"})
        _sheet(
            book,
            "Kantor",
            (*HEADERS, *statuses, "Harus diperbaiki", "Periksa"),
            [_office_line(one, statuses) for one in read],
        )
        _sheet(
            book,
            "Berakhir",
            ("Kantor", "Kode", "Berakhir", "Batas 30 hari kerja"),
            sorted(
                ((one.office_name, *ending) for one in read for ending in one.endings),
                key=lambda line: (line[2], line[0]),
            ),
        )
        findings = Counter(
            (one.office_name, severity, message) for one in read for _, severity, message in one.findings
        )
        _sheet(
            book,
            "Temuan",
            ("Kantor", "Tingkat", "Temuan", "Jumlah informasi"),
            [(*key, count) for key, count in sorted(findings.items())],
        )
        _sheet(
            book, "Dilewati", ("Berkas", "Sebab"), [(one.file, one.problem) for one in figures if one.problem]
        )


def _office_line(one: OfficeFigures, statuses: Sequence[str]) -> tuple[object, ...]:
    severities = Counter(severity for _, severity, _ in one.findings)
    counts = (one.statuses.get(status, 0) for status in statuses)
    return (
        one.office_name,
        one.file,
        one.decisions,
        one.entries,
        *counts,
        severities["harus diperbaiki"],
        severities["periksa"],
    )


def _sheet(book: Any, name: str, headers: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """One table a sheet, print-ready; text is always written as text."""
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, str(value)[:32_767])
    sheet.add_table(
        0,
        0,
        max(1, len(lines)),
        len(headers) - 1,
        {
            "name": f"tbl{name}",
            "columns": [{"header": header} for header in headers],
            "style": "Table Style Light 9",
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&LRekap gabungan&RHalaman &P dari &N")
    sheet.autofit(600)

"""`kecuali consolidate`: the workbooks of many offices checked and merged into one recap.

One function does one office (`read_office`); the rest is handing files to processes and adding up. Only
figures, codes and dates travel: titles stay in the offices.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from xl_macros.commands.consolidated_recap import OfficeFigures, write_recap
from xl_macros.errors import Refusal

SUFFIXES = (".xlsm", ".xlsx")
HORIZON_DAYS = 365
AHEAD = 64
"""Files handed to the processes at once: when one of them dies, no more than these are looked at again."""


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
    from xl_macros.click.hosts import FileHost
    from xl_macros.commands.reading import reading_office
    from xl_macros.file_engine import FileEngineError, open_book

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
    from xl_macros.keeping.register import assess_register, refuse_unreadable
    from xl_macros.tables.schema import DECISIONS

    refuse_unreadable(office)
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
        decisions=tuple(
            (row["number"], str(row["decided_on"] or row["date_text"] or ""), row["standing"] or "")
            for row in office.tables.rows(DECISIONS)
            if row["number"]
        ),
        entries=len(assessed),
        statuses=dict(Counter(item.outcome.status.value for item in assessed)),
        letters=dict(letters),
        findings=dict(
            Counter(
                (finding.severity.value, finding.message)
                for item in assessed
                for finding in item.outcome.findings
            )
        ),
        endings=tuple(
            (item.row["code"] or f"baris {item.row.sheet_row}", item.outcome.end_on, item.outcome.mark_on)
            for item in assessed
            if item.outcome.end_on and on <= item.outcome.end_on <= horizon
        ),
    )


def _on_processes(files: Sequence[Path], on: date, processes: int | None) -> Iterator[OfficeFigures]:
    """Some files at a time over processes. A workbook at which its process dies is reported like any other that
    cannot be read: those that were under way with it are looked at again, each in a process of its own."""
    root = Path(os.path.commonpath([path.parent for path in files]))
    waiting = iter(files)
    while batch := list(islice(waiting, AHEAD)):
        done: list[OfficeFigures] = []
        try:
            with ProcessPoolExecutor(processes) as pool:
                for figures in pool.map(read_office, batch, [root] * len(batch), [on] * len(batch)):
                    done.append(figures)
                    yield figures
        except BrokenProcessPool:
            yield from (_alone(path, root, on) for path in batch[len(done) :])


def _alone(path: Path, root: Path, on: date) -> OfficeFigures:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(read_office, path, root, on).result()
        except BrokenProcessPool:
            return OfficeFigures(
                path.relative_to(root).as_posix(), problem="prosesnya terhenti saat membacanya."
            )


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

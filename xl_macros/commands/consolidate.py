"""`kecuali consolidate`: the workbooks of many offices checked and merged into one recap.

One function does one office (`read_office`); the rest is handing files to processes and adding up. Only
figures, codes and dates travel: titles stay in the offices.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from xl_macros.click.macro import one_of_many
from xl_macros.commands.consolidated_recap import OfficeFigures, write_recap
from xl_macros.commands.finding_kinds import KINDS
from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.backup_policy import read_backup_name
from xl_macros.records import Decision

SUFFIXES = (".xlsm", ".xlsx")
HORIZON_DAYS = 365
LARGEST_BYTES = 256 << 20
LONGEST_NUMBER, LONGEST_PROBLEM = 120, 300
AHEAD = 64
"""Files handed to the processes at once: when one of them dies, no more than these are looked at again."""

_YEAR = regex(r"(19|20)\d\d", re.ASCII)
_QUOTED = regex(r"'[^']*'", re.DOTALL)
"""What a refusal quotes may be a cell of the office."""


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
    """The workbooks below the folder; not Excel's owner files, nor what an office itself makes of its workbook.

    What an office made is known by the exact name that this program gives to copies; any other name is an office's.
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(("~$", "Daftar Publik "))
        and read_backup_name(path.name) is None
        and not (path.is_dir() and not path.is_symlink())
        and path.absolute() != out.absolute()
    )


def read_office(path: Path, root: Path, on: date) -> OfficeFigures:
    """One office's figures as of `on`; whatever is wrong with a workbook becomes its `problem`.

    Only somebody who ends the run stops it: any other exception is this workbook's alone, and the type of one that
    nobody foresaw is named.
    """
    name = shown_name(path, root)

    def read() -> OfficeFigures:
        refuse_odd_file(path, root)
        return _read(path, name, on)

    def problem(error: BaseException) -> OfficeFigures:
        if isinstance(error, Refusal):
            return OfficeFigures(name, problem=_QUOTED.sub("'...'", error.what)[:LONGEST_PROBLEM])
        return OfficeFigures(name, problem=f"tidak dapat dibaca ({type(error).__name__}).")

    return one_of_many(read, problem)


def shown_name(path: Path, root: Path) -> str:
    """The workbook's name below `root` in letters that every file can hold: other bytes and hidden signs as `?`."""
    text = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace").replace("\ufffd", "?")
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def refuse_odd_file(path: Path, root: Path) -> None:
    """Refuse what is no plain file in the folder: a pipe or device (read for ever), a link out of it, a giant."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise Refusal("adalah tautan ke luar folder.")
    if not path.is_file():
        raise Refusal("bukan berkas biasa, atau tautannya putus.")
    if path.stat().st_size > LARGEST_BYTES:
        raise Refusal(f"lebih besar dari {LARGEST_BYTES >> 20} MB.")


def _read(path: Path, name: str, on: date) -> OfficeFigures:
    from xl_macros.click.hosts import FileHost
    from xl_macros.file_engine import FileEngineError, open_book
    from xl_macros.keeping.reading import reading_office

    try:
        book = open_book(path)
    except (FileEngineError, OSError) as error:
        return OfficeFigures(name, problem=f"tidak dapat dibuka ({type(error).__name__}).")
    try:
        return _figures(name, reading_office(FileHost(book), datetime.combine(on, time())), on)
    except FileEngineError as error:
        return OfficeFigures(name, problem=f"isinya tidak dapat dibaca ({type(error).__name__}).")
    finally:
        book.close()


def _figures(name: str, office: Any, on: date) -> OfficeFigures:
    from xl_macros.domain.legal_basis import read_legal_basis
    from xl_macros.keeping.register import assess_register, refuse_unreadable

    refuse_unreadable(office)
    assessed = assess_register(office)
    letters: Counter[str] = Counter()
    for item in assessed:
        cited = {
            letter
            for citation in read_legal_basis(item.row.legal_basis)
            if citation.law == "UU 14/2008" and citation.article == 17
            for letter in citation.letters
        }
        letters.update(cited or {"-"})
    horizon = on + timedelta(days=HORIZON_DAYS)
    return OfficeFigures(
        name,
        office_name=office.settings.text("office_name")[:LONGEST_NUMBER],
        decisions=tuple(
            (str(row.number)[:LONGEST_NUMBER], _day(row), _standing(row.standing))
            for row in office.tables.records(Decision)
            if row.number
        ),
        entries=len(assessed),
        statuses=dict(Counter(item.outcome.status.value for item in assessed)),
        letters=dict(letters),
        findings=dict(
            Counter(
                (finding.severity.value, KINDS[finding.code])
                for item in assessed
                for finding in item.outcome.findings
            )
        ),
        endings=tuple(
            (item.row.code or f"baris {item.row.sheet_row}", item.outcome.end_on, item.outcome.mark_on)
            for item in assessed
            if item.outcome.end_on and on <= item.outcome.end_on <= horizon
        ),
    )


def _day(row: Any) -> str:
    """A decision's date, or the year alone where no more is known; what else is typed there stays in the office."""
    if isinstance(row.decided_on, date):
        return row.decided_on.isoformat()
    text = str(row.decided_on or row.date_text or "").strip()
    return text if _YEAR.fullmatch(text) else ("(tidak terbaca)" if text else "")


def _standing(value: object) -> str:
    from xl_macros.domain.entry import Standing

    known = {standing.value for standing in Standing}
    return str(value) if value in known else ("(lain)" if value else "")


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
            return OfficeFigures(shown_name(path, root), problem="prosesnya terhenti saat membacanya.")


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
    try:
        started = Client(address, **options)
    except (OSError, RuntimeError) as error:  # a cluster that does not come up in time
        raise Refusal(
            "Kluster Dask tidak dapat dimulai atau dihubungi.", cure="Coba lagi, atau jalankan tanpa --dask."
        ) from error
    with started as client:
        futures = [client.submit(read_office, path, root, on, pure=False) for path in files]
        for future in as_completed(futures):
            yield future.result()
            future.release()


def _shown(figures: Iterable[OfficeFigures], total: int) -> Iterator[OfficeFigures]:
    from tqdm import tqdm

    yield from tqdm(figures, total=total, unit="kantor", ascii=" #", leave=False, disable=None)

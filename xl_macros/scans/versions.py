"""New versions of a document: a page replaced, a page inserted, fronts and backs brought together.

The older version is only read. It stays listed and stored; the new one is another document.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from xl_macros.errors import Problem
from xl_macros.places.copying import settle
from xl_macros.scans.documents import Bench, PageList, join
from xl_macros.scans.intake import take_in
from xl_macros.scans.taken import Accepted, IntakeOptions, Progress, Rejected, Result, unseen
from xl_macros.scans.text_layer import with_text_layers
from xl_macros.scans.worker_pool import WorkerPool, borrowed, time_allowed


def replace_page(
    stored: Path,
    page: int,
    source: Path,
    staging: Path,
    *,
    options: IntakeOptions | None = None,
    pool: WorkerPool | None = None,
    progress: Progress = unseen,
) -> Accepted | Rejected:
    """`stored` with its page `page` (from 1) replaced by the page or pages of `source`."""
    return _changed(stored, _Change(page, 1), source, staging, options or IntakeOptions(), pool, progress)


def insert_page(
    stored: Path,
    page: int,
    source: Path,
    staging: Path,
    *,
    options: IntakeOptions | None = None,
    pool: WorkerPool | None = None,
    progress: Progress = unseen,
) -> Accepted | Rejected:
    """`stored` with the page or pages of `source` before its page `page`; one beyond the last means at the end."""
    return _changed(stored, _Change(page, 0), source, staging, options or IntakeOptions(), pool, progress)


def interleave(
    fronts: Path,
    backs: Path,
    staging: Path,
    *,
    options: IntakeOptions | None = None,
    pool: WorkerPool | None = None,
) -> list[Result]:
    """One document of the fronts and the backs that a one-sided scanner made of a stack."""
    return take_in(
        [fronts, backs],
        staging,
        known={},
        options=replace(options or IntakeOptions(), interleave=True),
        pool=pool,
    )


class _Change(NamedTuple):
    """New pages before page `page` (from 1), in place of the `dropped` pages there."""

    page: int
    dropped: int


def _changed(
    stored: Path,
    change: _Change,
    source: Path,
    staging: Path,
    options: IntakeOptions,
    pool: WorkerPool | None,
    progress: Progress,
) -> Accepted | Rejected:
    # Text comes last, for all pages that have none: joining pages would cost the older ones their PDF/A.
    plain = replace(options, interleave=False, apart=False, text_layer=False)
    with borrowed(pool, 1) as workers:
        taken = take_in([source], staging, known={}, options=plain, pool=workers)[0]
        if isinstance(taken, Rejected):
            return taken
        bench = Bench(staging, plain, workers, {})
        staged = bench.new_file()
        try:
            written = _write_version(stored, change, taken, staged, bench)
        finally:
            taken.staged.unlink(missing_ok=True)
        if isinstance(written, Problem):
            staged.unlink(missing_ok=True)
            return Rejected(source, written)
        hashed = settle(staged)
        verb = "diganti" if change.dropped else "disisipkan"
        done = f"Halaman {change.page} {verb}; versi sebelumnya tetap disimpan."
        changed = replace(
            taken,
            staged=staged,
            pages=written,
            size_bytes=hashed.size_bytes,
            sha256=hashed.sha256,
            notes=(*taken.notes, done),
        )
        if not options.text_layer:
            return changed
        return with_text_layers([changed], workers, options.max_pages, progress)[0]


def _write_version(
    stored: Path, change: _Change, taken: Accepted, staged: Path, bench: Bench
) -> int | Problem:
    """Write the new version; its number of pages, or the reason why there is none."""
    if not stored.is_file():
        return Problem(f"{stored.name} tidak ditemukan.", "Jalankan Periksa Keutuhan.")
    seconds = time_allowed(stored.stat().st_size)
    counted = bench.pool.ask(
        "count_pages", seconds=seconds, path=str(stored), max_pages=bench.options.max_pages
    )
    if isinstance(counted, Problem):
        return Problem(f"{stored.name}: {counted.what}", "Jalankan Periksa Keutuhan.")
    page, dropped = change
    pages: int = counted["pages"]
    last = pages if dropped else pages + 1
    if not 1 <= page <= last:
        return Problem(
            f"Halaman {page} tidak ada; {stored.name} berisi {pages} halaman.", f"Tulis 1 sampai {last}."
        )
    order: PageList = [
        (str(stored), list(range(page - 1))),
        (str(taken.staged), None),
        (str(stored), list(range(page - 1 + dropped, pages))),
    ]
    return join([part for part in order if part[1] != []], staged, bench) or pages - dropped + taken.pages

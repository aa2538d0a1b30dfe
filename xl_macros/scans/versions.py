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
from xl_macros.scans.taken import Accepted, Asked, IntakeOptions, Progress, Rejected, Result, unseen
from xl_macros.scans.text_layer import with_text_layers
from xl_macros.scans.worker_pool import ComputerFault, Question, WorkerPool, borrowed, time_allowed


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
    """`stored` with its page `page` (from 1) replaced by the page or pages of `source`.

    A signed `stored` is Asked about: with `options.copy_without_signature` the new version is a copy without the
    signature, which says so and names `stored`. A signed `source` is refused: it is a document by itself.
    """
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
    """`stored` with the page or pages of `source` before its page `page`; one beyond the last means at the end.

    Signed files are treated as in `replace_page`.
    """
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
            asked = isinstance(written, Question)
            return Asked(source, written, "copy_without_signature") if asked else Rejected(source, written)
        hashed = settle(staged)
        verb = "diganti" if change.dropped else "disisipkan"
        done = f"Halaman {change.page} {verb}; versi sebelumnya tetap disimpan."
        changed = replace(
            taken,
            staged=staged,
            pages=written.pages,
            size_bytes=hashed.size_bytes,
            sha256=hashed.sha256,
            notes=(*taken.notes, done, *written.notes),
        )
        if not options.text_layer:
            return changed
        return with_text_layers([changed], workers, options.max_pages, progress)[0]


class _Written(NamedTuple):
    pages: int
    notes: tuple[str, ...] = ()


def _write_version(
    stored: Path, change: _Change, taken: Accepted, staged: Path, bench: Bench
) -> _Written | Problem:
    """Write the new version; its number of pages and what must be said, or the reason why there is none."""
    if not stored.is_file():
        return Problem(f"{stored.name} tidak ditemukan.", "Jalankan Periksa Keutuhan.")
    seconds = time_allowed(stored.stat().st_size)
    counted = bench.pool.ask(
        "count_pages", seconds=seconds, path=str(stored), max_pages=bench.options.max_pages
    )
    if isinstance(counted, Problem):
        cure = counted.cure if isinstance(counted, ComputerFault) else "Jalankan Periksa Keutuhan."
        return Problem(f"{stored.name}: {counted.what}", cure)
    page, dropped = change
    pages: int = counted["pages"]
    signed: bool = counted["signed"]
    problem = _check(stored, change, taken, pages, signed=signed and not bench.options.copy_without_signature)
    if problem is not None:
        return problem
    order: PageList = [
        (str(stored), list(range(page - 1))),
        (str(taken.staged), None),
        (str(stored), list(range(page - 1 + dropped, pages))),
    ]
    unsigned = [str(stored)] if signed else []
    problem = join([part for part in order if part[1] != []], staged, bench, drop_signatures_of=unsigned)
    if problem is not None:
        return problem
    gone = f"Tanda tangan elektronik tidak berlaku lagi pada versi ini; aslinya {stored.name}."
    return _Written(pages - dropped + taken.pages, (gone,) if signed else ())


def _check(stored: Path, change: _Change, taken: Accepted, pages: int, *, signed: bool) -> Problem | None:
    """Why the new version cannot be made of these; a Question where the signature of `stored` is at stake."""
    last = pages if change.dropped else pages + 1
    if not 1 <= change.page <= last:
        return Problem(
            f"Halaman {change.page} tidak ada; {stored.name} berisi {pages} halaman.",
            f"Tulis 1 sampai {last}.",
        )
    if taken.signed:
        return Problem(
            f"{taken.source[0].name} bertanda tangan elektronik dan tidak dapat menjadi halaman berkas lain.",
            "Lampirkan tersendiri, utuh sebagaimana diterima.",
        )
    if signed:
        return Question(
            f"{stored.name} bertanda tangan elektronik. Versi baru menjadi salinan tanpa tanda tangan yang sah; "
            "aslinya tetap disimpan.",
            "Setujui, atau lampirkan halaman itu sebagai pindaian tersendiri.",
        )
    return None

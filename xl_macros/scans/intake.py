"""Taking scans in: checked, brought into one shape, hashed and copied; the originals are never touched.

A source is read once, into a private copy in the staging folder, and everything after that looks at the copy
only: what was checked is what is stored, whatever happens to the source meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Problem
from xl_macros.places.copying import Hashed, copy_hashed, copy_verified
from xl_macros.places.private import make_private_dir
from xl_macros.scans.documents import Bench, Part, assemble, prepare
from xl_macros.scans.sources import Source, SourceKind, Waiting, look_at, natural_key, unchanged
from xl_macros.scans.taken import (
    Accepted,
    Asked,
    Duplicate,
    IntakeOptions,
    Progress,
    Rejected,
    Result,
    unseen,
)
from xl_macros.scans.text_layer import with_text_layers
from xl_macros.scans.worker_pool import WorkerPool, borrowed

__all__ = ["Accepted", "Asked", "Duplicate", "IntakeOptions", "Progress", "Rejected", "Result", "take_in"]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A source and its place in the order in which the sources were given."""

    place: int
    source: Source


def take_in(
    sources: Sequence[Path],
    staging: Path,
    *,
    known: Mapping[str, str],
    options: IntakeOptions | None = None,
    progress: Progress = unseen,
    waiting: Waiting | None = None,
    pool: WorkerPool | None = None,
) -> list[Result]:
    """Check the sources and leave accepted documents as PDFs in `staging`, a folder made private if it is new.

    `known` maps SHA-256 (of a source or a stored file) to the scan id that has it. One answer per document and
    per refused file, documents where their first source stood; a refused file leaves nothing behind in `staging`.
    Raises Refusal only when `staging` cannot be written. `pool`: parsing processes to go on using. `progress` is
    called before each file is copied and after each is done; whatever it raises (somebody pressed Esc) ends the work
    and comes out of here, and nothing is left in `staging` then.
    """
    options = options or IntakeOptions()
    make_private_dir(staging)
    looked = look_at(sources, max_bytes=options.max_source_bytes, waiting=waiting or Waiting())
    answers: list[tuple[int, Result]] = []
    good: list[_Placed] = []
    for place, (path, look) in enumerate(zip(sources, looked, strict=True)):
        if isinstance(look, Problem):
            answers.append((place, Rejected(path, look)))
        else:
            good.append(_Placed(place, look))
    with borrowed(pool) as workers:
        bench = Bench(staging, options, workers, known)
        try:
            for place, outcomes in _prepare_all(bench, _grouped(good, options), progress, len(sources)):
                answers += [(place, answer) for answer in assemble(outcomes, bench)]
            if options.text_layer:
                answers = _with_text(answers, workers, options.max_pages, progress)
        except BaseException:
            bench.clear()
            raise
    return [answer for _, answer in sorted(answers, key=lambda numbered: numbered[0])]


def _with_text(
    answers: Sequence[tuple[int, Result]], pool: WorkerPool, max_pages: int, progress: Progress
) -> list[tuple[int, Result]]:
    accepted = [answer for _, answer in answers if isinstance(answer, Accepted)]
    searchable = iter(with_text_layers(accepted, pool, max_pages, progress))
    return [
        (place, next(searchable) if isinstance(answer, Accepted) else answer) for place, answer in answers
    ]


def _grouped(good: Sequence[_Placed], options: IntakeOptions) -> list[list[_Placed]]:
    """Which sources make one document: each PDF alone, the images of the call together in page order."""
    if options.interleave:
        return [_ordered(good)] if good else []
    images = [placed for placed in good if placed.source.kind is not SourceKind.PDF]
    groups = [[placed] for placed in good if placed.source.kind is SourceKind.PDF]
    if options.apart:
        groups += [[placed] for placed in images]
    elif images:
        groups.append(_ordered(images))
    return sorted(groups, key=lambda group: min(placed.place for placed in group))


def _ordered(placed: Sequence[_Placed]) -> list[_Placed]:
    # PDFs are interleaved in the order chosen (fronts, then backs); only photos are numbered by their names.
    if any(one.source.kind is SourceKind.PDF for one in placed):
        return list(placed)
    return sorted(placed, key=lambda one: natural_key(one.source.path))


def _prepare_all(
    bench: Bench, groups: Sequence[Sequence[_Placed]], progress: Progress, total: int
) -> Iterator[tuple[int, list[Part | Rejected]]]:
    """Each group's outcomes with the group's place. One source is copied while the parsing processes are
    still busy with those copied before."""
    done = total - sum(len(group) for group in groups)
    threads = ThreadPoolExecutor(bench.pool.size)
    try:
        running: list[list[tuple[_Placed, Rejected | Future[Part | Rejected]]]] = []
        for group in groups:
            running.append([])
            for placed in group:
                progress(done, total, placed.source.path.name)
                running[-1].append((placed, _begin(bench, placed.source, threads)))
        for begun_group in running:
            outcomes: list[Part | Rejected] = []
            for placed, begun in begun_group:
                outcomes.append(begun if isinstance(begun, Rejected) else begun.result())
                done += 1
                progress(done, total, placed.source.path.name)
            yield min(placed.place for placed, _ in begun_group), outcomes
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        bench.pool.interrupt()
        raise
    finally:
        threads.shutdown()


def _copy(source: Source, target: Path) -> Hashed:
    """The private copy. A PDF's is read back and compared later, when the parsing process is done with it."""
    return (copy_hashed if source.kind is SourceKind.PDF else copy_verified)(source.path, target)


def _begin(bench: Bench, source: Source, threads: ThreadPoolExecutor) -> Rejected | Future[Part | Rejected]:
    """Copy, compare with what is known, hand over to a parsing process."""
    name, copy = source.path.name, bench.new_file()
    try:
        hashed = _copy(source, copy)
    except OSError:
        problem = Problem(
            f"{name} tidak dapat dibaca sampai selesai.", "Periksa diska atau sambungan, lalu ulangi."
        )
        return Rejected(source.path, problem)
    if hashed.size_bytes != source.size_bytes or not unchanged(source):
        copy.unlink()
        return Rejected(
            source.path, Problem(f"{name} berubah selagi disalin.", "Tunggu sampai selesai, lalu ulangi.")
        )
    twin = _twin(bench, source, hashed.sha256)
    if twin is not None:
        copy.unlink()
        return twin
    return threads.submit(prepare, source, copy, hashed, bench)


def _twin(bench: Bench, source: Source, sha256: str) -> Duplicate | None:
    """The refusal of a source that is a document by itself and is there already.

    A page among others is not judged here: an empty back is the same bytes in every stack (`documents.assemble`).
    """
    options = bench.options
    alone = source.kind is SourceKind.PDF or options.apart
    if options.interleave or not (alone or (options.skip_known and sha256 in bench.known)):
        return None
    twin = bench.duplicate(source.path, sha256)
    if twin is None:
        bench.chosen[sha256] = source.path.name
    return twin

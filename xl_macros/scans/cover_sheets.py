"""A stack scanned with cover sheets between the documents, taken apart by the QR codes on the sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from xl_macros.errors import Problem
from xl_macros.patterns import regex
from xl_macros.places.copying import settle
from xl_macros.scans.documents import Bench, join
from xl_macros.scans.intake import take_in
from xl_macros.scans.taken import Accepted, IntakeOptions, Progress, Rejected, Result, unseen
from xl_macros.scans.text_layer import with_text_layers
from xl_macros.scans.worker_pool import WorkerPool, borrowed, time_allowed

PREFIX = "KECUALI:1:"
"""What a code of ours begins with: product and version of the convention."""

OF_DECISION, OF_TEST = "KEP", "UJI"
"""Behind the berkas and a point: the decision itself, and the test sheet that came with it."""

_CODE = regex(rf"[A-Z]-[0-9]{{4}}-[0-9]{{3,6}}(\.([0-9]{{2,4}}|{OF_DECISION}|{OF_TEST}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class StackSplit:
    """`parts`: (code, document) in the order of the stack, without the cover sheets; and what did not fit."""

    parts: tuple[tuple[str, Accepted], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """A cover sheet and the pages behind it (0-based); `problem` when they belong to nothing."""

    code: str
    cover: int
    pages: tuple[int, ...]
    problem: Problem | None = None


def split_stack(
    stack: Path,
    staging: Path,
    expected_codes: Collection[str],
    *,
    known: Mapping[str, str] | None = None,
    options: IntakeOptions | None = None,
    pool: WorkerPool | None = None,
    progress: Progress = unseen,
) -> StackSplit:
    """Check the scanned stack as `take_in` does and cut it at its cover sheets.

    Codes of other makers are part of the documents and are left alone. A code of ours that is not among
    `expected_codes`, that looks like one but is not (look-alike letters), or two on one page: the pages behind
    it are attached to nothing and named in a Problem. `source_sha256` of every part is that of the stack.
    """
    options = replace(options or IntakeOptions(), interleave=False, apart=False)
    untexted = replace(options, text_layer=False)
    with borrowed(pool, 1) as workers:
        taken = take_in(
            [stack], staging, known=known or {}, options=untexted, progress=progress, pool=workers
        )[0]
        if isinstance(taken, Rejected):
            return StackSplit((), (taken.problem,))
        try:
            if taken.signed:
                what = (
                    f"{stack.name} bertanda tangan elektronik dan tidak dapat dipotong menurut lembar sampul."
                )
                return StackSplit((), (Problem(what, "Lampirkan utuh pada satu informasi."),))
            split = _split(taken, Bench(staging, options, workers, {}), expected_codes)
        finally:
            taken.staged.unlink(missing_ok=True)
        if not options.text_layer:
            return split
        plain = [document for _, document in split.parts]
        documents = with_text_layers(plain, workers, options.max_pages, progress)
        codes = [code for code, _ in split.parts]
        return StackSplit(tuple(zip(codes, documents, strict=True)), split.problems)


def refuse_stacks(results: Sequence[Result], pool: WorkerPool) -> list[Result]:
    """The results of `take_in`, those that begin with a cover sheet refused: attached whole, a stack is one document
    that hides all others, cover sheets and all.

    Each first page is drawn for it, twice what taking the scan in costs: as many at a time as there are processes.
    """

    def judged(result: Result) -> Result:
        return _unless_stack(result, pool) if isinstance(result, Accepted) else result

    with ThreadPoolExecutor(pool.size) as threads:
        return list(threads.map(judged, results))


def _unless_stack(taken: Accepted, pool: WorkerPool) -> Result:
    seconds = time_allowed(taken.size_bytes * 4)
    read = pool.ask("page_codes", seconds=seconds, path=str(taken.staged), first=1)
    codes = [] if isinstance(read, Problem) else [code for page in read["pages"] for code in page or ()]
    if not any(_is_ours(code) for code in codes):
        return taken
    taken.staged.unlink()
    what = f"{taken.source[0].name} dimulai dengan lembar sampul."
    return Rejected(taken.source[0], Problem(what, "Klik Lampirkan > Tumpukan bersampul."))


def _split(taken: Accepted, bench: Bench, expected_codes: Collection[str]) -> StackSplit:
    seconds = time_allowed(taken.size_bytes * 4)
    read = bench.pool.ask("page_codes", seconds=seconds, path=str(taken.staged))
    name = taken.source[0].name
    if isinstance(read, Problem):
        return StackSplit((), (Problem(f"{name}: {read.what}", read.cure),))
    pages: list[list[str] | None] = read["pages"]
    blind = [number for number, codes in enumerate(pages, start=1) if codes is None]
    if blind:
        what = f"{name}: halaman {_numbers(blind)} tidak berupa gambar, sehingga kode QR tidak dapat dibaca."
        return StackSplit((), (Problem(what, "Cetak lembar sampul, lalu pindai bersama dokumennya."),))
    problems: list[Problem] = []
    parts: list[tuple[str, Accepted]] = []
    for section in _sections([codes or [] for codes in pages], expected_codes):
        problem = section.problem
        if problem is None:
            cut = _cut(taken, section, bench)
            if isinstance(cut, Accepted):
                parts.append((section.code, cut))
                continue
            problem = cut
        problems.append(Problem(f"{name}: {problem.what}", problem.cure))
    return StackSplit(tuple(parts), tuple(problems))


def _sections(pages: Sequence[Sequence[str]], expected_codes: Collection[str]) -> Iterator[_Section]:
    """The stack as cover sheets with their pages; a first section without a cover if pages stand before."""
    covers = [number for number, codes in enumerate(pages) if any(_is_ours(code) for code in codes)]
    first = covers[0] if covers else len(pages)
    if first:
        what = f"halaman {_numbers(range(1, first + 1))} berada sebelum lembar sampul pertama."
        yield _Section(
            "", -1, (), Problem(what, "Letakkan lembar sampul di atas setiap dokumen, lalu pindai ulang.")
        )
    for cover, end in pairwise([*covers, len(pages)]):
        codes = [code for code in pages[cover] if _is_ours(code)]
        behind = tuple(range(cover + 1, end))
        yield _Section(codes[0][len(PREFIX) :], cover, behind, _problem(codes, cover, behind, expected_codes))


def _is_ours(text: str) -> bool:
    return text.startswith(PREFIX)


def _problem(
    codes: Sequence[str], cover: int, behind: Sequence[int], expected_codes: Collection[str]
) -> Problem | None:
    where = f"lembar sampul pada halaman {cover + 1}"
    if len(codes) > 1:
        return Problem(f"{where} memuat dua kode.", "Pindai setiap lembar sampul tersendiri.")
    code = codes[0][len(PREFIX) :]
    if _CODE.fullmatch(code) is None:  # shown as escapes: look-alike letters must not pass for the real ones
        return Problem(
            f"{where} memuat kode yang tidak sah ({code[:40]!a}).", "Cetak ulang lembar sampulnya."
        )
    if code not in expected_codes:
        return Problem(
            f"{where} memuat kode {code} yang tidak ada di register.", "Periksa kodenya di lembar Register."
        )
    if not behind:
        return Problem(
            f"{where} ({code}) tidak diikuti dokumen.", "Pindai dokumennya di belakang lembar sampul."
        )
    return None


def _cut(taken: Accepted, section: _Section, bench: Bench) -> Accepted | Problem:
    staged = bench.new_file()
    problem = join([(str(taken.staged), list(section.pages))], staged, bench)
    if problem is not None:
        staged.unlink(missing_ok=True)
        return problem
    stored = settle(staged)
    first, last = section.pages[0] + 1, section.pages[-1] + 1
    note = f"Halaman {first}{f'-{last}' if last > first else ''} dari {taken.source[0].name}."
    return replace(
        taken,
        staged=staged,
        pages=len(section.pages),
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        notes=(*taken.notes, note),
    )


def _numbers(numbers: Collection[int]) -> str:
    shown = list(numbers)
    if len(shown) > 2 and shown == list(range(shown[0], shown[-1] + 1)):
        return f"{shown[0]}-{shown[-1]}"
    return ", ".join(str(number) for number in shown)

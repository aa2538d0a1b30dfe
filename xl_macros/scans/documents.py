"""From private copies of the sources to finished documents in the staging folder."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_macros.errors import Problem
from xl_macros.places.copying import Hashed, hash_file, settle
from xl_macros.scans.page_order import interleaved
from xl_macros.scans.sources import Source, SourceKind
from xl_macros.scans.taken import Accepted, Duplicate, IntakeOptions, Rejected, Result
from xl_macros.scans.worker_pool import WorkerPool, time_allowed

MOST_SOURCE_HASHES = 400
"""What fits into one cell: a photo beyond that is not known again."""

PageList = list[tuple[str, list[int] | None]]
"""Pages to join: (path of a PDF, its 0-based pages or None for all), in reading order."""


@dataclass(slots=True)
class Bench:
    """What the pieces of one call are worked on with.

    `known` maps SHA-256 to the scan id that has it; `chosen` to the name of the file of this very call.
    """

    staging: Path
    options: IntakeOptions
    pool: WorkerPool
    known: Mapping[str, str]
    chosen: dict[str, str] = field(default_factory=dict)

    def new_file(self) -> Path:
        return self.staging / f"{secrets.token_hex(8)}.pdf"

    def duplicate(self, path: Path, sha256: str) -> Duplicate | None:
        """The refusal of a file whose content is there already, saying where; None for a new one."""
        if sha256 in self.known:
            scan_id = self.known[sha256]
            problem = Problem(
                f"{path.name} sudah terdaftar sebagai {scan_id}.", "Tidak perlu dilampirkan lagi."
            )
            return Duplicate(path, problem, scan_id)
        if sha256 in self.chosen:
            what = f"{path.name} sama persis dengan {self.chosen[sha256]} yang juga dipilih."
            return Duplicate(path, Problem(what, "Satu saja sudah cukup."))
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """One source as a checked PDF at `pdf`; `untouched` when that is the copy itself, byte for byte."""

    source: Source
    hashed: Hashed
    pdf: Path
    pages: int
    notes: tuple[str, ...]
    untouched: bool = False


def prepare(source: Source, copy: Path, hashed: Hashed, bench: Bench) -> Part | Rejected:
    """Have the copy judged and converted by a parsing process; the copy is gone unless it is the result."""
    options, pdf = bench.options, bench.new_file()
    if source.kind is SourceKind.PDF:
        answer = bench.pool.ask(
            "check_pdf",
            seconds=time_allowed(source.size_bytes),
            path=str(copy),
            output=str(pdf),
            max_pages=options.max_pages,
        )
    else:
        answer = bench.pool.ask(
            "image_to_pdf",
            seconds=time_allowed(source.size_bytes * 4),  # decoding and encoding cost more than checking
            path=str(copy),
            kind=source.kind.value,
            output=str(pdf),
            dpi=options.dpi,
            paper=options.paper,
            max_pages=options.max_pages,
        )
    if isinstance(answer, Problem):
        copy.unlink()
        pdf.unlink(missing_ok=True)
        return Rejected(source.path, Problem(f"{source.path.name}: {answer.what}", answer.cure))
    untouched = not pdf.exists()
    if untouched:
        copy.rename(pdf)
    else:
        copy.unlink()
    return Part(source, hashed, pdf, answer["pages"], (*source.notes, *answer["notes"]), untouched)


def assemble(outcomes: Sequence[Part | Rejected], bench: Bench) -> list[Result]:
    """Join the parts of one document, in page order, and account for it and for what was refused.

    The parts' own files are gone afterwards; the document is the only thing left in the staging folder.
    """
    refused = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    parts = [outcome for outcome in outcomes if isinstance(outcome, Part)]
    if not parts:
        return list(refused)
    try:
        return [*_joined(parts, refused, bench), *refused]
    finally:
        for part in parts:
            part.pdf.unlink(missing_ok=True)


def _joined(parts: Sequence[Part], refused: Sequence[Rejected], bench: Bench) -> list[Result]:
    staged = bench.new_file()
    problem = _place_pages(parts, refused, staged, bench)
    if problem is not None:
        staged.unlink(missing_ok=True)
        return [Rejected(part.source.path, problem) for part in parts]
    untouched = len(parts) == 1 and parts[0].untouched
    stored = hash_file(staged) if untouched else settle(staged)
    if untouched and stored != parts[0].hashed:
        staged.unlink()
        what = f"Salinan {parts[0].source.path.name} tidak sama dengan aslinya."
        return [
            Rejected(
                parts[0].source.path, Problem(what, "Diska atau jaringan bermasalah: periksa, lalu ulangi.")
            )
        ]
    first = parts[0].source.path
    twin = None if untouched else bench.duplicate(first, stored.sha256)
    if twin is not None:
        staged.unlink()
        return [twin]
    bench.chosen.setdefault(stored.sha256, first.name)
    notes = [_named(note, part, parts) for part in parts for note in part.notes]
    missing = ", ".join(sorted(one.source.name for one in refused if not isinstance(one, Duplicate)))
    if missing:
        notes.append(f"Tidak ikut dalam dokumen ini: {missing}. Sisipkan halamannya kemudian bila perlu.")
    return [
        Accepted(
            tuple(part.source.path for part in parts),
            staged,
            sum(part.pages for part in parts),
            stored.size_bytes,
            stored.sha256,
            " ".join([part.hashed.sha256 for part in parts][:MOST_SOURCE_HASHES]),
            tuple(dict.fromkeys(notes)),
        )
    ]


def _named(note: str, part: Part, parts: Sequence[Part]) -> str:
    return note if len(parts) == 1 else f"{part.source.path.name}: {note}"


def _place_pages(
    parts: Sequence[Part], refused: Sequence[Rejected], staged: Path, bench: Bench
) -> Problem | None:
    if bench.options.interleave:
        pages = _interleaved_pages(parts, refused, bench.options)
        if isinstance(pages, Problem):
            return pages
    elif len(parts) == 1:
        parts[0].pdf.rename(staged)
        return None
    else:
        pages = [(str(part.pdf), None) for part in parts]
    return join(pages, staged, bench)


def _interleaved_pages(
    parts: Sequence[Part], refused: Sequence[Rejected], options: IntakeOptions
) -> PageList | Problem:
    if refused:
        names = ", ".join(outcome.source.name for outcome in refused)
        return Problem(
            f"Halaman depan dan belakang tidak dapat disusun tanpa {names}.", "Perbaiki berkas itu dahulu."
        )
    leaves = [(str(part.pdf), number) for part in parts for number in range(part.pages)]
    fronts = parts[0].pages if len(parts) == 2 else (len(leaves) + 1) // 2
    try:
        order = interleaved(fronts, len(leaves) - fronts, backs_reversed=options.backs_reversed)
    except ValueError:
        return Problem(
            f"Halaman depan ({fronts}) dan belakang ({len(leaves) - fronts}) tidak sama banyak.",
            "Pindai juga halaman belakang yang kosong, lalu ulangi.",
        )
    return [
        (leaves[side * fronts + number][0], [leaves[side * fronts + number][1]]) for side, number in order
    ]


def join(pages: PageList, staged: Path, bench: Bench) -> Problem | None:
    """Write the pages as one PDF at `staged`; the reason when that fails."""
    size = sum(Path(path).stat().st_size for path in {path for path, _ in pages})
    answer = bench.pool.ask(
        "join_pdfs",
        seconds=time_allowed(size),
        parts=pages,
        output=str(staged),
        max_pages=bench.options.max_pages,
    )
    return answer if isinstance(answer, Problem) else None

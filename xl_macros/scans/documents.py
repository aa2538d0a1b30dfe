"""From private copies of the sources to finished documents in the staging folder."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from xl_macros.errors import Problem
from xl_macros.places.copying import Hashed, hash_file, settle
from xl_macros.scans.page_order import interleaved
from xl_macros.scans.sources import Source, SourceKind, still_written
from xl_macros.scans.taken import Accepted, Asked, Duplicate, IntakeOptions, Rejected, Result
from xl_macros.scans.worker_pool import Damage, Question, WorkerPool, time_allowed

UNFINISHED = ".baru"
"""What a parsing process calls a copy that it has not finished (`pdf`)."""

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
    made: list[Path] = field(default_factory=list)

    def new_file(self) -> Path:
        path = self.staging / f"{secrets.token_hex(8)}.pdf"
        self.made.append(path)
        return path

    def clear(self) -> None:
        """Take away everything that this call made."""
        for path in self.made:
            for one in (path, Path(f"{path}{UNFINISHED}")):
                one.unlink(missing_ok=True)

    def duplicate(self, path: Path, sha256: str, *, made: bool = False) -> Duplicate | None:
        """The refusal of a file whose content is there already, saying where; None for a new one.

        `made`: the hash is not of the file itself but of the document made of it.
        """
        if sha256 in self.known:
            scan_id = self.known[sha256]
            cure = "Tidak perlu dilampirkan lagi. Memuat informasi lain juga? Lampirkan > Tidak ada dokumen tersendiri."
            problem = Problem(f"{path.name} sudah terdaftar sebagai {scan_id}.", cure)
            return Duplicate(path, problem, scan_id)
        if sha256 in self.chosen:
            same = "setelah dibersihkan sama" if made else "sama persis"
            what = f"{path.name} {same} dengan {self.chosen[sha256]} yang juga dipilih."
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
    signed: bool = False
    must_seal: bool = False


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
            keep_attachments=options.keep_attachments,
        )
    else:
        answer = bench.pool.ask(
            "image_to_pdf",
            seconds=time_allowed(source.size_bytes * 4),  # decoding and encoding cost more than checking
            path=str(copy),
            kind=source.kind.value,
            output=str(pdf),
            dpi=options.dpi,
            max_pages=options.max_pages,
        )
    if isinstance(answer, Problem):
        copy.unlink()
        for leftover in (pdf, Path(f"{pdf}{UNFINISHED}")):
            leftover.unlink(missing_ok=True)
        return _refused(source, answer)
    untouched = not pdf.exists()
    if untouched:
        copy.rename(pdf)
    else:
        copy.unlink()
    return Part(
        source,
        hashed,
        pdf,
        answer["pages"],
        (*source.notes, *answer["notes"]),
        untouched,
        bool(answer.get("signed")),
        bool(answer.get("attachments_kept")),
    )


def _refused(source: Source, answer: Problem) -> Rejected:
    name = source.path.name
    if isinstance(answer, Damage) and source.fresh:
        return Rejected(source.path, still_written(name, answer.what))
    problem = Problem(f"{name}: {answer.what}", answer.cure)
    return Asked(source.path, problem) if isinstance(answer, Question) else Rejected(source.path, problem)


def assemble(outcomes: Sequence[Part | Rejected], bench: Bench) -> list[Result]:
    """Join the parts of one document, in page order, and account for it and for what was refused.

    The parts' own files are gone afterwards; the document is the only thing left in the staging folder.
    """
    refused = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    parts = [outcome for outcome in outcomes if isinstance(outcome, Part)]
    if not parts:
        return list(refused)
    try:
        listed = _all_listed(parts, bench)
        return [*(listed or _joined(parts, refused, bench)), *refused]
    finally:
        for part in parts:
            part.pdf.unlink(missing_ok=True)


def _all_listed(parts: Sequence[Part], bench: Bench) -> list[Result]:
    """Refusals when a document's every part is listed already; a single page of it may be anywhere."""
    if not all(part.hashed.sha256 in bench.known for part in parts):
        return []
    twins = [bench.duplicate(part.source.path, part.hashed.sha256) for part in parts]
    return [twin for twin in twins if twin is not None]


def _joined(parts: Sequence[Part], refused: Sequence[Rejected], bench: Bench) -> list[Result]:
    staged = bench.new_file()
    problem = _place_pages(parts, refused, staged, bench)
    if problem is not None:
        staged.unlink(missing_ok=True)
        return [Rejected(part.source.path, problem) for part in parts]
    pages = sum(part.pages for part in parts)
    dropped = _without_blanks(staged, parts, pages, bench) if bench.options.drop_blank else None
    if isinstance(dropped, Problem):
        staged.unlink(missing_ok=True)
        return [Rejected(part.source.path, dropped) for part in parts]
    untouched = len(parts) == 1 and parts[0].untouched and not (dropped and dropped.numbers)
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
    twin = None if untouched else bench.duplicate(first, stored.sha256, made=True)
    if twin is not None:
        staged.unlink()
        return [twin]
    bench.chosen.setdefault(stored.sha256, first.name)
    notes = [_named(note, part, parts) for part in parts for note in part.notes]
    notes += _twins(parts, bench)
    if dropped is not None:
        notes.append(dropped.note)
        pages -= len(dropped.numbers)
    missing = ", ".join(sorted(one.source.name for one in refused if not isinstance(one, Duplicate)))
    if missing:
        notes.append(f"Tidak ikut dalam dokumen ini: {missing}. Sisipkan halamannya kemudian bila perlu.")
    return [
        Accepted(
            tuple(part.source.path for part in parts),
            staged,
            pages,
            stored.size_bytes,
            stored.sha256,
            " ".join([part.hashed.sha256 for part in parts][:MOST_SOURCE_HASHES]),
            tuple(dict.fromkeys(note for note in notes if note)),
            signed=any(part.signed for part in parts),
            must_seal=any(part.must_seal for part in parts),
        )
    ]


class _Dropped(NamedTuple):
    """1-based numbers of the pages that were left out because they are empty, and the sentence about them."""

    numbers: tuple[int, ...]
    note: str


def _without_blanks(
    staged: Path, parts: Sequence[Part], pages: int, bench: Bench
) -> _Dropped | Problem | None:
    """Take the empty pages out of the document at `staged`."""
    if any(part.signed for part in parts):
        return _Dropped((), "Halaman kosong tidak dibuang: berkas bertanda tangan elektronik.")
    found = bench.pool.ask("blank_pages", seconds=time_allowed(staged.stat().st_size * 4), path=str(staged))
    if isinstance(found, Problem):
        return found
    blank: list[int] = found["blank"]
    if not blank:
        return None
    if len(blank) == pages:
        return _Dropped((), "Semua halaman tampak kosong: tidak ada yang dibuang.")
    whole = bench.new_file()
    staged.rename(whole)
    kept = [number - 1 for number in range(1, pages + 1) if number not in set(blank)]
    problem = join([(str(whole), kept)], staged, bench)
    whole.unlink()
    shown = ", ".join(str(number) for number in blank)
    return problem or _Dropped(tuple(blank), f"{len(blank)} halaman kosong dibuang: {shown} (dari {pages}).")


def _twins(parts: Sequence[Part], bench: Bench) -> list[str]:
    """Sentences about pages that are there more than once: told, since only a person knows whether they are meant."""
    if len(parts) == 1:
        return []
    names: dict[str, list[str]] = {}
    for part in parts:
        names.setdefault(part.hashed.sha256, []).append(part.source.path.name)
    same = [", ".join(twins) for twins in names.values() if len(twins) > 1]
    said = [f"Sama persis, semuanya menjadi halaman: {one}." for one in same]
    listed = [part for part in parts if part.hashed.sha256 in bench.known]
    return said + [
        f"{part.source.path.name} juga ada pada {bench.known[part.hashed.sha256]}." for part in listed
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


def join(
    pages: PageList, staged: Path, bench: Bench, *, drop_signatures_of: Sequence[str] = ()
) -> Problem | None:
    """Write the pages as one PDF at `staged`; the reason when that fails, as where one of them is signed.

    `drop_signatures_of`: paths of signed PDFs whose pages are wanted without the signature (`pdf_joining`).
    """
    size = sum(Path(path).stat().st_size for path in {path for path, _ in pages})
    answer = bench.pool.ask(
        "join_pdfs",
        seconds=time_allowed(size),
        parts=pages,
        output=str(staged),
        max_pages=bench.options.max_pages,
        drop_signatures_of=list(drop_signatures_of),
    )
    return answer if isinstance(answer, Problem) else None

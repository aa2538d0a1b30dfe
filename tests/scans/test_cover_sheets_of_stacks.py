"""A stack scanned with cover sheets is taken apart by the codes on them, and by nothing else."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

import pikepdf
import pytest
import segno
from PIL import Image

from xl_macros.errors import Problem
from xl_macros.scans.cover_sheets import PREFIX, StackSplit, refuse_stacks, split_stack
from xl_macros.scans.specimen import make_scan_page
from xl_macros.scans.taken import Accepted, Rejected, Result
from xl_macros.scans.worker_pool import WorkerPool

CODES = {"B-2025-001.01", "B-2025-001.02", "B-2025-001.03"}
PAGE = (620, 877)  # A4 at 75 dpi

MakeStack = Callable[[list[str | int]], Path]


@cache
def paper() -> Image.Image:
    return make_scan_page((), seed=5, number=2, signed=False).resize(PAGE)


def cover(text: str, *, twice: str = "") -> Image.Image:
    """A printed sheet as the scanner sees it: askew and grainy."""
    page = paper().copy()
    for place, payload in ((60, text), (480, twice)):
        if payload:
            picture = io.BytesIO()
            segno.make(payload, error="m").save(picture, kind="png", scale=6, border=4)
            with Image.open(picture) as code:
                page.paste(code.convert("L"), (150, place))
    return page.rotate(3, fillcolor=230)


@pytest.fixture
def stack(tmp_path: Path) -> MakeStack:
    """A scanned stack: a text is a cover sheet with that code, a number is a page of that grey."""

    def make(parts: list[str | int | Image.Image]) -> Path:
        path = tmp_path / "tumpukan.pdf"
        pages = [
            part
            if isinstance(part, Image.Image)
            else cover(part)
            if isinstance(part, str)
            else Image.new("L", PAGE, part)
            for part in parts
        ]
        buffer = io.BytesIO()
        pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], quality=80)
        with pikepdf.open(buffer) as pdf:
            pdf.save(path)
        return path

    return make


def shape(split: StackSplit, greys: Callable[[Path], list[int]]) -> list[tuple[str, list[int]]]:
    return [(code, greys(document.staged)) for code, document in split.parts]


def test_each_document_goes_to_the_code_before_it(
    stack: MakeStack, staging: Path, greys: Callable[[Path], list[int]]
) -> None:
    path = stack([PREFIX + "B-2025-001.02", 100, 110, PREFIX + "B-2025-001.01", 120])
    split = split_stack(path, staging, CODES)
    assert split.problems == ()
    assert shape(split, greys) == [("B-2025-001.02", [100, 110]), ("B-2025-001.01", [120])]
    assert {document.source_sha256 for _, document in split.parts} == {split.parts[0][1].source_sha256}
    assert "Halaman 2-3 dari tumpukan.pdf" in split.parts[0][1].notes[-1]
    assert sorted(staging.iterdir()) == sorted(document.staged for _, document in split.parts)


def test_pages_before_the_first_cover_sheet_are_attached_to_nothing(
    stack: MakeStack, staging: Path, greys: Callable[[Path], list[int]]
) -> None:
    split = split_stack(stack([100, 110, PREFIX + "B-2025-001.01", 120]), staging, CODES)
    assert shape(split, greys) == [("B-2025-001.01", [120])]
    assert "halaman 1, 2 berada sebelum lembar sampul" in split.problems[0].what


def test_codes_of_other_makers_stay_in_the_document(stack: MakeStack, staging: Path) -> None:
    split = split_stack(
        stack([PREFIX + "B-2025-001.01", "https://tte.example/verifikasi", 100]), staging, CODES
    )
    assert [(code, document.pages) for code, document in split.parts] == [("B-2025-001.01", 2)]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("B-2025-001.99", "tidak ada di register"),
        ("\u0412-2025-001.01", "tidak sah"),
        ("B-2025-001.01\u202e", "tidak sah"),
        ("B-2025-001.0\u0661", "tidak sah"),
        ("../../B", "tidak sah"),
        ("", "tidak sah"),
    ],
)
def test_a_code_of_ours_that_is_wrong_attaches_its_pages_to_nothing(
    code: str, reason: str, stack: MakeStack, staging: Path, greys: Callable[[Path], list[int]]
) -> None:
    path = stack([PREFIX + "B-2025-001.01", 100, PREFIX + code, 110, PREFIX + "B-2025-001.03", 120])
    split = split_stack(path, staging, CODES)
    assert shape(split, greys) == [("B-2025-001.01", [100]), ("B-2025-001.03", [120])]
    (problem,) = split.problems
    assert reason in problem.what
    assert problem.what.isascii()


def test_two_codes_on_one_sheet_are_refused(stack: MakeStack, staging: Path) -> None:
    both = cover(PREFIX + "B-2025-001.01", twice=PREFIX + "B-2025-001.02")
    split = split_stack(stack([both, 100]), staging, CODES)
    assert split.parts == ()
    assert "memuat dua kode" in split.problems[0].what


def test_a_cover_sheet_with_nothing_behind_it_is_named(stack: MakeStack, staging: Path) -> None:
    split = split_stack(stack([PREFIX + "B-2025-001.01", PREFIX + "B-2025-001.02", 100]), staging, CODES)
    assert [code for code, _ in split.parts] == ["B-2025-001.02"]
    assert "B-2025-001.01) tidak diikuti dokumen" in split.problems[0].what


def test_a_stack_without_cover_sheets_says_so(stack: MakeStack, staging: Path) -> None:
    split = split_stack(stack([100, 110, 120]), staging, CODES)
    assert split.parts == ()
    assert "halaman 1-3 berada sebelum lembar sampul" in split.problems[0].what
    assert list(staging.iterdir()) == []


def test_pages_without_a_picture_cannot_be_read_and_are_named(corpus: Path, staging: Path) -> None:
    split = split_stack(corpus / "lahir-digital.pdf", staging, CODES)
    assert "halaman 1 tidak berupa gambar" in split.problems[0].what
    assert list(staging.iterdir()) == []


def test_a_damaged_stack_is_refused_like_any_scan(corpus: Path, staging: Path) -> None:
    split = split_stack(corpus / "terpotong-ekor.pdf", staging, CODES)
    assert "rusak" in split.problems[0].what
    assert list(staging.iterdir()) == []


def test_the_same_stack_a_second_time_is_a_duplicate(stack: MakeStack, staging: Path) -> None:
    path = stack([PREFIX + "B-2025-001.01", 100])
    first = split_stack(path, staging, CODES)
    again = split_stack(path, staging, CODES, known={first.parts[0][1].source_sha256: "P-000004"})
    assert "P-000004" in again.problems[0].what


def test_first_pages_are_looked_at_as_many_at_a_time_as_there_are_processes(tmp_path: Path) -> None:
    """Drawing them takes longer than taking the scans in."""

    class Pool:
        size = 2
        together = threading.Barrier(2, timeout=30)

        def ask(self, _: str, *, path: str, **__: object) -> dict[str, object]:
            self.together.wait()  # the first waits until a second page is looked at
            return {"pages": [[f"{PREFIX}B-2025-001.01"] if path.endswith("1.pdf") else []]}

    scans: list[Result] = [Rejected(tmp_path / "rusak.pdf", Problem("rusak", ""))]
    for number in range(2):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(b"isi")
        scans.append(Accepted((path,), path, 1, 3, "a", "b"))
    broken, first, second = refuse_stacks(scans, cast("WorkerPool", Pool()))
    assert (broken, first) == (scans[0], scans[1])
    assert isinstance(second, Rejected)
    assert not (tmp_path / "1.pdf").exists()

"""A page replaced or inserted makes a new document; the older one is only read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xl_macros.scans.intake import Accepted, IntakeOptions, Rejected
from xl_macros.scans.page_order import interleaved
from xl_macros.scans.versions import insert_page, interleave, replace_page

Pages = Callable[..., Path]
Widths = Callable[[Path], list[int]]


@pytest.mark.parametrize(
    ("change", "page", "expected"),
    [
        (replace_page, 1, [900, 1, 2]),
        (replace_page, 2, [0, 900, 2]),
        (replace_page, 3, [0, 1, 900]),
        (insert_page, 1, [900, 0, 1, 2]),
        (insert_page, 3, [0, 1, 900, 2]),
        (insert_page, 4, [0, 1, 2, 900]),
    ],
)
def test_the_page_comes_where_it_was_asked_for(
    change: Callable[..., Accepted | Rejected],
    page: int,
    expected: list[int],
    pages: Pages,
    staging: Path,
    widths: Widths,
    is_sound_pdf: Callable[[Path], None],
) -> None:
    stored = pages("lama.pdf", 3)
    before = stored.read_bytes()
    result = change(stored, page, pages("baru.pdf", 1, first=900), staging)
    assert isinstance(result, Accepted)
    assert widths(result.staged) == expected
    assert result.pages == len(expected)
    assert f"Halaman {page}" in result.notes[-1]
    assert stored.read_bytes() == before
    assert list(staging.iterdir()) == [result.staged]
    is_sound_pdf(result.staged)


def test_a_page_may_be_replaced_by_several(pages: Pages, staging: Path, widths: Widths) -> None:
    result = replace_page(pages("lama.pdf", 3), 2, pages("baru.pdf", 2, first=900), staging)
    assert isinstance(result, Accepted)
    assert widths(result.staged) == [0, 900, 901, 2]


def test_a_photo_may_replace_a_page(pages: Pages, photos: Pages, staging: Path, widths: Widths) -> None:
    result = replace_page(pages("lama.pdf", 2), 2, photos("baru.jpg", 90), staging)
    assert isinstance(result, Accepted)
    assert widths(result.staged)[1] == 595 - 300


@pytest.mark.parametrize(
    ("change", "page", "last"),
    [(replace_page, 0, 3), (replace_page, 4, 3), (insert_page, 5, 4), (insert_page, -1, 4)],
)
def test_a_page_that_does_not_exist_is_refused_with_those_that_do(
    change: Callable[..., Accepted | Rejected], page: int, last: int, pages: Pages, staging: Path
) -> None:
    result = change(pages("lama.pdf", 3), page, pages("baru.pdf", 1, first=900), staging)
    assert isinstance(result, Rejected)
    assert f"Halaman {page} tidak ada" in result.problem.what
    assert result.problem.cure == f"Tulis 1 sampai {last}."
    assert list(staging.iterdir()) == []


def test_a_bad_new_page_is_refused_like_any_scan(pages: Pages, corpus: Path, staging: Path) -> None:
    result = replace_page(pages("lama.pdf", 3), 1, corpus / "terpotong-ekor.pdf", staging)
    assert isinstance(result, Rejected)
    assert "rusak" in result.problem.what


def test_a_stored_scan_that_is_gone_or_damaged_is_named(pages: Pages, corpus: Path, staging: Path) -> None:
    new = pages("baru.pdf", 1)
    for stored in (staging / "tidak ada.pdf", corpus / "terpotong-ekor.pdf"):
        result = replace_page(stored, 1, new, staging)
        assert isinstance(result, Rejected)
        assert stored.name in result.problem.what
        assert result.problem.cure == "Jalankan Periksa Keutuhan."
        assert list(staging.iterdir()) == []


def test_a_version_may_not_grow_beyond_the_page_limit(pages: Pages, staging: Path) -> None:
    options = IntakeOptions(max_pages=3)
    result = insert_page(pages("lama.pdf", 3), 1, pages("baru.pdf", 1, first=900), staging, options=options)
    assert isinstance(result, Rejected)
    assert list(staging.iterdir()) == []


def test_fronts_and_backs_become_one_document(pages: Pages, staging: Path, widths: Widths) -> None:
    (result,) = interleave(pages("depan.pdf", 2), pages("belakang.pdf", 2, first=100), staging)
    assert isinstance(result, Accepted)
    assert widths(result.staged) == [0, 101, 1, 100]


@pytest.mark.parametrize("sheets", range(1, 12))
def test_every_page_of_a_turned_stack_comes_exactly_once(sheets: int) -> None:
    order = interleaved(sheets, sheets, backs_reversed=True)
    assert sorted(order) == [(side, page) for side in (0, 1) for page in range(sheets)]
    assert order[1] == (1, sheets - 1)


@pytest.mark.parametrize(
    ("fronts", "backs", "turned"), [(2, 1, True), (1, 2, False), (0, 0, False), (3, 1, False)]
)
def test_numbers_that_do_not_fit_are_not_guessed(fronts: int, backs: int, turned: bool) -> None:
    with pytest.raises(ValueError, match="fronts"):
        interleaved(fronts, backs, backs_reversed=turned)

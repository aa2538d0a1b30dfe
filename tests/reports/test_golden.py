"""Each printed page against its golden record, part by part: texts in order, then places, then drawings.

`KECUALI_UPDATE_GOLDEN=1 pytest tests/reports/test_golden.py` writes the records anew and fails, so that nobody
updates them without looking at the difference.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from xl_macros.reports.public_list import render_html

GOLDEN = Path(__file__).parent / "golden"
PLACE_TOLERANCE_PT = 1.0
"""A third of a millimetre: a newer Typst may round elsewhere, but nothing may visibly move."""

Point = tuple[float, float]


def record(pdf: bytes) -> list[dict[str, Any]]:
    """Per page its size, its texts with where they start, and the boxes of what is drawn (points, from below)."""
    return [_page_record(page) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def _page_record(page: pypdf.PageObject) -> dict[str, Any]:
    texts: list[list[Any]] = []
    drawn: list[list[float]] = []
    path: list[Point] = []

    def text(words: str, matrix: list[float], text_matrix: list[float], _font: Any, _size: float) -> None:
        if words.strip():
            x, y = _moved((text_matrix[4], text_matrix[5]), matrix)
            texts.append([" ".join(words.split()), round(x, 1), round(y, 1)])

    def operand(operator: bytes, args: list[Any], matrix: list[float], _text_matrix: list[float]) -> None:
        if operator in {b"m", b"l"}:
            path.append(_moved((float(args[0]), float(args[1])), matrix))
        elif operator == b"re":
            x, y, width, height = map(float, args)
            path.extend(_moved(corner, matrix) for corner in ((x, y), (x + width, y + height)))
        elif operator in {b"f", b"f*", b"S", b"B", b"B*"} and path:
            xs, ys = zip(*path, strict=True)
            drawn.append([round(v, 1) for v in (min(xs), min(ys), max(xs), max(ys))])
            path.clear()
        elif operator == b"n":
            path.clear()

    page.extract_text(visitor_text=text, visitor_operand_before=operand)
    return {"size": [round(float(side), 1) for side in page.mediabox[2:]], "texts": texts, "drawn": drawn}


def _moved(point: Point, m: list[float]) -> Point:
    return (point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5])


def compare(name: str, pages: list[dict[str, Any]]) -> None:
    file = GOLDEN / f"{name}.json"
    if os.environ.get("KECUALI_UPDATE_GOLDEN"):
        file.write_text(_one_part_a_line(pages), encoding="utf-8")
        pytest.fail(f"{file.name} was written anew: look at the difference before committing it")
    golden = json.loads(file.read_text(encoding="utf-8"))
    assert len(pages) == len(golden)
    for number, (page, expected) in enumerate(zip(pages, golden, strict=True), 1):
        assert page["size"] == expected["size"]
        assert [part[0] for part in page["texts"]] == [part[0] for part in expected["texts"]]
        for part, place in zip(page["texts"], expected["texts"], strict=True):
            assert part[1:] == pytest.approx(place[1:], abs=PLACE_TOLERANCE_PT), f"page {number}: {part[0]}"
        assert len(page["drawn"]) == len(expected["drawn"])
        for box, place in zip(page["drawn"], expected["drawn"], strict=True):
            assert box == pytest.approx(place, abs=PLACE_TOLERANCE_PT), f"page {number}, a drawn box"


def _one_part_a_line(pages: list[dict[str, Any]]) -> str:
    def lines(parts: list[Any]) -> str:
        return "[\n" + ",\n".join(json.dumps(part, ensure_ascii=False) for part in parts) + "\n]"

    return (
        "[\n"
        + ",\n".join(
            f'{{"size": {page["size"]},\n"texts": {lines(page["texts"])},\n"drawn": {lines(page["drawn"])}}}'
            for page in pages
        )
        + "\n]\n"
    )


def test_each_printed_page_is_as_it_was_approved(printed: Callable[[str | None], bytes], request: Any):
    compare(request.node.callspec.params["printed"].replace(" ", "_"), record(printed(None)))


def test_the_page_for_the_website_is_as_it_was_approved(samples):
    file = GOLDEN / "daftar_publik.html"
    page = render_html(samples.public())
    if os.environ.get("KECUALI_UPDATE_GOLDEN"):
        file.write_text(page, encoding="utf-8")
        pytest.fail(f"{file.name} was written anew: look at the difference before committing it")
    assert page == file.read_text(encoding="utf-8")


def test_a_moved_bar_or_word_would_be_noticed(samples):
    from xl_macros.reports.disposition_report import render_disposition_report

    report = samples.report()
    first = record(render_disposition_report(report))
    other = record(render_disposition_report(samples.report(spans=report.spans[1:])))
    assert any(
        box[2] - box[0] > 100 and 5 < box[3] - box[1] < 12 for page in first for box in page["drawn"]
    ), "bars"
    assert [page["drawn"] for page in first] != [page["drawn"] for page in other]

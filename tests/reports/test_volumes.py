"""Long documents are set in volumes, each in a process of its own, and joined without losing anything."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfa_look import faults

from xl_macros.errors import Refusal
from xl_macros.reports import disposition_report, public_list, volumes
from xl_macros.reports.disposition_report import DispositionReport, render_disposition_report
from xl_macros.reports.public_list import PublicLine, PublicList, render_pdf
from xl_macros.reports.typesetting import as_plain
from xl_macros.reports.volumes import for_joining, in_volumes, joined


@pytest.fixture(scope="module")
def long_list(samples: Any) -> PublicList:
    lines = [
        PublicLine(
            title=f"Surat keterangan {number}",
            legal_basis="UU 14/2008",
            period_text="5 tahun",
            status="dikecualikan",
            until=date(2030, 1, number),
            is_open=number > 5,
        )
        for number in range(1, 8)
    ]
    shared: PublicList = samples.public()
    return replace(shared, lines=tuple(lines))


@pytest.fixture(scope="module")
def whole(long_list: PublicList) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(public_list, "ROWS_A_VOLUME", 3)
        return render_pdf(long_list)


def test_the_volumes_are_one_document_that_goes_on_counting(whole: bytes, samples: Any) -> None:
    pages = samples.page_texts(whole)
    assert [f"Jilid {number} dari 3" in page for number, page in enumerate(pages, 1)] == [True] * 3
    text = samples.squeezed(" ".join(pages))
    for number in range(1, 6):
        assert samples.squeezed(f"{number} Surat keterangan {number} ") in text
    assert [sum(f"keterangan {number}" in page for page in pages) for number in range(1, 8)] == [1] * 7
    assert text.count(samples.squeezed("A. Masih dikecualikan (5)")) == 2
    assert samples.squeezed("A. Masih dikecualikan (5), lanjutan") in text


def test_the_joined_document_says_how_many_pages_it_has(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf, pdf.open_metadata() as said:
        assert int(said[volumes.PAGES_SAID]) == len(pdf.pages) == 3


def test_the_joined_document_keeps_to_the_archive_standard(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "daftar.pdf"
    path.write_bytes(whole)
    assert faults(path) == []


def test_structure_of_every_volume_points_at_its_own_pages(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = root.ParentTree.Nums
        keys = [int(numbers[place]) for place in range(0, len(numbers), 2)]
        assert keys == sorted(set(keys))
        tree = dict(zip(keys, list(numbers)[1::2], strict=True))
        for page in pdf.pages:
            elements = [
                each for each in tree[int(page.obj.StructParents)] if isinstance(each, pikepdf.Dictionary)
            ]
            assert elements
            assert {each.Pg.objgen for each in elements if "/Pg" in each} == {page.obj.objgen}
        assert {element.P.objgen for element in root.K[0].K} == {root.K[0].objgen}
        names = [str(name) for name in list(root.IDTree.Names)[::2]]
        assert names == sorted(set(names))
        heads = {str(name) for name in _header_names(root.K[0])}
        assert heads
        assert heads <= set(names)
        with pdf.open_outline() as outline:
            assert [entry.title[:2] for entry in outline.root] == ["A.", "A.", "B.", "B."]


def _header_names(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = []
    for attributes in element.get("/A", ()):
        found += list(attributes.get("/Headers", ()))
    for child in element.K if "/K" in element and isinstance(element.K, pikepdf.Array) else ():
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += _header_names(child)
    return found


def test_the_same_volumes_give_the_same_bytes(long_list: PublicList) -> None:
    one = render_pdf(replace(long_list, lines=long_list.lines[:1]))

    def both() -> bytes:
        return joined(for_joining(one, number) for number in (0, 1))

    assert both() == both()


def test_what_cells_have_alike_is_said_once(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        cells = [
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TD"
        ]
        said = [attributes.objgen for cell in cells for attributes in cell.A]
        assert (0, 0) not in said
        assert len(set(said)) < len(cells)


def test_a_process_that_dies_is_a_refusal(long_list: PublicList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_list, "ROWS_A_VOLUME", 3)
    monkeypatch.setattr(volumes, "child_command", lambda *_: [sys.executable, "-c", "raise SystemExit(9)"])
    with pytest.raises(Refusal, match="tidak dapat disusun"):
        render_pdf(long_list)


def test_one_that_takes_too_long_is_a_refusal(long_list: PublicList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_list, "ROWS_A_VOLUME", 3)
    monkeypatch.setattr(volumes, "_SECONDS", 0.01)
    with pytest.raises(Refusal, match="memori atau waktunya"):
        render_pdf(long_list)


@pytest.mark.parametrize(("rows", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_every_row_stands_in_one_volume(rows: int, sizes: list[int]) -> None:
    found = list(in_volumes(range(rows), 3))
    assert [len(some) for _, some in found] == sizes
    assert [row for _, some in found for row in some] == list(range(rows))
    assert [volume.before for volume, _ in found] == [3 * place for place in range(len(sizes))]
    assert {volume.of for volume, _ in found} == {len(sizes)}


# -- the disposition report ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(samples: Any) -> DispositionReport:
    """Every table of the annex has rows, more than fit into one volume of twenty-five."""
    sample = samples.report()
    berkas = tuple(
        replace(sample.berkas_steps[number % 2], berkas=f"B-2025-{number:03d}") for number in range(1, 15)
    )
    asks = tuple(replace(sample.asks[0], what=f"Pertanyaan {number}") for number in range(1, 10))
    bags = tuple(replace(sample.special_folder.bags[0], name=f"2025/Simpanan {n}") for n in range(1, 31))
    correction = disposition_report.CorrectionLine(
        recorded_at=sample.made_at,
        kind="perbaiki isi",
        target="B-2025-001.01",
        change="lemari 2 menjadi lemari 3",
        reason="pindah",
        people="Maria, Yohanes",
    )
    made: DispositionReport = replace(
        samples.large_report(40),
        berkas_steps=berkas,
        asks=asks,
        corrections=(correction,),
        special_folder=replace(sample.special_folder, bags=bags),
    )
    return made


@pytest.fixture(scope="module")
def long_report(report: DispositionReport) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disposition_report, "ROWS_A_VOLUME", 25)
        return render_disposition_report(report)


def test_a_long_report_goes_on_from_volume_to_volume(
    report: DispositionReport, long_report: bytes, samples: Any, tmp_path: Path
) -> None:
    pages = samples.page_texts(long_report)
    volumes = [re.search(r"Jilid (\d+) dari (\d+)", page) for page in pages]
    numbers = [int(found[1]) for found in volumes if found]
    assert len(numbers) == len(pages)
    assert list(dict.fromkeys(numbers)) == list(range(1, int(volumes[0][2]) + 1))  # type: ignore[index]
    text = samples.squeezed(" ".join(pages))
    assert samples.squeezed(f"1 berkas ({numbers[-1]} jilid)") in text
    for letter, later in (("A", 0), ("B", 4), ("C", 1), ("D", 2), ("E", 0), ("F", 0)):
        found = re.findall(rf"^{letter}\. .*$", "\n".join(pages), re.MULTILINE)
        assert ["lanjutan" in each for each in found] == [False, *[True] * later], letter
    assert (
        text.count(samples.squeezed("Batang biru")) + text.count(samples.squeezed("per tahun (abu-abu")) == 1
    )
    path = tmp_path / "laporan.pdf"
    path.write_bytes(long_report)
    assert faults(path) == []


def test_every_row_of_the_annex_stands_in_one_volume_and_in_its_order(report: DispositionReport) -> None:
    def said(made: list[dict[str, Any]]) -> list[Any]:
        names = ("asks_later", "findings", "decisions", "matrix", "corrections")
        return [
            *([each for one in made for each in one[name]] for name in names),
            [
                (each["berkas"], step)
                for one in made
                for each in one["berkas_steps"]
                for step in each["steps"]
            ],
            [
                (group["title"], group["count"], block["period_text"], line)
                for one in made
                for group in one["recap"]
                for block in group["blocks"]
                for line in block["lines"]
            ],
            [bag for one in made for bag in one["special_folder"]["bags"]],
        ]

    view = disposition_report._view(report)
    (alone,) = disposition_report._volumes(view)
    assert as_plain({name: alone[name] for name in view}) == as_plain(view)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disposition_report, "ROWS_A_VOLUME", 25)
        made = disposition_report._volumes(view)
    assert len(made) > 5
    assert said(made) == said([alone])
    assert [one["asks_before"] for one in made] == [0, *[4] * (len(made) - 1)]


def test_a_report_without_a_row_has_its_headings(samples: Any) -> None:
    (alone,) = disposition_report._volumes(disposition_report._view(samples.empty_report()))
    assert alone["volume"]["parts"] == {"A": "", "B": "", "C": ""}

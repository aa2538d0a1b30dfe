"""Long documents are set in volumes, each in a process of its own, and joined without losing anything."""

from __future__ import annotations

import gc
import io
import re
import sys
import tracemalloc
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
from xl_macros.reports.joining import Whole, as_part
from xl_macros.reports.public_list import PublicLine, PublicList, render_pdf
from xl_macros.reports.typesetting import as_plain, saved_small
from xl_macros.reports.volumes import in_volumes


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


def test_the_joined_document_keeps_to_the_archive_standard(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "daftar.pdf"
    path.write_bytes(whole)
    assert faults(path) == []


def test_structure_of_every_volume_points_at_its_own_pages(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        root = pdf.Root.StructTreeRoot
        keys = [int(key) for key in _pairs(root.ParentTree, "/Nums")]
        assert keys == sorted(set(keys))
        assert int(root.ParentTreeNextKey) == keys[-1] + 1
        tree = pikepdf.NumberTree(root.ParentTree)
        for page in pdf.pages:
            elements = [
                each for each in tree[int(page.obj.StructParents)] if isinstance(each, pikepdf.Dictionary)
            ]
            assert elements
            assert {each.Pg.objgen for each in elements if "/Pg" in each} == {page.obj.objgen}
        assert {element.P.objgen for element in root.K[0].K} == {root.K[0].objgen}
        names = [str(name) for name in _pairs(root.IDTree, "/Names")]
        assert names == sorted(set(names))
        assert names == [str(pikepdf.NameTree(root.IDTree)[name].ID) for name in names]
        heads = {str(name) for name in _header_names(root.K[0])}
        assert heads
        assert heads <= set(names)
        with pdf.open_outline() as outline:
            assert [entry.title[:2] for entry in outline.root] == ["A.", "A.", "B.", "B."]


def _pairs(tree: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    """The keys of a tree of names or numbers, each branch of which says between which of them it lies."""
    found = []
    for branch in tree.Kids:
        keys = list(branch[kind])[::2]
        assert list(branch.Limits) == [keys[0], keys[-1]]
        found += keys
    return found


def test_no_reference_of_the_joined_document_leads_nowhere(whole: bytes, long_report: bytes) -> None:
    """Every object is reached, once written, and read again by a library that did not write it."""
    for made in (whole, long_report):
        with pikepdf.open(io.BytesIO(made), attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            numbers = {each.objgen[0] for each in pdf.objects}
            said = {
                int(number)
                for each in pdf.objects
                for number in re.findall(rb"\b(\d+) 0 R\b", _without_strings(each))
            }
            assert said <= numbers
            assert all(_is_of_the_file(pdf.get_object(number, 0)) for number in numbers - said)


def _without_strings(found: pikepdf.Object) -> bytes:
    about = pikepdf.Dictionary(dict(found.items())) if isinstance(found, pikepdf.Stream) else found
    return re.sub(rb"\((?:[^\\)]|\\.)*\)", b"()", about.unparse(resolved=True), flags=re.DOTALL)


def _is_of_the_file(found: pikepdf.Object) -> bool:
    """Packs of objects and cross references: nothing of the document points at them."""
    return isinstance(found, pikepdf.Stream) and found.get("/Type") in ("/ObjStm", "/XRef")


def test_the_whole_says_what_its_first_volume_says_but_for_the_pages(
    whole: bytes, long_list: PublicList
) -> None:
    with (
        pikepdf.open(io.BytesIO(whole)) as pdf,
        pikepdf.open(io.BytesIO(render_pdf(replace(long_list, lines=long_list.lines[:1])))) as one,
    ):
        assert set(pdf.Root.keys()) == set(one.Root.keys())
        for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
            assert pdf.Root[name] == one.Root[name]
        assert pdf.Root.StructTreeRoot.RoleMap == one.Root.StructTreeRoot.RoleMap
        assert {str(pdf.docinfo[key]) for key in pdf.docinfo} == {
            str(one.docinfo[key]) for key in one.docinfo
        }
        assert b"NPages" not in pdf.Root.Metadata.read_bytes()  # a volume's are not the whole's
        assert len(pdf.pages) == int(pdf.Root.Pages.Count) == 3


def test_text_that_looks_like_a_reference_stays_as_it_is(long_list: PublicList) -> None:
    """Titles reach the outline and what is said instead of pictures."""
    one = render_pdf(replace(long_list, lines=long_list.lines[:1]))
    hostile = [r"9 0 R (8 0 R) \) 7 0 R", "(( 6 0 R", "\\", "é 5 0 R", "ж 4 0 R", ">> 3 0 R endobj"]
    with pikepdf.open(io.BytesIO(one)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(text, 0) for text in hostile)
        changed = saved_small(pdf)
    with pikepdf.open(io.BytesIO(_joined([changed] * 3))) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
        assert [title for title in titles if not title.startswith(("A.", "B."))] == hostile * 3


def test_a_volume_without_an_outline_breaks_no_chain(long_list: PublicList) -> None:
    full = render_pdf(replace(long_list, lines=long_list.lines[:1]))
    with pikepdf.open(io.BytesIO(full)) as pdf:
        del pdf.Root.Outlines
        bare = saved_small(pdf)
    with pikepdf.open(io.BytesIO(full)) as pdf:
        with pdf.open_outline() as outline:
            del outline.root[1:]
        single = saved_small(pdf)
    cases = (
        ([bare, full, bare, full], 4),
        ([single, single, bare, single], 3),
        ([full, bare], 2),
        ([bare] * 2, 0),
    )
    for volumes_of_it, entries in cases:
        with pikepdf.open(io.BytesIO(_joined(volumes_of_it))) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert ("/Outlines" in pdf.Root) == bool(entries)
            with pdf.open_outline() as outline:
                assert len(outline.root) == entries


def test_of_a_volume_that_is_laid_down_hardly_anything_is_remembered(long_list: PublicList) -> None:
    """Twice the volumes take twice the bytes of the file, and next to nothing beside them."""
    one = render_pdf(replace(long_list, lines=long_list.lines[:1]))
    kept = []
    for count in (20, 40):
        tracemalloc.start()
        try:
            whole = Whole()
            for _ in range(count):
                whole.add(as_part(one, whole.place))
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0] - whole.place.at)
        finally:
            tracemalloc.stop()
    assert kept[1] - kept[0] < 20 * len(one)


def _joined(volumes_of_it: list[bytes]) -> bytes:
    whole = Whole()
    for each in volumes_of_it:
        whole.add(as_part(each, whole.place))
    return whole.finished()


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

    assert _joined([one, one]) == _joined([one, one])


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

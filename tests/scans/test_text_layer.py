"""Text of pages: read where there is some, recognised where the programs are there, missed where they are not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from xl_macros.errors import Problem
from xl_macros.scans.intake import Accepted, IntakeOptions, take_in
from xl_macros.scans.sources import Waiting
from xl_macros.scans.specimen import make_scan_pdf
from xl_macros.scans.text_layer import (
    RECOGNISED,
    TextTools,
    add_text_layer,
    find_text_tools,
    page_texts,
    texts_of,
)
from xl_macros.scans.worker_pool import WorkerPool


def listing(languages: str) -> Callable[..., Any]:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 0, languages.encode(), b"")

    return run


def test_missing_programs_are_named_with_their_cure() -> None:
    tools = find_text_tools(which=lambda _name: None)
    assert not tools.ready
    assert [problem.what for problem in tools.missing] == [
        "OCRmyPDF belum terpasang.",
        "Tesseract belum terpasang.",
    ]
    assert all(problem.cure for problem in tools.missing)


def test_tesseract_without_indonesian_is_not_enough() -> None:
    tools = find_text_tools(which=lambda name: f"/bin/{name}", run=listing("eng\nosd\n"))
    assert [problem.what for problem in tools.missing] == ["Tesseract belum mengenal bahasa Indonesia."]


def test_with_everything_there_it_is_ready() -> None:
    tools = find_text_tools(which=lambda name: f"/bin/{name}", run=listing("eng\nind\n"))
    assert tools.ready
    assert tools.ghostscript == "/bin/gs"


def test_the_text_of_a_born_digital_page_is_found(corpus: Path) -> None:
    assert [text.strip() for text in page_texts(corpus / "lahir-digital.pdf")] == ["Lembar uji konsekuensi"]


def test_a_scan_without_text_has_empty_pages(corpus: Path) -> None:
    assert page_texts(corpus / "aliran-objek.pdf") == ["", ""]


@pytest.mark.parametrize(
    "name", ["kosong.pdf", "terpotong-separuh.pdf", "bom-objek.pdf", "tidak-ada.pdf", "word.pdf"]
)
def test_files_that_cannot_be_read_have_no_text(name: str, corpus: Path) -> None:
    assert page_texts(corpus / name) == []


def test_one_bad_file_does_not_end_a_search(corpus: Path) -> None:
    names = ["bom-isi.pdf", "kosong.pdf", "lahir-digital.pdf"]
    found = dict(texts_of(corpus / name for name in names))
    assert "uji konsekuensi" in found[corpus / "lahir-digital.pdf"][0]


@pytest.mark.parametrize(
    "failing",
    [
        lambda *_, **__: subprocess.CompletedProcess([], 2, b"", b""),
        lambda command, **__: (
            Path(command[-1]).write_bytes(b"no PDF") and subprocess.CompletedProcess([], 0, b"", b"")
        ),
        lambda *_, **__: (_ for _ in ()).throw(OSError("gone")),
        lambda *_, **__: (_ for _ in ()).throw(subprocess.TimeoutExpired("ocrmypdf", 1)),
    ],
    ids=["exit code", "rubbish", "not startable", "too slow"],
)
def test_a_recogniser_that_fails_leaves_the_scan_as_it_is(
    failing: Callable[..., Any], pages: Callable[..., Path], tmp_path: Path
) -> None:
    path = pages("a.pdf", 1)
    before = sorted(tmp_path.rglob("*"))
    tools = TextTools("/bin/ocrmypdf", None, ())
    with WorkerPool(1) as pool:
        result = add_text_layer(path, 1, tools, pool, run=failing)
    assert isinstance(result, Problem)
    assert sorted(tmp_path.rglob("*")) == before


def test_temporary_files_of_the_recogniser_stay_in_the_private_folder(
    pages: Callable[..., Path], tmp_path: Path
) -> None:
    seen: dict[str, str] = {}

    def watch(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        seen.update(options["env"])
        return subprocess.CompletedProcess(command, 1, b"", b"")

    with WorkerPool(1) as pool:
        add_text_layer(pages("a.pdf", 1), 1, TextTools("/bin/ocrmypdf", None, ()), pool, run=watch)
    for name in ("TMPDIR", "TEMP", "TMP"):
        assert Path(seen[name]).parent == tmp_path
    assert seen["OMP_THREAD_LIMIT"] == "1"


def test_a_scan_becomes_searchable(
    need: Callable[[str], str],
    tmp_path: Path,
    staging: Path,
    settled: Waiting,
    is_sound_pdf: Callable[[Path], None],
) -> None:
    for name in ("ocrmypdf", "tesseract", "gs"):
        need(name)
    source = tmp_path / "scan.pdf"
    source.write_bytes(make_scan_pdf(["Keputusan", "Nomor 731 Tahun 2025"], seed=1, pages=1))
    (result,) = take_in([source], staging, known={}, options=IntakeOptions(text_layer=True), waiting=settled)
    assert isinstance(result, Accepted)
    assert result.notes == (RECOGNISED,)
    assert list(staging.iterdir()) == [result.staged]
    (text,) = page_texts(result.staged)
    assert "731 Tahun 2025" in text
    assert "dikecualikan" in text
    is_sound_pdf(result.staged)
    with pikepdf.open(result.staged) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"


def test_a_signed_document_is_never_rewritten_for_its_text(
    need: Callable[[str], str], corpus: Path, staging: Path, settled: Waiting
) -> None:
    for name in ("ocrmypdf", "tesseract"):
        need(name)
    options = IntakeOptions(text_layer=True)
    (result,) = take_in([corpus / "bertanda-tangan.pdf"], staging, known={}, options=options, waiting=settled)
    assert isinstance(result, Accepted)
    assert result.sha256 == result.source_sha256

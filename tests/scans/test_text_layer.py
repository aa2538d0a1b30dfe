"""Text of pages: read where there is some, recognised where the programs are there, missed where they are not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfa_look import faults
from PIL import Image
from specimens import write_scan

from xl_macros.archive.sealing import SUFFIX, new_office_key, seal_file
from xl_macros.errors import Problem
from xl_macros.scans.cover_sheets import PREFIX, split_stack
from xl_macros.scans.intake import Accepted, IntakeOptions, take_in
from xl_macros.scans.ocr_process import STOPPED, recognise
from xl_macros.scans.sources import Waiting
from xl_macros.scans.specimen import make_scan_page
from xl_macros.scans.text_layer import (
    ARCHIVAL,
    RECOGNISED,
    TextTools,
    add_text_layer,
    find_text_tools,
    page_texts,
    texts_of,
    with_text_layers,
)
from xl_macros.scans.versions import insert_page
from xl_macros.scans.worker_pool import WorkerPool

WITH_TEXT = IntakeOptions(text_layer=True)
TOOLS = TextTools(("/bin/ocrmypdf",), None, ())


def document(path: Path, pages: int = 1) -> Accepted:
    return Accepted((path,), path, pages, path.stat().st_size, "", "")


def listing(languages: str) -> Callable[..., Any]:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 0, languages.encode(), b"")

    return run


def test_missing_programs_are_named_with_their_cure() -> None:
    tools = find_text_tools(which=lambda _name: None)
    assert tools.ocrmypdf == ()
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
    assert tools.ocrmypdf == ("/bin/ocrmypdf",)


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


def test_a_sealed_scan_is_searched_in_memory_and_only_with_its_key(corpus: Path, tmp_path: Path) -> None:
    key, sealed = new_office_key(), tmp_path / f"lahir.pdf{SUFFIX}"
    seal_file(corpus / "lahir-digital.pdf", sealed, key)
    before = sorted(tmp_path.rglob("*"))
    assert [text.strip() for text in page_texts(sealed, key=key)] == ["Lembar uji konsekuensi"]
    assert page_texts(sealed, key=new_office_key()) == []
    assert page_texts(sealed) == []
    assert sorted(tmp_path.rglob("*")) == before


# -- a recogniser that misbehaves ------------------------------------------------------------------------


def rubbish(command: Any, *_: Any) -> int:
    Path(command[-1]).write_bytes(b"no PDF")
    return 0


def other_document(command: Any, *_: Any) -> int:
    with pikepdf.new() as pdf:
        for _page in range(2):
            pdf.add_blank_page()
        pdf.save(command[-1])
    return 0


def not_startable(*_: Any) -> int:
    raise OSError("gone")


@pytest.mark.parametrize(
    "failing",
    [lambda *_: 2, lambda *_: 0, rubbish, other_document, not_startable, lambda *_: STOPPED],
    ids=["exit code", "no file", "rubbish", "other number of pages", "not startable", "too slow"],
)
def test_a_recogniser_that_fails_leaves_the_scan_as_it_is(
    failing: Callable[..., int], pages: Callable[..., Path], tmp_path: Path
) -> None:
    path = pages("a.pdf", 1)
    before = sorted(tmp_path.rglob("*"))
    with WorkerPool(1) as pool:
        result = add_text_layer(document(path), TOOLS, pool, recognise=failing)
    assert isinstance(result, Problem)
    assert sorted(tmp_path.rglob("*")) == before


def test_temporary_files_of_the_recogniser_stay_in_the_private_folder(tmp_path: Path) -> None:
    told = tmp_path / "lingkungan.txt"
    code = f"import os; open({str(told)!r}, 'w').write(repr(dict(os.environ)))"
    assert run_python(code, tmp_path) == 0
    seen = eval(told.read_text())  # noqa: S307  a dictionary that the line above wrote
    assert [seen[name] for name in ("TMPDIR", "TEMP", "TMP")] == [str(tmp_path)] * 3
    assert seen["OMP_THREAD_LIMIT"] == "1"


def run_python(
    code: str,
    work: Path,
    *,
    seconds: float = 30,
    tick: Callable[[float], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> int:
    return recognise([sys.executable, "-c", code], work, seconds, tick, stop or threading.Event())


def test_the_exit_code_and_the_share_of_pages_are_passed_on(tmp_path: Path) -> None:
    shares: list[float] = []
    code = (
        "import sys\n"
        "for line in ('kecuali-ocr 0.25', 'noise', 'kecuali-ocr x', 'kecuali-ocr 1.5'):\n"
        "    print(line, file=sys.stderr, flush=True)\n"
        "sys.exit(10)"
    )
    assert run_python(code, tmp_path, tick=shares.append) == 10
    assert shares == [0.25, 1.0]


GRANDCHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "open({path!r}, 'w').write(str(child.pid))\n"
    "time.sleep(600)"
)


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(fact: Callable[[], bool], seconds: float = 20) -> bool:
    ends_at = time.monotonic() + seconds
    while not fact() and time.monotonic() < ends_at:
        time.sleep(0.02)
    return fact()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("reason", ["too slow", "stopped"])
def test_ending_a_recogniser_ends_what_it_started(reason: str, tmp_path: Path) -> None:
    told, stop = tmp_path / "pid", threading.Event()
    if reason == "stopped":
        threading.Thread(
            target=lambda: (wait_until(lambda: told.exists() and bool(told.read_text())), stop.set())
        ).start()
    seconds = 600 if reason == "stopped" else 3
    assert run_python(GRANDCHILD.format(path=str(told)), tmp_path, seconds=seconds, stop=stop) == STOPPED
    assert wait_until(lambda: not running(int(told.read_text())), 5)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_no_recogniser_outlives_a_killed_button(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from xl_macros.scans.ocr_process import recognise\n"
        f"command = [sys.executable, '-c', {GRANDCHILD.format(path=str(told))!r}]\n"
        f"recognise(command, Path({str(tmp_path)!r}), 600, lambda share: None, threading.Event())"
    )
    button = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    assert wait_until(lambda: told.exists() and bool(told.read_text()))
    pid = int(told.read_text())
    assert running(pid)
    os.kill(button.pid, signal.SIGKILL)
    button.wait()
    assert wait_until(lambda: not running(pid))


# -- with the real programs ------------------------------------------------------------------------------


@pytest.fixture
def programs(need: Callable[[str], str]) -> None:
    for name in ("ocrmypdf", "tesseract", "gs"):
        need(name)


@pytest.mark.usefixtures("programs")
def test_a_scan_becomes_searchable_and_pdfa_and_the_same_scan_the_same_bytes(
    tmp_path: Path, staging: Path, settled: Waiting, is_sound_pdf: Callable[[Path], None]
) -> None:
    source = tmp_path / "scan.pdf"
    write_scan(source, ["Keputusan", "Nomor 731 Tahun 2025"], seed=1)
    hashes = []
    for attempt in ("satu", "dua"):
        folder = staging / attempt
        (result,) = take_in([source], folder, known={}, options=WITH_TEXT, waiting=settled)
        assert isinstance(result, Accepted)
        assert result.notes == (RECOGNISED, ARCHIVAL)
        assert list(folder.iterdir()) == [result.staged]
        hashes.append(result.sha256)
    (text,) = page_texts(result.staged)
    assert "731 Tahun 2025" in text
    assert "dikecualikan" in text
    is_sound_pdf(result.staged)
    assert faults(result.staged) == []
    assert hashes[0] == hashes[1]


@pytest.mark.usefixtures("programs")
def test_a_picture_stored_without_loss_is_not_made_lossy_for_its_text(
    tmp_path: Path, staging: Path, settled: Waiting
) -> None:
    page = make_scan_page(["Tanpa kehilangan"], seed=3)
    page.save(tmp_path / "scan.png", dpi=(150, 150))
    (result,) = take_in([tmp_path / "scan.png"], staging, known={}, options=WITH_TEXT, waiting=settled)
    assert isinstance(result, Accepted)
    assert "kehilangan" in page_texts(result.staged)[0].casefold()
    with pikepdf.open(result.staged) as pdf:
        (image,) = (pikepdf.PdfImage(found) for found in pdf.pages[0].get_images().values())
        assert image.as_pil_image().convert("L").tobytes() == page.convert("L").tobytes()


@pytest.mark.usefixtures("programs")
def test_a_cmyk_scan_gets_text_and_does_not_call_itself_pdfa(
    tmp_path: Path, staging: Path, settled: Waiting
) -> None:
    page = make_scan_page(["Empat warna"], seed=4).convert("RGB").convert("CMYK")
    page.save(tmp_path / "scan.jpg", dpi=(150, 150), quality=80)
    (result,) = take_in([tmp_path / "scan.jpg"], staging, known={}, options=WITH_TEXT, waiting=settled)
    assert isinstance(result, Accepted)
    assert result.notes == (RECOGNISED,)
    assert "warna" in page_texts(result.staged)[0].casefold()
    assert "declares no PDF/A" in faults(result.staged)


@pytest.mark.usefixtures("programs")
def test_pages_are_counted_while_they_are_read_in_the_callers_own_thread(
    tmp_path: Path, staging: Path, settled: Waiting
) -> None:
    chosen = []
    for number, pages in ((1, 2), (2, 1)):
        path = tmp_path / f"scan {number}.pdf"
        write_scan(path, ["Keputusan"], seed=number, pages=pages)
        chosen.append(path)
    told: list[tuple[int, int, str, bool]] = []
    here = threading.current_thread()

    def progress(done: int, total: int, what: str) -> None:
        told.append((done, total, what, threading.current_thread() is here))

    take_in(chosen, staging, known={}, options=WITH_TEXT, waiting=settled, progress=progress)
    assert all(mine for *_, mine in told)
    assert [(done, total) for done, total, *_ in told[:4]] == [(0, 2), (0, 2), (1, 2), (2, 2)]
    counted = [(done, total) for done, total, what, _ in told if "teks" in what]
    assert counted[0] == (0, 3)
    assert counted[-1] == (3, 3)
    assert counted == sorted(set(counted))
    assert len(counted) > 2


@pytest.mark.usefixtures("programs")
def test_a_button_that_is_interrupted_stops_reading_at_once(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    write_scan(path, ["Keputusan"], seed=1, pages=30)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with WorkerPool(1) as pool, pytest.raises(KeyboardInterrupt):
        with_text_layers([document(path, 30)], pool, 2000, interrupted)
    assert time.monotonic() - began < 10  # reading it would take half a minute
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("programs")
def test_a_signed_document_is_never_rewritten_for_its_text(
    corpus: Path, staging: Path, settled: Waiting
) -> None:
    chosen = [corpus / "bertanda-tangan.pdf"]
    (result,) = take_in(chosen, staging, known={}, options=WITH_TEXT, waiting=settled)
    assert isinstance(result, Accepted)
    assert result.sha256 == result.source_sha256


@pytest.mark.usefixtures("programs")
def test_a_new_version_is_searchable_on_old_and_new_pages_and_still_pdfa(
    tmp_path: Path, staging: Path, settled: Waiting
) -> None:
    paths = []
    for number, word in enumerate(("pertama", "tambahan")):
        paths.append(tmp_path / f"{word}.pdf")
        write_scan(paths[-1], [f"Halaman {word}"], seed=number)
    (old,) = take_in(paths[:1], staging, known={}, options=WITH_TEXT, waiting=settled)
    assert isinstance(old, Accepted)
    new = insert_page(old.staged, 2, paths[1], staging, options=WITH_TEXT)
    assert isinstance(new, Accepted)
    assert [
        word in text.casefold()
        for word, text in zip(("pertama", "tambahan"), page_texts(new.staged), strict=True)
    ] == [
        True,
        True,
    ]
    assert faults(new.staged) == []
    assert sorted(staging.iterdir()) == sorted([old.staged, new.staged])


@pytest.mark.usefixtures("programs")
def test_the_parts_of_a_stack_are_searchable(tmp_path: Path, staging: Path) -> None:
    import segno

    cover = make_scan_page(["Lembar sampul"], seed=1).convert("L")
    segno.make(PREFIX + "B-2025-001.01", error="m").save(tmp_path / "qr.png", scale=8, border=4)
    with Image.open(tmp_path / "qr.png") as code:
        cover.paste(code.convert("L"), (400, 900))
    page = make_scan_page(["Surat keterangan kesehatan"], seed=2).convert("L")
    stack = tmp_path / "tumpukan.pdf"
    cover.save(stack, "PDF", save_all=True, append_images=[page], resolution=150)
    with pikepdf.open(stack, allow_overwriting_input=True) as pdf:
        pdf.save(stack)
    split = split_stack(stack, staging, {"B-2025-001.01"}, options=WITH_TEXT)
    ((code_read, part),) = split.parts
    assert code_read == "B-2025-001.01"
    assert "kesehatan" in page_texts(part.staged)[0].casefold()
    assert faults(part.staged) == []


# -- a Ghostscript that the recogniser refuses -----------------------------------------------------------


def refusing_ghostscript(command: Any, work: Path, *_: Any) -> int:
    """OCRmyPDF beside Ghostscript 10.0.0 to 10.02.0: no PDF/A, in its own words."""
    if "pdfa-2" in command:
        text = "Ghostscript 10.0.0 through 10.02.0 (your version: 10.00.0) contain serious regressions.\n"
        (work / "keluhan.txt").write_text(text, encoding="utf-8")
        return 3
    Path(command[-1]).write_bytes(Path(command[-2]).read_bytes())
    return 0


def test_where_ghostscript_is_refused_the_text_comes_without_pdfa_and_the_reason_is_said(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scan.pdf"
    write_scan(path, ["Keputusan"], seed=1)
    tools = TextTools(("/bin/ocrmypdf",), "/bin/gs", ())
    with WorkerPool(1) as pool:
        made = add_text_layer(document(path), tools, pool, recognise=refusing_ghostscript)
    assert not isinstance(made, Problem)
    assert not made.archival
    assert "OCRmyPDF menolak Ghostscript 10.00.0" in made.note


def test_a_failure_for_another_reason_is_not_tried_again_and_says_it(tmp_path: Path) -> None:
    path, runs = tmp_path / "scan.pdf", []
    write_scan(path, ["Keputusan"], seed=1)

    def failing(command: Any, work: Path, *_: Any) -> int:
        runs.append(command)
        (work / "keluhan.txt").write_text("tesseract: cannot load ind\n", encoding="utf-8")
        return 2

    tools = TextTools(("/bin/ocrmypdf",), "/bin/gs", ())
    with WorkerPool(1) as pool:
        made = add_text_layer(document(path), tools, pool, recognise=failing)
    assert isinstance(made, Problem)
    assert "sebab: tesseract: cannot load ind" in made.what
    assert len(runs) == 1


@pytest.mark.parametrize(("documents", "jobs"), [(1, "2"), (2, "1"), (3, "1")])
def test_all_cores_work_on_one_document_and_share_more(
    documents: int, jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def watching(one: Accepted, tools: TextTools, *_: Any, **__: Any) -> Problem:
        seen.append(str(tools.jobs))
        return Problem("")

    path = tmp_path / "scan.pdf"
    write_scan(path, ["Keputusan"], seed=1)
    monkeypatch.setattr("xl_macros.scans.text_layer.find_text_tools", lambda: TOOLS)
    monkeypatch.setattr("xl_macros.scans.text_layer.add_text_layer", watching)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with WorkerPool(2) as pool:
        with_text_layers([document(path)] * documents, pool, 10)
    assert set(seen) == {jobs}

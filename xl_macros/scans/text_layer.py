"""Text for scans: recognised by OCRmyPDF and Tesseract where they are installed, read back for searching."""

from __future__ import annotations

import base64
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xl_macros.archive.sealing import SUFFIX, OfficeKey
from xl_macros.errors import Problem
from xl_macros.places.copying import settle
from xl_macros.places.private import make_private_dir
from xl_macros.scans import ocr_process
from xl_macros.scans.taken import Accepted, Progress, unseen
from xl_macros.scans.worker_pool import WorkerPool, time_allowed

LANGUAGE = "ind"
SECONDS_PER_PAGE = 60.0
LOCKED = "Dibatasi pemiliknya: tidak diberi teks, supaya berkasnya tetap sebagaimana diterima."
SIGNED = "Bertanda tangan elektronik: tidak diberi teks, supaya tanda tangannya tetap sah."
RECOGNISED = "Teks halaman dikenali (OCR)."
ARCHIVAL = "Disimpan sebagai PDF/A."
_LONGEST_REASON = 160
_MADE = (0, 10)  # OCRmyPDF's exit codes: done; done, but it could not be made PDF/A
_SECONDS_BETWEEN_LOOKS = 0.3

Which = Callable[[str], str | None]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


class Searchable(NamedTuple):
    """A copy with text, whether it is PDF/A, and a sentence about why it is not."""

    pdf: Path
    archival: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextTools:
    """The programs as found; `missing` says what to install for a text layer, each with its cure.

    `ocrmypdf` is the command that starts it: a program, or a module of our own Python. `jobs`: pages read at a time.
    """

    ocrmypdf: tuple[str, ...]
    ghostscript: str | None
    missing: tuple[Problem, ...]
    jobs: int = 1

    @property
    def ready(self) -> bool:
        return not self.missing


def find_text_tools(which: Which = shutil.which, run: Run = subprocess.run) -> TextTools:
    """Look for OCRmyPDF, Tesseract with Indonesian, and Ghostscript (for PDF/A; optional)."""
    tesseract = which("tesseract")
    ocrmypdf = _ocrmypdf(which)
    missing = []
    if not ocrmypdf:
        missing.append(
            Problem("OCRmyPDF belum terpasang.", "Pasang OCRmyPDF agar isi pindaian dapat dicari.")
        )
    if tesseract is None:
        missing.append(
            Problem("Tesseract belum terpasang.", "Pasang Tesseract beserta bahasa Indonesia (ind).")
        )
    elif LANGUAGE not in _languages(tesseract, run):
        missing.append(
            Problem("Tesseract belum mengenal bahasa Indonesia.", "Tambahkan data bahasa ind ke Tesseract.")
        )
    ghostscript = next((path for name in ("gs", "gswin64c", "gswin32c") if (path := which(name))), None)
    return TextTools(ocrmypdf, ghostscript, tuple(missing))


def _ocrmypdf(which: Which) -> tuple[str, ...]:
    program = which("ocrmypdf")
    if program is not None:
        return (program,)
    return (sys.executable, "-m", "ocrmypdf") if importlib.util.find_spec("ocrmypdf") else ()


def _languages(tesseract: str, run: Run) -> set[str]:
    try:
        listed = run([tesseract, "--list-langs"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(listed.stdout.decode("utf-8", "replace").split())


def add_text_layer(
    one: Accepted,
    tools: TextTools,
    pool: WorkerPool,
    *,
    max_pages: int = 2000,
    tick: ocr_process.Tick = lambda _share: None,
    stop: threading.Event | None = None,
    recognise: ocr_process.Recognise = ocr_process.recognise,
) -> Searchable | Problem:
    """A searchable copy beside `one.staged` and whether it is PDF/A (with Ghostscript); or why there is none.

    Pages that have text already keep it; the pictures are not compressed again. The recogniser's temporary
    files, which show the document, lie in a private folder beside it and are gone afterwards. `tick` is told the
    share of the pages that are done; `stop` ends it.
    """
    pdf, folder = one.staged, one.staged.parent
    found = pool.ask("count_pages", seconds=time_allowed(one.size_bytes), path=str(pdf), max_pages=max_pages)
    if isinstance(found, Problem):
        return _not_recognised(found.what)
    if found["signed"] or found["locked"]:
        return Problem(SIGNED if found["signed"] else LOCKED)
    work, result = folder / f"{secrets.token_hex(8)}.ocr", folder / f"{secrets.token_hex(8)}.pdf"
    make_private_dir(work)
    seconds, stopping = SECONDS_PER_PAGE * one.pages + 60, stop or threading.Event()

    def run(command: Sequence[str]) -> int:
        return recognise(command, work, seconds, tick, stopping)

    try:
        made, note = work / "hasil.pdf", _read(tools, pdf, work, run)
        answer = pool.ask(
            "finish_recognised",
            seconds=time_allowed(made.stat().st_size),
            path=str(made),
            output=str(work / "selesai.pdf"),
            source=str(pdf),
            max_pages=max_pages,
        )
        if isinstance(answer, Problem):
            return _not_recognised(answer.what)
        (work / "selesai.pdf").rename(result)
    except OSError:
        return _not_recognised(_complaint(work))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Searchable(result, bool(answer["archival"]), note)


def _read(tools: TextTools, pdf: Path, work: Path, run: Callable[[Sequence[str]], int]) -> str:
    """Have the text recognised; a second time without PDF/A where the recogniser refuses this Ghostscript.

    Returns the sentence about that, or "". Raises OSError when there is no result.
    """
    made, note = work / "hasil.pdf", ""
    code = run(_command(tools, pdf, made))
    if code not in _MADE and code != ocr_process.STOPPED and tools.ghostscript and _names_ghostscript(work):
        note = _without_ghostscript(work)
        made.unlink(missing_ok=True)
        code = run(_command(replace(tools, ghostscript=None), pdf, made))
    if code not in _MADE:
        raise OSError("not recognised")
    return note


def with_text_layers(
    accepted: Sequence[Accepted], pool: WorkerPool, max_pages: int, progress: Progress = unseen
) -> list[Accepted]:
    """The documents with text where it can be recognised; without the programs they stay as they are.

    `progress` counts pages. It is called in the caller's own thread, since Excel hears no other, and when it
    raises, recognition ends at once.
    """
    tools = find_text_tools()
    if not tools.ready or not accepted:
        return list(accepted)
    stop, shares = threading.Event(), [0.0] * len(accepted)

    tools = replace(tools, jobs=max(1, (os.cpu_count() or 1) // min(pool.size, len(accepted))))

    def recognised(place: int) -> Accepted:
        def tick(share: float) -> None:
            shares[place] = share

        done = _with_text(accepted[place], tools, pool, max_pages, tick, stop)
        tick(1.0)
        return done

    with ThreadPoolExecutor(pool.size) as threads:
        running = [threads.submit(recognised, place) for place in range(len(accepted))]
        try:
            _tell(running, accepted, shares, progress)
        finally:
            stop.set()  # what still runs was interrupted
            threads.shutdown(cancel_futures=True)
        return [one.result() for one in running]


def _tell(
    running: Sequence[Future[Accepted]],
    accepted: Sequence[Accepted],
    shares: Sequence[float],
    progress: Progress,
) -> None:
    """Say how far it is, whenever that has changed, until all is done."""
    total, told = sum(one.pages for one in accepted), -1
    waiting = set(running)
    while waiting:
        waiting = wait(running, timeout=_SECONDS_BETWEEN_LOOKS).not_done
        done = sum(int(share * one.pages) for share, one in zip(shares, accepted, strict=True))
        if waiting:  # the last page is read before its document is finished
            done = min(done, total - 1)
        if done > told:
            unread = (one for share, one in zip(shares, accepted, strict=True) if share < 1)
            progress(done, total, f"halaman, teks {next(unread, accepted[-1]).source[0].name}")
            told = done


def _with_text(
    one: Accepted,
    tools: TextTools,
    pool: WorkerPool,
    max_pages: int,
    tick: ocr_process.Tick,
    stop: threading.Event,
) -> Accepted:
    made = add_text_layer(one, tools, pool, max_pages=max_pages, tick=tick, stop=stop)
    if isinstance(made, Problem):
        return replace(one, notes=(*one.notes, made.what))
    made.pdf.replace(one.staged)
    stored = settle(one.staged)
    said = (RECOGNISED, ARCHIVAL if made.archival else "", made.note)
    notes = (*one.notes, *(note for note in said if note))
    return replace(one, size_bytes=stored.size_bytes, sha256=stored.sha256, notes=notes)


def _not_recognised(reason: str = "") -> Problem:
    why = f" (sebab: {reason.rstrip('.')})" if reason else ""
    return Problem(f"Teks halaman tidak dapat dikenali; pindaian tetap disimpan tanpa teks{why}.")


def _complaint(work: Path) -> str:
    """The last thing that the recogniser said, in one short line: paths of this computer are no help to anybody."""
    try:
        lines = (work / ocr_process.COMPLAINTS).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip() and str(work.parent) not in line]
    return said[-1][:_LONGEST_REASON] if said else ""


def _names_ghostscript(work: Path) -> bool:
    """Whether the recogniser stopped because of this Ghostscript: 10.0.0 to 10.02.0 damage pages, it says."""
    try:
        return "ghostscript" in (work / ocr_process.COMPLAINTS).read_text("utf-8", "replace").lower()
    except OSError:
        return False


def _without_ghostscript(work: Path) -> str:
    said = (work / ocr_process.COMPLAINTS).read_text("utf-8", "replace")
    found = re.search(r"(?:your version:?|installed:?)\s*([0-9][0-9.]*)", said) or re.search(
        r"([0-9]+\.[0-9.]+)", said
    )
    version = f" {found[1].rstrip('.')}" if found else ""
    return (
        f"Tidak menjadi PDF/A: OCRmyPDF menolak Ghostscript{version} di komputer ini; perbarui Ghostscript."
    )


def _command(tools: TextTools, pdf: Path, made: Path) -> list[str]:
    kind = "pdfa-2" if tools.ghostscript else "pdf"
    options = {
        "--language": LANGUAGE,
        "--output-type": kind,
        "--pdfa-image-compression": "lossless",  # its own choice would make JPEGs of what was scanned without loss
        "--optimize": "0",
        "--jobs": str(tools.jobs),
        "--tesseract-timeout": str(int(SECONDS_PER_PAGE)),
        "--plugin": str(ocr_process.PLUGIN),
    }
    flat = [word for option in options.items() for word in option]
    return [*tools.ocrmypdf, *flat, "--skip-text", "--quiet", str(pdf), str(made)]


def page_texts(pdf: Path, pool: WorkerPool | None = None, key: OfficeKey | None = None) -> list[str]:
    """The text of each page, "" where there is none; [] when the file cannot be read within the limits.

    A sealed file is opened with `key` in the parsing process's memory: no plain copy touches the disk.
    """
    if pool is None:
        with WorkerPool(1) as own:
            return page_texts(pdf, own, key)
    if not pdf.is_file():
        return []
    sealed = {} if key is None else {"key": base64.b64encode(key.secret).decode("ascii")}
    answer = pool.ask("page_texts", seconds=time_allowed(pdf.stat().st_size), path=str(pdf), **sealed)
    return [] if isinstance(answer, Problem) else list(answer["texts"])


def texts_of(pdfs: Iterable[Path], key: OfficeKey | None = None) -> Iterator[tuple[Path, list[str]]]:
    """`page_texts` of many files with one parsing process; `key` for those that are sealed."""
    with WorkerPool(1) as pool:
        for pdf in pdfs:
            yield pdf, page_texts(pdf, pool, key if pdf.suffix == SUFFIX else None)

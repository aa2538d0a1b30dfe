"""Text for scans: recognised by OCRmyPDF and Tesseract where they are installed, read back for searching."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from xl_macros.errors import Problem
from xl_macros.scans.copying import settle
from xl_macros.scans.private import make_private_dir
from xl_macros.scans.taken import Accepted
from xl_macros.scans.worker_pool import WorkerPool, time_allowed

LANGUAGE = "ind"
SECONDS_PER_PAGE = 60.0
MEMORY_BYTES = 4_000_000_000
SIGNED = "Bertanda tangan elektronik: tidak diberi teks, supaya tanda tangannya tetap sah."
RECOGNISED = "Teks halaman dikenali (OCR)."

Which = Callable[[str], str | None]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@dataclass(frozen=True, slots=True)
class TextTools:
    """The programs as found; `missing` says what to install for a text layer, each with its cure."""

    ocrmypdf: str | None
    ghostscript: str | None
    missing: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


def find_text_tools(which: Which = shutil.which, run: Run = subprocess.run) -> TextTools:
    """Look for OCRmyPDF, Tesseract with Indonesian, and Ghostscript (for PDF/A; optional)."""
    ocrmypdf, tesseract = which("ocrmypdf"), which("tesseract")
    missing = []
    if ocrmypdf is None:
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


def _languages(tesseract: str, run: Run) -> set[str]:
    try:
        listed = run([tesseract, "--list-langs"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(listed.stdout.decode("utf-8", "replace").split())


def add_text_layer(
    pdf: Path,
    pages: int,
    tools: TextTools,
    pool: WorkerPool,
    *,
    run: Run = subprocess.run,
    max_pages: int = 2000,
) -> Path | Problem:
    """A searchable copy of `pdf` beside it (PDF/A where Ghostscript is there), or why there is none.

    Pages that have text already keep it; the pictures are not compressed again. The recogniser's temporary
    files, which show the document, lie in a private folder beside `pdf` and are gone afterwards.
    """
    assert tools.ocrmypdf is not None  # noqa: S101  the caller asks `ready` first
    found = pool.ask(
        "count_pages", seconds=time_allowed(pdf.stat().st_size), path=str(pdf), max_pages=max_pages
    )
    if isinstance(found, Problem):
        return _not_recognised()
    if found["signed"]:
        return Problem(SIGNED)
    work = pdf.parent / f"{secrets.token_hex(8)}.ocr"
    result = pdf.parent / f"{secrets.token_hex(8)}.pdf"
    make_private_dir(work)
    try:
        made = work / "hasil.pdf"
        command = _limited(_command(tools, pdf, made))
        done = run(
            command,
            capture_output=True,
            timeout=SECONDS_PER_PAGE * pages + 60,
            check=False,
            env=_environment(work),
            stdin=subprocess.DEVNULL,
        )
        if done.returncode != 0 or not made.is_file():
            return _not_recognised()
        answer = pool.ask(
            "check_pdf",
            seconds=time_allowed(made.stat().st_size),
            path=str(made),
            output=str(work / "bersih.pdf"),
            max_pages=max_pages,
        )
        if isinstance(answer, Problem) or answer["rewritten"] or answer["pages"] != pages:
            return _not_recognised()
        made.chmod(0o600)
        made.rename(result)
    except (OSError, subprocess.TimeoutExpired):
        return _not_recognised()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return result


def with_text_layers(
    accepted: Sequence[Accepted],
    pool: WorkerPool,
    max_pages: int,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _name: None,
) -> list[Accepted]:
    """The documents with text where it can be recognised; without the programs they stay as they are.

    `progress` is called in the calling thread with (documents done, documents in all, what is going on).
    """
    tools = find_text_tools() if accepted else None
    if tools is None or not tools.ready:
        return list(accepted)
    found: list[Accepted] = []
    with ThreadPoolExecutor(pool.size) as threads:
        progress(0, len(accepted), "mengenali teks")
        for one in threads.map(lambda one: _with_text(one, tools, pool, max_pages), accepted):
            found.append(one)
            progress(len(found), len(accepted), f"mengenali teks {one.source[0].name}")
    return found


def _with_text(one: Accepted, tools: TextTools, pool: WorkerPool, max_pages: int) -> Accepted:
    made = add_text_layer(one.staged, one.pages, tools, pool, max_pages=max_pages)
    if isinstance(made, Problem):
        return replace(one, notes=(*one.notes, made.what))
    made.replace(one.staged)
    stored = settle(one.staged)
    return replace(one, size_bytes=stored.size_bytes, sha256=stored.sha256, notes=(*one.notes, RECOGNISED))


def _not_recognised() -> Problem:
    return Problem("Teks halaman tidak dapat dikenali; pindaian tetap disimpan tanpa teks.")


def _command(tools: TextTools, pdf: Path, made: Path) -> list[str]:
    return [
        str(tools.ocrmypdf),
        "--language",
        LANGUAGE,
        "--skip-text",
        "--output-type",
        "pdfa-2" if tools.ghostscript else "pdf",
        "--optimize",
        "0",
        "--jobs",
        "1",
        "--tesseract-timeout",
        str(int(SECONDS_PER_PAGE)),
        "--quiet",
        str(pdf),
        str(made),
    ]


_LIMIT_AND_RUN = (
    "import os, resource, sys; limit = int(sys.argv[1]); "
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); resource.setrlimit(resource.RLIMIT_AS, (limit, limit)); "
    "os.umask(0o077); os.execv(sys.argv[2], sys.argv[2:])"
)


def _limited(command: Sequence[str]) -> list[str]:
    """The command under a memory limit where the system has one (Linux); elsewhere the time limit must do."""
    if sys.platform != "linux":
        return list(command)
    return [sys.executable, "-I", "-c", _LIMIT_AND_RUN, str(MEMORY_BYTES), *command]


def _environment(work: Path) -> dict[str, str]:
    # One thread: on two cores Tesseract's own threads make a page ten times slower.
    private = {name: str(work) for name in ("TMPDIR", "TEMP", "TMP")}
    return {**os.environ, **private, "OMP_THREAD_LIMIT": "1"}


def page_texts(pdf: Path, pool: WorkerPool | None = None) -> list[str]:
    """The text of each page, "" where there is none; [] when the file cannot be read within the limits."""
    if pool is None:
        with WorkerPool(1) as own:
            return page_texts(pdf, own)
    if not pdf.is_file():
        return []
    answer = pool.ask("page_texts", seconds=time_allowed(pdf.stat().st_size), path=str(pdf))
    return [] if isinstance(answer, Problem) else list(answer["texts"])


def texts_of(pdfs: Iterable[Path]) -> Iterator[tuple[Path, list[str]]]:
    """`page_texts` of many files with one parsing process."""
    with WorkerPool(1) as pool:
        for pdf in pdfs:
            yield pdf, page_texts(pdf, pool)

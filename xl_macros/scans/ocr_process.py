"""Running a text recogniser: within limits, at low priority, telling how far it is, and never outliving us."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from xl_macros.places.own_process import child_command

MEMORY_BYTES = 4_000_000_000
PLUGIN = Path(__file__).with_name("ocr_progress.py")
MARK = b"kecuali-ocr "  # the same word as in the plugin, which cannot be imported here
COMPLAINTS = "keluhan.txt"
"""Where what the recogniser said is kept, in the private folder that is gone with its temporary files."""

_LONGEST_COMPLAINTS = 20_000
STOPPED = -1
"""The exit code of a recogniser that was ended: too slow, or not wanted any more."""

Tick = Callable[[float], None]
"""Told the share (0 to 1) of the pages that are done."""

Recognise = Callable[[Sequence[str], Path, float, Tick, threading.Event], int]
"""Runs (command, private folder for temporary files, seconds allowed, tick, stop); gives the exit code."""


def recognise(command: Sequence[str], work: Path, seconds: float, tick: Tick, stop: threading.Event) -> int:
    """Run the command to its end or until it is stopped; nothing of it runs on when this returns."""
    process = subprocess.Popen(  # noqa: S603  what find_text_tools found, with options of our own
        child_command("scans.ocr_main", str(MEMORY_BYTES), *command),
        stdin=subprocess.PIPE,  # closing it is how the keeper is told to end everything
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(work),
        creationflags=_creation_flags(),
    )
    assert process.stdin is not None  # noqa: S101  both are pipes by construction
    assert process.stderr is not None  # noqa: S101
    reader = threading.Thread(target=_follow, args=(process.stderr, tick, work / COMPLAINTS), daemon=True)
    reader.start()
    ends_at = time.monotonic() + seconds
    try:
        while process.poll() is None and not stop.wait(0.05):
            if time.monotonic() > ends_at:
                break
        return STOPPED if process.poll() is None else process.returncode
    finally:
        process.stdin.close()
        process.wait()
        reader.join()
        process.stderr.close()


def _follow(lines: IO[bytes], tick: Tick, complaints: Path) -> None:
    kept = 0
    with complaints.open("wb") as file:
        for line in lines:
            if line.startswith(MARK):
                with contextlib.suppress(ValueError):  # a line cut short by the end
                    tick(min(float(line[len(MARK) :]), 1.0))
            elif kept < _LONGEST_COMPLAINTS:
                kept += file.write(line[: _LONGEST_COMPLAINTS - kept])


def _environment(work: Path) -> dict[str, str]:
    # One thread: on two cores Tesseract's own threads make a page ten times slower.
    private = {name: str(work) for name in ("TMPDIR", "TEMP", "TMP")}
    return {**os.environ, **private, "OMP_THREAD_LIMIT": "1"}


def _creation_flags() -> int:
    """On Windows: no window, and people's own programs go first."""
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS

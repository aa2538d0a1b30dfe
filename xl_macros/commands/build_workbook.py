"""`kecuali build-workbook`: the workbook from its text sources, the same bytes each time."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.folders import UNFINISHED
from xl_macros.places.resources import workbook_file


def build_workbook(path: Path) -> Path:
    """Build to `path` and return it. Refused when there is a file already: it may be somebody's register."""
    if path.exists():
        raise Refusal(f"{path.name} sudah ada.", cure="Pilih nama lain; buku kerja yang ada tidak ditimpa.")
    if not path.absolute().parent.is_dir():
        raise Refusal(f"Folder {path.absolute().parent} tidak ada.", cure="Buat foldernya dahulu.")
    builder = runpy.run_path(str(workbook_file("build.py")))
    unfinished = path.with_name(f".{path.name[:100]}.{os.getpid()}{UNFINISHED}")
    try:
        builder["build"](unfinished)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path

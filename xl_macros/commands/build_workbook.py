"""`kecuali build-workbook`: the workbook from its text sources, the same bytes each time."""

from __future__ import annotations

import runpy
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.resources import workbook_file


def build_workbook(path: Path) -> Path:
    """Build to `path` and return it. Refused when there is a file already: it may be somebody's register."""
    if path.exists():
        raise Refusal(f"{path.name} sudah ada.", cure="Pilih nama lain; buku kerja yang ada tidak ditimpa.")
    builder = runpy.run_path(str(workbook_file("build.py")))
    builder["build"](path)
    return path

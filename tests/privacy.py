"""Who else may open a file: by its mode, on Windows by its access list."""

from __future__ import annotations

import os
from pathlib import Path

from xl_macros.computer.machine import access_list
from xl_macros.computer.places import broad_rights


def open_to(path: Path) -> list[str]:
    """Whoever may open the file or folder beyond its own account, the system and administrators; empty for nobody."""
    if os.name == "nt":
        return broad_rights(access_list(path))
    return ["akun lain"] if path.stat().st_mode & 0o077 else []

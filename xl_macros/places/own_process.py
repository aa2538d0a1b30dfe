"""Parts of this package in processes of their own."""

from __future__ import annotations

import sys
from pathlib import Path

_START = (
    "import importlib, sys; sys.path.append(sys.argv.pop(1)); importlib.import_module(sys.argv.pop(1)).main()"
)


def child_command(module: str, *arguments: str) -> list[str]:
    """The command that runs `main()` of a module, named from this package down, in a process of its own."""
    # -P: the folder somebody happens to stand in must not decide what is imported.
    root = str(Path(__file__).resolve().parents[2])
    return [sys.executable, "-P", "-c", _START, root, f"xl_macros.{module}", *arguments]

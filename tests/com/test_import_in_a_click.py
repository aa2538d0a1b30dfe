"""What `import xlwings` does in the process that the ribbon starts: nothing but load code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("import_in_a_click.py")


def imported(*let_through: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, SCRIPT, *let_through], capture_output=True, text=True, check=True, timeout=60
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_importing_makes_no_call_opens_no_socket_makes_no_classes_and_starts_no_program() -> None:
    nothing = {"calls": 0, "sockets": [], "made": [], "loaded": [], "failed": "", "started": []}
    assert imported() == nothing | {"engine": True}


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("xlwings.pro", "calls"),
        ("xlwings.com_server", "failed"),  # on Linux its import stops before the sockets
        ("xlwings.udfs", "loaded"),
        ("makepy", "made"),
        ("atexit", "started"),
    ],
)
def test_each_of_these_would_be_noticed(name: str, seen: str) -> None:
    assert imported(name)[seen]

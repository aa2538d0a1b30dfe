"""A short run of the kill script; the long one is `python tests/faults/kill_scans.py --times 200`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_nothing_is_lost_when_taking_in_and_storing_are_killed() -> None:
    script = Path(__file__).with_name("kill_scans.py")
    done = subprocess.run(
        [sys.executable, str(script), "--times", "6", "--seed", "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "something lost" in done.stdout

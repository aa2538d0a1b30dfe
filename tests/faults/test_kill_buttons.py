"""A short run of the kill script; the long one is `python tests/faults/kill_buttons.py --times 1000`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from faults.kill_buttons import ALL_STEPS

from xl_macros.actions.catalogue import BY_COMMAND

NOT_KILLED = {
    "self-test",
    "open-guide",
    "find-text",
    "next-step",
    "upgrade-workbook",
}
"""What writes nothing in the office, starts another action, or makes a workbook beside (killed in `tests/actions`)."""


def test_every_button_is_killed() -> None:
    """Undo is killed after six of them."""
    killed = {name.partition(" ")[0] for name, _ in ALL_STEPS}
    assert killed | {"undo-last"} == set(BY_COMMAND) - NOT_KILLED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_nothing_is_lost_whichever_button_is_killed() -> None:
    script = Path(__file__).with_name("kill_buttons.py")
    done = subprocess.run(
        [sys.executable, str(script), "--times", "12", "--seed", "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    total = done.stdout.splitlines()[-1].split()
    assert total[0] == "all"
    assert int(total[1]) == 12
    assert int(total[2]) > 0, "none was killed while its journal stood"

"""Programs of the PC are run without waiting for what they leave behind."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from xl_macros.computer.machine import run_program

LEAVES_ONE_BEHIND = (
    "import subprocess, sys, time; print('selesai', flush=True); "
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(6)']); "
)
"""The second process has the first one's output as its own, as a service that Windows starts for a program has."""


def test_a_program_that_leaves_a_service_behind_is_not_waited_for_longer_than_itself() -> None:
    begun = time.monotonic()
    assert run_program([sys.executable, "-c", LEAVES_ONE_BEHIND], 5.5).strip() == "selesai"
    assert time.monotonic() - begun < 5.5


def test_a_program_that_does_not_end_is_ended_in_time_whatever_holds_its_output() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_program([sys.executable, "-c", LEAVES_ONE_BEHIND + "time.sleep(60)"], 1)


def test_what_a_failing_program_said_is_kept() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run_program([sys.executable, "-c", "print('sebab'); raise SystemExit(3)"], 20)
    assert (failed.value.returncode, failed.value.stdout.strip()) == (3, b"sebab")

"""A short run of each fuzzer, in a process of its own: atheris takes over the one it runs in."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz.targets import TARGETS

REQUIRE_EXTRAS = os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1"
MISSING = importlib.util.find_spec("atheris") is None


@pytest.mark.skipif(MISSING and not REQUIRE_EXTRAS, reason="atheris is not installed")
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name: str, tmp_path: Path) -> None:
    runs = "600" if name.startswith(("pdf", "image", "workbook")) else "1500"
    runs = "150" if name == "recovery" else runs  # two whole clicks each
    script = Path(__file__).with_name("run.py")
    done = subprocess.run(
        [sys.executable, str(script), name, "--runs", runs, "--seed", "1", "--corpus", str(tmp_path)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=240,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-5000:]
    executed = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    assert executed is not None
    assert int(executed[1]) >= int(runs), "fewer were run than asked for"


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_tests_already_know_is_read_as_it_must_be(name: str) -> None:
    seeds = TARGETS[name].seeds()
    assert seeds
    for seed in (b"", *seeds):
        TARGETS[name].judge(seed)

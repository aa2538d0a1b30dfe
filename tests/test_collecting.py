"""What is gone over when a click ends: nothing but objects that Excel waits for."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys
from types import SimpleNamespace
from xl_macros import collecting

class Held:
    def __del__(self):
        print("given back")

def click():
    held = Held()
    held.itself = held

{excel}
click()
"""


@pytest.mark.parametrize(
    ("excel", "said"),
    [("", []), ("sys.modules['pythoncom'] = SimpleNamespace()", ["given back"])],
    ids=["on a file", "in Excel"],
)
def test_what_hangs_in_a_cycle_at_the_end_is_looked_for_only_where_excel_is(
    excel: str, said: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(excel=excel)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == said


def test_a_running_click_is_not_gone_over() -> None:
    code = "from xl_macros import collecting; import gc; print(gc.get_threshold()[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 1_000_000

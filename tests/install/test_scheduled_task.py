"""The daily look at what is due: the user's own task, set up and taken away with the program."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace

from xl_macros.install.scheduled_task import TASK, add_task, remove_task

from .conftest import Account


def test_the_task_is_the_users_own_and_looks_at_the_register(account: Account) -> None:
    assert add_task(account.pc) == ""
    (command,) = account.commands
    assert command[:3] == ["schtasks", "/Create", "/F"]
    assert "/RU" not in command
    assert "/RL" not in command
    assert command[-1].endswith('pythonw.exe" -m xl_macros.cli due --installed --new')
    remove_task(account.pc)
    assert account.commands[-1] == ["schtasks", "/Delete", "/F", "/TN", TASK]


def test_a_pc_that_does_not_allow_it_is_told_and_loses_nothing(account: Account) -> None:
    def forbidden(command: Sequence[str]) -> str:
        raise subprocess.CalledProcessError(1, list(command))

    pc = replace(account.pc, run=forbidden)
    assert "Tugas terjadwal harian tidak dapat dibuat" in add_task(pc)
    remove_task(pc)

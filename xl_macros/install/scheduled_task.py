r"""The daily look at what is due, as the user's own scheduled task: no administrator, no password kept.

It runs while the user is logged on, in the morning, for office PCs are off at night. It only reads the register and
leaves a small file beside it (`keeping/nightly.py`), from which Beranda says when it last ran.
"""

from __future__ import annotations

import subprocess

from xl_macros.install.pc import Pc

TASK = r"Kecuali\Tugas harian"
AT = "08:30"


def command_of(pc: Pc) -> str:
    """What the task runs, without a console window; the register is the one that the installation recorded.

    Windows takes 261 characters here, too few for two long addresses.
    """
    python = pc.app / "venv" / "Scripts" / "pythonw.exe"
    return f'"{python}" -m xl_macros.cli due --installed --new'


def add_task(pc: Pc) -> str:
    """Set the task up, or again. A sentence when that cannot be done, else ""."""
    try:
        pc.run(("schtasks", "/Create", "/F", "/SC", "DAILY", "/ST", AT, "/TN", TASK, "/TR", command_of(pc)))
    except (OSError, subprocess.SubprocessError):
        return (
            "Tugas terjadwal harian tidak dapat dibuat, sehingga tenggat hanya diperiksa saat tombol diklik. Bukalah "
            "lembar Tugas secara teratur."
        )
    return ""


def remove_task(pc: Pc) -> None:
    """Take the task away; one that is not there needs nothing."""
    try:
        pc.run(("schtasks", "/Delete", "/F", "/TN", TASK))
    except (OSError, subprocess.SubprocessError):
        return

"""The keeper of a text recogniser: starts it within limits, and ends it and all that it started with its parent.

The recogniser works for minutes in processes of its own. Should Kecuali be ended meanwhile, or want it to stop, this
process notices by its standard input being closed, whatever the reason, and leaves nothing running.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading

from xl_macros.scans.bounds import limit_memory

LOWER_PRIORITY = 10


def main() -> None:
    """Entry point: `ocr_main MEMORY_BYTES COMMAND...`; ends with the command's exit code."""
    limit_memory(int(sys.argv[1]))
    os.umask(0o077)
    if sys.platform != "win32":  # there the parent has given a lower priority class, which is inherited
        os.nice(LOWER_PRIORITY)
    child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  from find_text_tools
    threading.Thread(target=_end_with_parent, args=(child,), daemon=True).start()
    code = child.wait()
    if code:
        _end(child)
    sys.exit(abs(code))


def _end_with_parent(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1):  # nobody writes: it returns when the parent's end is closed
            pass
    _end(child)
    os._exit(1)


def _end(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        child.kill()  # the job ends what it started
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)

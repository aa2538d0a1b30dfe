"""Stopping a click between two files: by Esc in Excel, by Ctrl+C on a command line.

Excel itself hears no key while it waits for a button, so the state of the key is asked of Windows, and only while
Excel's window is in front: an Esc in another program stops nothing. What is stopped has written nothing yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_macros.click.office import Progress
from xl_macros.errors import Refusal

ESC_HINT = " (Esc menghentikan)"
_ESCAPE = 0x1B
_DOWN_OR_PRESSED_SINCE = 0x8001
"""GetAsyncKeyState: held down now, or pressed since it was last asked."""

_EXCELS_WINDOW = "XLMAIN"


def stopped() -> Refusal:
    """What is said once somebody has stopped the click."""
    return Refusal("Dihentikan atas permintaan Anda.", cure="Klik tombol ini lagi bila hendak mengulang.")


def system_user32() -> Any:
    """Windows' user32; None on any other system."""
    import ctypes  # here, since no click over a file needs it

    windll = getattr(ctypes, "windll", None)
    return None if windll is None else windll.user32


def escape_asked(user32: Any) -> Callable[[], bool]:
    """Whether Esc was pressed since this was last asked, with Excel in front; presses until now are forgotten."""
    import ctypes

    def asked() -> bool:
        if not user32.GetAsyncKeyState(_ESCAPE) & _DOWN_OR_PRESSED_SINCE:
            return False
        name = ctypes.create_unicode_buffer(32)
        user32.GetClassNameW(user32.GetForegroundWindow(), name, len(name))
        return name.value == _EXCELS_WINDOW

    asked()
    return asked


def stoppable(progress: Progress, asked: Callable[[], bool]) -> Progress:
    """The progress, which raises Refusal as soon as somebody has asked to stop."""

    def show(done: int, total: int, what: str) -> None:
        if asked():
            raise stopped()
        progress(done, total, what)

    return show

"""Files that another program holds for an instant: an antivirus, an indexer, a synchronised folder, another button.

Windows answers with error 32 or 33 (sharing violation, lock violation), and with 5 (access denied) when a file that
somebody has open is to be replaced or a folder with such a file to be renamed. Python makes EACCES of all of them,
which elsewhere means a missing right; what is held is free a moment later. Other systems know no such errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HELD_CODES = frozenset({5, 32, 33})
PAUSES_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)


def is_held(error: BaseException) -> bool:
    """Whether Windows says that somebody else has the file."""
    return isinstance(error, OSError) and getattr(error, "winerror", None) in HELD_CODES


def when_free(act: Callable[[], T], sleep: Callable[[float], None] | None = None) -> T:
    """What the act gives; tried again for a second and a half while a file is held. Raises its last OSError.

    The act must be one that does nothing when it fails: opening, replacing, renaming, removing.
    """
    for pause in PAUSES_SECONDS:
        try:
            return act()
        except OSError as error:
            if not is_held(error):
                raise
            (sleep or time.sleep)(pause)
    return act()

"""The garbage collector nearly switched off, from the first import of a click to its end.

A click makes many objects, next to none of them in a cycle, and ends soon: going over each of them in search of
cycles took a fifteenth of a small click while it ran, and once more an eighth when it ended, for the interpreter
looks several times before it leaves. Imported for that alone, before all else, by what starts the program.
"""

from __future__ import annotations

import atexit
import gc
import sys


def leave() -> None:
    """At the end nothing is gone over any more: memory goes with the process.

    But for objects of Excel: one that hangs in a cycle is given back first, or Excel would wait for this process.
    """
    if "pythoncom" in sys.modules:
        gc.collect()
    gc.freeze()


gc.set_threshold(1_000_000)
atexit.register(leave)

"""The garbage collector nearly switched off, from the first import of a click on.

A click makes many objects, next to none of them in a cycle, and ends soon: going over each of them once in search of
cycles took a fifteenth of a small click. Imported for that alone, before all else, by what starts the program.
"""

from __future__ import annotations

import gc

gc.set_threshold(1_000_000)

"""Lies beside the Windows Python's standard library: what numpy misses under wine 8, given when it is first imported.

wine's ucrtbase.dll has no complex functions. numpy's binaries, as pip unpacked them, are made to look for them in
own-ms-win-crt-math-l1-1-0.dll (forwarders.py wrote it): a name of the same length.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder

LACKING, MADE = b"api-ms-win-crt-math-l1-1-0", b"own-ms-win-crt-math-l1-1-0"


class BeforeNumpy:
    """Finds numpy as ever, after a look at its binaries."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != "numpy":
            return None
        sys.meta_path.remove(self)
        found = PathFinder.find_spec(name)
        if found is not None and found.origin:
            rename_imports(found.origin)
        return found


def rename_imports(origin: str) -> None:
    from pathlib import Path

    folder = Path(origin).parent
    done = folder / "renamed-for-wine"
    if done.exists():
        return
    for library in (*folder.rglob("*.pyd"), *folder.with_name("numpy.libs").glob("*.dll")):
        content = library.read_bytes()
        if LACKING in content:
            library.write_bytes(content.replace(LACKING, MADE))
    done.touch()


sys.meta_path.insert(0, BeforeNumpy())

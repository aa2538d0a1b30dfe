"""The Windows Python of this computer, made once and kept; tests here run one after the other, on one wine prefix."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "com_server"), str(HERE.parent / "com")]

from filelock import FileLock  # noqa: E402  the paths come first
from windows_python import CHECKOUT, WindowsPython, missing_programs  # noqa: E402

WANTED = os.environ.get("KECUALI_WINDOWS", "no")
"""`short`: what every CI run does, some minutes. `all`: everything, more than an hour."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    del config
    for item in items:
        if item.path.parent != HERE:
            continue
        if WANTED == "no":
            item.add_marker(pytest.mark.skip(reason="set KECUALI_WINDOWS=short or =all: they take minutes"))
        elif WANTED != "all" and item.get_closest_marker("windows_all"):
            item.add_marker(pytest.mark.skip(reason="only with KECUALI_WINDOWS=all: it takes many minutes"))


@pytest.fixture(scope="session")
def windows() -> Iterator[WindowsPython]:
    """Made below the user's cache folder, or where KECUALI_WINDOWS_PYTHON says."""
    lacking = missing_programs()
    if shutil.which("x86_64-w64-mingw32-widl") is None:
        lacking.append("mingw-w64-tools")
    if lacking and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1":
        pytest.skip(f"not on this computer: {', '.join(lacking)}")
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kecuali" / "windows-python"
    folder = Path(os.environ.get("KECUALI_WINDOWS_PYTHON") or usual)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "lock"):
        python = WindowsPython(folder).make(CHECKOUT)
        python.begin()
        yield python
        python.end()

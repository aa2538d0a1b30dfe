"""A plugin of pytest for the Windows Python: of the long rooms one test in so many.

    python -m pytest -p share --share 2/6 tests/...   of the long rooms one test in six, the third kind

Which tests belong together is told by their names alone, so that the same ones run everywhere; a file or test that is
named is run whole.
"""

from __future__ import annotations

import zlib

import pytest

LONG = ("domain", "actions", "click", "file_engine", "scans")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", default="0/1", help="NUMBER/OF: which part of the long rooms is run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    number, of = map(int, config.getoption("--share").split("/"))
    named = {argument.replace("\\", "/") for argument in config.args if argument.count("/") > 1}

    def wanted(item: pytest.Item) -> bool:
        file, _, _ = item.nodeid.partition("::")
        asked_for = file in named or item.nodeid.partition("[")[0] in named
        return asked_for or file.split("/")[1] not in LONG or zlib.crc32(item.nodeid.encode()) % of == number

    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]

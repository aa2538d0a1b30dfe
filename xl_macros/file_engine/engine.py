"""Making this engine the one that xlwings uses.

`install()` is all that a program without Excel needs; afterwards `xlwings.Book(path)` opens files here.
"""

from __future__ import annotations

import xlwings as xw

from xl_macros.file_engine.api.api_app import FileEngine


def install() -> xw.Engine:
    """Registers the engine with xlwings (once in a process) and makes it the active one."""
    for engine in xw.engines:
        if isinstance(engine.impl, FileEngine):
            break
    else:
        engine = xw.Engine(impl=FileEngine())
        xw.engines.add(engine)
    engine.activate()
    return engine


def private_app() -> xw.App:
    """An application of this engine that xlwings does not know of: for a copy read beside an open Excel."""
    return xw.App(impl=FileEngine().apps.add())


def supported_members() -> dict[str, list[str]]:
    """The members of xlwings' classes that this engine has, by class name.

    All others raise NotImplementedError with their name.
    """
    from xl_macros.file_engine.api import (
        api_layout,  # noqa: F401 - each lists itself
        api_names,  # noqa: F401 - each lists itself
        api_range,  # noqa: F401 - each lists itself
        api_sheet,  # noqa: F401 - each lists itself
        api_tables,  # noqa: F401 - each lists itself
    )

    return FileEngine.supported_members()

"""The engine as an application of xlwings."""

from __future__ import annotations

import xlwings as xw

from xl_macros.file_engine.api.api_app import FileEngine


def private_app() -> xw.App:
    """An application of this engine that xlwings does not know of: for a copy read beside an open Excel."""
    return xw.App(impl=FileEngine().apps.add())

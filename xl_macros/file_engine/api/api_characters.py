"""Characters of a cell as xlwings sees them: parts of its text with a font of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from xl_macros.file_engine.api.api_font import Font
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells import rich_text
from xl_macros.file_engine.cells.addresses import Area

if TYPE_CHECKING:
    from lxml import etree

    from xl_macros.file_engine.api.api_sheet import Sheet


@supports(base_classes.Characters)
class Characters(base_classes.Characters):
    """The characters of a cell from `start` on (from 0), up to `stop` (None: all)."""

    def __init__(self, sheet: Sheet, cell: Area, start: int, stop: int | None) -> None:
        self._sheet, self._cell, self._start, self._stop = sheet, cell, start, stop

    @property
    def api(self) -> Native:
        return Native("Characters")

    def __getitem__(self, item: int | slice) -> Characters:
        if isinstance(item, int):
            start = self._start + (item if item >= 0 else len(self.text) + item)
            return Characters(self._sheet, self._cell, start, start + 1)
        if (item.start or 0) < 0 or (item.stop or 0) < 0:
            raise ValueError("Characters object does not support slicing with negative indexes")
        start = self._start + (item.start or 0)
        stop = self._start + item.stop if item.stop else self._stop
        return Characters(self._sheet, self._cell, start, stop)

    @property
    def text(self) -> str:
        whole = "".join(run.text for run in rich_text.runs_of(self._sheet.file, self._cell))
        return whole[self._start : self._stop]

    @property
    def font(self) -> Font:
        return Font(self)

    def fonts(self) -> list[etree._Element]:
        """The fonts of the runs that the characters belong to; the cell's own where a run has none."""
        file = self._sheet.file
        runs = rich_text.cut(rich_text.runs_of(file, self._cell), self._start, self._stop)[1]
        own = file.workbook.styles.font(rich_text.style_of(file, self._cell))
        return [run.properties if run.properties is not None else own for run in runs]

    def set_font(self, name: str, value: str | None, attribute: str) -> None:
        """Sets one property of the characters' font, or removes it for None."""
        rich_text.set_property(
            self._sheet.file, self._cell, (self._start, self._stop), name, value, attribute
        )

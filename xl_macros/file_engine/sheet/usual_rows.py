"""What the rows of a list usually look like, and in which of them a reading found just that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from xl_macros.file_engine.cells.addresses import Area


class Usual(NamedTuple):
    """What the cells of a column usually are: their attributes (None: no cell), whether always there, and formulas."""

    attributes: bytes | None
    is_always: bool
    is_formula: bool = False

    @property
    def style(self) -> bytes | None:
        """The style among the attributes: ` s="3"` or nothing."""
        return None if self.attributes is None else self.attributes.partition(b' t="')[0]


class UsualRows:
    """What reading a block that begins its rows told of them, so that writing need not look again.

    A row is noted when the block is all that is in it, and all its cells are sure to be there that usually are: with
    no further attributes than the usual style (and some type), without a formula but in columns that usually have one.
    """

    def __init__(self, area: Area, usual: Sequence[Usual]) -> None:
        self.area = area
        self.styles = tuple(cell.style for cell in usual)
        self._formulas = [area.column + at for at, cell in enumerate(usual) if cell.is_formula]
        there = [cell for cell in usual if cell.attributes is not None]
        self._unsure = [at for at, cell in enumerate(there) if not cell.is_always]
        self._noted = bytearray(area.row_count)

    def note(self, places: Sequence[int], texts: Sequence[Sequence[bytes | None]]) -> None:
        """Notes rows (0-based) of whose cells the texts were found, by column that has any. No text: no cell, maybe."""
        sure = (
            map(all, zip(*(texts[at] for at in self._unsure), strict=True)) if self._unsure else repeat(True)
        )
        for place, is_sure in zip(places, sure, strict=False):
            self._noted[place] = is_sure

    def covers(self, area: Area) -> bool:
        """Whether a block may have noted rows, stands within the columns, and beside those of formulas.

        Writing over a formula needs a look at it.
        """
        is_within = self.area.meets(area) and area.last_column <= self.area.last_column
        return is_within and not any(area.column <= at <= area.last_column for at in self._formulas)

    def noted(self, number: int) -> bool:
        """Whether a row of the sheet is noted."""
        at = number - self.area.row
        return 0 <= at < len(self._noted) and self._noted[at] != 0

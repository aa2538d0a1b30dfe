# ruff: noqa: N802 -- members carry Excel's own names
"""Range: how it looks. A property of several cells is None when they disagree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fake_excel.cells import NO_FILL, Rect, Style

if TYPE_CHECKING:
    from fake_excel.dispatch import Line
    from fake_excel.sheets import Worksheet

NO_COLOR_INDEX = -4142


class Formatted:
    """Blocks of cells whose styles are read and changed together."""

    sheet: Worksheet
    areas: tuple[Rect, ...]
    line: Line

    def styles(self) -> Iterator[Style]:
        for area in self.areas:
            sample = area.intersection(self.sheet.used_rect()) or Rect(
                area.top, area.left, area.top, area.left
            )
            yield from (self.sheet.grid.style(*place) for place in sample.places())

    def common(self, name: str) -> Any:
        found = {getattr(style, name) for style in self.styles()}
        return found.pop() if len(found) == 1 else None

    def change(self, **changes: Any) -> None:
        if not self.sheet.may_format(f"Unable to set the property of the {type(self).__name__} class"):
            return
        for area in self.areas:
            self.sheet.restyle(area, **changes)


def _style_property(name: str, kind: type) -> property:
    return property(
        lambda self: self.common(name),
        lambda self, value: self.change(**{name: kind(value)}),
        doc=f"The cells' {name}, None when they differ.",
    )


class Font(Formatted):
    def __init__(self, owner: Formatted) -> None:
        self.sheet, self.areas, self.line = owner.sheet, owner.areas, owner.line

    Bold = _style_property("bold", bool)
    Italic = _style_property("italic", bool)
    Size = _style_property("font_size", float)
    Name = _style_property("font_name", str)
    Color = _style_property("font_color", int)
    Underline = _style_property("underline", int)


class Interior(Formatted):
    """The fill."""

    def __init__(self, owner: Formatted) -> None:
        self.sheet, self.areas, self.line = owner.sheet, owner.areas, owner.line

    @property
    def Color(self) -> int | None:
        fills = {style.fill for style in self.styles()}
        return (NO_FILL if (fill := fills.pop()) is None else fill) if len(fills) == 1 else None

    @Color.setter
    def Color(self, value: float) -> None:
        self.change(fill=int(value))

    @property
    def ColorIndex(self) -> int | None:
        fills = {style.fill is None for style in self.styles()}
        return (NO_COLOR_INDEX if fills.pop() else 2) if len(fills) == 1 else None

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        if value not in (NO_COLOR_INDEX, 0):
            raise NotImplementedError("the fake Excel keeps no palette")
        self.change(fill=None)


class Border(Formatted):
    """One side's line."""

    def __init__(self, owner: Formatted, side: int) -> None:
        self.sheet, self.areas, self.line, self.side = owner.sheet, owner.areas, owner.line, side

    def _put(self, line_style: int, weight: int) -> None:
        others = tuple(border for border in next(self.styles()).borders if border[0] != self.side)
        drawn = () if line_style == NO_COLOR_INDEX else ((self.side, line_style, weight),)
        self.change(borders=others + drawn)

    def _now(self) -> tuple[int, int, int]:
        borders = next(self.styles()).borders
        return next((border for border in borders if border[0] == self.side), (self.side, NO_COLOR_INDEX, 2))

    @property
    def LineStyle(self) -> int:
        return self._now()[1]

    @LineStyle.setter
    def LineStyle(self, value: int) -> None:
        self._put(int(value), self._now()[2])

    @property
    def Weight(self) -> int:
        return self._now()[2]

    @Weight.setter
    def Weight(self, value: int) -> None:
        self._put(1, int(value))

    @property
    def Color(self) -> int:
        return 0

    @Color.setter
    def Color(self, value: int) -> None:
        self._put(1, self._now()[2])


class Borders:
    SIDES = (7, 8, 9, 10, 11, 12)  # left, top, bottom, right, inside vertical, inside horizontal

    def __init__(self, owner: Formatted) -> None:
        self.owner, self.line = owner, owner.line

    def Item(self, side: int) -> Border:
        return Border(self.owner, side)

    @property
    def LineStyle(self) -> int:
        return Border(self.owner, 7).LineStyle

    @LineStyle.setter
    def LineStyle(self, value: int) -> None:
        for side in self.SIDES:
            Border(self.owner, side).LineStyle = value

    @property
    def Weight(self) -> int:
        return Border(self.owner, 7).Weight

    @Weight.setter
    def Weight(self, value: int) -> None:
        for side in self.SIDES:
            Border(self.owner, side).Weight = value


class RangeFormats(Formatted):
    """The formatting members of Range."""

    NumberFormat = _style_property("number_format", str)
    Locked = _style_property("locked", bool)
    WrapText = _style_property("wrap", bool)
    HorizontalAlignment = _style_property("horizontal", int)
    VerticalAlignment = _style_property("vertical", int)
    IndentLevel = _style_property("indent", int)

    @property
    def Font(self) -> Font:
        return Font(self)

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    @property
    def Borders(self) -> Borders:
        return Borders(self)

    @property
    def ColumnWidth(self) -> float | None:
        widths = {self.sheet.column_widths.get(column, 8.43) for column in self._columns()}
        return widths.pop() if len(widths) == 1 else None

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        if not 0 <= value <= 255:
            raise ValueError("Excel allows a width of 0 to 255 characters")
        if self.sheet.may_format("Unable to set the ColumnWidth property of the Range class"):
            self.sheet.column_widths.update(dict.fromkeys(self._columns(), float(value)))

    @property
    def RowHeight(self) -> float | None:
        heights = {self.sheet.row_heights.get(row, 15.0) for row in self._rows()}
        return heights.pop() if len(heights) == 1 else None

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:
        if self.sheet.may_format("Unable to set the RowHeight property of the Range class"):
            self.sheet.row_heights.update(dict.fromkeys(self._rows(), float(value)))

    @property
    def Hidden(self) -> bool:
        whole_rows = self.areas[0].width > 16_000
        hidden = self.sheet.hidden_rows if whole_rows else self.sheet.hidden_columns
        return all(index in hidden for index in (self._rows() if whole_rows else self._columns()))

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        if not self.sheet.may_format("Unable to set the Hidden property of the Range class"):
            return
        whole_rows = self.areas[0].width > 16_000
        hidden = self.sheet.hidden_rows if whole_rows else self.sheet.hidden_columns
        indices = set(self._rows() if whole_rows else self._columns())
        (hidden.update if value else hidden.difference_update)(indices)

    def AutoFit(self) -> bool:
        return self.sheet.may_format("AutoFit method of Range class failed")

    def _columns(self) -> range:
        return range(self.areas[0].left, min(self.areas[0].right, self.areas[0].left + 999) + 1)

    def _rows(self) -> range:
        return range(self.areas[0].top, min(self.areas[0].bottom, self.areas[0].top + 99_999) + 1)

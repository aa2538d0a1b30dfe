"""The font of a range as xlwings sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .api_support import supports
from .styles import rgb_of

if TYPE_CHECKING:
    from lxml import etree

    from .api_range_format import FormattedRange


def rgb(value: Any) -> tuple[int, int, int] | None:
    """A colour as xlwings takes it: (red, green, blue), Excel's number, `#RRGGBB`, None."""
    if value is None:
        return None
    if isinstance(value, int):
        return value & 255, value >> 8 & 255, value >> 16 & 255  # Excel counts blue highest
    if isinstance(value, str):
        number = int(value.removeprefix("#"), 16)
        return number >> 16 & 255, number >> 8 & 255, number & 255
    red, green, blue = (int(part) for part in value)
    return red, green, blue


@supports(base_classes.Font)
class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, rng: FormattedRange) -> None:
        self._range = rng

    def _common(self, read: Callable[[etree._Element], Any]) -> Any:
        styles = self._range._styles
        values = {read(styles.font(style)) for style in self._range.style_numbers()}
        return values.pop() if len(values) == 1 else None

    def _set(self, name: str, value: str | None, attribute: str = "val") -> None:
        styles = self._range._styles
        self._range.restyle(lambda style: styles.with_font(style, name, value, attribute))

    @property
    def bold(self) -> bool | None:
        return self._common(lambda font: _switch(font, "b"))  # type: ignore[no-any-return]

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("b", "" if value else None)

    @property
    def italic(self) -> bool | None:
        return self._common(lambda font: _switch(font, "i"))  # type: ignore[no-any-return]

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("i", "" if value else None)

    @property
    def size(self) -> float | None:
        value = self._common(lambda font: _value(font, "sz"))
        return float(value) if value is not None else None

    @size.setter
    def size(self, value: float) -> None:
        self._set("sz", f"{value:g}")

    @property
    def name(self) -> str | None:
        return self._common(lambda font: _value(font, "name"))  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour; automatic and the theme's text colour count as black, other theme colours as None."""
        return self._common(_font_color)  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Any) -> None:
        found = rgb(value)
        self._set("color", "FF{:02X}{:02X}{:02X}".format(*found) if found else None, "rgb")


_THEME_TEXT = "1"


def _tagged(font: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in font if str(child.tag).endswith("}" + name)), None)


def _switch(font: etree._Element, name: str) -> bool:
    child = _tagged(font, name)
    return child is not None and child.get("val", "1") in ("1", "true")


def _value(font: etree._Element, name: str) -> str | None:
    child = _tagged(font, name)
    return child.get("val") if child is not None else None


def _font_color(font: etree._Element) -> tuple[int, int, int] | None:
    color = _tagged(font, "color")
    if color is None or color.get("auto") or (color.get("theme") == _THEME_TEXT and not color.get("tint")):
        return (0, 0, 0)
    return rgb_of(color)

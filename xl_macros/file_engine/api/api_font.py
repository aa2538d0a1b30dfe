"""The font of a range as xlwings sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from xlwings import base_classes

from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.book.styles import rgb_of

if TYPE_CHECKING:
    from lxml import etree


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


class HasFonts(Protocol):
    """What a font object stands for: cells of a range, or characters of a cell."""

    def fonts(self) -> Iterable[etree._Element]:
        """The font elements in use."""

    def set_font(self, name: str, value: str | None, attribute: str) -> None:
        """Sets one child of every font, or removes it for None."""


@supports(base_classes.Font)
class Font(base_classes.Font):
    """The font of a range, or of characters; a property that is not the same throughout reads as None."""

    def __init__(self, owner: HasFonts) -> None:
        self._owner = owner

    @property
    def api(self) -> Native:
        return Native("Font")

    def _common(self, read: Callable[[etree._Element], Any]) -> Any:
        values = {read(font) for font in self._owner.fonts()}
        return values.pop() if len(values) == 1 else None

    def _set(self, name: str, value: str | None, attribute: str = "val") -> None:
        self._owner.set_font(name, value, attribute)

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
    names = ("}name", "}rFont") if name == "name" else ("}" + name,)
    return next((child for child in font if str(child.tag).endswith(names)), None)


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

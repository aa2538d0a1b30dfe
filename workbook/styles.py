"""Colours and cell formats of the workbook, named once.

Blue and orange stay apart for every common colour blindness; each text on its fill has a contrast of at least
4.5:1 (WCAG 2.1, 1.4.3), which a test computes from these constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xl_macros.tables.schema import NUMBER_FORMATS, Kind

FONT = "Calibri"
NAVY = "#1F3864"
BLUE = "#2E5C99"
PALE_BLUE = "#DCE9F7"
MID_BLUE = "#9CC3EB"
ORANGE = "#B45309"
PALE_ORANGE = "#FDE9D3"
MID_ORANGE = "#F9C48B"
GREY = "#595959"
PALE_GREY = "#F2F2F2"
MID_GREY = "#D9D9D9"
INK = "#1A1A1A"
WHITE = "#FFFFFF"
INPUT = "#FFFBEA"

TITLE = {"bold": True, "font_size": 14, "font_color": NAVY, "valign": "vcenter"}
SUBTITLE = {"font_size": 9, "font_color": GREY, "valign": "vcenter"}
SECTION = {"bold": True, "font_size": 12, "font_color": NAVY, "valign": "vcenter"}
_HEADER = {
    "bold": True,
    "font_size": 9,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": WHITE,
}
STAFF_HEAD = {"bg_color": BLUE, "font_color": WHITE}
BUTTON_HEAD = {"bg_color": MID_GREY, "font_color": INK}
HEAD = {key: value for key, value in _HEADER.items() if not key.startswith("border")}
"""A header whose colours come with its words."""
STAFF_HEADER = {**_HEADER, **STAFF_HEAD}
BUTTON_HEADER = {**_HEADER, **BUTTON_HEAD}
"""Dark on light, where staff's is light on dark: the two differ in grey print and for the colour-blind too."""
CELL = {"valign": "top", "text_wrap": True, "font_size": 10}
HASH = {"align": "fill", "text_wrap": False}  # cut off at the cell's edge: nobody reads a hash to its end
STAFF_CELL = {**CELL, "locked": False}
BUTTON_CELL = {**CELL, "bg_color": PALE_GREY, "font_color": INK}

STATUS_FILLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("segera berakhir", {"bg_color": MID_ORANGE, "font_color": "#3B1D00", "bold": True}),
    ("menunggu kekuatan hukum tetap", {"bg_color": PALE_BLUE, "font_color": NAVY, "bold": True}),
    ("ditahan (sengketa)", {"bg_color": MID_GREY, "font_color": INK, "bold": True}),
    ("menunggu peristiwa", {"bg_color": PALE_BLUE, "font_color": NAVY}),
    ("dibuka lebih awal", {"bg_color": BLUE, "font_color": WHITE}),
    ("perlu diperjelas", {"bg_color": ORANGE, "font_color": WHITE, "bold": True}),
    ("tanpa batas", {"bg_color": MID_GREY, "font_color": INK}),
    ("berakhir", {"bg_color": NAVY, "font_color": WHITE}),
    ("berlaku", {"bg_color": MID_BLUE, "font_color": NAVY}),
    ("dicabut", {"bg_color": PALE_ORANGE, "font_color": "#7A3A00", "bold": True}),
    ("diubah", {"bg_color": PALE_ORANGE, "font_color": "#7A3A00"}),
)
"""Word of a status and its fill; a longer word stands before one that it contains."""

STATUS = dict(STATUS_FILLS)

WARNING = {"bg_color": PALE_ORANGE, "font_color": "#7A3A00", "bold": True}
PASSED_DAY = {"bg_color": NAVY, "font_color": WHITE, "bold": True}
PASSED = {**PASSED_DAY, "font_strikeout": True}
"""What has ended since its status was computed."""
GOOD = {"bg_color": PALE_BLUE, "font_color": NAVY}
ANSWER = {"bg_color": INPUT, "border": 1, "border_color": MID_GREY}
"""A cell in which an answer is asked for."""
BLOCK = {"bg_color": NAVY, "font_color": WHITE, "bold": True}
"""A heading between rows of a table."""
TO_FILL = {"bg_color": PALE_ORANGE, "font_color": "#7A3A00", "italic": True}


TEXT_FORMAT_ID = 49
"""Excel's built-in number for the format `@`; given as text, XlsxWriter would make a custom format of it."""


class Formats:
    """The formats of one workbook, each made once: XlsxWriter numbers them in the order of their making."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, *parts: Mapping[str, Any], **more: Any) -> Any:
        """The format that joins `parts`, later ones winning. Fonts are written out: a format has no parent."""
        joined: dict[str, Any] = {"font_name": FONT}
        for part in parts:
            joined.update(part)
        joined.update(more)
        if joined.get("num_format") == "@":
            joined["num_format"] = TEXT_FORMAT_ID
        key = tuple(sorted(joined.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(joined)
        return self._made[key]

    def rule(self, part: Mapping[str, Any]) -> Any:
        """A format for a conditional format: only what differs, no font name."""
        key = (("rule", True), *sorted(part.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(part))
        return self._made[key]


def kind_format(kind: Kind) -> dict[str, Any]:
    """The number format of a column kind and the side it is aligned to."""
    side = {"align": "left"} if kind in (Kind.TEXT, Kind.FORMULA) else {"align": "center"}
    return {"num_format": NUMBER_FORMATS[kind], **side}


BANNER = {
    "bold": True,
    "font_size": 10,
    "font_color": NAVY,
    "bg_color": PALE_BLUE,
    "valign": "vcenter",
    "left": 5,
    "left_color": ORANGE,
    "indent": 1,
}
FIGURE = {
    "bold": True,
    "font_size": 22,
    "font_color": NAVY,
    "bg_color": PALE_GREY,
    "align": "left",
    "valign": "vcenter",
    "indent": 1,
    "left": 5,
    "left_color": WHITE,
}
FIGURE_LABEL = {
    "font_size": 10,
    "font_color": INK,
    "bg_color": PALE_GREY,
    "text_wrap": True,
    "align": "left",
    "valign": "top",
    "indent": 1,
    "left": 5,
    "left_color": WHITE,
}
READ_FIRST = {
    "font_size": 9,
    "font_color": INK,
    "bg_color": INPUT,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": MID_GREY,
    "indent": 1,
}
LINK = {"font_color": BLUE, "underline": 1}
LIST_HEAD = {"bold": True, "font_color": WHITE, "bg_color": GREY, "valign": "vcenter"}
LIST_CELL = {"valign": "vcenter", "bottom": 4, "bottom_color": MID_GREY}

GROUP_ROW = {"bold": True, "font_color": NAVY, "bg_color": MID_BLUE}
SECTION_ROW = {"bold": True, "font_color": NAVY, "bg_color": PALE_BLUE}
FINDING_CELL = {"bg_color": PALE_ORANGE, "font_color": "#7A3A00"}
ROW_LINE = {"bottom": 1, "bottom_color": MID_GREY}

FOOTER_WITH_MARK = "&L&8RAHASIA - DIKECUALIKAN&C&8&A&R&8Halaman &P dari &N"
PLAIN_FOOTER = "&L&8Kecuali&C&8&A&R&8Halaman &P dari &N"

"""The tab *Dikecualikan* and its menus as pictures, drawn from the ribbon's XML: no Excel is at hand to show them.

What Excel draws as an icon stands here as the letter that chooses it from the keyboard (Alt, K, then the letter).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw, ImageFont

from workbook.ribbon import NAMESPACE, ribbon_xml
from xl_macros.actions.catalogue import BY_NAME
from xl_macros.places.resources import template

HEIGHT = 118
SIZE = 12
PADDING = 6
LARGE_SIDE, SMALL_SIDE = 30, 17
ROW = 29
WRAP = 84
MENU_ROW, MENU_GAP = 21, 14
MENUS_BESIDE = 4

PAPER, EDGE, INK, GREY, MARK, MARK_INK = "#F6F6F6", "#C8C8C8", "#1A1A1A", "#595959", "#DCE9F7", "#1F3864"
_NAME = "{" + NAMESPACE + "}"


class Control(NamedTuple):
    """A button, split button or menu of the tab, with the lines of its menu."""

    label: str
    key: str
    is_large: bool
    lines: tuple[str, ...] = ()


class Group(NamedTuple):
    label: str
    controls: tuple[Control, ...]


def groups() -> list[Group]:
    """What the XML says, in its order."""
    root = ET.fromstring(ribbon_xml())  # noqa: S314  # made here, from the project's own list
    return [
        Group(group.attrib["label"], tuple(_control(element) for element in group))
        for group in root.iter(f"{_NAME}group")
    ]


def _control(element: ET.Element) -> Control:
    face = next(iter(element)) if element.tag == f"{_NAME}splitButton" else element
    menu = element.find(f"{_NAME}menu") if face is not element else element
    lines = () if menu is None else tuple(line.attrib["label"] for line in menu)
    size = element.attrib.get("size", "normal")
    label = (
        face.attrib.get("label") or BY_NAME[face.attrib["id"]].label
    )  # without one, Excel asks the workbook
    return Control(label, face.attrib.get("keytip", ""), size == "large", lines)


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return ImageFont.truetype(str(template(f"fonts/{name}")), size)


def tab(width: int) -> Image.Image:
    """The groups beside each other, in as many rows as this width needs; Excel folds what does not fit."""
    rows: list[list[Image.Image]] = [[]]
    for group in groups():
        drawn = _group(group)
        if rows[-1] and sum(each.width for each in rows[-1]) + drawn.width > width:
            rows.append([])
        rows[-1].append(drawn)
    picture = Image.new(
        "RGB", (max(sum(each.width for each in row) for row in rows), HEIGHT * len(rows)), PAPER
    )
    for place, row in enumerate(rows):
        left = 0
        for drawn in row:
            picture.paste(drawn, (left, place * HEIGHT))
            left += drawn.width
    return picture


def _group(group: Group) -> Image.Image:
    picture = Image.new("RGB", (1000, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    right, column = PADDING, list[Control]()
    for control in group.controls:
        if control.is_large or len(column) == 3:
            right += _column(draw, right, column)
            column = []
        if control.is_large:
            right += _large(draw, right, control)
        else:
            column.append(control)
    right += _column(draw, right, column)
    right = max(right, int(draw.textlength(group.label, font(SIZE - 1))) + 2 * PADDING)
    draw.text((right / 2, HEIGHT - 12), group.label, GREY, font(SIZE - 1), anchor="mm")
    draw.line((right + PADDING - 1, 8, right + PADDING - 1, HEIGHT - 8), EDGE)
    draw.line((0, HEIGHT - 1, 1000, HEIGHT - 1), EDGE)
    return picture.crop((0, 0, right + PADDING, HEIGHT))


def _large(draw: ImageDraw.ImageDraw, left: int, control: Control) -> int:
    words = list(_wrapped(draw, control.label))
    width = int(max(LARGE_SIDE, *(draw.textlength(line, font(SIZE)) for line in words))) + PADDING
    middle = left + width // 2
    _mark(draw, middle - LARGE_SIDE // 2, 10, LARGE_SIDE, control.key)
    for place, line in enumerate(words):
        draw.text((middle, 52 + place * (SIZE + 3)), line, INK, font(SIZE), anchor="mm")
    if control.lines:
        _arrow(draw, middle, 52 + len(words) * (SIZE + 3))
    return width + PADDING


def _column(draw: ImageDraw.ImageDraw, left: int, controls: list[Control]) -> int:
    if not controls:
        return 0
    widest = 0
    for place, control in enumerate(controls):
        top = 8 + place * ROW
        _mark(draw, left, top, SMALL_SIDE, control.key)
        draw.text((left + SMALL_SIDE + 5, top + SMALL_SIDE / 2), control.label, INK, font(SIZE), anchor="lm")
        width = SMALL_SIDE + 5 + int(draw.textlength(control.label, font(SIZE)))
        if control.lines:
            _arrow(draw, left + width + 8, top + SMALL_SIDE // 2)
            width += 14
        widest = max(widest, width)
    return widest + 2 * PADDING


def _wrapped(draw: ImageDraw.ImageDraw, label: str) -> Iterator[str]:
    line = ""
    for word in label.split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font(SIZE)) > WRAP:
            yield line
            longer = word
        line = longer
    yield line


def _mark(draw: ImageDraw.ImageDraw, left: int, top: int, side: int, key: str) -> None:
    draw.rounded_rectangle((left, top, left + side, top + side), 4, MARK, EDGE)
    draw.text((left + side / 2, top + side / 2), key, MARK_INK, font(side * 3 // 5, bold=True), anchor="mm")


def _arrow(draw: ImageDraw.ImageDraw, middle: int, height: int) -> None:
    draw.polygon([(middle - 4, height - 2), (middle + 4, height - 2), (middle, height + 3)], GREY)


def menus() -> Image.Image:
    """Every menu with its lines, several beside each other."""
    found = [control for group in groups() for control in group.controls if control.lines]
    found.sort(key=lambda control: -len(control.lines))
    rows = [found[start : start + MENUS_BESIDE] for start in range(0, len(found), MENUS_BESIDE)]
    pictures = [_beside([_menu(control) for control in row]) for row in rows]
    width = max(picture.width for picture in pictures)
    whole = Image.new("RGB", (width, sum(picture.height for picture in pictures)), "white")
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    return whole


def _beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(picture.width + MENU_GAP for picture in pictures) + MENU_GAP
    row = Image.new("RGB", (width, max(picture.height for picture in pictures) + MENU_GAP), "white")
    left = MENU_GAP
    for picture in pictures:
        row.paste(picture, (left, MENU_GAP // 2))
        left += picture.width + MENU_GAP
    return row


def _menu(control: Control) -> Image.Image:
    measure = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    widest = max(measure.textlength(text, font(12)) for text in (control.label, *control.lines))
    width, height = int(widest) + 36, MENU_ROW * (len(control.lines) + 1) + 12
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width - 1, MENU_ROW + 3), MARK, EDGE)
    draw.text((8, MENU_ROW / 2 + 2), control.label, MARK_INK, font(12, bold=True), anchor="lm")
    draw.rectangle((0, MENU_ROW + 3, width - 1, height - 1), None, EDGE)
    for place, line in enumerate(control.lines, start=1):
        draw.text((16, place * MENU_ROW + MENU_ROW / 2 + 5), line, INK, font(12), anchor="lm")
    return picture

"""Which boxes of a paper form are ticked, and what stands in words beside the last one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xl_macros.domain.phrases import folded_words


class TickBoxes(NamedTuple):
    """`boxes`: each option in the form's order, with whether it is ticked. `other`: what is none of them."""

    boxes: tuple[tuple[str, bool], ...]
    other: str


def tick_boxes(options: Iterable[str], chosen: Iterable[str]) -> TickBoxes:
    """The boxes of `options`, those of `chosen` ticked without regard to case and white space.

    Choices that are none of the options stand in words, in their order, parted by semicolons.
    """
    options = tuple(options)
    wanted = {folded_words(words): words.strip() for words in chosen if words.strip()}
    boxes = tuple((option, folded_words(option) in wanted) for option in options)
    known = {folded_words(option) for option in options}
    return TickBoxes(boxes, "; ".join(words for key, words in wanted.items() if key not in known))

"""A head hash short enough to be typed from paper: its first twelve figures and a check figure, "3f9a-04c1-77de-b"."""

from __future__ import annotations

import re

LENGTH = 12
_HEX = "0123456789abcdef"


class MistypedHead(ValueError):
    """What was typed is no head; the message is an Indonesian sentence."""


def short_head(head: str) -> str:
    """The short form of a head hash (64 hex digits); "" for what is none: a chain that was typed over has no head."""
    figures = head[:LENGTH].lower()
    if len(figures) < LENGTH or not set(figures) <= set(_HEX):
        return ""
    groups = [figures[place : place + 4] for place in range(0, LENGTH, 4)]
    return "-".join([*groups, check_figure(figures)])


def check_figure(figures: str) -> str:
    """The check figure of hex figures: Luhn's, to the base of 16. It tells every mistyped and most swapped ones."""
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = _HEX.index(figure) * (2 - place % 2)
        total += value // 16 + value % 16
    return _HEX[-total % 16]


def typed_head(text: str) -> str:
    """The figures of a head as typed: all 64, or the short form without its check figure (12).

    Raises MistypedHead for anything else, and for a short form whose check figure does not fit.
    """
    figures = re.sub(r"[\s-]", "", text).lower().removeprefix("kecuali:log:1:")
    if not re.fullmatch(r"[0-9a-f]*", figures) or len(figures) not in {LENGTH + 1, 64}:
        raise MistypedHead(
            f"'{text[:80]}' bukan hash kepala: ketik ke-64 angkanya, atau bentuk pendek seperti 3f9a-04c1-77de-b."
        )
    if len(figures) == 64:
        return figures
    if check_figure(figures[:LENGTH]) != figures[LENGTH]:
        raise MistypedHead(
            f"'{text[:80]}' salah ketik: angka periksanya tidak cocok. Bandingkan lagi dengan kertasnya."
        )
    return figures[:LENGTH]

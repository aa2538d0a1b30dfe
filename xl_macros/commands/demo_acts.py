"""What an example office is made of: acts, each a click at a moment, with the papers and rows that precede it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.click.request import Request

PDID, DESK = "Maria Goreti Jelita", "Yohanes Darmawan Ngabut"


class Paper(NamedTuple):
    """A made-up document that lies in the scanner's folder before the click. `seed` makes its looks."""

    name: str
    lines: tuple[str, ...]
    seed: int
    is_photo: bool = False
    pages: int = 2


@dataclass(frozen=True, slots=True)
class Act:
    """One click of the example, at a moment of office time; the action is the one that the request belongs to.

    Before it staff typed `decisions` and `entries` (rows by field) at the end of their sheets.
    """

    at: datetime
    title: str
    request: Request
    papers: tuple[Paper, ...] = ()
    decisions: tuple[Mapping[str, Any], ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()


class Story(NamedTuple):
    """The acts in the order of their moments, settings by field besides the common ones, and what to look at."""

    acts: Sequence[Act]
    settings: Mapping[str, str]
    looks: tuple[str, ...] = ()


def in_inbox(inbox: Path, *papers: Paper) -> tuple[Path, ...]:
    """Where the papers lie."""
    return tuple(inbox / f"{paper.name}{'.jpg' if paper.is_photo else '.pdf'}" for paper in papers)

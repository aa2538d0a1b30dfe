"""What can go wrong, in the user's words: what and where, what was left unchanged, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

NOTHING_CHANGED = "Tidak ada yang diubah."


class Place(NamedTuple):
    """A spot on a sheet. `sheet_row` is the 1-based worksheet row, `column` the header text."""

    sheet: str
    sheet_row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        row = f" baris {self.sheet_row}" if self.sheet_row is not None else ""
        column = f", kolom {self.column}" if self.column else ""
        return f"Lembar {self.sheet}{row}{column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands and how to mend it (Indonesian sentences)."""

    what: str
    cure: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what} {self.cure}".strip()


class Refusal(Exception):
    """A button declines to act; nothing has been written.

    The three parts are Indonesian sentences. `problems` holds the single findings in sheet order.
    """

    def __init__(
        self,
        what: str,
        *,
        cure: str = "",
        unchanged: str = NOTHING_CHANGED,
        problems: Iterable[Problem] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
        self.unchanged = unchanged
        self.problems: tuple[Problem, ...] = tuple(problems)

    def __str__(self) -> str:
        lines = [self.what]
        lines += [f"- {problem}" for problem in self.problems[:12]]
        if len(self.problems) > 12:
            lines.append(f"- dan {len(self.problems) - 12} masalah lain.")
        lines += [part for part in (self.unchanged, self.cure) if part]
        return "\n".join(lines)


class NeedsConfirmation(Exception):
    """A button wants a yes before it goes on. The host asks `question` and calls again with the answer."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question

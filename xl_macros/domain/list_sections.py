"""What the title of a section says of the entries below it: their decision, or the unit they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xl_macros.domain.decision_number import NamedDecision, read_decision
from xl_macros.domain.list_shapes import unit_named
from xl_macros.patterns import regex

_A_DECISION = regex(r"\b(?:keputusan|sk|kpts?|nomor|no)\b|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """What the sections above an entry say."""

    decision: NamedDecision | None = None
    unit: str | None = None

    def within(self, above: Section) -> Section:
        """This section inside what was said above: a new decision ends the unit, a new unit keeps the decision."""
        return self if self.decision else Section(above.decision, self.unit)

    def __str__(self) -> str:
        if self.decision:
            return f"informasi di bawahnya termasuk keputusan {self.decision.number}"
        return f"informasi di bawahnya milik unit {self.unit}"


def section_named(cells: Sequence[str]) -> Section | None:
    """The section whose title these cells are; None for a title that names neither."""
    words = " ".join(" ".join(cells).split())
    decision = read_decision(words) if _A_DECISION.search(words) else None
    if decision:
        return Section(decision)
    unit = unit_named(words) or (unit_named(cells[-1]) if cells else None)
    return Section(unit=unit) if unit else None

"""The procedure at a glance: one line per decision, its six steps beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xl_macros.domain.procedure import STEP_HEADS
from xl_macros.reports.wording import decimal

SHORT_NAMES = (
    "Terima keputusan",
    "Pindai dokumen",
    "Buat rekapitulasi",
    "Periksa rekapitulasi",
    "Simpan",
    "Laporkan",
)
NOT_DONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One SOP step as the log has it; times are office time, hours are working hours. None = not done yet."""

    number: int
    name: str
    role: str
    officer: str | None
    started_at: datetime | None
    finished_at: datetime | None
    hours_used: float | None
    standard_hours: float
    timeliness: str | None
    late: bool = False
    direction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BerkasSteps:
    """The steps of one berkas, repeated ones included, with the number of its decision and of its entries."""

    berkas: str
    decision_number: str
    steps: tuple[StepLine, ...]
    entry_count: int = 0


def short_name(number: int) -> str:
    """A step in a word or two, where the SOP has a sentence."""
    return SHORT_NAMES[number - 1] if 1 <= number <= len(SHORT_NAMES) else f"Langkah {number}"


def step_matrix(berkas: Sequence[BerkasSteps]) -> list[dict[str, object]]:
    """Per berkas the working hours of each step; a step done twice (a recap that was returned) counts both times.

    Each cell is `{text, late}`; `text` bears ▲ where the time of the SOP was passed.
    """
    return [
        {
            "berkas": each.berkas,
            "number": each.decision_number,
            "entries": each.entry_count,
            "steps": [
                _cell([line for line in each.steps if line.number == number])
                for number in range(1, len(STEP_HEADS) + 1)
            ],
        }
        for each in berkas
    ]


def standard_hours(berkas: Sequence[BerkasSteps]) -> str:
    """The hours that the SOP gives each step, in order: "1 · 2 · 2 · 7,5 · 7,5 · 3"."""
    known = {line.number: line.standard_hours for each in berkas for line in each.steps}
    return " · ".join(decimal(known[number]) for number in sorted(known))


def _cell(lines: Sequence[StepLine]) -> dict[str, object]:
    hours = [line.hours_used for line in lines if line.hours_used is not None]
    if not hours:
        return {"text": NOT_DONE, "late": False}
    late = any(line.late for line in lines)
    return {"text": f"{'▲ ' if late else ''}{decimal(sum(hours), 1)}", "late": late}

"""Lines of exempted information as reports list them, gathered by the wording they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapLine:
    """One exempted item. `mark_on` is the 30-working-day mark; `mark_is_estimate` = holidays not decreed yet."""

    code: str
    title: str
    legal_basis: str
    period_text: str
    end_on: date | None
    status: str
    status_symbol: str
    mark_on: date | None = None
    mark_is_estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapGroup:
    """A group of the recap ("Berakhir tahun 2026, triwulan II"). `note` = one line below its heading."""

    title: str
    lines: tuple[RecapLine, ...]
    note: str = ""


def recap_blocks(lines: Sequence[RecapLine]) -> list[dict[str, object]]:
    """Lines that share their period wording, gathered in the order of their first appearance.

    Real decisions give many items one long wording: said once above its items it can be read, repeated in
    every row it hides them. Where hardly any are shared (dated lines lose the order of their dates between
    blocks, so they need more), one block holds all lines and says `own_period`: each line then shows its own.
    Each block is `{own_period, period_text, legal_basis, lines}`; `legal_basis` is None where its lines differ
    in it.
    """
    blocks: dict[str, list[RecapLine]] = {}
    for line in lines:
        blocks.setdefault(line.period_text, []).append(line)
    dated = any(line.end_on for line in lines)
    own_period = len(blocks) > max(1, len(lines) // (4 if dated else 2))
    if own_period:
        blocks = {"": list(lines)}
    return [
        {
            "own_period": own_period,
            "period_text": period,
            "legal_basis": block[0].legal_basis if len({line.legal_basis for line in block}) == 1 else None,
            "lines": [asdict(line) for line in block],
        }
        for period, block in blocks.items()
    ]


def code_ranges(codes: Sequence[str]) -> str:
    """Register codes as a person would list them: `B-2025-001.01 s.d. 08, B-2026-002`.

    Runs of neighbours within one berkas become a range; order is that of first appearance, doubles once.
    """
    runs: list[tuple[str, str, str]] = []  # what stands before the number, first and last number
    for code in dict.fromkeys(codes):
        stem, dot, number = code.rpartition(".")
        plain = bool(dot) and number.isascii() and number.isdecimal() and len(number) <= 6
        if runs and plain and runs[-1][0] == stem and runs[-1][2] and int(number) == int(runs[-1][2]) + 1:
            runs[-1] = (stem, runs[-1][1], number)
        else:
            runs.append((stem, number, number) if plain else (code, "", ""))
    return ", ".join(
        stem if not last else f"{stem}.{first}" if first == last else f"{stem}.{first} s.d. {last}"
        for stem, first, last in runs
    )

"""Reading the wording of an exemption period: `read_period`.

Real periods are mostly not dates: the verbatim text is always kept, class and parts are derived beside it.
The rules stand in `wording/rules.py`, each with an example.
"""

from __future__ import annotations

from functools import lru_cache

from xl_macros.domain.period_model import Period, PeriodClass, Unit

__all__ = ["Period", "PeriodClass", "Unit", "read_period"]


@lru_cache(maxsize=4096)
def read_period(text: str | None) -> Period:
    """What the wording says. Never raises on any text; what cannot be read is UNCLEAR.

    None and blank cells are UNCLEAR with the text "". Words in the parts are in lower case with the
    capitals of names put back, so that the parts do not depend on how the cell was typed.
    """
    # Imported here: a hundred patterns are compiled, which a button that reads no period need not pay for.
    from xl_macros.domain.wording.reader import read

    return read(text or "")

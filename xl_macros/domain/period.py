"""Reading the wording of an exemption period (`read_period`)."""

from __future__ import annotations

from functools import lru_cache

from xl_macros.domain.period_model import Period, PeriodClass, Unit

__all__ = ["Period", "PeriodClass", "Unit", "read_period"]


@lru_cache(maxsize=4096)
def read_period(text: str | None) -> Period:
    """What the wording says. Never raises on any text; what cannot be read is UNCLEAR."""
    return Period(text=text or "", period_class=PeriodClass.UNCLEAR)

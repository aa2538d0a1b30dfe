"""What nobody understands is said, never passed over."""

from __future__ import annotations

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.spelling import present


def unread(words: str) -> Period:
    """Words beside a length that nobody understands but that hold a number, or stand where they must not."""
    doubt = f"Bagian “{present(words)}” pada jangka waktu tidak terbaca."
    return Period("", PeriodClass.UNCLEAR, contradiction=doubt)

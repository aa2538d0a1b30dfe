"""What PDID approved at step 4, so that it can be told later whether that is still what the register says.

The log row of the approval bears a fingerprint of the typed columns of the approved rows; the log's hash
chain protects it. What buttons fill (status, dates, scans) is left out: it follows from the typed columns,
from recorded events and from the day.
"""

from __future__ import annotations

import hashlib
import re

from xl_macros.click.office import Office
from xl_macros.domain.procedure import APPROVED, CHECK_STEP
from xl_macros.domain.step_log import canonical
from xl_macros.keeping.steps import Berkas
from xl_macros.tables.schema import REGISTER, Filled

_NOT_APPROVED = frozenset({"place", "note"})
"""Where the paper lies and what staff note down are not what PDID checks; both go on changing."""

_FIELDS = ("code", *(each.field for each in REGISTER.columns if each.filled is Filled.BY_STAFF))
_FINGERPRINT = re.compile(r"sidik ([0-9a-f]{16})\b")


def approval(office: Office, code: str) -> str:
    """The log's words for an approval of that berkas as its rows stand now."""
    rows = _rows(office, code)
    return f"{APPROVED}: {len(rows)} informasi, sidik {_fingerprint(rows)}"


def changed_since_approval(office: Office, berkas: Berkas) -> bool:
    """Whether typed columns of the berkas' rows differ from what the last approval in its log covered.

    An approval without a fingerprint (written by an earlier version) covers whatever stands there.
    """
    outputs = [str(row["output"] or "") for row in berkas.log if row["step"] == CHECK_STEP]
    found = _FINGERPRINT.search(outputs[-1]) if outputs else None
    return found is not None and found[1] != _fingerprint(_rows(office, berkas.code))


def _rows(office: Office, code: str) -> list[str]:
    """The approved content of each row in one text, in the order of the codes."""
    return sorted(
        canonical({field: row[field] for field in _FIELDS if field not in _NOT_APPROVED})
        for row in office.tables.rows(REGISTER)
        if row["berkas"] == code
    )


def _fingerprint(rows: list[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]

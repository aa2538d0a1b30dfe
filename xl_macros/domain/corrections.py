"""Official corrections: what each kind does, and what follows from those that were recorded.

A correction takes nothing away: what it corrects stays where it is, and whoever reads the tables afterwards asks
`in_force` what still counts. The list is append-only and chained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from xl_macros.patterns import regex
from xl_macros.records import Correction

WITHDRAWN = "ditarik"
"""The state of a row that was taken by mistake: it stays, its code is never given again, nothing follows from it."""


FILE_REMOVED = "berkas dihapus"
"""How the correction of a withdrawn scan ends whose file goes as well."""


BETWEEN = "; "
"""Stands between the names of what a restored backup did not have."""

UNDONE = "urungan"
"""How a click that was taken back stands among the corrections. Nobody chooses it: undoing writes it."""

_NOT_IN_FORCE = regex(r"\bkoreksi (\d{1,9}) tidak berlaku\b", re.ASCII)


class CorrectionKind(StrEnum):
    """What can be put right; the words stand in the sheet and in the menu."""

    REOPEN_SCANS = "buka kembali langkah 2"
    REOPEN_RECAP = "buka kembali langkah 3"
    VOID_EVENT = "batalkan peristiwa"
    MOVE_SCAN = "pindahkan pindaian"
    WITHDRAW_SCAN = "tarik pindaian"
    WITHDRAW_ENTRY = "tarik informasi"
    WITHDRAW_DECISION = "tarik keputusan"
    CHANGE_CELL = "perbaiki isi"
    AMEND = "terapkan perubahan"
    ACKNOWLEDGE = "tandai temuan"
    RESTORED = "catat pemulihan cadangan"


class InForce(NamedTuple):
    """What the recorded corrections come to."""

    voided: frozenset[int] = frozenset()
    """Numbers of events that do not count."""
    withdrawn_scans: frozenset[str] = frozenset()
    removed_scans: frozenset[str] = frozenset()
    """Those of them whose file was to go as well."""
    acknowledged: Mapping[tuple[str, str], Correction] = MappingProxyType({})
    """Findings that somebody has looked at, by code and text."""
    left_over: frozenset[str] = frozenset()
    """Files of scans, and codes of berkas, whose rows an older workbook that was put back did not have."""
    restored: tuple[Correction, ...] = ()
    """Each time an older workbook was put back; what was witnessed between then and now may lack its rows."""


def not_in_force(numbers: Iterable[int]) -> str:
    """What the row of a click taken back says of the corrections that the click had recorded."""
    return "; ".join(f"koreksi {number} tidak berlaku" for number in numbers)


def undone_numbers(corrections: Iterable[Correction]) -> frozenset[int]:
    """The numbers of corrections whose click was taken back: they stay on the list and count no longer."""
    said = [each.after or "" for each in corrections if each.kind == UNDONE]
    return frozenset(int(number) for text in said for number in _NOT_IN_FORCE.findall(text))


def in_force(corrections: Iterable[Correction]) -> InForce:
    """What follows from the corrections, in the order in which they were recorded."""
    listed = list(corrections)
    undone = undone_numbers(listed)
    voided: set[int] = set()
    scans: set[str] = set()
    removed: set[str] = set()
    seen: dict[tuple[str, str], Correction] = {}
    restored: list[Correction] = []
    for each in listed:
        if each.number in undone:
            continue
        target = each.target or ""
        if each.kind == CorrectionKind.VOID_EVENT and target.isdecimal():
            voided.add(int(target))
        elif each.kind == CorrectionKind.WITHDRAW_SCAN:
            scans.add(target)
            if (each.after or "").endswith(FILE_REMOVED):
                removed.add(target)
        elif each.kind == CorrectionKind.ACKNOWLEDGE:
            seen[target, each.before or ""] = each
        elif each.kind == CorrectionKind.RESTORED:
            restored.append(each)
    left = frozenset(name for each in restored for name in (each.before or "").split(BETWEEN) if name)
    return InForce(frozenset(voided), frozenset(scans), frozenset(removed), seen, left, tuple(restored))

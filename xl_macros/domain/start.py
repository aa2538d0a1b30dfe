"""From which day a period runs, and where that day comes from.

No rule on the start was found in the law; practice counts from the date of the decision. So: a date written
in the wording; else the recorded date of the start that the wording names; else, when the wording names no
other start, the date of the decision; else none, and a finding that says which date is missing.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from xl_macros.domain.entry import Decision, Entry
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.period_model import Period
from xl_macros.domain.phrases import decision_name, long_date, plain, quoted

PRACTICE = "praktik: dihitung sejak tanggal keputusan bila tidak disebut lain"
WRITTEN_SOURCE = "tertulis dalam jangka waktu"
DECISION_SOURCE = "tanggal keputusan"

_NAMES_THE_DECISION = {
    "keputusan",
    "penetapan",
    "ditetapkan",
    "ditetapkannya",
    "pengecualian",
    "dikecualikan",
}
_MAY_STAND_BESIDE = (
    {"sejak", "tanggal", "tgl", "hari", "saat", "waktu", "surat", "ini", "kpu", "ppid", "oleh"}
    | {"informasi", "publik", "sebagai", "yang", "klasifikasi"}
    | {"dikeluarkan", "dikeluarkannya", "diterbitkan", "diterbitkannya", "terbitnya"}
)


class Start(NamedTuple):
    """`on` and its `source` are both None when the start is not known; `missing` then names the date and
    `missing_column` the column where it belongs."""

    on: date | None
    source: str | None
    missing: str | None = None
    missing_column: str = "Tanggal Keputusan"
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=1024)
def means_the_decision(anchor: str) -> bool:
    """Whether the words of a stated start mean the decision itself ("tanggal penetapan").

    Only words of a closed list may occur: "keputusan disiplin", "penetapan calon" and the like are other
    acts with dates of their own.
    """
    words = set(anchor.lower().split())
    return bool(words & _NAMES_THE_DECISION) and words <= _NAMES_THE_DECISION | _MAY_STAND_BESIDE


def find_start(entry: Entry, period: Period) -> Start:
    """The start by the precedence at the top of this module, with findings about a doubtful one."""
    if period.anchor_on is not None:
        return _checked(entry, Start(period.anchor_on, WRITTEN_SOURCE))
    if period.anchor is not None and not means_the_decision(period.anchor):
        if entry.anchor_on is None:
            words = quoted(period.anchor.removeprefix("tanggal "))
            return Start(None, None, f"tanggal {words}", "Tanggal Titik Mulai")
        return _checked(entry, Start(entry.anchor_on, _recorded_source(period.anchor, entry)))
    decision = entry.decision
    if decision.decided_on is not None:
        return _checked(entry, Start(decision.decided_on, DECISION_SOURCE))
    if entry.anchor_on is not None:
        source = _recorded_source("tanggal yang dicatat petugas", entry)
        return _checked(entry, Start(entry.anchor_on, source))
    return Start(None, None, _missing_decision_date(decision))


def _recorded_source(words: str, entry: Entry) -> str:
    evidence = plain(entry.anchor_evidence or "")
    return f"{plain(words)}, menurut {evidence}" if evidence else plain(words)


def _missing_decision_date(decision: Decision) -> str:
    name = decision_name(decision.number)
    written = plain(decision.date_text or "")
    if written:
        return f"tanggal lengkap {name} (yang tertulis hanya {quoted(written)})"
    return f"tanggal {name}"


def missing_start(start: Start, *, needed: bool) -> Finding:
    """The finding for a start that is not known; graver when an end cannot be computed without it."""
    return Finding(
        "start_unknown",
        Severity.MUST_MEND if needed else Severity.CHECK,
        f"Tanggal mulai belum diketahui: carilah {start.missing}, lalu isi kolom {start.missing_column}.",
        PRACTICE,
    )


def _checked(entry: Entry, start: Start) -> Start:
    """The start with findings about a recorded date that is not used, or used without evidence."""
    recorded = entry.anchor_on
    if recorded is None:
        return start
    if recorded != start.on:
        unused = Finding(
            "anchor_unused",
            Severity.CHECK,
            f"Tanggal titik mulai {long_date(recorded)} yang dicatat tidak dipakai: jangka waktunya dihitung "
            f"sejak {long_date(start.on or recorded)} ({start.source}). Periksa mana yang benar.",
            PRACTICE,
        )
        return Start(start.on, start.source, findings=(unused,))
    if not plain(entry.anchor_evidence or ""):
        unproven = Finding(
            "anchor_without_evidence",
            Severity.CHECK,
            f"Bukti titik mulai {long_date(recorded)} belum dicatat; isi kolom Bukti Titik Mulai.",
            "",
        )
        return Start(start.on, start.source, findings=(unproven,))
    return start

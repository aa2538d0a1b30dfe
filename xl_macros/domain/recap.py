"""The list by exemption period that SOP step 3 asks for: register rows into groups, with counts.

Dated rows come first, by year and quarter of their last day; then those that wait for an event, for consent,
those without an end, those to be made clear, and last what is open already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, assert_never

from xl_macros.domain.entry import Status
from xl_macros.domain.legal_basis import read_legal_basis
from xl_macros.domain.period_model import PeriodClass

UU_KIP = "UU 14/2008"

EVENT, CONSENT, UNLIMITED, UNCLEAR, OPEN = "event", "consent", "unlimited", "unclear", "open"
RULING, HELD = "ruling", "held"
RENEWED, NOT_EXEMPT = "renewed", "not-exempt"
_TITLES = {
    EVENT: "Menunggu peristiwa",
    CONSENT: "Menunggu persetujuan",
    UNLIMITED: "Tanpa batas waktu",
    RULING: "Menunggu kekuatan hukum tetap",
    HELD: "Ditahan (sengketa)",
    UNCLEAR: "Perlu diperjelas",
    OPEN: "Sudah terbuka (berakhir, dibuka lebih awal atau dicabut)",
    RENEWED: "Sudah ditetapkan ulang (berlaku di bawah kode penggantinya)",
    NOT_EXEMPT: "Bukan pengecualian (uji konsekuensi menyimpulkan terbuka)",
}
_CHART_WORDS = {
    EVENT: "peristiwa",
    RULING: "peristiwa",
    HELD: "peristiwa",
    CONSENT: "persetujuan",
    UNLIMITED: "tanpa batas",
    UNCLEAR: "perlu diperjelas",
}
_QUARTERS = ("I (Januari–Maret)", "II (April–Juni)", "III (Juli–September)", "IV (Oktober–Desember)")

OTHER_LAW = "dasar hukum lain"
NO_LETTER = "tanpa huruf"
NO_UNIT = "unit belum diisi"
NO_DECISION = "keputusan belum diisi"


class RecapLine(NamedTuple):
    """One register row. `end_on` is the last exempt day, or the day on which it was opened."""

    code: str
    berkas: str
    decision_number: str
    information: str
    unit: str
    legal_basis: str
    period_text: str
    status: Status
    end_on: date | None
    mark_on: date | None
    explanation: str
    findings: tuple[str, ...] = ()
    period_class: PeriodClass = PeriodClass.UNCLEAR
    partly: str = ""
    """In words, where only a part is exempt."""
    label: str = ""
    """The status as it is shown, where it says more than the status itself."""
    successor: str = ""
    """The code under which the same information is determined anew."""
    is_exempt: bool = True
    """False where the consequence test found the information open."""

    def days_left(self, on: date) -> int | None:
        """Days from `on` to the last exempt day; None for what has no date or is open."""
        if self.end_on is None or self.status.is_open:
            return None
        return (self.end_on - on).days


@dataclass(frozen=True, slots=True)
class RecapGroup:
    """Rows that end alike. `key` is ("2026-Q3", "event", ...), `title` is shown."""

    key: str
    title: str
    lines: tuple[RecapLine, ...]

    @property
    def count(self) -> int:
        """How many rows the group has."""
        return len(self.lines)

    @property
    def ending_soon(self) -> int:
        """How many of them end soon."""
        return sum(line.status is Status.ENDS_SOON for line in self.lines)

    @property
    def with_findings(self) -> int:
        """How many of them have findings."""
        return sum(bool(line.findings) for line in self.lines)


class Recap(NamedTuple):
    """The whole list as of `on`.

    `by_letter`, `by_unit` and `by_decision` are counts by label; a row that cites two letters of article 17
    counts under both, so letters may add up to more than the rows. `ends_per_year` counts what is still
    closed: by year of its end, then by word ("peristiwa", "persetujuan", "tanpa batas", "perlu
    diperjelas"). `findings` are pairs of code and finding, in the order of the groups.
    """

    on: date
    groups: tuple[RecapGroup, ...]
    by_letter: tuple[tuple[str, int], ...]
    by_unit: tuple[tuple[str, int], ...]
    by_decision: tuple[tuple[str, int], ...]
    ends_per_year: tuple[tuple[int | str, int], ...]
    findings: tuple[tuple[str, str], ...]


def build_recap(lines: Iterable[RecapLine], on: date) -> Recap:
    """The recap of these rows; groups without rows are left out."""
    every = tuple(lines)
    members: dict[str, list[RecapLine]] = {}
    for line in every:
        members.setdefault(_group(line), []).append(line)
    groups = tuple(
        RecapGroup(key, _title(key), tuple(sorted(members[key], key=_order)))
        for key in sorted(members, key=_rank)
    )
    return Recap(
        on=on,
        groups=groups,
        by_letter=_counted(
            (letter for line in every for letter in _letters(line)), last=(OTHER_LAW, NO_LETTER)
        ),
        by_unit=_counted((line.unit.strip() or NO_UNIT for line in every), last=(NO_UNIT,)),
        by_decision=_counted(
            (line.decision_number.strip() or NO_DECISION for line in every), last=(NO_DECISION,)
        ),
        ends_per_year=ends_per_year(
            (line.status, line.end_on, line.period_class) for line in every if _counts(line)
        ),
        findings=tuple(
            (line.code, finding) for group in groups for line in group.lines for finding in line.findings
        ),
    )


def ends_per_year(
    ends: Iterable[tuple[Status, date | None, PeriodClass]],
) -> tuple[tuple[int | str, int], ...]:
    """What is still closed, by year of its end and then by word, as in `Recap`."""
    years: Counter[int] = Counter()
    words = dict.fromkeys(_CHART_WORDS.values(), 0)
    for end, count in Counter(ends).items():
        key = _key(*end)
        if key in _CHART_WORDS:
            words[_CHART_WORDS[key]] += count
        elif key != OPEN:
            years[int(key.partition("-")[0])] += count
    return (*sorted(years.items()), *words.items())


def _counts(line: RecapLine) -> bool:
    """Whether the line stands for an exemption of its own."""
    return line.is_exempt and not line.successor


def _group(line: RecapLine) -> str:
    if not line.is_exempt:
        return NOT_EXEMPT
    return RENEWED if line.successor else _key(line.status, line.end_on, line.period_class)


def _key(  # noqa: PLR0911 - one line for each status, so that mypy misses none
    status: Status, end_on: date | None, period_class: PeriodClass
) -> str:
    match status:
        case Status.ENDED | Status.OPENED_EARLY | Status.REVOKED:
            return OPEN
        case Status.UNCLEAR:
            return UNCLEAR
        case Status.HELD:
            return HELD
        case Status.WAITS_FOR_FINALITY:
            return RULING
        case Status.UNLIMITED if end_on is None:
            return UNLIMITED
        case Status.IN_FORCE | Status.ENDS_SOON | Status.WAITS_FOR_EVENT | Status.UNLIMITED:
            if end_on is not None:
                return f"{end_on.year:04d}-Q{_quarter(end_on)}"
            return _awaited(period_class)
        case _ as never:
            assert_never(never)


def _awaited(period_class: PeriodClass) -> str:
    """For what an entry without a date waits; several clauses, or a date that is lacking, count as an event."""
    match period_class:
        case PeriodClass.UNTIL_CONSENT:
            return CONSENT
        case PeriodClass.UNTIL_EVENT | PeriodClass.UNTIL_EVENT_AND_CONSENT | PeriodClass.WHILE_STATE:
            return EVENT
        case (
            PeriodClass.FIXED
            | PeriodClass.FIXED_ANCHORED
            | PeriodClass.FIXED_UNLESS
            | PeriodClass.OPENS_AFTER
        ):
            return EVENT
        case (
            PeriodClass.UNLIMITED
            | PeriodClass.PURPOSE_LIMITED
            | PeriodClass.UNCLEAR
            | PeriodClass.MULTI_CLAUSE
        ):
            return EVENT
        case _ as never:
            assert_never(never)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _rank(key: str) -> tuple[int, str]:
    return (tuple(_TITLES).index(key), "") if key in _TITLES else (-1, key)


def _title(key: str) -> str:
    if key in _TITLES:
        return _TITLES[key]
    year, quarter = key.split("-Q")
    return f"Berakhir tahun {int(year)}, triwulan {_QUARTERS[int(quarter) - 1]}"


def _order(line: RecapLine) -> tuple[date, str]:
    return (line.end_on or date.max, line.code)


def _letters(line: RecapLine) -> list[str]:
    """The letters of article 17 under which the row counts."""
    citations = read_legal_basis(line.legal_basis)
    letters = {
        letter for each in citations if each.law == UU_KIP and each.article == 17 for letter in each.letters
    }
    if letters:
        return [f"huruf {letter}" for letter in sorted(letters)]
    return [OTHER_LAW if any(each.law not in {None, UU_KIP} for each in citations) else NO_LETTER]


def _counted(labels: Iterable[str], last: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Counts by label in the order of the alphabet, with the makeshift labels `last`."""
    counts = Counter(labels)
    return tuple(sorted(counts.items(), key=lambda item: (item[0] in last, item[0])))

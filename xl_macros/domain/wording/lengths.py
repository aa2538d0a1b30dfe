"""Lengths of time: "5 (lima) tahun", "setahun", "paling lama 30 hari kerja", "1 tahun 6 bulan".

A length is a number only when the wording leaves no choice. A number that contradicts its words, a range,
a fraction, a lower bound or an "about" is said to be in doubt, with the reason, and has no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from xl_macros.domain.period_model import Unit
from xl_macros.domain.wording.numbers import from_words, is_number_word

UNITS: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(
        "tahun thn th tahunan taun tahum tahhun tahn tahu thun thaun tahnu year years".split(), (Unit.YEAR, 1)
    ),
    **dict.fromkeys("bulan bln bl buln bulna bulam month months".split(), (Unit.MONTH, 1)),
    **dict.fromkeys("minggu mgg mg pekan mingu week weeks".split(), (Unit.WEEK, 1)),
    **dict.fromkeys("hari hr hri day days".split(), (Unit.DAY, 1)),
    "windu": (Unit.YEAR, 8),
    "dekade": (Unit.YEAR, 10),
    "dasawarsa": (Unit.YEAR, 10),
    "abad": (Unit.YEAR, 100),
}
"""Every way in which a unit is written, with the unit and how many of it one is."""

ONE_OF = {
    f"se{name}": unit for name, unit in UNITS.items() if name in {"tahun", "bulan", "minggu", "pekan", "hari"}
}
ONE_OF |= {"sewindu": (Unit.YEAR, 8), "sedekade": (Unit.YEAR, 10), "seabad": (Unit.YEAR, 100)}

SMALLER_UNITS = frozenset({"jam", "menit", "detik", "hours", "hour"})
TIMES = frozenset({"x", "kali"})
FRACTIONS = frozenset({"setengah", "separuh", "seperempat", "sepertiga", "tengah"})
NO_LENGTHS = frozenset(
    "anggaran ajaran akademik pelajaran buku fiskal sidang terakhir sekali sebelum sebelumnya lalu silam takwim".split()
)
"""Words after the unit that make it something else: a fiscal year, the last five years, every five years."""

LONGEST_DAYS = 366 * 1000

_LEAD = re.compile(
    r"^(?:(?:untuk|dalam|selama|berlaku|jangka|batas|tenggang|kurun|rentang|waktu|masa|yaitu|yakni|adalah|ialah|"
    r"hanya|dengan|sekali|ditutup|dikecualikan|tertutup|ditetapkan)\b(?!-)[ :,=]*)*"
)
_AT_MOST = re.compile(
    r"(?:paling (?:lama|lambat|banyak|panjang)|selama[- ]lamanya|selambat-lambatnya|setinggi-tingginya|"
    r"maksimal|maksimum|maks|max(?:imal|imum)?|tidak (?:boleh )?(?:lebih dari|lebih|melebihi)|at most|<=|≤)"
    r"(?: selama)?[ .:]*"
)
_AT_LEAST = re.compile(
    r"(?:minimal|minimum|min\b|paling (?:singkat|sedikit|cepat|kurang|pendek)|sekurang-kurangnya|"
    r"sedikitnya|setidaknya|setidak-tidaknya|lebih dari|di ?atas|>=|>|≥)[ .:]*"
)
_ABOUT = re.compile(
    r"(?:kurang lebih|lebih kurang|sekitar|kira-kira|±|\+ ?/ ?-|hampir|rata-rata|kurang dari|di ?bawah|antara|<|~|≈)[ .:]*"
)
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<word>[a-z]+)|(?P<mark>[^\sa-z0-9]))")
_RANGE_WORDS = frozenset({"sampai", "hingga", "atau", "dan", "to"})
_JOINS_LENGTHS = re.compile(r"\s*(?:,|dan|lebih)?\s*")
_BRACKETED = re.compile(r"\s*\(([^()]{1,60})\)")
_SMALL = re.compile(r"[0-9]{1,3}|kerja|kalender|[.,-]")
_RANGE_AFTER = re.compile(r"\s*(?:-|sampai(?: dengan)?|hingga|atau)\s*")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time at the start of some words; `end` is where it ends in them.

    `number` and `unit` are None when `doubt` (an Indonesian sentence) says why there is no single length.
    `vague` tells a doubt of sense (a range, "sekitar") from one of spelling ("5 (enam)").
    """

    number: int | None
    unit: Unit | None
    end: int
    at_most: bool = False
    doubt: str | None = None
    vague: bool = False


@dataclass(slots=True)
class _Said:
    """What the scanner has met so far."""

    values: list[int | None] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    fraction: bool = False
    span: bool = False
    unreadable: bool = False

    def add(self, value: int | None, shown: str) -> None:
        self.values.append(value)
        self.shown.append(shown)


def read_length(words: str) -> Length | None:
    """The length with which `words` begin, lead-in and bound included; None when they begin otherwise."""
    at = len(words) - len(_LEAD.sub("", words))
    at_most, low, about = False, False, False
    for _ in range(3):
        for pattern in (_AT_MOST, _AT_LEAST, _ABOUT):
            bound = pattern.match(words, at)
            if bound:
                at_most = at_most or pattern is _AT_MOST
                low = low or pattern is _AT_LEAST
                about = about or pattern is _ABOUT
                at = bound.end()
    length = _quantity(words, at)
    if length is None:
        return None
    if low or about:
        reason = "hanya menyebut batas paling singkat" if low else "hanya menyebut perkiraan"
        return Length(None, None, length.end, doubt=f"Jangka waktu {reason}.", vague=True)
    return replace(length, at_most=at_most)


def _quantity(words: str, at: int) -> Length | None:
    """Number and unit at `at`, with what may follow: brackets, a smaller unit, the other end of a range."""
    first = _scan(words, at)
    if first is None:
        return None
    bracket = _BRACKETED.match(words, first.end)
    if bracket:
        first = _compare(first, bracket)
    between = _RANGE_AFTER.match(words, first.end)
    if between and first.number is not None:
        second = _scan(words, between.end())
        if second is not None and second.number != first.number:
            return Length(None, None, second.end, doubt=_RANGE, vague=True)
    return _with_smaller_unit(words, first)


_RANGE = "Jangka waktu menyebut lebih dari satu lama."


def _compare(first: Length, bracket: re.Match[str]) -> Length:
    """ "5 tahun (lima tahun)", "5 tahun (lima)": the bracket repeats the length or contradicts it."""
    inside = bracket[1].strip()
    if not all(word in UNITS or is_number_word(word) or _SMALL.fullmatch(word) for word in inside.split()):
        return first
    again = _scan(f"{inside} {first.unit.value if first.unit else 'tahun'}", 0)
    if again is None or first.number is None:
        return first
    if (
        again.number is None
        or again.number != first.number
        or (again.unit != first.unit and _has_unit(inside))
    ):
        doubt = f"Lama yang tertulis di dalam kurung ({inside}) tidak sama dengan yang di depannya."
        return Length(None, first.unit, bracket.end(), doubt=doubt)
    return replace(first, end=bracket.end())


def _has_unit(inside: str) -> bool:
    return any(word in UNITS for word in inside.split())


def _with_smaller_unit(words: str, first: Length) -> Length:
    """ "1 tahun 6 bulan" is 18 months, exactly; years or months with days are no single length."""
    join = _JOINS_LENGTHS.match(words, first.end)
    second = _scan(words, join.end()) if join and first.number is not None else None
    if second is None or second.number is None or first.number is None or second.unit == first.unit:
        return first
    if first.unit is Unit.YEAR and second.unit is Unit.MONTH:
        return Length(first.number * 12 + second.number, Unit.MONTH, second.end)
    doubt = "Jangka waktu menggabungkan satuan yang tidak dapat dijumlahkan."
    return Length(None, None, second.end, doubt=doubt, vague=True)


def _scan(words: str, at: int) -> Length | None:
    """Numbers in digits and words up to the first unit; None when no number with a unit stands at `at`."""
    said = _Said()
    pending: list[str] = []
    in_brackets = False
    for _ in range(16):
        token = _TOKEN.match(words, at)
        if token is None:
            return None
        at = token.end()
        word, mark = token["word"], token["mark"]
        if word and is_number_word(word):
            pending.append(word)
            continue
        if mark == "-" and pending and _next_is_number_word(words, at):
            continue
        if pending:
            said.add(from_words(pending), " ".join(pending))
            pending = []
        if token["number"]:
            _add_digits(said, token["number"])
        elif mark:
            in_brackets = mark == "(" or (in_brackets and mark != ")")
            if mark == "-":
                said.span = bool(said.values)
            elif mark not in "()/=,.:":
                return None
        elif not _add_word(said, word, in_brackets=in_brackets):
            return _finish(said, words, word, at)
    return None


def _next_is_number_word(words: str, at: int) -> bool:
    token = _TOKEN.match(words, at)
    return token is not None and token["word"] is not None and is_number_word(token["word"])


def _add_digits(said: _Said, digits: str) -> None:
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", digits):
        digits = digits.replace(".", "")
    said.fraction = said.fraction or not digits.isdigit()
    said.add(int(digits[:9]) if digits.isdigit() else None, digits)


def _add_word(said: _Said, word: str, *, in_brackets: bool) -> bool:
    """Take in a word between the numbers; False when it must be the unit or ends the length."""
    if word in FRACTIONS:
        said.fraction = True
        said.add(None, word)
    elif word in _RANGE_WORDS or word == "dengan":
        if not said.values:
            return False
        said.span = True
    elif in_brackets and said.values and word not in UNITS:
        said.unreadable = True
        said.shown.append(word)
    else:
        return False
    return True


def _finish(said: _Said, words: str, word: str, at: int) -> Length | None:
    """The length that ends with the unit `word` at `at`, if that is a unit."""
    if word in ONE_OF and not said.values:
        unit, factor = ONE_OF[word]
        said.add(1, "satu")
    elif said.values and word in UNITS:
        unit, factor = UNITS[word]
    elif said.values and (word in SMALLER_UNITS or word in TIMES):
        return _in_hours(words, at) if word in TIMES else Length(None, None, at, doubt=_HOURS, vague=True)
    else:
        return None
    qualifier = _TOKEN.match(words, at)
    if unit is Unit.DAY and qualifier and qualifier["word"] in {"kerja", "krja"}:
        unit, at = Unit.WORKING_DAY, qualifier.end()
    elif qualifier and qualifier["word"] in {"kalender"}:
        at = qualifier.end()
    elif qualifier and qualifier["word"] in NO_LENGTHS:
        return None
    return _judged(said, unit, factor, at)


_HOURS = "Jangka waktu dalam jam tidak dapat dihitung sebagai hari."


def _in_hours(words: str, at: int) -> Length | None:
    """ "1 x 24 jam": a length, but not one of days."""
    hours = re.compile(r"\s*[0-9]{1,3}\s*(?:\([^()]{1,40}\)\s*)?jam\b").match(words, at)
    return Length(None, None, hours.end(), doubt=_HOURS, vague=True) if hours else None


def _judged(said: _Said, unit: Unit, factor: int, at: int) -> Length:
    """One number when all that was said agrees; else the reason why there is none."""
    if said.fraction:
        return Length(None, None, at, doubt="Jangka waktu memakai pecahan; tulis dalam bulan.", vague=True)
    if said.span:
        return Length(None, None, at, doubt=_RANGE, vague=True)
    shown = " dan ".join(f'"{part}"' for part in said.shown)
    if said.unreadable or None in said.values:
        return Length(None, unit, at, doubt=f"Bilangan {shown} pada jangka waktu tidak terbaca.")
    if len(set(said.values)) > 1:
        return Length(None, unit, at, doubt=f"Bilangan {shown} pada jangka waktu tidak sama.")
    number = (said.values[0] or 0) * factor
    if number == 0:
        return Length(None, unit, at, doubt="Jangka waktu menyebut nol.")
    days = {Unit.YEAR: 366, Unit.MONTH: 31, Unit.WEEK: 7, Unit.DAY: 1, Unit.WORKING_DAY: 2}[unit]
    if number * days > LONGEST_DAYS:
        return Length(None, unit, at, doubt=f"Jangka waktu {number} {unit.value} tidak masuk akal.")
    return Length(number, unit, at)

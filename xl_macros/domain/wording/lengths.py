"""Lengths of time: "5 (lima) tahun", "setahun", "paling lama 30 hari kerja", "1 tahun 6 bulan".

A length is a number only when the wording leaves no choice. A number that contradicts its words, a range,
a fraction, a lower bound or an "about" is said to be in doubt, with the reason, and has no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, assert_never

from xl_macros.domain.period_model import Unit
from xl_macros.domain.wording.numbers import from_words, is_number_word
from xl_macros.domain.wording.spelling import listed, slips
from xl_macros.patterns import regex

UNITS: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys((*slips("tahun"), *listed("tahun tahum thn th year years")), (Unit.YEAR, 1)),
    **dict.fromkeys((*slips("bulan"), *listed("bulan bulam bln bl month months")), (Unit.MONTH, 1)),
    **dict.fromkeys((*slips("minggu"), *listed("minggu mgg mg pekan week weeks")), (Unit.WEEK, 1)),
    **dict.fromkeys(listed("hari hri hr day days"), (Unit.DAY, 1)),
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
    listed(
        "anggaran ajaran akademik pelajaran buku fiskal sidang terakhir sekali sebelum sebelumnya lalu silam takwim "
        "berjalan menjelang jelang"
    )
)
"""Words after the unit that make it something else: a fiscal year, the last five years, every five years."""

LONGEST_DAYS = 366 * 1000

_TWO = "Jangka waktu menyebut lebih dari satu lama."
_AT_LEAST_ONLY = "Jangka waktu hanya menyebut batas paling singkat."
_HOURS = "Jangka waktu dalam jam tidak dapat dihitung sebagai hari."

LEAD = regex(
    r"^(?:(?:untuk|dalam|selama|berlaku|jangka|batas|tenggang(?= waktu pengecualian)|kurun|rentang|waktu|masa|"
    r"yaitu|yakni|adalah|ialah|"
    r"hanya|dengan|sekali|ditutup|dikecualikan|tertutup|ditetapkan|"
    r"sudah|telah|melewati|lewat|melampaui|genap|mencapai)\b(?!-)[ :,=]*)*"
)
_AT_MOST = regex(
    r"(?:paling (?:lama|lambat|banyak|panjang)|selama[- ]lamanya|selambat-lambatnya|setinggi-tingginya|"
    r"maksimal|maksimum|maks|max(?:imal|imum)?|tidak (?:boleh )?(?:lebih dari|lebih|melebihi)|at most|<=|≤)"
    r"(?: selama)?[ .:]*"
)
_AT_LEAST = regex(
    r"(?:minimal|minimum|min\b|paling (?:singkat|sedikit|cepat|kurang|pendek)|sekurang-kurangnya|"
    r"sedikitnya|setidaknya|setidak-tidaknya|lebih dari|di ?atas|>=|>|≥)[ .:]*"
)
_ABOUT = regex(
    r"(?:kurang lebih|lebih kurang|sekitar|kira-kira|±|\+ ?/ ?-|hampir|rata-rata|kurang dari|di ?bawah|antara|"
    r"<|~|≈)[ .:]*"
)
_TOKEN = regex(r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<word>[a-z]+)|(?P<mark>[^\sa-z0-9]))")
_NUMBER_WORD = regex(r"[\s-]*(?P<word>[a-z]+)")
_THOUSANDS = regex(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_TIMES_HOURS = regex(r"\s*[0-9]{1,3}\s*(?:\([^()]{1,40}\)\s*)?jam\b")
_QUALIFIER = regex(r"\s*(?:\(\s*)?(?P<word>[a-z]+)\b(?:\s*\))?")
_THEN_OPEN = regex(r"\s*lalu,? (?:(?:dapat|akan|menjadi) )*(?:di|ter)buka\b")
_OR_MORE = regex(r"(?: atau| dan)? (?:lebih|seterusnya)$")
_MOST_TOKENS = 16
_RANGE_WORDS = frozenset({"sampai", "hingga", "atau", "dan", "dengan", "to"})
_JOINS_LENGTHS = regex(r"\s*(?:,|dan|lebih)?\s*")
_BRACKETED = regex(r"\s*\(([^()]{1,60})\)")
_SMALL = regex(r"[0-9]{1,3}|kerja|kalender|[.,-]")
_ANOTHER = regex(r"\s*(?:-|sampai(?: dengan)?|hingga|atau|(?P<added>\+|ditambah|plus|dan))\s*")


class Length(NamedTuple):
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
    """What has been met between the start of a length and its unit."""

    values: list[int | None] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    fraction: bool = False
    span: bool = False
    unreadable: bool = False
    in_brackets: bool = False

    def take_digits(self, digits: str, *, behind_digits: bool) -> None:
        """`behind_digits`: a number stands right before ("3 0 tahun"): one that fell apart, or two."""
        self.unreadable = self.unreadable or behind_digits
        if _THOUSANDS.fullmatch(digits):
            digits = digits.replace(".", "")
        self.fraction = self.fraction or not digits.isdigit()
        self.values.append(int(digits[:9]) if digits.isdigit() else None)
        self.shown.append(digits)

    def take_number_words(self, words: str, at: int) -> int:
        """Take the number words that stand at `at`, "-" between them allowed; where they end."""
        run: list[str] = []
        while (token := _NUMBER_WORD.match(words, at)) and is_number_word(token["word"]):
            run.append(token["word"])
            at = token.end()
        self.values.append(from_words(run))
        self.shown.append(" ".join(run))
        return at

    def take_mark(self, mark: str) -> bool:
        """Whether `mark` may stand inside a length."""
        self.in_brackets = mark == "(" or (self.in_brackets and mark != ")")
        if mark in "-+":
            self.span = bool(self.values)
        return mark in "-+()/=,.:"

    def take_word(self, word: str) -> bool:
        """Take in a word between the numbers; False when it must be the unit or ends the length."""
        if word in FRACTIONS:
            self.fraction = True
            return True
        if self.values and word in _RANGE_WORDS:
            self.span = True
            return True
        if self.values and self.in_brackets and word not in UNITS:
            self.unreadable = True
            self.shown.append(word)
            return True
        return False


def read_length(words: str) -> Length | None:
    """The length with which `words` begin, lead-in and bound included; None when they begin otherwise."""
    at = len(words) - len(LEAD.sub("", words))
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
        doubt = _AT_LEAST_ONLY if low else "Jangka waktu hanya menyebut perkiraan."
        return Length(None, None, length.end, doubt=doubt, vague=True)
    return length._replace(at_most=at_most)


def _quantity(words: str, at: int) -> Length | None:
    """Number and unit at `at`, with what may follow: brackets, a smaller unit, another length."""
    first = _scan(words, at)
    if first is None or first.number is None or first.unit is None:
        return first
    bracket = _BRACKETED.match(words, first.end)
    if bracket:
        first = _compare(first, first.unit, bracket)
    return _with_another(words, first) or _with_smaller_unit(words, first)


def _with_another(words: str, first: Length) -> Length | None:
    """ "5 tahun atau 10 tahun", "5 tahun + 5 tahun": two lengths are not added up and not chosen from."""
    joint = _ANOTHER.match(words, first.end)
    second = _scan(words, joint.end()) if joint and first.number is not None else None
    if joint is None or second is None:
        return None
    same_again = second.number == first.number and not joint["added"]
    smaller_part = joint["added"] == "dan" and second.unit != first.unit
    doubtful = not (same_again or smaller_part)
    return Length(None, None, second.end, doubt=_TWO, vague=True) if doubtful else None


def _compare(first: Length, unit: Unit, bracket: re.Match[str]) -> Length:
    """ "5 tahun (lima tahun)", "5 tahun (lima)": the bracket repeats the length or contradicts it."""
    inside = bracket[1].strip()
    if not all(word in UNITS or is_number_word(word) or _SMALL.fullmatch(word) for word in inside.split()):
        return first
    again = _scan(f"{inside} {unit.value}", 0)
    if again is None:
        return first
    if again.number != first.number or (again.unit != unit and _has_unit(inside)):
        doubt = f"Lama yang tertulis di dalam kurung ({inside}) tidak sama dengan yang di depannya."
        return Length(None, unit, bracket.end(), doubt=doubt)
    return first._replace(end=bracket.end())


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
    digits_before = False
    for _ in range(_MOST_TOKENS):
        token = _TOKEN.match(words, at)
        if token is None:
            return None
        before, at = at, token.end()
        word = token["word"]
        if word and is_number_word(word):
            at = said.take_number_words(words, before)
        elif token["number"]:
            said.take_digits(token["number"], behind_digits=digits_before)
        elif word and not said.take_word(word):
            return _finish(said, words, word, at)
        elif token["mark"] and not said.take_mark(token["mark"]):
            return None
        digits_before = token["number"] is not None
    return None


def _finish(said: _Said, words: str, word: str, at: int) -> Length | None:
    """The length that ends with the unit `word` before `at`, if that is a unit."""
    alone = not said.values and not said.fraction
    unit = (ONE_OF if alone else UNITS).get(word)
    if unit is None:
        return None if alone else _in_hours(words, word, at)
    if alone:
        said.values, said.shown = [1], ["satu"]
    qualifier = _QUALIFIER.match(words, at)
    kind = qualifier["word"] if qualifier else None
    if kind in NO_LENGTHS and not _THEN_OPEN.match(words, at):
        return None
    more = _OR_MORE.match(words, at)
    if more:
        return Length(None, None, more.end(), doubt=_AT_LEAST_ONLY, vague=True)
    if qualifier and kind in {"kerja", "kalender"} and unit[0] is Unit.DAY:
        at = qualifier.end()
        after = _QUALIFIER.match(words, at)
        if after and after["word"] in NO_LENGTHS and not _THEN_OPEN.match(words, at):
            return None
        unit = (Unit.WORKING_DAY if kind == "kerja" else Unit.DAY, unit[1])
    return _judged(said, unit[0], unit[1], at)


def _in_hours(words: str, word: str, at: int) -> Length | None:
    """ "1 x 24 jam": a length, but not one of days; None when it is something else."""
    if word not in SMALLER_UNITS:
        hours = _TIMES_HOURS.match(words, at) if word in TIMES else None
        if hours is None:
            return None
        at = hours.end()
    return Length(None, None, at, doubt=_HOURS, vague=True)


def _judged(said: _Said, unit: Unit, factor: int, at: int) -> Length:
    """One number when all that was said agrees; else the reason why there is none."""
    if said.fraction:
        return Length(None, None, at, doubt="Jangka waktu memakai pecahan; tulis dalam bulan.", vague=True)
    if said.span:
        return Length(None, None, at, doubt=_TWO, vague=True)
    number = (said.values[0] or 0) * factor
    doubt = _doubt_of_spelling(said) or _doubt_of_size(number, unit)
    return Length(None if doubt else number, unit, at, doubt=doubt)


def _doubt_of_spelling(said: _Said) -> str | None:
    shown = " dan ".join(f"“{part}”" for part in said.shown)
    if said.unreadable or None in said.values:
        return f"Bilangan {shown} pada jangka waktu tidak terbaca."
    return f"Bilangan {shown} pada jangka waktu tidak sama." if len(set(said.values)) > 1 else None


def _doubt_of_size(number: int, unit: Unit) -> str | None:
    if number == 0:
        return "Jangka waktu menyebut nol."
    return (
        f"Jangka waktu {number} {unit} tidak masuk akal." if number * _days_of(unit) > LONGEST_DAYS else None
    )


def _days_of(unit: Unit) -> int:
    """About as many days as one of the unit has; a working day may have a day off beside it."""
    match unit:
        case Unit.YEAR:
            return 366
        case Unit.MONTH:
            return 31
        case Unit.WEEK:
            return 7
        case Unit.DAY:
            return 1
        case Unit.WORKING_DAY:
            return 2
        case _ as never:
            assert_never(never)

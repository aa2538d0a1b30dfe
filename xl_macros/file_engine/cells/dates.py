"""Date serial numbers of both date systems.

Serial numbers of the 1900 system count a 29 February 1900 that never was (serial 60), kept by Excel for
compatibility with Lotus 1-2-3. So serials below 60 lie one day later than plain arithmetic gives.
"""

from __future__ import annotations

import datetime as dt
import re

from xl_macros.file_engine.errors import ImpossibleValue
from xl_macros.patterns import regex

_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_DAY_AFTER_FALSE_LEAP_DAY = dt.datetime(1900, 3, 1)
_BEYOND = {False: 2_958_466, True: 2_957_004}  # first serial after 31 December 9999, by system
_DAY_MS = 86_400_000


def from_serial(serial: float, date1904: bool = False) -> dt.datetime | float:
    """The moment a serial stands for, to the millisecond; the number itself when no date has that serial.

    A serial below 1 is a time of day without a date and comes as that time on 1899-12-30 (1904-01-01), as
    Excel hands it over COM.
    """
    if not 0 <= serial < _BEYOND[date1904]:
        return serial
    moment = (_EPOCH_1904 if date1904 else _EPOCH_1900) + dt.timedelta(milliseconds=round(serial * _DAY_MS))
    if not date1904 and 1 <= serial < 60:
        moment += dt.timedelta(days=1)
    return moment


def to_serial(moment: dt.date | dt.time, date1904: bool = False) -> float:
    """The serial of a date, datetime (its zone is ignored) or time. Raises ImpossibleValue before the epoch."""
    if isinstance(moment, dt.time):
        return _fraction(moment.hour, moment.minute, moment.second, moment.microsecond)
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    moment = moment.replace(tzinfo=None)
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    first_day = epoch if date1904 else dt.datetime(1900, 1, 1)
    if moment < epoch or epoch + dt.timedelta(days=1) <= moment < first_day:
        raise ImpossibleValue(f"{moment:%Y-%m-%d} lies before the first date that a cell can hold.")
    days = (moment - epoch).days
    if not date1904 and first_day <= moment < _DAY_AFTER_FALSE_LEAP_DAY:
        days -= 1
    return days + _fraction(moment.hour, moment.minute, moment.second, moment.microsecond)


def _fraction(hours: int, minutes: int, seconds: int, microseconds: int) -> float:
    return (hours * 3600 + minutes * 60 + seconds + microseconds / 1e6) / 86_400


_QUOTED = regex(r'"[^"]*"|\\.|_.|\*.')
_BRACKETED = regex(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]", re.IGNORECASE)
_DATE_LETTER = regex(r"[dmyhs]", re.IGNORECASE)
# Ids without a code in styles.xml: 14-22 and 45-47 everywhere (ECMA-376 part 1, 18.8.30), 27-36 and 50-58
# in East Asian versions.
BUILT_IN_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


def is_date_format(code: str) -> bool:
    """Whether cells with this number format show dates or times."""
    section = code.split(";", 1)[0]
    bare = _BRACKETED.sub("", _QUOTED.sub("", section))
    if bare.strip().lower() == "general":
        return False
    return _DATE_LETTER.search(bare.lower().replace("general", "")) is not None

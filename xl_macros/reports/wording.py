"""Dates, times, numbers and sizes as reports write them (long dates: `domain/phrases.py`)."""

from __future__ import annotations

from datetime import date, datetime


def short_date(day: date) -> str:
    """21/08/2025, as a table writes it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def short_instant(instant: datetime) -> str:
    """21/08/2025 07.30: the full stop between hours and minutes is the Indonesian way."""
    return f"{short_date(instant)} {instant.hour:02d}.{instant.minute:02d}"


def decimal(number: float, places: int = 2) -> str:
    """A number with a decimal comma and no trailing zeros: 7.5 -> "7,5", 2.0 -> "2"."""
    text = f"{number:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def count(number: int) -> str:
    """A whole number with full stops between thousands: 12345 -> "12.345"."""
    return f"{number:,}".replace(",", ".")


def size(size_bytes: int) -> str:
    """A file size in the unit staff know from Explorer: "812 KB", "1,4 MB"."""
    for unit, factor in (("GB", 1024**3), ("MB", 1024**2)):
        if size_bytes >= factor:
            return f"{decimal(size_bytes / factor, 1)} {unit}"
    return f"{count(-(-size_bytes // 1024))} KB"

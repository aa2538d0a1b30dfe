"""Copies of the workbook before each click: their names, and which of them are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.folders import PRIVATE_NAME

_BEFORE = " sebelum "
_NAME = regex(
    r"(?P<at>\d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2}) (?P<id>[0-9a-f]{8}) sebelum (?P<label>[^/\\]{1,80})\.xlsm",
    re.ASCII,
)
_AT = "%Y-%m-%d %H.%M.%S"


class BackupName(NamedTuple):
    """What the name of a copy says: when, before which button, and the end of the transaction's id."""

    at: datetime
    short_id: str
    label: str


class Policy(NamedTuple):
    """How many copies are kept: the last ones, and the newest of each day, week and month that has any."""

    last: int = 20
    daily: int = 30
    weekly: int = 12
    monthly: int = 24


def backup_name(at: datetime, transaction_id: str, label: str) -> str:
    """The file name of the copy before a button, for example `2026-01-01 08.00.00 abcdef12 sebelum Urungkan.xlsm`."""
    kept = "".join(
        sign if sign.isalnum() or sign in " -_." else "-" for sign in unicodedata.normalize("NFC", label)
    )
    return (
        f"{at:{_AT}} {transaction_id[-8:]}{_BEFORE}{' '.join(kept.split()).strip('. ')[:60] or 'tombol'}.xlsm"
    )


def read_backup_name(name: str) -> BackupName | None:
    """What the name says; None when it is not one that this program gives, now or in an earlier version."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return BackupName(datetime.strptime(match["at"], _AT), match["id"], match["label"])  # office time
    except ValueError:
        return None


def kept(backups: Iterable[tuple[str, datetime]], now: datetime, policy: Policy) -> set[str]:
    """The names that are kept of copies, given with their moments (naive office time) in the order of their writing.

    As restic's policy counts: each rule goes from the newest to the oldest and keeps the newest of every day,
    ISO week or month that has any, so many of them; a copy stays when any rule keeps it. The last written ones stay
    whatever the clock said; one with a moment after `now` (the clock was wrong) is kept by that rule alone.
    """
    newest_first = list(backups)[::-1]
    found = {name for name, _ in newest_first[: policy.last]}
    past = sorted(
        ((name, at) for name, at in newest_first if at <= now), key=lambda one: one[1], reverse=True
    )
    rules: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (policy.daily, lambda at: at.date()),
        (policy.weekly, lambda at: at.isocalendar()[:2]),
        (policy.monthly, lambda at: (at.year, at.month)),
    )
    for most, bucket in rules:
        seen: set[Hashable] = set()
        for name, at in past:
            mark = bucket(at)
            if mark not in seen and len(seen) < most:
                seen.add(mark)
                found.add(name)
    return found


def refuse_copy(book: Path, backups_folder: str) -> None:
    """Refuse to work in a copy of the workbook: its clicks would start a second office in the folder of copies."""
    folder = book.absolute().parent
    named = Path(backups_folder)
    inside = (
        folder == named
        if named.is_absolute()
        else folder.name.casefold() == named.name.casefold() and (folder.parent / PRIVATE_NAME).is_dir()
    )
    if inside or read_backup_name(book.name) is not None:
        raise Refusal(
            f"{book.name} adalah salinan cadangan, bukan buku kerja kantor.",
            cure="Buka buku kerja kantor yang sebenarnya. Untuk memakai isi salinan ini, salinlah ke folder kantor "
            "sebagai pengganti buku kerja yang rusak.",
        )

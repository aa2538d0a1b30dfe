"""How a shell's wrong usage is told: argparse's few sentences in Indonesian, and its exit code 2."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime
from typing import NoReturn

_SENTENCES = (
    (r"the following arguments are required: (.+)", r"belum disebut: \1"),
    (r"unrecognized arguments: (.+)", r"tidak dikenal di sini: \1"),
    (r"one of the arguments (.+) is required", r"sebut salah satu: \1"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1: isinya belum disebut"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 tidak dapat dipakai bersama \2"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 tidak memakai isi: \2"),
    (
        r"argument COMMAND: invalid choice: (.+?) \(choose from .+\)",
        r"perintah \1 tidak ada; lihat kecuali --help",
    ),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1: \2 tidak dikenal; pilih: \3"),
    (r"argument (.+?): invalid \S+ value: (.+)", r"\1: \2 tidak dapat dibaca"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 dapat berarti \2"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose refusals are Indonesian; options are never guessed from their beginning."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **named})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the call and end with exit code 2."""
        usage = self.format_usage().removeprefix("usage: ")
        self.exit(2, f"Pemakaian: {usage}Salah pakai: {indonesian(message)}.\nTidak ada yang diubah.\n")


def indonesian(message: str) -> str:
    """argparse's sentence in Indonesian; one that is not known stays as it is."""
    for pattern, words in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(words)
    return message


def instant(text: str) -> datetime:
    """`--now`: with an offset it is an instant of the world, without one office time already."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan saat; tulis misalnya 2026-08-24T08:00") from None


def day(text: str) -> date:
    """`--on`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan tanggal; tulis misalnya 2026-08-24") from None


def days_ahead(text: str) -> int:
    """`--within`: none or more."""
    return _number(text, 0)


def at_least_one(text: str) -> int:
    """`--processes`."""
    return _number(text, 1)


def _number(text: str, least: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan dari {least} sampai 999999")
    return int(text)

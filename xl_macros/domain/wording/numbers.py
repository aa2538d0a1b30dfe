"""Numbers written in words, 0 to 999 ("dua puluh lima", "duapuluh lima", "seratus")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_STEPS = ("puluh", "belas", "ratus", "sepuluh", "sebelas", "seratus")
_OLD_FORMS = {"kosong": "nol", "esa": "satu", "selapan": "delapan"}
_ONE_FORMS = {"satupuluh": "sepuluh", "satubelas": "sebelas", "saturatus": "seratus"}


def in_words(number: int) -> str:
    """The number in Indonesian words; 0 <= number <= 999."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{DIGITS[number - 10]} belas"
    hundreds, below = divmod(number, 100)
    if hundreds:
        head = "seratus" if hundreds == 1 else f"{DIGITS[hundreds]} ratus"
        return f"{head} {in_words(below)}" if below else head
    tens, ones = divmod(below, 10)
    return f"{DIGITS[tens]} puluh {DIGITS[ones]}" if ones else f"{DIGITS[tens]} puluh"


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    return {in_words(number).replace(" ", ""): number for number in range(1000)}


@lru_cache(maxsize=1)
def _parts() -> tuple[str, ...]:
    return tuple(sorted((*DIGITS, *_STEPS, *_OLD_FORMS), key=len, reverse=True))


@lru_cache(maxsize=1024)
def is_number_word(word: str) -> bool:
    """Whether `word` is made of number words only, run together or not ("dua", "duapuluh")."""
    if len(word) > 60:
        return False
    while word:
        part = next((part for part in _parts() if word.startswith(part)), None)
        if part is None:
            return False
        word = word[len(part) :]
    return True


def from_words(words: Sequence[str]) -> int | None:
    """The value of number words, or None when together they are no number ("lima enam")."""
    joined = "".join(words)
    for form, usual in (_OLD_FORMS | _ONE_FORMS).items():
        joined = joined.replace(form, usual)
    return _values().get(joined)

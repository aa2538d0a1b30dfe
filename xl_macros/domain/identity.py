"""Who somebody is, and which codes were ever given: neither depends on spelling, nor on what was deleted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from xl_macros.patterns import regex

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
_NUMBER_SHOWN = regex(r"\d(?:[.,]\d+)?E\+\d+")
_BERKAS = regex(r"B-(\d{4})-(\d{3,6})(?!\d)", re.ASCII)
_ENTRY = regex(r"(B-\d{4}-\d{3,6})\.(\d{2,5})(?!\d)", re.ASCII)
_TITLES_BEFORE = regex(r"^(?:(?:prof|drs?|dra|ir|hj?|k\.?h|rr?|apt|ns)(?:\. ?| ))+")
_TITLES_AFTER = regex(
    r"(?: (?:s(?:\. ?|)(?:h|e|t|p|i|sos|ip|pd|si|kom|ag|ap|iap|stp|km|th|hum)|"
    r"m(?:\. ?|)(?:h|m|t|si|pd|ap|kn|kom|ag|hum|sos)|a(?:\. ?|)md|ph(?:\. ?|)d)\.?)+$"
)
_SCAN = regex(r"(?<![A-Za-z0-9])P-(\d{6,9})(?!\d)", re.ASCII)


def plain_name(text: object) -> str:
    """A name or account for comparing: NFKC, without letters that nobody sees, small letters, single spaces.

    Never shown. Two names that look alike on paper come to the same text, whatever program they were pasted from.
    """
    plain = str(text or "")
    if plain.isascii() and plain.isprintable():  # as nearly all are: the same, and a hundred times sooner
        return " ".join(plain.lower().split()).rstrip(" .,")
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFKC", plain)
        if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split()).rstrip(" .,")


def bare_name(text: object) -> str:
    """A name for comparing without the titles that are added to it in time: "Budi Santoso, S.H." is Budi Santoso."""
    plain = plain_name(text)
    bare = _TITLES_AFTER.sub("", _TITLES_BEFORE.sub("", plain.partition(",")[0])).strip(" .")
    return bare or plain


def plain_nip(text: object) -> str:
    """The figures of a NIP, however they are grouped; '' for none."""
    return "".join(letter for letter in str(text or "") if letter.isascii() and letter.isdigit())


def is_damaged_number(text: object) -> bool:
    """Whether a number of more than 15 digits stands where a text should: Excel has made zeros of its last digits.

    Such a cell reads as Excel shows it ("1,98501012010011E+17").
    """
    return bool(_NUMBER_SHOWN.fullmatch(str(text or "").strip()))


def same_person(name: object, account: object, other_name: object, other_account: object) -> bool:
    """Whether two entries mean one person: the same name, or the same account where both have one.

    Names that differ in titles alone mean one person too, unless both have an account of their own.
    """
    accounts = plain_name(account), plain_name(other_account)
    if plain_name(name) == plain_name(other_name) or (accounts[0] and accounts[0] == accounts[1]):
        return True
    return bare_name(name) == bare_name(other_name) and not all(accounts)


def shared_with(
    officer: Mapping[str, object], others: Iterable[Mapping[str, object]]
) -> tuple[str, str] | None:
    """What another row of Petugas has in common with this one and the other's name; None when nothing.

    Rows are mappings with `name`, `nip` and `account`; `others` must not hold the officer's own row.
    """
    account, nip = plain_name(officer.get("account")), plain_nip(officer.get("nip"))
    for other in others:
        name = str(other.get("name") or "")
        if account and account == plain_name(other.get("account")):
            return "akun Windows", name
        if nip and nip == plain_nip(other.get("nip")):
            return "NIP", name
        if plain_name(officer.get("name")) == plain_name(name):
            return "nama", name
        told_apart = all((nip, plain_nip(other.get("nip")))) or all(
            (account, plain_name(other.get("account")))
        )
        if not told_apart and bare_name(officer.get("name")) == bare_name(name):
            return "nama", name
    return None


def next_berkas(year: int, ever: Iterable[str]) -> str:
    """The berkas code after the highest of that year in any of the texts, `B-2025-001`."""
    numbers = (int(match[2]) for text in ever for match in _BERKAS.finditer(text) if int(match[1]) == year)
    return f"B-{year}-{max(numbers, default=0) + 1:03d}"


def last_entry(berkas: str, ever: Iterable[str]) -> int:
    """The highest running number of an entry of that berkas in any of the texts; 0 when there is none."""
    return max(
        (int(match[2]) for text in ever for match in _ENTRY.finditer(text) if match[1] == berkas), default=0
    )


def last_scan(ever: Iterable[str]) -> int:
    """The highest number of a scan (`P-000012`) in any of the texts; 0 when there is none."""
    return max(map(int, _SCAN.findall("\n".join(ever))), default=0)


def berkas_of_code(code: object) -> str:
    """The berkas in an entry's code; '' for anything that is no such code."""
    match = _ENTRY.fullmatch(code) if isinstance(code, str) else None
    return match[1] if match else ""


def is_berkas(code: object) -> bool:
    """Whether it is a berkas' code and nothing else."""
    return isinstance(code, str) and _BERKAS.fullmatch(code) is not None


def is_scan(code: object) -> bool:
    """Whether it is the number of a scan and nothing else."""
    return isinstance(code, str) and _SCAN.fullmatch(code) is not None


def codes_in(text: str) -> set[str]:
    """The berkas and entry codes that a text names; an entry's code does not count as its berkas."""
    entries = {f"{match[1]}.{match[2]}" for match in _ENTRY.finditer(text)}
    return entries | {match[0] for match in _BERKAS.finditer(_ENTRY.sub(" ", text))}

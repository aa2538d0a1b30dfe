"""Splitting a cell into its clauses: "1. ...; 2. ...", "a) ... b) ...", bullets, semicolons, sentences."""

from __future__ import annotations

import re

from xl_macros.domain.wording.cleaning import BULLET
from xl_macros.patterns import regex

_MARK = regex(
    r"(?<![A-Za-z0-9/.])\(?(?P<mark>[0-9]{1,2}|[A-Ja-j]|[ivIV]{1,4})(?P<close> ?\)|\.(?![0-9]))(?=\s*[^\s])"
)
_CLAUSE_START = regex(r"(?:^|\n|[;,.:]|\b(?:dan/atau|dan|atau|serta))\s*$", re.IGNORECASE)
_NOT_A_LIST = regex(
    r"\b(?:huruf|hrf\.?|angka|ayat|pasal|psl\.?|ps\.?|butir|nomor|no\.?|model|poin)\s*$", re.IGNORECASE
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_EDGE_JOINT = regex(
    r"^(?:dan/atau|dan|atau|serta)\b\s*|[\s;,.]*\b(?:dan/atau|dan|atau|serta)\s*$", re.IGNORECASE
)
_LIST_JOINT = regex(
    r"\b(?P<joint>dan\s*/\s*atau|dan|atau|serta)\s*[;,:]?\s*(?=\(?(?:[0-9]{1,2}|[a-j]|[iv]{1,4}) ?[.)]|•)",
    re.IGNORECASE,
)
_CONTINUES = regex(
    r"(?:(?:ter)?kecuali|atau|dan|dan/atau|serta|sejak|terhitung|dihitung|dengan|namun|tetapi|akan tetapi|apabila|"
    r"jika|bila|setelah itu|kemudian|selanjutnya|dalam hal|yang|sesuai|asalkan|"
    r"(?:dapat|boleh|bisa) (?:dibuka|diakses|diberikan)(?: lebih awal)? (?:apabila|jika|bila|atas|dengan))\b",
    re.IGNORECASE,
)
_SENTENCE_END = regex(r"\s*;\s*|(?<=[a-z)]{3})(?<!tgl)\.\s+(?=[A-Za-z0-9(])|\n(?=[•])", re.IGNORECASE)
_THEN_OPENS = regex(
    r"(?:[,.]\s*|\s+(?=dan\s))(?:(?:dan|serta|lalu|kemudian|selanjutnya)\s+)?"
    r"(?=(?:(?:dapat|baru|akan|boleh|hanya)\s+)*(?:dibuka|terbuka)\s+(?:setelah|sesudah|pasca|pada tanggal)\b)",
    re.IGNORECASE,
)
_LABEL = regex(r"\s*[,;]\s*(?=[A-Za-z][A-Za-z\s/()-]{1,60}:\s)")
_FOR_EACH = regex(
    r"\s*(?:[,;]|\bdan\b|\bsedangkan\b|\bserta\b|,\s*dan\b)\s*"
    r"(?=(?:(?:selama|paling lama|maksimal)\s+)?"
    r"(?:[0-9]{1,3}\s*(?:\([a-z ]{1,40}\)\s*)?(?:tahun|thn|bulan|bln|hari)|permanen|tidak terbatas)"
    r"\s+(?:untuk|bagi)\b)",
    re.IGNORECASE,
)


def listed_clauses(text: str) -> tuple[str, list[str]]:
    """Lead-in and items of a list in plain text; no items when the text is no list of two or more."""
    if text.count(BULLET) >= 2 or (text.count(BULLET) == 1 and not text.startswith(BULLET)):
        lead, *items = text.split(BULLET)
        return lead.strip(), _tidy(items)
    marks = _sequence(text)
    if len(marks) < 2:
        return "", []
    bounds = [*marks, None]
    items = [
        text[mark.end() : after.start() if after else len(text)]
        for mark, after in zip(marks, bounds[1:], strict=True)
    ]
    return text[: marks[0].start()].strip(), _tidy(items)


def list_joint(text: str) -> str:
    """The word that joins the items of a list ("dan", "atau", "dan/atau"); ";" where none does."""
    found = _LIST_JOINT.search(text)
    return f" {''.join(found['joint'].lower().split())} " if found else "; "


def without_mark(text: str) -> str:
    """Text without a list mark in front that no second one follows ("1. Tidak terbatas")."""
    text = text.removeprefix(BULLET).strip()
    mark = _MARK.match(text)
    if mark and mark["mark"].lower() in {"1", "a", "i"}:
        return text[mark.end() :].strip()
    return text


def _sequence(text: str) -> list[re.Match[str]]:
    """The list marks of the text that count up from 1, a or i."""
    marks: list[re.Match[str]] = []
    opened_by_mark = False
    for mark in _MARK.finditer(text):
        before = text[max(0, mark.start() - 40) : mark.start()]
        at_start = not before.strip()
        # "satu (1) atau dua (2)" counts nothing off; "1." and "1)" do wherever they stand.
        counts_off = mark["mark"].isdigit() and not mark[0].startswith("(")
        if not _CLAUSE_START.search(before) and not counts_off and not (opened_by_mark and marks):
            continue
        if _NOT_A_LIST.search(before):
            continue
        if mark["mark"].lower() in _next_marks(marks):
            opened_by_mark = opened_by_mark or at_start
            marks.append(mark)
    return marks


def _next_marks(marks: list[re.Match[str]]) -> tuple[str, ...]:
    if not marks:
        return ("1", "a", "i")
    first, number = marks[0]["mark"].lower(), len(marks) + 1
    if first == "1":
        return (str(number),)
    if first == "a":
        return (chr(ord("a") + number - 1),)
    return (_ROMANS[min(number, len(_ROMANS)) - 1],)


def _tidy(items: list[str]) -> list[str]:
    tidy = []
    for item in items:
        plain = " ".join(item.split()).strip(" ;,.")
        plain = _EDGE_JOINT.sub("", plain).strip(" ;,.")
        if plain:
            tidy.append(plain)
    return tidy


def sentences(text: str) -> list[str]:
    """Text cut at semicolons and full stops, with pieces that only continue the one before joined to it."""
    return _joined([piece.strip() for piece in _SENTENCE_END.split(text)])


def opening_clause(text: str) -> list[str]:
    """ "Selama proses seleksi, dibuka setelah pengumuman" cut before the inverse form."""
    return [piece.strip() for piece in _THEN_OPENS.split(text, maxsplit=1)]


def lengths_for_each(text: str) -> list[str]:
    """ "5 tahun untuk A, 10 tahun untuk B" cut into one piece for each."""
    return [piece.strip() for piece in _FOR_EACH.split(text)]


def labelled_clauses(text: str) -> list[str]:
    """ "Identitas: permanen, dokumen: sampai selesai" cut before each label."""
    return [piece.strip() for piece in _LABEL.split(text)]


def _joined(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and _CONTINUES.match(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined

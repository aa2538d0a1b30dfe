"""What follows the main words of a wording: "kecuali ...", "(hanya ...)", "dapat dibuka ..."."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at, ends_early, read_condition
from xl_macros.domain.wording.spelling import present
from xl_macros.patterns import regex

EXCEPT = (
    r"(?:(?:ter)?kecuali(?: (?:jika|apabila|bila|kalau|bilamana|dalam hal|bahwa))?|dengan pengecualian|"
    r"namun|(?:akan )?tetapi|tapi|hanya saja|dengan (?:catatan|ketentuan|syarat)(?: bahwa)?|asalkan)\b"
)
THEN = r"(?:setelah itu|sesudah itu|setelahnya|sesudahnya|selanjutnya|kemudian|berikutnya|lalu)"
"""Words that lead to what comes after the end."""
_OPENING = (
    r"(?:(?:dan|serta|atau|namun|tetapi) )?(?:hanya |baru |juga )*(?:dapat|boleh|bisa|dibuka|terbuka)\b"
)
_TAIL = regex(
    rf"(?:^|[,;:(. ]+)(?P<unless>{EXCEPT})|"
    rf"(?:[,;(.]|(?<=.)(?= (?:dan|serta|atau|namun|tetapi) )) ?(?P<opening>{_OPENING})|"
    r"[,;(] ?(?P<note>hanya\b)"
)
_OPENED_IF = regex(
    r"^(?:(?:dan|serta|atau|namun|tetapi) )?(?:hanya |baru |juga |informasi(?:nya)? )*(?:dapat |boleh |bisa |akan )*"
    r"(?:dibuka|terbuka|diakses|diberikan|diungkap(?:kan)?|dipublikasikan|diumumkan|diperoleh|berakhir)?"
    r"(?: (?:kepada|untuk|bagi) (?:umum|publik|masyarakat))? ?(?:(?:lebih awal|sebelumnya|sewaktu-waktu) )?"
    r"(?:apabila|jika|bila|kalau|dalam hal|setelah|sepanjang)? ?"
)
_LATER_OPEN = regex(
    rf"^(?:(?:dan|lalu) )?{THEN}?,? ?"
    r"(?:informasi(?:nya)? )?(?:dapat |akan |menjadi |baru |dinyatakan |(?:secara )?otomatis |wajib |harus )*"
    r"(?:dibuka|terbuka|diakses|dipublikasikan|informasi (?:publik|terbuka))"
    r"(?: (?:(?:untuk|kepada|bagi|oleh) )?(?:umum|publik|masyarakat))?$"
)


class Exceptions(TypedDict, total=False):
    """The parts of a `Period` that a tail fills."""

    override: str | None
    exception: str | None
    consent: bool
    consent_by: str | None


class Split(NamedTuple):
    """Main words and tail; `tail` is "" when there is none."""

    main: str
    tail: str


def split_tail(words: str) -> Split:
    """Cut `words` before the first "kecuali", ", dapat dibuka ..." or "(hanya ...)"."""
    found = _TAIL.search(words)
    if found is None:
        return Split(trim(words), "")
    if found["unless"]:
        tail = words[found.end() :]
    else:
        start = found.start("opening") if found["opening"] else found.start("note")
        tail = words[start:]
    return Split(trim(words[: found.start()]), trim(tail))


def only_says_it_opens(words: str) -> bool:
    """Whether a tail says no more than that the information is open afterwards."""
    return bool(_LATER_OPEN.match(words))


def exceptions(tail: str) -> Exceptions:
    """Override, exception and consent that a tail speaks of; empty for an empty tail.

    An override ends the exemption early (consent, ruling, public office); an exception only lets
    somebody in, or only for a purpose, while it lasts.
    """
    words = trim(tail)
    if not words or only_says_it_opens(words):
        return {}
    said = trim(_OPENED_IF.sub("", words)) or words
    if words.startswith("hanya"):
        said = words
    parts: Exceptions = {"exception": present(said)}
    if ends_early(said):
        parts = {"override": present(said)}
    if consent_at(said):
        parts["consent"] = True
        parts["consent_by"] = read_condition(said).consent_by
    return parts

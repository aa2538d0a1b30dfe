"""From the text of a cell to plain words: Word's and Excel's debris goes, the structure stays."""

from __future__ import annotations

import re
import unicodedata

from xl_macros.domain.wording.date_words import dates_in_digits
from xl_macros.domain.wording.spelling import ABBREVIATIONS, spell_out
from xl_macros.patterns import regex

LONGEST = 4000
"""Characters of a wording that are still read. Real ones stay below 600; whatever is longer is no period."""

BULLET = "•"
_BULLETS = frozenset("•▪●○◦‣∙·■□◆◇►▶➢➤✓✔❖*→")
_SPOKEN = {"∞": " tidak terbatas ", "[": "(", "{": "(", "]": ")", "}": ")"}
_QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″")
_QUOTE_IN_NUMBER = regex(rf"(?<=\d)[{''.join(sorted(_QUOTES))}]+(?=\d)")
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

_BLANKS = regex(r"[^\S\n]+")
_MARKUP = regex(r"_x000d_|<\s*/?\s*(?:br|p|li)\s*/?\s*>", re.IGNORECASE)
_DASH_BULLET = regex(r"^-+ +(?=\S)")
_LINE_END_HYPHEN = regex(r"(?<=[^\W\d_])[-\u00ad\u2010-\u2013][^\S\n]*\n\s*(?=[^\W\d_])")
_WORD_BEFORE = regex(r"[^\W\d_]+$")
_WORD_AFTER = regex(r"[^\W\d_]+")
_PARTED_PASSIVE = regex(
    r"\bdi (?=(?:buka|tutup|tetapkan|umumkan|terbitkan|kecualikan|cabut|akses|berikan|publikasikan|hitung|"
    r"tentukan|perlukan|butuhkan|perpanjang|setujui|izinkan|tanda ?tangani|sahkan|undangkan|lantik)\b)"
)
_UNTIL_SHORT = regex(r"(?<![a-z.])s\s?[./-]\s?d\b(?!\.[a-z])\.?")
_UNTIL_SD = regex(
    r"(?:^|(?<=[,;(] )|(?<=tahun )|(?<=proses ))sd\b\.?(?= )|\bsd\b\.?(?= (?:[0-9]|tanggal|dengan))"
)
_NUMBER_GLUED = regex(r"([0-9])(?=(?:tahun|thn|th|bulan|bln|minggu|mgg|hari|hr)\b)")
_SHORT_WITH_DOT = regex(rf"\b({'|'.join(ABBREVIATIONS)})\.(?= )")
_AND_OR = regex(r"\bdan\s*(?:/|\(|,)?\s*atau\b(?:\s*\))?")
_PARENTHESES = regex(r"\s*([()])\s*")
_DATE_COLON = regex(r"\btanggal ?: ?(?=[0-9])")
_BEFORE_MARK = regex(r"\s+([,;.:])")
_SAME_TWICE = regex(
    r"\b(sampai dengan|sampai|hingga|selama|sepanjang) ?/? ?"
    r"(?:sampai dengan|sampai|hingga|sepanjang|selama|dengan(?= dengan))\b(?!-)"
)
_DAYS_AFTER = regex(
    r"\bh ?\+ ?([0-9]{1,3})\b(?: \([a-z ]+\))?(?: hari)?"
    r"(?! (?:hari|setelah|sesudah|sejak|pasca|dari|usai|seusai|terhitung))"
)
_DAYS_AFTER_SOMETHING = regex(r"\bh ?\+ ?([0-9]{1,3})\b(?: \([a-z ]+\))?(?: hari)?")
_EDGES = " \n\t.,;:!?-/|_=+~…•"


def _character(char: str) -> str:
    """What one character of the cell becomes."""
    category = unicodedata.category(char)
    if char in _LINE_ENDS:
        plain = "\n"
    elif char in _BULLETS or category == "Co":
        plain = f"\n{BULLET} "
    elif char in _SPOKEN:
        plain = _SPOKEN[char]
    elif char in _QUOTES or category == "Cf":
        plain = ""
    elif category == "Nd":
        plain = str(unicodedata.digit(char))
    elif category == "No":
        plain = _odd_number(char)
    elif category == "Pd":
        plain = "-"
    elif category in {"Zs", "Cc", "Cs", "Cn"}:
        plain = " "
    else:
        plain = unicodedata.normalize("NFKC", char)
    return plain


def _odd_number(char: str) -> str:
    """Fractions become a word, circled numbers a list mark; raised footnote digits must not join a number."""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind == "<fraction>":
        return " setengah "
    if kind == "<circle>":
        return f"\n{unicodedata.normalize('NFKC', char)}) "
    return " "


def plain_text(text: str) -> str | None:
    """The wording with its capitals and lines, without debris; None when it is too long to be a period.

    The check for length comes first, so that no later step sees more than `LONGEST` characters times
    the small growth of a character's replacement.
    """
    if len(text) > LONGEST:
        text = _BLANKS.sub(" ", text)
        if len(text) > LONGEST:
            text = " ".join(text.split())
            if len(text) > LONGEST:
                return None
    text = _joined_lines(_QUOTE_IN_NUMBER.sub(" ", _MARKUP.sub("\n", text)))  # 10'5 is no 105
    text = "".join(map(_character, text))
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    if (
        sum(_DASH_BULLET.match(line) is not None for line in lines) > 1
    ):  # one dash may be a range: "2025\n- 2030"
        lines = [_DASH_BULLET.sub(f"{BULLET} ", line) for line in lines]
    return "\n".join(line for line in lines if line).strip(_EDGES.replace(BULLET, ""))


def _joined_lines(text: str) -> str:
    """ "ta-\\nhun" in one word again; a word that is doubled across the line ("nama-\\nnama") keeps its hyphen."""

    def joint(found: re.Match[str]) -> str:
        before = _WORD_BEFORE.search(found.string, 0, found.start())
        after = _WORD_AFTER.match(found.string, found.end())
        return "-" if before and after and before[0].lower() == after[0].lower() else ""

    return _LINE_END_HYPHEN.sub(joint, text.replace("\r\n", "\n").replace("\r", "\n"))


def words_of(text: str) -> str:
    """One clause of plain text as lower-case words on one line, abbreviations written out."""
    words = " ".join(text.lower().split())
    words = _NUMBER_GLUED.sub(r"\1 ", words)
    words = _UNTIL_SHORT.sub("sampai dengan ", words)
    words = _UNTIL_SD.sub("sampai dengan", words)
    words = spell_out(_SHORT_WITH_DOT.sub(r"\1", words))
    words = _DATE_COLON.sub("tanggal ", words)
    words = dates_in_digits(_PARTED_PASSIVE.sub("di", words))
    words = _AND_OR.sub("dan/atau", words)
    words = _SAME_TWICE.sub(r"\1", words)
    words = _DAYS_AFTER.sub(r"\1 hari setelah hari h ", words)
    words = _DAYS_AFTER_SOMETHING.sub(r"\1 hari", words)
    words = _PARENTHESES.sub(r" \1 ", words)
    words = _BEFORE_MARK.sub(r"\1", words)
    return trim(" ".join(words.split()))


def trim(words: str) -> str:
    """`words` without marks at the edges and without a bracket that has lost its partner."""
    while True:
        bare = words.strip(_EDGES)
        opened, closed = bare.count("("), bare.count(")")
        if bare.startswith(")") or (opened > closed and bare.startswith("(")):
            bare = bare[1:]
        elif bare.endswith("(") or (closed > opened and bare.endswith(")")):
            bare = bare[:-1]
        elif opened == closed == 1 and bare.startswith("(") and bare.endswith(")"):
            bare = bare[1:-1]
        if bare == words:
            return bare
        words = bare

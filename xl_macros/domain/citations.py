"""Reading legal bases from dirty text: "UU No. 14 Tahun 2008 Psl. 17 hrf. a, c; UU 43/2009 Ps 44 ayat (1) huruf h".

An article belongs to the law named before it, or, where the text puts articles first ("Pasal 17 huruf h
UU 14/2008"), to the one named after it. A letter never stands without its law: PKPU 1/2015 uses other letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xl_macros.domain.laws import NamedLaw, laws_in
from xl_macros.domain.legal_model import Citation
from xl_macros.patterns import regex

LONGEST = 4000
"""Characters of a legal basis that are still read."""

_JOINT = r"(?:,\s*(?:dan|serta)?|;|&|\bdan/atau\b|\bdan\b|\bserta\b|\batau\b|\bjo\b\.?)"
_TO = r"(?:s\s?[./-]\s?d\b\.?|\bsampai\b(?:\s+dengan\b)?|\bhingga\b|-)"
_LETTER = r"\(?\s*[a-z]\s*\)?(?![a-z0-9])"
_LETTER_WORD = r"(?:huruf|hurup|hrf|butir|poin|point|litera)\b\.?"
_LETTERS = rf"{_LETTER}(?:\s*(?:{_JOINT}|{_TO})\s*(?:{_LETTER_WORD}\s*)?{_LETTER})*"
_NUMBER = r"\(?\s*[0-9]{1,2}\s*\)?(?![0-9/]|\s*tahun)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:{_JOINT}|{_TO})\s*(?:angka\b\.?\s*)?{_NUMBER})*"
_DETAIL = regex(
    rf"\s*{_JOINT}?\s*(?:"
    r"ayat\s*\(?\s*(?P<paragraph>[0-9]{1,2})\s*\)?|"
    rf"{_LETTER_WORD}\s*(?P<letters>{_LETTERS})|"
    rf"(?:angka|nomor|no|butir|poin|point)\b\.?\s*(?P<items>{_NUMBERS}))",
    re.IGNORECASE,
)
_BARE_LETTERS = regex(rf"\s*(?P<letters>{_LETTERS})", re.IGNORECASE)
_ARTICLE = regex(
    r"\b(?:pasal|psl|ps)\b\.?\s*(?P<article>[0-9]{1,3})(?P<glued>[a-z])?(?![0-9a-z])", re.IGNORECASE
)
_ONLY_LETTERS = regex(rf"\s*{_LETTER_WORD}\s*{_LETTER}", re.IGNORECASE)
_TOKEN = regex(
    rf"(?P<to>{_TO})|(?:{_LETTER_WORD}|angka\b)|(?P<sign>[0-9]+|[a-z](?![a-z]))|[a-z/]+", re.IGNORECASE
)
_PIECES = regex(
    r"[;\n•]+|(?<=\s)(?<!huruf\s)(?<!angka\s)(?<!ayat\s)(?<!pasal\s)(?<!no\.\s)(?:[1-9]|1[0-9])[.)]\s+"
    r"(?=undang|peraturan|pasal|keputusan|uu|pp|pkpu)",
    re.IGNORECASE,
)
_LIST_MARK = regex(r"^\s*\(?(?:[0-9]{1,2}|[a-z])[.)]\s+", re.IGNORECASE)
_DEBRIS = regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DASHES = regex("[\u2010-\u2015\u2212]")


@dataclass(slots=True)
class _Article:
    """An article met in the text; `law` is filled in when it is known to which it belongs."""

    start: int
    end: int
    number: int
    paragraph: int | None = None
    letters: list[str] = field(default_factory=list)
    items: list[int] = field(default_factory=list)


def read_citations(text: str) -> tuple[Citation, ...]:
    """The citations in the text; see `legal_basis.read_legal_basis`."""
    plain = _plain(text)
    if not plain:
        return ()
    citations: list[Citation] = []
    for piece in _PIECES.split(plain[:LONGEST]):
        words = _LIST_MARK.sub("", piece).strip(" .,-")
        citations += _read_piece(words, citations[-1] if citations else None)
    return tuple(_without_repetition(citations)) or (Citation(None, text=plain[:160]),)


def _plain(text: str) -> str:
    text = _DASHES.sub("-", _DEBRIS.sub("", text[: LONGEST * 4]))
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip(" \n.,;-")


def _read_piece(words: str, before: Citation | None) -> list[Citation]:
    laws = laws_in(words)
    articles = _articles_in(words)
    if not articles and not laws:
        return _continued(words, before)
    claimed: set[int] = set()
    placed = []
    for article in articles:
        index = _law_of(article, laws, claimed, words)
        if index is not None:
            claimed.add(index)
        law = before.law if index is None and before else laws[index].law if index is not None else None
        placed.append((article.start, _citation(law, article, words)))
    for index, named in enumerate(laws):
        if index not in claimed:
            placed.append((named.start, Citation(named.law, text=words)))
    return [citation for _, citation in sorted(placed, key=lambda each: each[0])]


def _continued(words: str, before: Citation | None) -> list[Citation]:
    """ "...; huruf c": a further letter of the article before it."""
    if before is None or before.article is None or not _ONLY_LETTERS.match(words):
        return []
    article = _Article(0, 0, before.article)
    _read_details(words, article)
    return [_citation(before.law, article, words)._replace(paragraph=before.paragraph)]


def _law_of(article: _Article, laws: list[NamedLaw], claimed: set[int], words: str) -> int | None:
    """Which of the laws the article belongs to; None when the piece names none."""
    earlier = [index for index, law in enumerate(laws) if law.start < article.start]
    later = [index for index, law in enumerate(laws) if law.start > article.start]
    if not earlier:
        return later[0] if later else None
    law_first = not _ARTICLE.search(words[: laws[0].start])
    follows_at_once = bool(later) and not words[article.end : laws[later[0]].start].strip()
    if later and (not law_first or (earlier[-1] in claimed and follows_at_once)):
        return later[0]
    return earlier[-1]


def _citation(law: str | None, article: _Article, words: str) -> Citation:
    return Citation(
        law,
        article.number,
        article.paragraph,
        tuple(dict.fromkeys(article.letters)),
        tuple(dict.fromkeys(article.items)),
        words,
    )


def _articles_in(words: str) -> list[_Article]:
    articles = []
    for found in _ARTICLE.finditer(words):
        article = _Article(found.start(), found.end(), int(found["article"]))
        if found["glued"] and article.number == 17:  # elsewhere "28F" is the article's own name
            article.letters.append(found["glued"].lower())
        _read_details(words, article)
        articles.append(article)
    return articles


def _read_details(words: str, article: _Article) -> None:
    """Take paragraph, letters and items that follow the article; moves its `end` behind them."""
    bare = _BARE_LETTERS.match(words, article.end)
    if bare:
        article.letters += [str(sign) for sign in _signs(bare["letters"])]
        article.end = bare.end()
    while found := _DETAIL.match(words, article.end):
        if found["paragraph"] and article.paragraph is None:
            article.paragraph = int(found["paragraph"])
        article.letters += [str(sign) for sign in _signs(found["letters"] or "")]
        article.items += [int(sign) for sign in _signs(found["items"] or "")]
        article.end = found.end()


def _signs(listed: str) -> list[str]:
    """ "a, c" -> a, c; "a s.d. c" -> a, b, c; "1-3" -> 1, 2, 3."""
    signs: list[str] = []
    through = False
    for token in _TOKEN.finditer(listed.lower()):
        if token["to"]:
            through = True
        elif token["sign"]:
            signs += _between(signs[-1], token["sign"]) if through and signs else []
            signs.append(token["sign"])
            through = False
    return signs


def _between(first: str, last: str) -> list[str]:
    """The signs that lie between two letters or two numbers."""
    if first.isdigit():
        return [str(number) for number in range(int(first) + 1, int(last))]
    return [chr(code) for code in range(ord(first) + 1, ord(last))]


def _without_repetition(citations: list[Citation]) -> list[Citation]:
    """Drop a law named without an article where another citation names an article of it, and doubles."""
    with_article = {citation.law for citation in citations if citation.article is not None}
    kept = [c for c in citations if c.article is not None or c.law not in with_article]
    return list(dict.fromkeys(kept))

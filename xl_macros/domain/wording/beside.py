"""What stands beside a length or a date: another end, a second condition, who is let in, or mere remarks.

"5 tahun atau sampai ..." is over with the first of the two. "5 tahun dan sampai ..." needs both, and so does every
wording that leaves open whether it does: "dan/atau", "maupun", "5 tahun sampai ada putusan", "dengan syarat ...".
What nobody understands there is a doubt, and not passed over.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.phrases import long_date
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at, merely_excepts, read_condition
from xl_macros.domain.wording.dates import WrittenDate, read_date, read_last_day
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.quantities import ENDLESS, LIFELONG, holds_quantity, is_inexact
from xl_macros.domain.wording.references import is_hidden
from xl_macros.domain.wording.remarks import is_hanging, is_known_remark, is_remark, says_no_more
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.stated_start import of_a_year
from xl_macros.domain.wording.tails import EXCEPT, THEN, exceptions
from xl_macros.domain.wording.unread import unread
from xl_macros.patterns import regex

Reader = Callable[[str], Period]
"""Reads one clause; handed in so that a maker can read a clause inside a clause."""

ARCHIVE = regex(
    r"\b(?:arsip|kearsipan|retensi|jra|masa simpan|penyimpanan|penyusutan)\b|\b43(?:/| tahun )2009\b|aktaarsip"
)
"""Words of the archive schedule, and the archive law by its number."""

_APPOSITION = regex(
    r"^[ ,;(/]*(?:atau )?(?:1|satu|se)(?: ?\( ?[a-z0-9]+ ?\))? ?periode(?: (?:masa )?jabatan)?[ )]*$"
)
_NEXT_TO_IT = regex(r"^ ?[a-z]")
_ANOTHER_END = regex(
    r"(?:maksimal|maks|paling (?:lama|lambat)|akhir)\b.*[0-9]|(?:tahun )?(?:19|20|21)[0-9]{2}$|"
    r"lebih\b(?! (?:awal|cepat|dahulu|dulu|singkat|pendek))|"
    r"(?:(?:batas|jangka) )?waktu(?:nya)? (?:yang )?(?:tidak|belum|lain)\b|(?:tidak(?! lagi)|belum|masih|tetap)\b|"
    rf"{THEN}$|(?:beberapa|belasan|puluhan|sekian) (?:tahun|bulan)|akhir hayat|"
    rf"(?:selama |untuk )?(?:[0-9]{{1,3}}\b|(?:satu|dua|tiga|empat|lima|enam)\b|{ENDLESS}|{LIFELONG})"
)
"""Behind "atau": not what ends it early but how long it lasts as well ("5 tahun atau seumur hidup")."""
_UNTIL_DATE = regex(r"^[ ,;(/-]*(?:dan/atau |atau |dan )?(?:sampai(?: dengan)?|hingga)\b *")
_ALTERNATIVE = regex(
    r"^[ ,;(]*(?:atau(?:pun)?\b|/(?= ?sampai| ?hingga)) *(?:sampai(?: dengan)? |hingga )?"
    r"(?:(?:dapat |berakhir |dibuka )*lebih awal,? +(?:apabila |jika |bila |kalau |dalam hal )?)?"
)
_EARLIER = regex(
    r"^[ ,;(]*(?:(?:dan/atau|dan|serta) )?(?:dapat |berakhir |dibuka )*lebih awal,? +"
    r"(?:apabila |jika |bila |kalau |dalam hal )?"
)
_NEEDED_TOO = regex(
    r"^[ ,;(/+-]*(?>(?:dan/atau|dan|serta|maupun|disertai|ditambah|plus|asal(?:kan)?|dengan syarat)\b|[&+]) *+"
    r"(?!(?:dapat|boleh|bisa|(?:ter)?kecuali)\b|(?:berakhir |dibuka )?lebih awal\b)"
)
_LATER_ON = regex(rf"[ ,;(]{THEN} [a-z]")
_BRACKET_CLOSED = regex(r"^ ?\) ?")
_AFTERWARDS = regex(rf"^[ ,;(.]*(?:(?:dan|lalu) )?{THEN},? +(?=[^ )])")
_UNTIL_TOO = regex(r"^[ ,;(.-]*(?=(?:sampai|hingga)\b)")
_STATE_TOO = regex(
    r"^[ ,;(./&+]*(?:(?:dan/atau|dan|atau|ataupun|maupun|serta|plus|ditambah) )?"
    r"(?=(?:selama|sepanjang|semasa) (?!-)(?!(?:jangka |batas |kurun )*waktu\b|[0-9]))"
)
"""A state beside a length ("5 tahun, selama proses hukum berjalan"): the longer counts, whatever joins them."""
_BY_LEAVE = regex(
    r"^[ ,;(.]*(?=(?:hanya (?:(?:dapat|boleh|bisa|dibuka|diakses) )*)?(?:dengan|atas|melalui|seizin|tanpa)\b|"
    r"(?:harus|perlu|wajib|memerlukan|membutuhkan|izin|persetujuan)\b)"
)
_UNLESS = regex(rf"^[ ,;(.]*(?:(?:dan/atau|dan|atau|serta) )?{EXCEPT}")
_ON_CONDITION = regex(
    r"^[ ,;(.]*(?=dengan (?:catatan|ketentuan)\b"
    r"(?!.*\b(?:(?:di|ter)buka|berakhir|di(?:berikan|akses|umumkan|publikasikan)|kecuali)\b))"
)
_RULE = regex(
    r"^(?:sesuai|menurut|berdasarkan|mengikuti|sebagaimana|mengacu|merujuk)"
    r"(?: (?:dengan|pada|dalam|ke|hasil|atas|surat|diatur|di(?:maksud|tetapkan|tentukan|sebut(?:kan)?)|yang|amanat|"
    r"bunyi|isi|daftar|lampiran|dasar|telah)\b)*+ "
    r"(?:ketentuan|aturan|undang|peraturan|perundang|uu|keputusan|sk|uji|pengujian|klasifikasi|kebijakan|pedoman|sop|"
    r"standar|penetapan|informasi|hukum|pasal|huruf|uud|kode etik|lembar|berita acara|diktum)\b"
    r"(?! (?:pengadilan|hakim|inkracht|mk\b|mahkamah|ptun|calon|pasangan|hasil))"
)
_OF_A_TIME = regex(
    r"\b(?:tahap|fase|termin) (?:[ivx]+|pertama|kedua|ketiga|awal)\b|"
    r"\b(?:sudah|telah|sampai|hingga|setelah|sesudah|apabila|jika|bila)\b|"
    r"^pada (?:masa|saat|tahap\w*|akhir|awal|waktu)\b"
)
"""Not what the information is, but when, or on what condition, or that a part of it stays closed."""
_ADDED = regex(r"^[ ,;(]*\+")
_IF = regex(r"^[ ,;(]*(?:apabila|jika|bila|kalau|dalam hal|sebelum) ")
_ACCORDING = regex(r"^[ ,;(]*(?:sesuai|menurut|berdasarkan|mengikuti|sebagaimana|mengacu|merujuk)\b")
_SCHEDULE = regex(r"\b(?:jra|retensi|masa simpan|kearsipan)\b")
_SCOPE = regex(r"^[ ,;(]*(?:untuk|bagi|pada|terhadap)\b")
_TO = regex(r" ?(?:-|sampai(?: dengan)?|hingga)? ?")
_BY_ANOTHER_ACT = regex(
    r"\btidak (?:dicabut|diubah|diperpanjang|dibuka)\b|"
    r"\b(?:dapat|boleh|bisa|akan) (?:diperpanjang|diperbarui|dicabut)\b"
)
"""What an act of its own does, which the register records as an event when it comes."""
_MAY_OPEN = regex(r"(?:(?:dan/atau|dan) )?(?:dapat|boleh|bisa)\b|dibuka\b|terbuka\b|namun\b")


def with_tail(period: Period, rest: str, read: Reader) -> Period:
    """Read what follows length, start and end: an override, an end date, a second condition, or mere remarks."""
    rest = _BRACKET_CLOSED.sub(" ", rest)
    words = trim(rest)
    if _changes_nothing(words, rest):
        return period
    dated = _said_twice(period, words, rest) if period.until_on else _with_dates(period, rest, read)
    if dated:
        return dated
    second = _second_condition(period, rest)
    if second:
        return _both(period, second, read)
    if _SCOPE.match(words) or (_ACCORDING.match(rest) and not ARCHIVE.search(words)):
        return period if _is_settled(words) else unread(words)
    if _ACCORDING.match(rest):
        return _overridden(period, words)
    return _with_ending(period, rest)


def _is_settled(words: str) -> bool:
    """Whether "untuk ..." names no more than what the information is, "sesuai ..." no more than the rule behind it."""
    rule = _RULE.match(words)
    if holds_quantity(words) or is_hanging(words):
        return False
    return is_hidden(words) or bool(rule) if _ACCORDING.match(words) else not _OF_A_TIME.search(words)


def _changes_nothing(words: str, rest: str) -> bool:
    return not words or says_no_more(words) or bool(_APPOSITION.match(rest))


def _said_twice(period: Period, words: str, rest: str) -> Period | None:
    """ "s.d. 31 Desember 2027 (2 tahun)", "31 Desember 2027 (31-12-2027)"; None where something else follows."""
    length, again = read_length(words), read_date(words)
    if _ADDED.match(rest):
        return unread(words) if length else None
    if length and length.number and not period.length and not trim(words[length.end :]):
        return period._replace(length=length.number, unit=length.unit, length_words=present(words))
    return period if again and again.on == period.until_on and not trim(words[again.end :]) else None


def _with_dates(period: Period, rest: str, read: Reader) -> Period | None:
    """ "5 tahun (1 Januari 2025 s.d. 31 Desember 2029)", "5 tahun s.d. 31 Desember 2029"; None without dates."""
    dates = span(trim(rest), read)
    if dates and dates.period_class is PeriodClass.FIXED:
        kind = PeriodClass.FIXED_ANCHORED
        return dates._replace(
            period_class=kind, length=period.length, unit=period.unit, at_most=period.at_most
        )
    until = _UNTIL_DATE.match(rest)
    end = rest[until.end() :] if until else ""
    written = read_date(end) or read_last_day(end)
    if dates or written is None:
        return dates or of_a_year(period, rest)
    if written.doubt:
        return period._replace(length=None, contradiction=written.doubt)
    period = period._replace(until_on=written.on, day_assumed=written.day_assumed)
    return with_tail(period, end[written.end :], read)


def _second_condition(period: Period, rest: str) -> str | None:
    """What must be met as well, or may have to be; None where the rest is none."""
    for pattern in (_STATE_TOO, _AFTERWARDS, _NEEDED_TOO, _ON_CONDITION):
        found = pattern.match(rest)
        if found:
            return trim(rest[found.end() :])
    if (
        _UNTIL_TOO.match(rest) and not period.at_most
    ):  # "paling lama 5 tahun, sampai ..." is over after 5 years
        return trim(rest)
    return trim(rest) if _BY_LEAVE.match(rest) and consent_at(trim(rest)) else None


def _with_ending(period: Period, rest: str) -> Period:
    for pattern in (_UNLESS, _ALTERNATIVE, _EARLIER, _UNTIL_DATE):
        found = pattern.match(rest)
        if found:
            words = trim(rest[found.end() :])
            return unread(words) if _ANOTHER_END.match(words) else _overridden(period, words)
    words = trim(rest)
    if _IF.match(rest):
        return _overridden(period, words) if _ends_it_early(words) else unread(words)
    if is_hanging(words) or (_NEXT_TO_IT.match(rest) and not is_known_remark(words)):
        return unread(words)
    said = _with_remark(period, words)
    doubtful = holds_quantity(words) or is_inexact(words) or _LATER_ON.search(words)
    passed_over = not is_remark(words, of_a_date=period.until_on is not None)
    return unread(words) if said is period and (doubtful or passed_over) else said


def _ends_it_early(words: str) -> bool:
    """Whether "5 tahun apabila ..." is over by then at the latest; otherwise the length may hang on it."""
    return consent_at(words) is not None or bool(_BY_ANOTHER_ACT.search(words))


def _with_remark(period: Period, words: str) -> Period:
    """ "5 tahun, dapat dibuka ...", "5 tahun (hanya ...)"; other remarks change nothing."""
    said = exceptions(words)
    if _SCHEDULE.search(words):
        return _overridden(period, words)
    if _MAY_OPEN.match(words) or "override" in said or "consent" in said:
        return _overridden(period, said.get("override") or said.get("exception") or words)
    return period._replace(exception=present(words)) if merely_excepts(words) else period


def _overridden(period: Period, words: str) -> Period:
    """Class C. Words that end nothing by themselves ("untuk penyidikan") are told as an exception as well."""
    return period._replace(
        period_class=PeriodClass.FIXED_UNLESS,
        override=present(words) or None,
        exception=present(words) if merely_excepts(words) else None,
        consent=consent_at(words) is not None,
        consent_by=read_condition(words).consent_by,
    )


def _both(period: Period, words: str, read: Reader) -> Period:
    """ "5 tahun dan ...": two conditions that are both needed stand side by side as clauses."""
    other = read(words)
    if other.period_class is PeriodClass.UNCLEAR or other.period_class is PeriodClass.FIXED:
        return unread(words)
    clauses = (period._replace(text=_in_words(period)), other._replace(text=words))
    return Period("", PeriodClass.MULTI_CLAUSE, consent=other.consent, clauses=clauses)


def _in_words(period: Period) -> str:
    length = f"{period.length} {period.unit}" if period.length else ""
    start = f" sejak {period.anchor}" if period.anchor else ""
    until = f" sampai {long_date(period.until_on)}" if period.until_on else ""
    return f"{length}{start}{until}".strip()


def until_date(words: str, written: WrittenDate, read: Reader) -> Period:
    """ "s.d. 31 Desember 2027": the end is a date; a tail may still end it early, or later."""
    if written.doubt:
        return Period("", PeriodClass.FIXED, contradiction=written.doubt)
    period = Period("", PeriodClass.FIXED, until_on=written.on, day_assumed=written.day_assumed)
    return with_tail(period, words[written.end :], read)


def span(words: str, read: Reader) -> Period | None:
    """ "1 Januari 2025 s.d. 31 Desember 2029": from one date to another; None when the words are otherwise."""
    first = read_date(words)
    if first is None:
        return None
    rest = _TO.sub("", words[first.end :], count=1)
    last = read_date(rest)
    if last is None:
        return None
    period = until_date(rest, last, read)
    return period._replace(
        anchor=present(trim(words[: first.end])),
        anchor_on=first.on,
        contradiction=first.doubt or period.contradiction,
    )


def dated_end(words: str, read: Reader) -> Period | None:
    """The period whose end `words` name as a date, a month or a year; None when they begin otherwise."""
    dates = span(words, read)
    if dates:
        return dates
    written = read_date(words) or read_last_day(words)
    return until_date(words, written, read) if written else None

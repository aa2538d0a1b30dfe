"""Periods with a length or an end date: "5 tahun", "2 tahun sejak ...", "s.d. 31 Desember 2027"."""

from __future__ import annotations

from collections.abc import Callable

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at, merely_excepts, read_condition
from xl_macros.domain.wording.dates import WrittenDate, read_date, read_last_day
from xl_macros.domain.wording.lengths import LEAD, Length, read_length
from xl_macros.domain.wording.quantities import holds_quantity
from xl_macros.domain.wording.references import is_hidden
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.stated_start import LATER, anchored, of_a_year
from xl_macros.domain.wording.tails import EXCEPT, exceptions, only_says_it_opens
from xl_macros.domain.wording.unread import unread
from xl_macros.patterns import regex

Reader = Callable[[str], Period]
"""Reads one clause; handed in so that a maker can read a clause inside a clause."""

ARCHIVE = regex(
    r"\b(?:arsip|kearsipan|retensi|jra|masa simpan|penyimpanan|penyusutan)\b|\b43(?:/| tahun )2009\b|aktaarsip"
)
"""Words of the archive schedule, and the archive law by its number."""

ARCHIVE_DOUBT = "Masa aktif dan inaktif adalah retensi arsip (JRA), bukan jangka waktu pengecualian."

_FILLER = regex(
    r"^[ ,;.:]*(?:(?:lamanya|penuh|ke ?depan|mendatang|lagi|berturut-turut|pertama|masa pengecualian)\b"
    r"[ ,;.:]*)*"
)
_APPOSITION = regex(
    r"^[ ,;(/]*(?:atau )?(?:1|satu|se)(?: ?\( ?[a-z0-9]+ ?\))? ?periode(?: (?:masa )?jabatan)?[ )]*$"
)
_NEXT_TO_IT = regex(r"^ ?[a-z]")
_NO_EXACT_LENGTH = regex(
    r"\b(?:minimal|minimum|min|sekurang|sedikitnya|setidaknya|sekitar|kira-kira|lebih kurang|lebih)\b"
)
_CAP = regex(r"(?:maksimal|maks|paling (?:lama|lambat)|akhir)\b.*[0-9]|(?:tahun )?(?:19|20|21)[0-9]{2}$")
_KNOWN_REMARK = regex(
    r"^(?:dan|serta|atau|dapat|boleh|bisa|dibuka|terbuka|hanya|dengan|karena|sehingga|demi|oleh|agar|guna|"
    r"lalu|kemudian|"
    r"setelah|sesudah|untuk|bagi|saja|secara|kepada|menurut|sebagai|dikecualikan|ditutup|tertutup|rahasia|"
    r"jangka waktu|"
    r"informasi|ini|terus|pengecualian)\b"
)
_UNTIL = regex(r"^[ ,;(/-]*(?:dan/atau |atau |dan )?(?:sampai(?: dengan)?|hingga)\b *")
_ALTERNATIVE = regex(
    r"^[ ,;(/]*(?:dan/atau|atau|ataupun|maupun) +(?:sampai(?: dengan)? |hingga )?"
    r"(?:(?:dapat |berakhir |dibuka )*lebih awal,? +(?:apabila |jika |bila |kalau |dalam hal )?)?"
)
_EARLIER = regex(
    r"^[ ,;(/]*(?:dan )?(?:dapat |berakhir |dibuka )*lebih awal,? +(?:apabila |jika |bila |kalau |dalam hal )?"
)
_TOGETHER = regex(r"^[ ,;(]*(?:dan|serta|disertai|ditambah) +(?!dapat\b|boleh\b|bisa\b)")
_STATE_TOO = regex(
    r"^[ ,;(/&+]*(?:(?:dan ?/ ?atau|dan atau|dan|atau|ataupun|maupun|serta|plus|ditambah) )?"
    r"(?=(?:selama|sepanjang|semasa) (?!-)(?!(?:jangka |batas |kurun )*waktu\b|[0-9]))"
)
"""A state beside a length ("5 tahun, selama proses hukum berjalan"): the longer counts, whatever joins them."""
_SECOND = regex(r"\b(?:selesai|berakhir|tuntas|inkracht|putusan|berkekuatan|dicabut|diumumkan|dilantik)\b")
_UNLESS = regex(rf"^[ ,;(.]*{EXCEPT}")
_IF = regex(r"^[ ,;(]*(?:apabila|jika|bila|kalau|dalam hal|selama|sepanjang|sebelum) ")
_ACCORDING = regex(r"^[ ,;(]*(?:sesuai|menurut|berdasarkan|mengikuti|sebagaimana|mengacu|merujuk)\b")
_RENEWAL = regex(
    r"^[ ,;(]*(?:dan |serta )?(?:dapat |boleh |bisa |akan )?"
    r"(?:diperpanjang|ditinjau|dievaluasi|diperbarui|dilakukan)\b"
)
_SCHEDULE = regex(r"\b(?:jra|retensi|masa simpan|kearsipan)\b")
_SCOPE = regex(r"^[ ,;(]*(?:untuk|bagi|pada|terhadap)\b")
_PHASE = regex(r"[ (,]*(?:in-? ?)?aktif\b")
_TO = regex(r" ?(?:-|sampai(?: dengan)?|hingga)? ?")
_BOUND = regex(r"[,;(]+ |[,;(]? ?\b(?:dan|atau|dan/atau|dengan)\b ")
_AND_THEN = regex(r"[ ,;(]+(?:dan|serta|sampai(?: dengan)?|hingga|(?P<added>ditambah|plus|\+)) ")


def with_length(words: str, length: Length, read: Reader) -> Period:
    """The period that begins with `length`: class A, B or C by what follows it."""
    rest = _FILLER.sub("", words[length.end :])
    if _PHASE.match(rest):
        return Period("", PeriodClass.UNCLEAR, contradiction=ARCHIVE_DOUBT)
    if length.doubt:
        kind = PeriodClass.UNCLEAR if length.vague else PeriodClass.FIXED
        return Period("", kind, unit=length.unit, contradiction=length.doubt)
    period = Period(
        "",
        PeriodClass.FIXED,
        length=length.number,
        unit=length.unit,
        length_words=present(trim(LEAD.sub("", words[: length.end]))),
        at_most=length.at_most,
    )
    period, rest = anchored(period, rest)
    return _with_tail(period, rest, read)


def _with_tail(period: Period, rest: str, read: Reader) -> Period:
    """Read what follows length and start: an override, an end date, a second condition, or mere remarks."""
    words = trim(rest)
    if not words or only_says_it_opens(words) or _RENEWAL.match(rest) or _APPOSITION.match(rest):
        return period
    dated = _with_dates(period, rest) or of_a_year(period, rest)
    if dated:
        return dated
    together = _STATE_TOO.match(rest) or _TOGETHER.match(rest)
    if together:
        return _both(period, trim(rest[together.end() :]), read)
    if _SCOPE.match(words) or (_ACCORDING.match(rest) and not ARCHIVE.search(words)):
        return unread(words) if holds_quantity(words) else period
    if _ACCORDING.match(rest):
        return _overridden(period, words)
    return _with_ending(period, rest)


def _with_dates(period: Period, rest: str) -> Period | None:
    """ "5 tahun (1 Januari 2025 s.d. 31 Desember 2029)", "5 tahun s.d. 31 Desember 2029"; None without dates."""
    dates = span(trim(rest))
    if dates:
        kind = PeriodClass.FIXED_ANCHORED
        return dates._replace(
            period_class=kind, length=period.length, unit=period.unit, at_most=period.at_most
        )
    until = _UNTIL.match(rest)
    end = rest[until.end() :] if until else ""
    written = read_date(end)
    if written and written.doubt:
        return period._replace(length=None, contradiction=written.doubt)
    if written:
        return period._replace(until_on=written.on)
    last = read_last_day(end)
    return period._replace(until_on=last.on, day_assumed=True) if last else None


def _with_ending(period: Period, rest: str) -> Period:
    for pattern in (_UNLESS, _ALTERNATIVE, _EARLIER, _UNTIL):
        found = pattern.match(rest)
        if found:
            words = trim(rest[found.end() :])
            return unread(words) if _CAP.match(words) else _overridden(period, words)
    words = trim(rest)
    if _IF.match(rest):
        return _overridden(period, words)
    if _NEXT_TO_IT.match(rest) and not _KNOWN_REMARK.match(words) and not is_hidden(words):
        return unread(words)
    said = _with_remark(period, words)
    doubtful = holds_quantity(words) or _NO_EXACT_LENGTH.search(words)
    return unread(words) if said is period and doubtful else said


def _with_remark(period: Period, words: str) -> Period:
    """ "5 tahun, dapat dibuka ...", "5 tahun (hanya ...)"; other remarks change nothing."""
    said = exceptions(words)
    if _SCHEDULE.search(words):
        return _overridden(period, words)
    opening = words.startswith(("dapat", "boleh", "bisa", "dibuka", "terbuka", "dan dapat", "namun"))
    if opening or "override" in said or "consent" in said:
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
    if other.period_class is PeriodClass.UNCLEAR:
        return unread(words) if holds_quantity(words) or _SECOND.search(words) else period
    start = f" sejak {period.anchor}" if period.anchor else ""
    first = period._replace(text=f"{period.length} {period.unit}{start}")
    clauses = (first, other._replace(text=words))
    return Period("", PeriodClass.MULTI_CLAUSE, consent=other.consent, clauses=clauses)


def until_date(words: str, written: WrittenDate) -> Period:
    """ "s.d. 31 Desember 2027": the end is a date; a tail may still end it early."""
    if written.doubt:
        return Period("", PeriodClass.FIXED, contradiction=written.doubt)
    period = Period("", PeriodClass.FIXED, until_on=written.on, day_assumed=written.day_assumed)
    rest = words[written.end :]
    for pattern in (_UNLESS, _ALTERNATIVE):
        found = pattern.match(rest)
        if found:
            return _overridden(period, trim(rest[found.end() :]))
    words = trim(rest)
    again, length = read_date(words), read_length(words)
    if length and length.number and not trim(words[length.end :]):
        return period._replace(length=length.number, unit=length.unit, length_words=present(trim(words)))
    if holds_quantity(words) and not (again and again.on == written.on):
        return unread(words)
    said = exceptions(rest)
    return _overridden(period, said["override"] or "") if said.get("override") else period


def span(words: str) -> Period | None:
    """ "1 Januari 2025 s.d. 31 Desember 2029": from one date to another; None when the words are otherwise."""
    first = read_date(words)
    if first is None:
        return None
    rest = _TO.sub("", words[first.end :], count=1)
    last = read_date(rest)
    if last is None:
        return None
    period = until_date(rest, last)
    return period._replace(
        anchor=present(trim(words[: first.end])),
        anchor_on=first.on,
        contradiction=first.doubt or period.contradiction,
    )


def dated_end(words: str) -> Period | None:
    """The period whose end `words` name as a date, a month or a year; None when they begin otherwise."""
    dates = span(words)
    if dates:
        return dates
    written = read_date(words) or read_last_day(words)
    return until_date(words, written) if written else None


def bounded(words: str) -> tuple[str, Period] | None:
    """ "proses selesai, paling lama 5 tahun": the event and the length that bounds it; None without a bound.

    A bracket alone bounds nothing: "masa sanggah (5 hari)" is how long the event itself takes.
    """
    for found in _BOUND.finditer(words):
        event, rest = trim(words[: found.start()]), words[found.end() :]
        length = read_length(rest)
        bounds = length and length.number and (length.at_most or "atau" in found[0] or "dengan" in found[0])
        if event and length and bounds:
            bare = Period("", PeriodClass.FIXED, length=length.number, unit=length.unit, at_most=True)
            bound, left = anchored(bare, rest[length.end :])
            if bound.length and not trim(left):
                return event, bound._replace(length_words=present(trim(LEAD.sub("", rest[: length.end]))))
    return None


def after_state(words: str, read: Reader) -> Period | None:
    """ "menjabat dan 5 tahun setelahnya": a length that runs from the end of a state; None otherwise."""
    for found in _AND_THEN.finditer(words):
        state, rest = trim(words[: found.start()]), words[found.end() :]
        length = read_length(rest)
        if length is None or length.number is None or not state:
            continue
        after = rest[length.end :]
        if LATER.match(after) or (found["added"] and not trim(after)):
            return Period(
                "",
                PeriodClass.FIXED_ANCHORED,
                length=length.number,
                unit=length.unit,
                length_words=present(trim(LEAD.sub("", rest[: length.end]))),
                at_most=length.at_most,
                anchor=present(f"berakhirnya {state}"),
                event=present(state),
            )
        period = with_length(rest, length, read)
        if period.anchor:
            return period._replace(event=present(state))
    return None

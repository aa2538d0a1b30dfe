"""Wordings that say when, with whose leave or for what the information may be opened: classes F, H and J."""

from __future__ import annotations

from datetime import timedelta

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.beside import Reader, dated_end, until_date
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at, read_condition
from xl_macros.domain.wording.dated import with_length
from xl_macros.domain.wording.dates import read_date
from xl_macros.domain.wording.ends import by_condition
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import exceptions, split_tail
from xl_macros.domain.wording.unread import unread
from xl_macros.patterns import regex

_TO_ALL = regex(
    r"^(?:(?:kembali|sepenuhnya|seluruhnya|secara umum|publik|umum|"
    r"(?:untuk|kepada|bagi|ke|oleh) (?:umum|publik|masyarakat(?: luas| umum)?))(?: |$))*"
)
_ON = regex(
    r"(?:(?:pada|mulai|sejak|per) )*(?=(?:tanggal )?[0-9]{1,2}[ /.-](?!tahun|bulan|hari)|(?:tahun|bulan|awal|"
    r"akhir) )"
)
_AFTER = regex(r"(?:segera )?(?:setelah|sesudah|pasca|seusai|usai|selepas|sejak|begitu|mulai)\b(?: saat)? ?")
_IF = regex(
    r"(?:hanya )?(?:apabila|jika|bila|bilamana|manakala|kalau|ketika|dalam hal|sepanjang|asalkan|dengan syarat)\b ?"
)
_BY_LEAVE = regex(r"(?:hanya )?(?=(?:dengan|atas|melalui|berdasarkan|sesuai|seizin|tanpa)\b)")
_LEAVE_LEAD = regex(r"^(?:dengan|atas|melalui|berdasarkan|sesuai) (?:adanya |ada )?")
_DURING = regex(
    r"(?:pada waktu|pada saat|pada(?! (?:waktu|saat)nya)|sewaktu|saat|waktu|dalam proses|selama)\b(?!-)"
)
_LATER_ON = regex(
    r"(?!selama|sepanjang).*\b(?:setelah|sesudah|sejak|pasca|usai|seusai|selepas|terhitung|kemudian|lagi|mendatang|"
    r"ke ?depan|dalam)\b"
)
"""With a length behind "dibuka": that it runs first. "Dibuka selama 5 tahun" says how long it is open."""
_ANNOUNCED = regex(r"\b(?:pengumuman|penetapan|pelantikan|pleno|publikasi|rilis|rekapitulasi)\b")
_ONLY_SO = regex(
    r"\b(?:sebagian|secara terbatas)\b|"
    r"\b(?:untuk|kepada|bagi|oleh|guna)\b(?! (?:umum|publik|masyarakat|semua|seluruh|siapa))|"
    r"(?:tahun|bulan|minggu|hari|[0-9]{4})[ ,;()]+(?:bila|jika|apabila|kalau)\b"
)
"""Opened then, but only for some, in part, or on a condition: "dibuka setelah 5 tahun untuk peneliti"."""
_FOR = regex(
    r"(?:hanya |secara |khusus )*(?:untuk|guna|demi|bagi|kepada|oleh|terhadap|dalam rangka|sebagian|terbatas|"
    r"sebatas|"
    r"pemilik|pihak|aparat|auditor|penyidik|di)\b"
)
_PURPOSE_LEAD = regex(
    r"^(?:(?:hanya|khusus|secara terbatas|terbatas|sebatas|dan|dapat|boleh|bisa|diberikan|diakses|dibuka|"
    r"dilihat) )*"
    r"(?:(?:untuk|guna|demi|bagi) )?"
)
_NEEDED = regex(
    r"\b(?:diperlukan|dibutuhkan|diminta|kepentingan|keperluan|permintaan|persidangan|pembuktian|perlu|"
    r"penegakan hukum|aparat|pemeriksa|penyidik)\b"
)
_RULING = regex(r"\b(?:putusan|ketetapan|keputusan|penetapan)\b")
_IS_OPEN = regex(
    r"(?:,? (?:(?:informasi(?:nya)?|maka|baru|dapat|boleh|bisa|akan|menjadi|dinyatakan|bersifat) )+|, ?|"
    r" (?=dibuka|terbuka))"
    r"(?:dibuka|terbuka|informasi publik|informasi terbuka|diakses|dipublikasikan|diumumkan)"
    r"(?: (?:untuk|kepada|bagi|oleh|ke) (?:umum|publik|masyarakat))?$"
)


def opened(words: str, read: Reader) -> Period | None:
    """ "dibuka ...": after something or on a day (H), with consent (F), for a purpose or in part (J)."""
    rest = _TO_ALL.sub("", words)
    on = _ON.match(rest)
    if on and not read_length(rest[on.end() :]):
        return _opened_on(rest[on.end() :], read)
    length = read_length(rest)
    after = _AFTER.match(rest)
    if after or length:
        begins_later = after or _LATER_ON.match(rest)
        return opened_after(rest[after.end() if after else 0 :], read) if begins_later else unread(words)
    condition = _IF.match(rest)
    if condition:
        return _opened_if(rest[condition.end() :], read)
    if _BY_LEAVE.match(rest):
        return opened_by_leave(rest.removeprefix("hanya "))
    during = _DURING.match(rest)
    if during and _ANNOUNCED.search(rest):
        return opened_after(rest[during.end() :], read)
    return for_purpose(rest) if during or _FOR.match(rest) else None


def _opened_on(words: str, read: Reader) -> Period:
    """ "dibuka pada tanggal 1 Januari 2030": exempt up to the day before."""
    written = read_date(words)
    if written is None:
        return Period("", PeriodClass.OPENS_AFTER, event=present(trim(words)))
    last_day = written.on - timedelta(days=1) if written.on else None
    return _opening(until_date(words, written._replace(on=last_day), read))


def _opening(period: Period) -> Period:
    """A dated period as one that opens after its last day, unless it is in doubt or needs something else as well."""
    if period.period_class in {PeriodClass.UNCLEAR, PeriodClass.MULTI_CLAUSE}:
        return period
    return period._replace(period_class=PeriodClass.OPENS_AFTER)


def _opened_if(words: str, read: Reader) -> Period | None:
    if consent_at(words):
        return by_condition(read_condition(words))
    if _NEEDED.search(words) and not _RULING.search(words):
        return for_purpose(words)
    return opened_after(words, read)


def opened_by_leave(words: str) -> Period | None:
    """ "dengan izin ...", "berdasarkan putusan ...", "atas permintaan penyidik"; None for anything else."""
    if consent_at(words):
        return by_condition(read_condition(words))
    if _RULING.search(words):
        event = _LEAVE_LEAD.sub("", trim(words))
        return Period("", PeriodClass.OPENS_AFTER, event=present(event))
    if _NEEDED.search(words) or words.startswith("atas"):
        return for_purpose(words)
    return None


def opened_after(words: str, read: Reader) -> Period | None:
    """Class H. The event, the consent, the length or the day after which the information is open."""
    rest = _IS_OPEN.sub("", words.strip())
    length = read_length(rest)
    dated = with_length(rest, length, read) if length else dated_end(rest, read) if read_date(rest) else None
    if dated:
        return unread(rest) if _ONLY_SO.search(rest) else _opening(dated)
    split = split_tail(rest)
    rest = split.main
    if not rest:
        return None
    base = Period("", PeriodClass.OPENS_AFTER)
    condition = read_condition(rest)
    base = base._replace(event=condition.event)
    if condition.consent is None:
        return base._replace(**exceptions(split.tail))
    either = condition.event is not None and not condition.both
    return base._replace(
        consent=True, consent_by=condition.consent_by, override=condition.consent if either else None
    )


def for_purpose(words: str) -> Period:
    """Class J: opened for one purpose, for some people, or in part."""
    main = trim(words)
    purpose = trim(_PURPOSE_LEAD.sub("", main)) or main
    return Period(
        "",
        PeriodClass.PURPOSE_LIMITED,
        purpose=present(purpose),
        consent=consent_at(main) is not None,
        consent_by=read_condition(main).consent_by,
    )


def excepted_only(words: str) -> Period | None:
    """ "kecuali ...", "tidak dapat dibuka kecuali ...": the exception is all that the wording says."""
    rest = trim(words)
    if not rest:
        return None
    if consent_at(rest):
        return by_condition(read_condition(rest))
    override = exceptions(rest).get("override")
    return Period("", PeriodClass.UNTIL_EVENT, event=override) if override else for_purpose(rest)


def consent_only(words: str) -> Period | None:
    """ "atas persetujuan ...", "izin tertulis dari ...": consent is the whole wording; None without one."""
    main = split_tail(words).main
    return by_condition(read_condition(main)) if consent_at(main) else None

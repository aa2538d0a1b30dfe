"""The rules by which one clause of a wording is read.

To teach the reader a wording, add a line to `RULES`: a name, how such a clause begins, what is made of
the words that follow, an example and the class it must come out in. Rules are tried from the top; the
first that makes something of the clause wins. A test reads every example.

The deciding principle: a class says **what must happen for the information to open**: a length passes
(A, B, C), an event happens (D), an event and a consent (E), a consent (F), a state ends (G), the stated
moment is over (H, the inverse form, kept apart because offices file it so), nothing (I), only a purpose
lets somebody in (J). What does not say it is unclear (K): "sesuai JRA", "tertentu", "rahasia".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording import openings
from xl_macros.domain.wording.beside import Reader, dated_end
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.dated import ARCHIVE_DOUBT, after_state, with_length
from xl_macros.domain.wording.dates import read_date
from xl_macros.domain.wording.ends import NO_LIMIT, unlimited, until, while_state
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.unread import unread
from xl_macros.patterns import regex

Maker = Callable[[str, Reader], Period | None]


class Rule(NamedTuple):
    """One way in which clauses are worded. `begins` is matched at the start of the clause's words.

    `make` gets the words after it and returns None when they are not what the rule is about.
    """

    name: str
    begins: re.Pattern[str]
    make: Maker
    example: str
    gives: PeriodClass


UNTIL = r"(?:hanya )?(?:sampai(?: dengan)?|hingga)\b ?"
WHILE = (
    r"(?:hanya )?(?:selama|sepanjang|sementara(?! waktu)|selagi|semasa|sewaktu|pada saat|pada waktu|saat|ketika|"
    r"pada (?=masa\b)|dalam (?=masa\b))"
    r"\b(?!-) ?"
)
_NO_LIMIT_LEAD = (
    r"(?:(?:untuk|bersifat|secara|berlaku|waktu(?:nya)?|jangka waktu|batas waktu|adalah|dikecualikan|ditutup|"
    r"tertutup|"
    r"rahasia|dirahasiakan|sifatnya|dalam|yang|masa) )*"
)
_OPENED = (
    r"(?:(?:informasi(?:nya)?|dokumen|data|hanya|baru|akan|dapat|boleh|bisa|menjadi|dinyatakan|bersifat) )*"
    r"(?:dibuka|terbuka|diakses|dipublikasikan|diumumkan|diberikan|diinformasikan|disampaikan|dilihat|"
    r"diketahui)\b ?"
)
NOT_OPENED = (
    r"(?:informasi(?:nya)? )?(?:tidak|belum|dilarang) (?:dapat |boleh |bisa |untuk |akan )*"
    r"(?:dibuka|terbuka|diakses|dipublikasikan|diumumkan|diberikan|disebarluaskan|diungkap(?:kan)?)\b"
    r"(?: (?:untuk|kepada|bagi|ke) (?:umum|publik|masyarakat|siapa ?pun|pihak lain))?,? ?"
)
_TERM = (
    r"(?:[0-9]{1,2}|satu|dua|tiga|empat|lima) ?(?:\( ?[a-z0-9]{1,12} ?\) )?"
    r"(?:kali )?(?:periode|tahun (?:anggaran|ajaran|akademik|pelajaran|buku|fiskal|sidang)|semester|masa jabatan|"
    r"tahapan|siklus|ta|triwulan|caturwulan|kuartal)\b"
)
_GOING_ON = (
    r"(?:masih|belum|dalam (?:proses|tahap(?:an)?)|proses [^;]{1,120}(?:berlangsung|berjalan|belum selesai)$)"
    r"(?! (?:ditentukan|ditetapkan|diatur|diketahui|ada)\b(?! p))"
)
_LEAVE = (
    r"(?:hanya |harus |perlu |wajib |memerlukan |membutuhkan )*(?:atas|dengan|ada(?:nya)?|mendapat(?:kan)?|"
    r"memperoleh|"
    r"seizin|melalui|tanpa|persetujuan|izin|berdasarkan|disetujui|diizinkan|jika|apabila|bila)\b"
)
_FOR = (
    r"(?:hanya|khusus|secara terbatas|terbatas|sebatas) (?:untuk|guna|bagi|kepada|pada|oleh|dalam rangka|"
    r"(?:dapat |boleh |bisa )*(?:diakses|diberikan|dibuka|dilihat|digunakan)|internal|pihak|pemilik|pejabat)\b|"
    r"untuk (?:kepentingan|keperluan|kebutuhan|kalangan|internal|penegakan|proses|penyidikan|pemeriksaan)\b|"
    r"(?:dalam rangka|guna) "
)


_FROM_THEN = regex(r"(?:setelah|sesudah|sejak|mulai|seusai|pasca)\b")
"""Behind "tidak dibuka": not until then, but from then on, or a slip."""
_MAY_FOLLOW_DATE = regex(r"(?:sampai|hingga|-|kecuali|atau|dan/atau|dengan ketentuan|namun|[0-9]|pukul|jam)")
_LEADS_ON = regex(r"[ ,]+(?:untuk|selama|dengan|dan)(?: jangka waktu)?[ ,]*$")
_THEN_END = regex(rf"[ ,]+(?={UNTIL}|selama |(?:paling lama )?[0-9]{{1,3}} (?:\(|tahun|bulan|minggu|hari))")


def _length(words: str, read: Reader) -> Period | None:
    length = read_length(words)
    return with_length(words, length, read) if length else None


def _date(words: str, read: Reader) -> Period | None:
    """A bare date is the end, unless a length follows ("1 Januari 2025 selama 5 tahun") or other words do."""
    written = read_date(words)
    rest = trim(words[written.end :]) if written else ""
    length = read(rest) if written and rest else None
    if written and length and length.length and length.anchor is None:
        start = present(trim(words[: written.end]))
        return length._replace(period_class=K.FIXED_ANCHORED, anchor=start, anchor_on=written.on)
    return dated_end(words, read) if not rest or _MAY_FOLLOW_DATE.match(rest) else None


def _since_until(words: str, read: Reader) -> Period | None:
    """ "sejak ditetapkan sampai dicabut": start and end are both said."""
    found = _THEN_END.search(words)
    anchor = trim(_LEADS_ON.sub("", words[: found.start()])) if found else ""
    if found is None or not anchor:
        return None
    period = read(words[found.end() :])
    if period.period_class is PeriodClass.UNCLEAR:
        return None
    written = read_date(anchor)
    if period.period_class is PeriodClass.FIXED and period.length:
        period = period._replace(period_class=PeriodClass.FIXED_ANCHORED)
    return period._replace(anchor=present(anchor), anchor_on=written.on if written else None)


def _as_it_stands(words: str, read: Reader) -> Period | None:
    """The words themselves are the state ("masih dalam proses", "1 periode")."""
    del read
    return Period("", PeriodClass.WHILE_STATE, event=present(trim(words)))


def _life(words: str, read: Reader) -> Period | None:
    return after_state(words, read) or _as_it_stands(words, read)


def _leave(words: str, read: Reader) -> Period | None:
    del read
    return openings.opened_by_leave(words)


def _not_opened(words: str, read: Reader) -> Period | None:
    """ "tidak dapat dibuka ...": what follows says until when, or with whose consent."""
    if words.startswith("tanpa "):
        return openings.consent_only(words)
    if _FROM_THEN.match(words):
        return unread(words)
    period = read(words) if words else None
    return None if period is None or period.period_class is PeriodClass.UNCLEAR else period


def _except(words: str, read: Reader) -> Period | None:
    del read
    return openings.excepted_only(words)


def _consent(words: str, read: Reader) -> Period | None:
    del read
    return openings.consent_only(words)


def _purpose(words: str, read: Reader) -> Period | None:
    del read
    return openings.for_purpose(words)


def _unclear(words: str, read: Reader) -> Period | None:
    del words, read
    return Period("", PeriodClass.UNCLEAR)


def _retention(words: str, read: Reader) -> Period | None:
    del words, read
    return Period("", PeriodClass.UNCLEAR, contradiction=ARCHIVE_DOUBT)


def _rule(name: str, begins: str, make: Maker, example: str, gives: PeriodClass) -> Rule:
    return Rule(name, regex(begins), make, example, gives)


K = PeriodClass
RULES: tuple[Rule, ...] = (
    _rule("nothing said", r"(?:tidak ada|nihil|n/a|kosong)$", _unclear, "Nihil", K.UNCLEAR),
    _rule("not permanent", r"(?:bersifat )?(?:tidak|bukan|non|semi)[ -]?(?:bersifat |secara )?(?:permanen|selamanya)\b",
          _unclear, "Tidak permanen", K.UNCLEAR),
    _rule("not determined", r"(?:waktu(?:nya)? |jangka waktu )?(?:belum|tidak) di(?:tentukan|tetapkan|atur|ketahui)$",
          _unclear, "Belum ditentukan", K.UNCLEAR),
    _rule("retention phases", r"(?=.*\b(?:in ?-?aktif|unit (?:pengolah|kearsipan))\b)(?=.*[0-9])|aktif\b(?=.*[0-9])",
          _retention, "Aktif 2 tahun, inaktif 3 tahun", K.UNCLEAR),
    _rule("from year to year", r"(?:tahun )?(?:19|20|21)[0-9]{2} ?(?:-|sampai(?: dengan)?|hingga|/) ?(?=tahun |[12])",
          _date, "2025 - 2030", K.FIXED),
    _rule("a date", r"(?:batas (?:akhir|waktu) )?(?=[0-9]{1,2}[ /.-]|[0-9]{4}[/.-][0-9]|tanggal |akhir )", _date,
          "31 Desember 2027", K.FIXED),
    _rule("a term", rf"(?={_TERM})", _as_it_stands, "1 (satu) periode jabatan", K.WHILE_STATE),
    _rule("a length", r"", _length, "5 (lima) tahun", K.FIXED),
    _rule("a life", r"(?=seumur hidup [a-z])", _life, "Seumur hidup yang bersangkutan", K.WHILE_STATE),
    _rule("without limit", rf"{_NO_LIMIT_LEAD}{NO_LIMIT}", unlimited, "Tidak terbatas", K.UNLIMITED),
    _rule("from until",
          r"(?:berlaku |surut |efektif |terhitung |(?:di)?mulai |dihitung )*"
          r"(?:(?:sejak|mulai|dari)\b|(?:per|berlaku|efektif|"
          r"tertanggal)\b(?= (?:tanggal )?[0-9]{1,2}[ ./-]))(?: tanggal (?=[0-9]))? ?",
          _since_until, "Sejak ditetapkan sampai dicabut", K.UNTIL_EVENT),
    _rule("before and during", r"sebelum (?:dan|/|maupun) ?(?:selama|saat|pada saat) ", while_state,
          "Sebelum dan selama proses lelang", K.WHILE_STATE),
    _rule("until", UNTIL, until, "Sampai proses pengaduan selesai", K.UNTIL_EVENT),
    _rule("before", r"(?:sebelum|menunggu|tunggu)(?: sampai| hingga)?\b ?(?!,|:|dan )", until,
          "Sebelum hasil seleksi diumumkan", K.UNTIL_EVENT),
    _rule("not opened", NOT_OPENED, _not_opened, "Tidak dapat dibuka tanpa izin pemilik data", K.UNTIL_CONSENT),
    _rule("if time has passed",
          r"(?:apabila|jika|bila|kalau) (?=(?:telah |sudah )?(?:lewat|melewati|melampaui|mencapai)\b)",
          openings.opened_after, "Apabila telah lewat 25 tahun", K.OPENS_AFTER),
    _rule("opened", _OPENED, openings.opened, "Dibuka setelah masa jabatan selesai", K.OPENS_AFTER),
    _rule("after", r"(?:segera )?(?:setelah|sesudah|pasca|seusai|usai|selepas)\b(?! itu\b) ?", openings.opened_after,
          "Setelah pemeriksaan selesai", K.OPENS_AFTER),
    _rule("while", WHILE, while_state, "Selama proses penyidikan berlangsung", K.WHILE_STATE),
    _rule("except", r"(?:ter)?kecuali\b(?: (?:jika|apabila|bila|kalau|dalam hal))? ?", _except,
          "Kecuali atas izin tertulis pemilik data", K.UNTIL_CONSENT),
    _rule("consent", rf"(?={_LEAVE})", _consent, "Atas persetujuan yang bersangkutan", K.UNTIL_CONSENT),
    _rule("at somebody's request", r"(?=(?:atas|berdasarkan) (?:perintah|permintaan|permohonan|putusan|penetapan)\b)",
          _leave, "Atas permintaan penyidik", K.PURPOSE_LIMITED),
    _rule("in part", r"(?=sebagian (?:informasi(?:nya)? )?(?:dapat|boleh|bisa|dibuka|terbuka)\b)", _purpose,
          "Sebagian dapat dibuka", K.PURPOSE_LIMITED),
    _rule("for a purpose", rf"(?={_FOR})", _purpose, "Hanya untuk kepentingan penyidikan", K.PURPOSE_LIMITED),
    _rule("still going on", rf"(?={_GOING_ON})", _as_it_stands, "Masih dalam proses pemeriksaan", K.WHILE_STATE),
)  # fmt: skip

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
from dataclasses import dataclass, replace

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording import dated, open_ended
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.conditions import consent_at
from xl_macros.domain.wording.dated import Reader
from xl_macros.domain.wording.lengths import read_length
from xl_macros.domain.wording.spelling import present

Maker = Callable[[str, Reader], Period | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which clauses are worded. `begins` is matched at the start of the clause's words.

    `make` gets the words after it and returns None when they are not what the rule is about.
    """

    name: str
    begins: re.Pattern[str]
    make: Maker
    example: str
    gives: PeriodClass


UNTIL = r"(?:hanya )?(?:sampai(?: dengan)?|hingga)\b ?"
WHILE = r"(?:hanya )?(?:selama|sepanjang|selagi|semasa|sewaktu|pada saat|pada waktu|saat|ketika|pada masa|dalam masa)\b ?"
NO_LIMIT = (
    r"(?:(?:tidak|tanpa|tiada)(?: (?:ada|memiliki|mempunyai|mengenal|dapat))?(?: jangka| masa)? ?"
    r"(?:(?:ter|di|ber)?batas(?:an|i|nya)?|(?<=[ta][nk]pa jangka )waktu|(?<=jangka )waktu)"
    r"(?: (?:jangka )?waktu(?:nya)?)?|"
    r"(?:tidak|tak) (?:ter|ber)hingga|tidak (?:pernah |akan )*(?:berakhir|kedaluwarsa)|"
    r"permanen|selamanya|selama[- ]lamanya|seumur hidup|sepanjang (?:masa|hayat|waktu|zaman)|abadi|kekal|"
    r"(?:dan )?seterusnya|terus[- ]menerus)\b"
)
NO_LIMIT_LEAD = (
    r"(?:(?:untuk|bersifat|secara|berlaku|waktu(?:nya)?|jangka waktu|batas waktu|adalah|dikecualikan|ditutup|tertutup|"
    r"rahasia|dirahasiakan|sifatnya|dalam|yang|masa) )*"
)
OPENED = (
    r"(?:(?:informasi(?:nya)?|dokumen|data|hanya|baru|akan|dapat|boleh|bisa|menjadi|dinyatakan|bersifat) )*"
    r"(?:dibuka|terbuka|diakses|dipublikasikan|diumumkan|diberikan|diinformasikan|disampaikan|dilihat|diketahui)\b ?"
)
NOT_OPENED = (
    r"(?:informasi(?:nya)? )?(?:tidak|belum|dilarang) (?:dapat |boleh |bisa |untuk |akan )*"
    r"(?:dibuka|terbuka|diakses|dipublikasikan|diumumkan|diberikan|disebarluaskan|diungkap(?:kan)?)\b"
    r"(?: (?:untuk|kepada|bagi|ke) (?:umum|publik|masyarakat|siapa ?pun|pihak lain))?,? ?"
)
_NOT_YET = (
    r"(?:masih|belum|dalam (?:proses|tahap(?:an)?)|proses .{1,120}(?:berlangsung|berjalan|belum selesai)$)"
    r"(?! (?:ditentukan|ditetapkan|diatur|diketahui|ada)\b(?! p))"
)
_PERIODS_OF_OFFICE = re.compile(
    r"(?:[0-9]{1,2}|satu|dua|tiga|empat|lima)? ?(?:\([^()]{1,20}\) )?"
    r"(?:periode|tahun (?:anggaran|ajaran|akademik|pelajaran|buku|fiskal|sidang)|semester|masa jabatan|tahapan|siklus)\b"
)


def _length(words: str, read: Reader) -> Period | None:
    length = read_length(words)
    return dated.with_length(words, length, read) if length else None


def _bare_date(words: str, read: Reader) -> Period | None:
    del read
    return dated.dated_end(words)


def _years(words: str, read: Reader) -> Period | None:
    """ "2025-2030": from one year to the other."""
    del read
    found = re.match(
        r"(?:tahun )?(?:(?:19|20|21)[0-9]{2}) ?(?:-|sampai(?: dengan)?|hingga|/) ?(?:tahun )?", words
    )
    return dated.dated_end(words[found.end() :]) if found else None


def _since_until(words: str, read: Reader) -> Period | None:
    """ "sejak ditetapkan sampai dicabut": start and end are both said."""
    found = re.search(rf"[ ,]+(?={UNTIL}|selama )", words)
    if found is None:
        return None
    anchor = trim(words[: found.start()])
    period = read(words[found.end() :])
    if period.period_class is PeriodClass.UNCLEAR or not anchor:
        return None
    on = open_ended.read_date(anchor)
    kind = PeriodClass.FIXED_ANCHORED if period.period_class is PeriodClass.FIXED and period.length else None
    return replace(
        period,
        period_class=kind or period.period_class,
        anchor=present(anchor),
        anchor_on=on.on if on else None,
    )


def _state(words: str, read: Reader) -> Period | None:
    return open_ended.while_state(words, read)


def _whole(words: str, read: Reader) -> Period | None:
    """The words themselves are the state ("masih dalam proses", "1 periode")."""
    del read
    return Period("", PeriodClass.WHILE_STATE, event=present(trim(words)))


def _waiting(words: str, read: Reader) -> Period | None:
    return open_ended.until(words, read)


def _after(words: str, read: Reader) -> Period | None:
    del read
    return open_ended.opens_after(words)


def _not_opened(words: str, read: Reader) -> Period | None:
    """ "tidak dapat dibuka ...": what follows says until when, or with whose consent."""
    if not words:
        return None
    if words.startswith("tanpa "):
        return open_ended.consent_only(words)
    if words.startswith("untuk jangka"):
        return read(words)
    period = read(words)
    return None if period.period_class is PeriodClass.UNCLEAR else period


def _except(words: str, read: Reader) -> Period | None:
    del read
    return open_ended.excepted_only(words)


def _consent(words: str, read: Reader) -> Period | None:
    del read
    return open_ended.consent_only(words)


def _purpose(words: str, read: Reader) -> Period | None:
    del read
    return open_ended.for_purpose(words)


def _unclear(words: str, read: Reader) -> Period | None:
    del words, read
    return Period("", PeriodClass.UNCLEAR)


def _rule(name: str, begins: str, make: Maker, example: str, gives: PeriodClass) -> Rule:
    return Rule(name, re.compile(begins), make, example, gives)


K = PeriodClass
RULES: tuple[Rule, ...] = (
    _rule("nothing to decide", r"(?:tidak ada|nihil|n/a|kosong|-)$", _unclear, "Nihil", K.UNCLEAR),
    _rule("not permanent", r"(?:bersifat )?(?:tidak|bukan|non|semi)[ -]?(?:bersifat |secara )?(?:permanen|selamanya)$",
          _unclear, "Tidak permanen", K.UNCLEAR),
    _rule("not yet determined", r"(?:waktu(?:nya)? |jangka waktu )?(?:belum|tidak) (?:di(?:tentukan|tetapkan|atur|ketahui))$",
          _unclear, "Belum ditentukan", K.UNCLEAR),
    _rule("years from to", r"(?=(?:tahun )?[0-9]{4} ?[-sh/])", _years, "2025 - 2030", K.FIXED),
    _rule("a date", r"(?:batas (?:akhir|waktu) )?(?=[0-9]|tanggal |akhir )", _bare_date, "31 Desember 2027", K.FIXED),
    _rule("terms", rf"(?={_PERIODS_OF_OFFICE.pattern})(?=[0-9(s]|dua|tiga|empat|lima)", _whole,
          "1 (satu) periode jabatan", K.WHILE_STATE),
    _rule("a length", r"", _length, "5 (lima) tahun", K.FIXED),
    _rule("without limit", rf"{NO_LIMIT_LEAD}{NO_LIMIT}", open_ended.unlimited, "Tidak terbatas", K.UNLIMITED),
    _rule("from until", rf"(?:berlaku |terhitung |mulai |dihitung )*(?:sejak|mulai|dari)\b(?: tanggal(?= [0-9]))? ?",
          _since_until, "Sejak ditetapkan sampai dicabut", K.UNTIL_EVENT),
    _rule("before and during", r"sebelum (?:dan|/|maupun) ?(?:selama|saat|pada saat) ", _state,
          "Sebelum dan selama proses lelang", K.WHILE_STATE),
    _rule("until", UNTIL, open_ended.until, "Sampai proses pengaduan selesai", K.UNTIL_EVENT),
    _rule("before", r"(?:sebelum|menunggu|tunggu)(?: sampai| hingga)?\b ?(?!,|dan )", _waiting,
          "Sebelum hasil seleksi diumumkan", K.UNTIL_EVENT),
    _rule("not opened", NOT_OPENED, _not_opened, "Tidak dapat dibuka tanpa izin pemilik data", K.UNTIL_CONSENT),
    _rule("opened", OPENED, open_ended.opens, "Dibuka setelah masa jabatan selesai", K.OPENS_AFTER),
    _rule("after", r"(?:segera )?(?:setelah|sesudah|pasca|seusai|usai|selepas)\b ?", _after,
          "Setelah pemeriksaan selesai", K.OPENS_AFTER),
    _rule("while", WHILE, _state, "Selama proses penyidikan berlangsung", K.WHILE_STATE),
    _rule("except", r"(?:ter)?kecuali\b(?: (?:jika|apabila|bila|kalau|dalam hal))? ?", _except,
          "Kecuali atas izin tertulis pemilik data", K.UNTIL_CONSENT),
    _rule("consent", r"(?=(?:hanya |harus |perlu |wajib |memerlukan |membutuhkan )*(?:atas|dengan|ada(?:nya)?|mendapat(?:kan)?|"
          r"memperoleh|seizin|melalui|tanpa|persetujuan|izin|berdasarkan|disetujui|diizinkan|jika|apabila|bila)\b)",
          _consent, "Atas persetujuan yang bersangkutan", K.UNTIL_CONSENT),
    _rule("for a purpose", r"(?=(?:hanya|khusus|secara terbatas|terbatas|sebatas|untuk (?:kepentingan|keperluan|kebutuhan|kalangan|"
          r"internal|penegakan|proses)|dalam rangka|guna) ?(?=.*[a-z]{4})(?!.*\bwaktu tertentu\b)(?:hanya |dapat |boleh )*"
          r"(?:untuk|guna|bagi|kepada|pada|oleh|dalam|di|diakses|diberikan|dibuka|dilihat|kepentingan|keperluan|kebutuhan|"
          r"internal|proses|penegakan|[a-z]+)\b)", _purpose, "Hanya untuk kepentingan penyidikan", K.PURPOSE_LIMITED),
    _rule("still going on", rf"(?={_NOT_YET})", _whole, "Masih dalam proses pemeriksaan", K.WHILE_STATE),
)  # fmt: skip

_INNER_HEAD = re.compile(
    rf"(?<![a-z])(?:{UNTIL}|(?:selama|sepanjang|semasa)\b(?!-)|{NO_LIMIT}|{NOT_OPENED}|(?:dapat |baru |boleh |akan )*(?:dibuka|terbuka) "
    r"(?=setelah|sesudah|apabila|jika|bila|atas|dengan|untuk|pada|sebagian)|kecuali\b|paling lama|maks|tidak lebih|minimal|"
    r"(?:[0-9]{1,4}|se(?=tahun|bulan|minggu|hari)|nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|"
    r"seratus)(?=[ (a-z]))"
)
_ARCHIVE_LEAD = re.compile(r"\b(?:arsip|kearsipan|retensi|jra|masa simpan|penyimpanan)\b")
_MOST_HEADS = 8


def matching_rule(words: str) -> Rule | None:
    """The rule that reads a clause from its first word; None when only an inner part is readable."""
    return next((rule for rule in RULES if _try(rule, words) is not None), None)


def _try(rule: Rule, words: str) -> Period | None:
    found = rule.begins.match(words)
    return rule.make(words[found.end() :], read_clause) if found else None


def read_clause(words: str) -> Period:
    """One clause, already in plain lower-case words, read by the rules; UNCLEAR when none fits.

    When no rule fits from the start, the lead-in is skipped: "Jangka waktu pengecualian ditetapkan
    sampai ..." is read from "sampai" on.
    """
    for rule in RULES:
        period = _try(rule, words)
        if period is not None:
            return period
    for found in [*_INNER_HEAD.finditer(words)][:_MOST_HEADS]:
        for rule in RULES:
            period = _try(rule, words[found.start() :])
            if period is not None and period.period_class is not PeriodClass.UNCLEAR:
                return _by_archive_rule(period, words[: found.start()])
            if period is not None:
                break
    if consent_at(words):
        return open_ended.consent_only(words) or Period("", PeriodClass.UNCLEAR)
    return Period("", PeriodClass.UNCLEAR)


def _by_archive_rule(period: Period, lead: str) -> Period:
    """A length that the lead-in takes from the archive schedule ("sesuai JRA 5 tahun") depends on it."""
    if period.period_class is PeriodClass.FIXED and _ARCHIVE_LEAD.search(lead):
        return replace(period, period_class=PeriodClass.FIXED_UNLESS, override=present(trim(lead)))
    return period

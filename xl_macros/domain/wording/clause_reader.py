"""Reading one clause by the rules: from its first word, or after a lead-in that no rule knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.beside import ARCHIVE
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.dates import holds_date
from xl_macros.domain.wording.ends import NO_LIMIT
from xl_macros.domain.wording.openings import consent_only
from xl_macros.domain.wording.quantities import holds_length, holds_quantity, is_inexact
from xl_macros.domain.wording.references import holds_age_or_repetition
from xl_macros.domain.wording.rules import NOT_OPENED, RULES, UNTIL, Rule
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.unread import unread
from xl_macros.domain.wording.unsettled import ends_by_itself
from xl_macros.patterns import regex

K = PeriodClass

_INNER_HEAD = regex(
    rf"(?<![a-z])(?:{UNTIL}|(?:selama|sepanjang|semasa)\b(?!-)|(?P<opens>{NO_LIMIT}|{NOT_OPENED})|"
    r"(?P<opened>(?:dapat |baru |boleh |akan )*(?:dibuka|terbuka) "
    r"(?=setelah|sesudah|apabila|jika|bila|atas|dengan|untuk|pada|sebagian))|"
    r"kecuali\b|paling (?:lama|banyak|lambat)|maks|tidak (?:lebih|melebihi)|minimal|sekurang|lebih dari|"
    r"selama-lamanya|"
    r"(?<![0-9+.,/-])(?P<bare>[0-9]{1,4}|se(?=tahun|bulan|minggu|hari)|satu|dua|tiga|empat|lima|enam|tujuh|"
    r"delapan|sembilan|sepuluh|"
    r"sebelas|seratus)(?=[ (a-z]))"
)
_KNOWN_WORDS = (
    r"(?:(?:jangka|batas|kurun|tenggang(?= waktu pengecualian)|rentang|lama(?:nya)?|waktu(?:nya)?|"
    r"masa(?: (?=pengecualian|berlaku|simpan|retensi))?|"
    r"pengecualian(?:nya)?|penutupan(?:nya)?|informasi(?:nya)?|dokumen|data|arsip|publik|ini|itu|tersebut|yang|umum|masyarakat|bagi|"
    r"di(?:kecualikan|tutup|rahasiakan|tetapkan|tentukan|nyatakan|simpan|batasi|maksud)|tertutup|rahasia|"
    r"berlaku(?! (?:dokumen|data|arsip)\b)|durasi(?:nya)?|bersifat|tetap|"
    r"adalah|ialah|yaitu|yakni|untuk|dalam|selama|sebagai|sebagaimana|sesuai|menurut|berdasarkan|dengan|pada|"
    r"oleh|ketentuan|"
    r"peraturan|perundang-undangan|diktum|kesatu|kedua|keputusan|retensi|jra|jadwal(?! ?[:=])|simpan|penyimpanan|"
    r"kearsipan|uu|"
    r"(?:akta(?:arsip)?|pasal)[\ue000-\uefff]|maka|akan|dapat|harus|perlu|sekali|dan|permanen|ppid|kpu|"
    r"menjadi|terbuka|berakhir(?:nya)?|akhir|tempo|jatuh|(?<=pada )tanggal|"
    r"(?<=berakhir )tanggal|(?<=tempo )tanggal)\b"
    r"[ ,;:=()/.-]*|(?:akta(?:arsip)?|pasal)[\ue000-\uefff][ ,;:=()/.-]*)*"
)
_KNOWN_LEAD = regex(_KNOWN_WORDS)
_NO_FINAL_SCOPE = regex(r"(?:^|[^a-z])(?:data|dokumen|arsip)[ ,]*$")
"""A lead-in that names only what the date belongs to: "data sampai dengan 31 Desember 2024"."""
_OWN = (
    r"masa|tahap|tahapan|periode|usia|umur|bup|pensiun|pidana|penjara|kurungan|hukuman|ancaman|penahanan|tahanan|"
    r"kontrak|garansi|pemeliharaan|tenggang"
)
"""What has a length of its own."""
_INFORMATION = (
    r"(?:dokumen|data|arsip|berkas|informasi|daftar|surat|foto ?[ck]op[iy]|kartu|buku|bukti|k[uw]itansi|absensi|akun|"
    r"laporan|rincian|salinan|naskah|nama|nomor|nik|nip|npwp|ktp|"
    r"identitas|alamat|foto|video|rekam\w*|ijazah|sertifikat|hasil|berita acara|lembar|formulir|soal|kontrak|hps|"
    r"notul\w*|risalah|nota|memo\w*|disposisi|rekening|riwayat|biodata|basis data|kata sandi|password|peta|denah|"
    r"gambar|dpt|dps|lhp|lhkpn|spt|skck|kelas|klasifikasi|sifat)\b"
)
_OF_INFORMATION = regex(rf"(?:(?:untuk|bagi|seluruh|semua) )*{_INFORMATION}")
_SAID_CLOSED = regex(
    r"(?:.*\b(?:di(?:kecualikan|rahasiakan)|me(?:ngecualikan|rahasiakan)|(?:pengecualian|kerahasiaan)(?:nya)?)|"
    rf"(?:(?:untuk|bagi|seluruh|semua|kpu|ppid) )*(?:{_INFORMATION}.*?)?\b"
    r"(?:di(?:tutup|batasi)|men(?:utup|batasi)|tertutup|(?:sangat )?rahasia|terbatas|penutupan(?:nya)?))\b"
    rf"[ ,;:=()/.-]*{_KNOWN_WORDS}"
)
"""A lead-in that says what is kept closed: "Dokumen persyaratan calon ditutup" selama ... What else can be closed, or
hold for a time ("Pendaftaran ditutup", "SIM berlaku"), is no information.
"""
_NOT_SETTLED = (
    r"\b(?:tidak|bukan|belum|masih|kurang|lebih|semula|lama|di?tinjau|tinjauan|peninjauan|review|(?:di)?evaluasi|"
    r"batal|dibatalkan|dicabut|(?:di)?usul(?:an|kan)?|draft?|konsep|rancangan|tentatif|sementara|perkiraan|estimasi|"
    r"contoh(?:nya)?|misal(?:nya)?|(?:di)?saran(?:kan)?|rekomendasi|(?:di)?rencana(?:nya|kan)?|ralat|koreksi|keliru|"
    r"salah|revisi|seharusnya|mungkin|jika|apabila|bila|kalau|dalam hal|asal(?:kan)?|sejak|setelah|sesudah|pasca|"
    r"usai|sebelum|"
    r"selesai|berakhir|terbit|inkracht|awalnya|mula-mula|dulu|dahulu|pernah|sebelumnya|sebaiknya|hendaknya|"
    r"(?:di)?mohon(?:kan)?|diminta|dipertimbangkan)\b"
)
"""A condition, a start or a doubt in front of the length."""
_DOUBTED = regex(_NOT_SETTLED)
_LABEL = regex(
    rf"(?!.*{_NOT_SETTLED})(?:(?:untuk|bagi|seluruh|semua) )*(?={_INFORMATION})"
    r"(?!.*(?<!yang )\bdi(?!nas|sposisi|gital|rektur)[a-z]{4,})[a-z][a-z /()-]{1,80} ?(?::|=)$"
)
"""The name of an information before its length. An event, a condition or a procedure there ("Pelantikan: 5 tahun",
"Jangka waktu pelaksanaan: 90 hari") makes the length another one.
"""
_OWN_LENGTH = regex(rf"\b(?:{_OWN})\b(?! (?:waktu )?(?:pengecualian|berlaku|simpan|retensi))")
_OF_A_YEAR = regex(
    r"^(?:(?:untuk|bagi|dokumen|arsip|data|berkas|informasi|tahun|periode|laporan|anggaran|ta|mulai|sejak|per|"
    r"dari) )*"
    r"(?:19|20|21)[0-9]{2}(?: ?[-/] ?(?:19|20|21)[0-9]{2})?[ ,:(-]*$"
)
_END_LEAD = regex(r"\b(?:berakhir(?:nya)?|batas|akhir|tempo|lambat)\b(?: (?:pada|waktu|tanggal|di))* ?$")
_SAID_OPEN = regex(
    r"^(?!.*\b(?:tidak|belum|dilarang|baru)\b).*\b(?:terbuka|dibuka|diakses|dilihat|diumumkan|dipublikasikan|diberikan)\b"
    r"(?: (?:untuk|kepada|bagi) (?:umum|publik|masyarakat))?[ ,:(]*$"
)
"""A lead-in that says the contrary: so long it is open ("terbuka selama 5 tahun")."""
_NEGATION = regex(r"\b(?:tidak|bukan|belum)(?: bersifat| secara)? $")
_MOST_HEADS = 8
_DEEPEST = 3
"""A clause inside a clause inside a clause: real wordings need two, and hostile ones end here."""


def read_clause(words: str, depth: int = 0) -> Period:
    """One clause, already in plain lower-case words, read by the rules; UNCLEAR when none fits.

    When no rule fits from the start, the lead-in is skipped: "Jangka waktu pengecualian ditetapkan
    sampai ..." is read from "sampai" on.
    """
    if depth > _DEEPEST:
        return Period("", K.UNCLEAR)
    period = _from_the_start(words, depth) or next(_after_a_lead_in(words, depth), None)
    return _checked(period or consent_only(words) or Period("", K.UNCLEAR))


def _checked(period: Period) -> Period:
    """The period, or a doubt where one of its other parts holds a second length; an event with numbers is "
    "marked."""
    if period.contradiction is None and (period.length is not None or period.until_on is not None):
        for part in (period.override, period.exception, None if period.anchor_on else period.anchor):
            words = (part or "").lower()
            dated = part is not period.anchor and holds_date(words)
            if words != (period.event or "").lower() and (holds_length(words) or dated):
                return unread(words)
    event = f"{period.event or ''} {period.consent_by or ''}".lower()
    return period._replace(number_in_event=holds_quantity(event) or holds_age_or_repetition(event))


def matching_rule(words: str) -> Rule | None:
    """The rule that reads a clause from its first word; None when only an inner part is readable."""
    return next((rule for rule in RULES if _try(rule, words, depth=0) is not None), None)


def _from_the_start(words: str, depth: int) -> Period | None:
    for rule in RULES:
        period = _try(rule, words, depth)
        if period is not None:
            return period
    return None


def _try(rule: Rule, words: str, depth: int) -> Period | None:
    found = rule.begins.match(words)
    if found is None:
        return None
    period = rule.make(words[found.end() :], lambda inner: read_clause(inner, depth + 1))
    return period if period is not None and _is_whole(period) else None


def _is_whole(period: Period) -> bool:
    """Whether the part is there that the class is about; truncated wordings ("sampai kecuali") lack it."""
    if period.contradiction is not None:
        return True
    if period.period_class in {K.UNTIL_EVENT, K.WHILE_STATE, K.UNTIL_EVENT_AND_CONSENT}:
        return bool(period.event)
    if period.period_class is K.OPENS_AFTER:
        return bool(period.event or period.consent or period.length or period.until_on)
    return bool(period.override) if period.period_class is K.FIXED_UNLESS else True


def _after_a_lead_in(words: str, depth: int) -> Iterator[Period]:
    """What the clause says from each of its inner beginnings on, the unreadable ones passed over."""
    for found in [*_INNER_HEAD.finditer(words, 1)][: 2 if depth else _MOST_HEADS]:
        lead = words[: found.start()]
        if _SAID_OPEN.match(lead):
            return
        period = _from_the_start(words[found.start() :], depth)
        if period is None or period.period_class is K.UNCLEAR or _NEGATION.search(lead):
            continue
        is_bare_date = period.until_on and not period.length and words[found.start()].isdigit()
        if is_bare_date and not _END_LEAD.search(lead):
            continue  # a date that nobody calls the end may be any date
        yield _led_in(period, lead, opens=_opens(found, lead))


def _opens(found: re.Match[str], lead: str) -> bool:
    """Whether the words behind the lead-in say themselves when it is open, and the lead-in may name any information.

    Opened can be much ("Pendaftaran dibuka setelah 5 hari"): there it must be an information that is named.
    """
    return found["opens"] is not None or (found["opened"] is not None and bool(_OF_INFORMATION.match(lead)))


def _led_in(period: Period, lead: str, *, opens: bool) -> Period:
    """The period after a lead-in: a length or a date counts only after one that is understood; a start in it is kept.

    `opens`: behind the lead-in stands itself when it is open ("tidak dapat dibuka selama ..."), so that it may name
    any information.
    """
    if period.until_on and is_inexact(lead):
        return unread(trim(lead))
    if not ends_by_itself(period):
        return period
    if _OF_A_YEAR.match(lead) and period.length:
        return (
            period._replace(period_class=K.FIXED_ANCHORED, anchor=present(trim(lead)))
            if not period.anchor
            else period
        )
    if not _is_understood(lead, opens=opens) or (period.until_on and _NO_FINAL_SCOPE.search(lead)):
        return unread(trim(lead))
    if period.period_class is K.FIXED and period.length and ARCHIVE.search(lead):
        return period._replace(period_class=K.FIXED_UNLESS, override=present(trim(lead)))
    return period


def _is_understood(lead: str, *, opens: bool) -> bool:
    if _KNOWN_LEAD.fullmatch(lead) or _LABEL.fullmatch(lead.strip()):
        return True
    if holds_quantity(lead) or _OWN_LENGTH.search(lead) or _DOUBTED.search(lead):
        return False
    return opens or _SAID_CLOSED.fullmatch(lead) is not None

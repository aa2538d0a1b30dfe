"""Words beside a length or a date by which it may last longer, or was not settled when it was written.

"5 tahun, mana yang lebih lama", "5 tahun kecuali masih dalam sengketa", "1 tahun (sudah diperpanjang)", "5 tahun
(usulan)", "5 tahun?": at the end of the five years nobody knows whether the exemption ends. They are told.
"""

from __future__ import annotations

from xl_macros.domain.period_model import Period
from xl_macros.patterns import regex

_STILL_OPEN = (
    r"(?:sengketa|gugatan|perkara|banding|kasasi|keberatan|digugat|disengketakan|penyidikan|penyelidikan|"
    r"pemeriksaan|permohonan)"
)
_UNDER = (
    r"(?:apabila|jika|bila|kalau|bilamana|dalam hal|selama|sepanjang|kecuali|syarat|ketentuan|catatan|namun|"
    r"tetapi)"
)
_LONGER_OF_TWO = regex(
    r"\b(?:mana|yang) (?:saja )?(?:yang )?(?:(?:lebih|paling) (?:lama|panjang|akhir)|ter(?:lama|panjang|akhir))\b"
)
_LONGER = regex(
    r"\b(?:atau|dan|boleh|dapat|bisa) (?:lebih(?! (?:awal|cepat|dahulu|dulu|singkat|pendek))|ber(?:ubah|tambah))\b|"
    r"(?<!dapat )(?<!boleh )(?<!bisa )(?<!tidak akan )(?<!tidak )(?<!kecuali )(?<!bila )(?<!jika )"
    r"(?<!untuk )\bdiperpanjang\b|"
    r"\btetap (?:di)?(?:rahasia|kecualikan|tutup|tertutup|simpan)(?:kan)?\b|"
    r"\bdi(?:tunda|tangguhkan)\b|"
    rf"\b{_UNDER}\b[^.;]{{0,40}}?\b(?:masih|belum|sedang|tidak (?:ada|terdapat|sedang))\b|"
    r"\bkecuali\b[^.;]{1,60}?\b(?:tidak|jangan) (?:dapat |boleh |bisa |akan |untuk )*"
    r"(?:di(?:buka|umumkan|berikan|publikasikan|akses)|terbuka)\b(?! (?:lebih|sebelum))|"
    rf"\b{_UNDER}(?: (?:ada|terdapat|terjadi|dalam|menjadi|proses|masa|obje[kc])(?:nya)?){{0,3}} {_STILL_OPEN}\b"
    r"(?![^.;]*\b(?:di)?putus)"
)
_LENGTH_OR_YEAR = regex(r"\b(?:tahun|bulan|minggu|hari|[0-9]{4})\b")
_UNSETTLED = regex(
    r"[(,;/-] ?(?:masih |baru )?(?P<note>usul(?:an)?|draf(?:t)?|konsep|rancangan|tentatif|sementara|estimasi|"
    r"perkiraan|(?:sudah|telah|belum|menunggu|dalam proses|tidak berlaku|batal|lihat|catatan|revisi|"
    r"di(?:batalkan|cabut|ubah|hapus|coret|revisi|ganti))\b[^()]{0,80}?)(?= ?[),;]| ?$)"
)
_WITHDRAWN = regex(
    r"\b(?:contoh(?:nya)?|misal(?:nya)?|keliru|(?:ke)?salah(?:an)? (?:ketik|tulis|cetak|pengetikan|penulisan)|typo|"
    r"ralat|(?:se)?(?:harus|mesti)nya|"
    r"(?:sebagai|menurut|masih|berupa|baru|dalam) (?:usul(?:an)?|draf(?:t)?|konsep|rancangan|saran|rekomendasi|wacana|"
    r"rencana|opsi))\b"
)
_FOR_NOW = regex(
    r"^(?:untuk )?sementara(?: waktu)?[ :,=(]*(?:selama |paling lama |maksimal )?"
    r"(?:[0-9]|(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|se[a-z]+)\b)"
)
_UNLIMITED_FOR = regex(
    r"^(?!.*\b(?:tidak|bukan|non|semi) (?:bersifat |secara )?(?:permanen|selamanya))"
    r"[^,;(]*\b(?P<lead>permanen|selamanya|abadi) (?:selama |untuk |dalam )+[0-9]"
)


def ends_by_itself(period: Period) -> bool:
    """Whether a length or a date ends the period, or one of its clauses, without anybody saying so."""
    if period.length is not None or period.until_on is not None:
        return period.contradiction is None
    return any(map(ends_by_itself, period.clauses))


def unsettled(words: str) -> str | None:
    """The words by which a dated period may last longer or was not settled; None where there are none."""
    either = _LONGER_OF_TWO.search(words)
    said = _LENGTH_OR_YEAR.search(words)
    longer = _LONGER.search(words, said.end()) if said else None
    found = either or longer
    if found:
        return found[0]
    meanwhile = _FOR_NOW.match(words) or _WITHDRAWN.search(words)
    if meanwhile:
        return meanwhile[0]
    note = _UNSETTLED.search(words)
    if note:
        return note["note"]
    unlimited = _UNLIMITED_FOR.search(words)
    return unlimited["lead"] if unlimited else None

"""Remarks beside a length that leave it as it is: why, for whom, of what, that it is open afterwards.

Whatever else stands there is told, not passed over: "5 tahun (contoh)", "5 tahun (tahap I)", "5 tahun (ten years)"
and "5 tahun. Masih dihitung ulang." may all mean that it does not end after five years.
"""

from __future__ import annotations

from xl_macros.domain.wording.references import is_hidden
from xl_macros.domain.wording.tails import only_says_it_opens
from xl_macros.patterns import regex

_LEADS = regex(
    r"^(?:dan|serta|atau|dapat|boleh|bisa|dibuka|terbuka|hanya|dengan|karena|sehingga|demi|oleh|agar|guna|"
    r"setelah|sesudah|untuk|bagi|saja|secara|kepada|menurut|sebagai|dikecualikan|ditutup|tertutup|rahasia|"
    r"jangka waktu(?= (?:pengecualian|penutupan|ini|itu|tersebut)\b|$)|informasi|ini|terus|pengecualian)\b"
)
_SAME_AGAIN = regex(
    r"(?:(?:dan|serta|bersifat|informasi|ini|sangat|untuk umum|bagi publik) ?|"
    r"(?:rahasia|dikecualikan|ditutup|tertutup|terbatas|tidak (?:dapat )?(?:dibuka|diperpanjang)|selesai|kemudian$) ?)+"
)
_THAT_LONG = regex(
    r"selama (?:jangka )?waktu (?:yang )?(?:(?:telah |sudah )?di(?:tetapkan|tentukan)|tersebut|itu|pengecualian)"
    r"(?: (?:tersebut|itu|ini))?"
)
_RENEWAL = regex(
    r"^(?:dan |serta )?(?:tidak )?(?:dapat |boleh |bisa |akan )?"
    r"(?:diperpanjang|ditinjau|dievaluasi|diperbarui|dilakukan)\b"
)
_NAMED = regex(
    r"(?:alasan|pertimbangan|dasar|(?:dokumen|data|arsip|berkas|surat|daftar|laporan|"
    r"nama|nik|alamat|identitas|hard ?copy|soft ?copy|fisik|ppid|kpu|bawaslu|sekretari\w+|sub ?-?bag\w*|bagian|bidang|"
    r"seksi|unit|kantor|dinas|badan|uu)\b)"
)
"""What the information is, or whose: a name after the length, unless the rest says something of it."""
_SAYS = regex(
    r"\b(?:tidak|belum|masih|sudah|telah|sedang|salah|keliru|bukan|jangan|baru|lagi|akan|harus|perlu|wajib|"
    r"tahap\w*|pertama|kedua|di(?!nas|s|gital|rektur)[a-z]{4,})\b"
)


_HANGS = regex(
    r"\b(?:menunggu|tunggu|masih|belum|sedang|(?:ber|ter)gantung|menyesuaikan|di(?:sesuaikan|tunda|bekukan)|dahulu|dulu|"
    r"(?:ber|se)tahap\w*|ber(?:ulang|gilir|ubah)|transisi|sementara|selebihnya|sisanya|lainnya tetap|"
    r"tidak (?:dapat |boleh |akan )*(?:terbuka|di(?:buka|umumkan|publikasikan|berikan)))\b"
)
_OF_THE_DAY = regex(
    r"(?:hari )?(?:pemungutan suara|pelantikan|pengumuman|penetapan|akhir|berakhirnya|selesainya|batas|hut|"
    r"tahun anggaran|ta|triwulan|semester|pemilu|pilkada|pemilihan|masa jabatan|pukul|jam)\b"
)
"""What is on the day that a wording names as its end."""


def is_hanging(words: str) -> bool:
    """Whether words beside a length make it hang on something, or only a part of the time ("menunggu ...", "dulu")."""
    return _HANGS.search(words) is not None


def is_known_remark(words: str) -> bool:
    """Whether a remark begins with words that may stand right behind a length, without a comma or a bracket."""
    return _LEADS.match(words) is not None or is_hidden(words)


def says_no_more(words: str) -> bool:
    """Whether words beside a length say that it is open afterwards, that it is secret, or that it may be renewed."""
    return only_says_it_opens(words) or any(
        found for found in (_SAME_AGAIN.fullmatch(words), _THAT_LONG.fullmatch(words), _RENEWAL.match(words))
    )


def is_remark(words: str, *, of_a_date: bool = False) -> bool:
    """Whether words beside a length (or a date) leave it as it is; False for all that nobody understands."""
    if is_hanging(words):
        return False
    if of_a_date and _OF_THE_DAY.match(words):
        return True
    named = _NAMED.match(words) is not None and not _SAYS.search(words)
    return named or is_known_remark(words) or says_no_more(words)

"""Words of an event's evidence or note that speak against the outcome that was chosen.

They only ask: whoever records the event says yes or mends it. Rows of earlier versions that name no outcome are
not counted when their words speak against it. Both ways doubt keeps closed, so that a word too many costs one
question and a word too few a wrong opening.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xl_macros.domain.entry import Verdict
from xl_macros.patterns import regex


def _words(pattern: str) -> re.Pattern[str]:
    """Whole words; blanks in the pattern are ours, those of the text are written out."""
    return regex(rf"\b(?:{pattern})\b", re.IGNORECASE | re.VERBOSE)


_SHORT = (
    (_words(r"tdk|tak|gak|nggak|ndak"), "tidak"),
    (_words(r"blm|blum"), "belum"),
    (_words(r"non\W?final"), "belum final"),
    (_words(r"hny"), "hanya"),
)
"""How staff write in haste."""

_OBJECTION = r"(?:keberatan|banding|kasasi|upaya\s+hukum|peninjauan\s+kembali|pk)"
_NONE_OF = r"""(?:tidak|tanpa|tiada|nihil)(?:\s+(?:ada|adanya|terdapat|mengajukan|diajukan|menyatakan|menempuh
    |ditempuh|melakukan|dilakukan|pernah|satu\s?pun|pihak|yang|perkara|permohonan|pengajuan|terdaftar|lagi))*"""

_HARMLESS = (
    _words(
        rf"{_NONE_OF}\s*(?:ber)?{_OBJECTION}"
        rf"(?:\s*(?:,|/|maupun|atau|dan|serta)\s*(?:tidak\s+|tanpa\s+)?(?:permohonan\s+)?{_OBJECTION})*"
    ),
    _words(rf"{_OBJECTION}\s*(?::|=|-)?\s*(?:nihil|tidak\s+ada)"),
    _words(
        rf"""(?:masa|tenggang(?:\s+waktu)?|batas\s+waktu|jangka\s+waktu)(?:\s+(?:pengajuan|untuk|mengajukan|waktu
        |{_OBJECTION}|\d+|hari|kerja|sudah|telah))*\s+(?:lewat|lampau|habis|berakhir|terlampaui|dilewati)"""
    ),
    _words(r"(?:belum|tidak)\s+(?:diketahui|tercatat|dicatat|ditemukan|dimiliki|ada\s+(?:nomor|salinan)\w*)"),
    _words(
        r"""(?:atas|berdasarkan|menurut|menindaklanjuti|sesuai|menjawab|memenuhi)(?:\s+surat)?\s+
        (?:usul|usulan|permohonan|permintaan|rencana)"""
    ),
    _words(r"rencana\s+(?:strategis|kerja|aksi|anggaran|umum|pembangunan|kebutuhan)"),
)
"""Of objections that were not made or are over, of papers not at hand, of what was answered, of titles."""

_NO_MORE = _words(
    r"(?:tidak|bukan)\s+(?:lagi\s+)?(?:(?:merupakan|termasuk|sebagai)\s+)?(?:informasi\s+)?(?:publik\s+)?"
    r"(?:yang\s+)?dikecualikan"
)

_NOT_YET = r"""belum|rancangan|draf|draft|konsep|usul|usulan|diusulkan|mengusulkan|rencana|rencananya|direncanakan
    |berencana|akan|diperkirakan|perkiraan|diharapkan|tidak\s+jadi|ditunda|menunda|penundaan|tertunda
    |diundur|mundur|sedang|masih|menunggu|berlangsung|dalam\s+proses|baru\s+(?:mulai|dimulai)|sedang\s+berjalan
    |(?:untuk|dihentikan|berhenti)\s+sementara|sementara\s+(?:ini|waktu)"""
_NOT_DONE = _words(
    rf"""{_NOT_YET}|batal|dibatalkan|gagal|tidak\s+(?:jadi\s+)?(?:selesai|terjadi|terlaksana|dilaksanakan|dilakukan
    |diumumkan|ditetapkan|dimuat|kembali|dilantik|berakhir)"""
)
_NOT_FINAL_WORDS = rf"""belum|sela|provisi|verzet|perlawanan|{_OBJECTION}|akan|masih|sedang|menunggu|dalam\s+proses
    |berlangsung|tenggang\s+waktu|dibatalkan|membatalkan|dianulir|menganulir"""
_REFUSES = r"""menolak|ditolak|penolakan|menguatkan|dikuatkan|membatalkan|dibatalkan|pembatalan|gugur|niet
    |melarang|dilarang|larangan|enggan|ditarik|menarik|penarikan|dicabut|mencabut|pencabutan|gagal
    |kalah|memenangkan\s+termohon|n\.o|(?:mengukuhkan|(?:memper|diper)tahankan)\s+pengecualian|sudah\s+tepat
    |k[ae]d[ae]lu\w*rsa|daluwarsa
    |tetap\s+(?:dikecualikan|tertutup|ditutup|rahasia|dirahasiakan|sah|berlaku)
    |(?:sebagai|adalah|merupakan|termasuk)\s+informasi\s+(?:publik\s+)?(?:yang\s+)?dikecualikan
    |tidak\s+(?:dapat\s+|mau\s+|akan\s+|bisa\s+|pernah\s+|berkenan\s+)*(?:diterima|dikabulkan|mengabulkan|dibuka
    |terbuka|membuka|diberi(?:kan)?|memberi(?:kan)?|disetujui|menyetujui|setuju|bersedia|mengizinkan|mengijinkan
    |memperbolehkan|membolehkan|berkenan|merestui|sepakat|memenangkan
    |beralasan|berwenang|berdasar)"""
_NOT_OPEN = _words(rf"{_REFUSES}|{_NOT_FINAL_WORDS}|penundaan|ditunda")
_PART = _words(
    r"""sebagian|sebahagian|sepanjang|kecuali|hanya|saja|terbatas|(?:meng|di)hitamkan|penghitaman|disamarkan|(?:ber|dengan\s+)syarat
    |untuk\s+(?:keperluan|kepentingan)|kepada\s+pemohon"""
)
_STAYS_CLOSED = _words(
    r"""(?:tidak|menolak|belum|bukan|tanpa)\s+(?:(?:dapat|perlu|boleh|akan|mau|wajib|harus|merupakan|sebagai|adalah
    |menjadi|permohonan|permintaan|pemohon|untuk|agar|informasi|lagi|yang)\s+)*(?:mengabulkan|dikabulkan|membuka
    |dibuka|memerintahkan|memberikan|terbuka|publik)"""
)
_OPENS = _words(
    r"""mengabulkan|dikabulkan|membuka|dibuka|memerintahkan|wajib\s+(?:mem|di)berikan|informasi\s+(?:yang\s+)?terbuka
    |(?:menjadi|adalah|sebagai|merupakan|dinyatakan|menyatakan)\s+(?:informasi\s+)?(?:yang\s+)?(?:terbuka|publik)"""
)
_NOT_REVOKED = _words(
    rf"""{_NOT_YET}|menolak|ditolak|(?:tidak|bukan)\s+(?:jadi\s+)?(?:men|di)?cabut|
    pencabutan\w*\s+(?:\w+\s+)?(?:di)?batal\w*|(?:mem|di)batalkan\s+(?:\w+\s+)?pencabutan|
    gugatan|digugat|(?:di|men)cabut\s+(?:\w+\s+){{0,2}}(?:angka|huruf|lampiran|diktum|butir)|
    (?:angka|huruf|lampiran|diktum|butir)\s+\w+\s+dicabut|diubah|mengubah|perubahan\s+(?:\w+\s+)?(?:atas|keputusan)"""
)

_MODAL = r"(?:akan|pernah|mau|dapat|bisa|ingin|berkenan|untuk|jadi)"
_NEGATED = rf"(?:tidak|belum|menolak|enggan|keberatan)\s+(?:{_MODAL}\s+)*"
_WISHED = r"(?:agar|untuk|supaya|mohon|dapat|kiranya)\s+"
_AGREES = regex(
    rf"\b(?P<no>{_NEGATED}|{_WISHED})?(?P<yes>setuju|menyetujui|disetujui|memberi(?:kan)?|mengizinkan|mengijinkan|bersedia)\b",
    re.IGNORECASE,
)

_NOT_AGAINST = _words(r"(?:tidak|tanpa)\s+(?:ber)?keberatan")

_AGAINST: Mapping[Verdict, tuple[re.Pattern[str], ...]] = {
    Verdict.OPENS: (_NOT_OPEN,),
    Verdict.OPENS_PART: (_NOT_OPEN, _words(r"seluruhnya|seluruh\s+permohonan")),
    Verdict.WITHDRAWN: (_OPENS,),
    Verdict.ANNULS: (
        _words(r"menguatkan|dikuatkan|menolak|ditolak|tidak\s+(?:dapat\s+)?(?:diterima|(?:mem|di)batalkan)"),
    ),
    Verdict.FINAL: (_words(_NOT_FINAL_WORDS),),
    Verdict.GIVEN: (
        _NOT_OPEN,
        _words(
            r"""(?:permohonan|permintaan|meminta|memohon)\s+(?:persetujuan|izin|ijin)|lisan|lewat\s+telepon
            |salah\s+satu|satu\s+dari|berpikir|pikir-pikir|tidak\s+dapat\s+dihubungi|tidak(?=\W*$)|berlaku\s+sampai
            |kepada\s+(?:penyidik|pengadilan|peneliti|auditor|pemeriksa|instansi|lembaga)
            |(?:tidak|tanpa)\s+(?:ada\s+)?(?:jawaban|balasan|tanggapan|menjawab|membalas)"""
        ),
    ),
    Verdict.NOW_OPEN: (_NOT_OPEN, _words(rf"{_NOT_YET}|perpanjangan|diperpanjang")),
    Verdict.NOW_PARTLY_OPEN: (_NOT_OPEN, _words(_NOT_YET)),
    Verdict.REVOKED: (_NOT_REVOKED, _PART),
    Verdict.REINSTATED: (_words(rf"{_NOT_YET}|menolak|ditolak|sela|tetap\s+(?:dicabut|berlaku)"),),
    Verdict.AMENDED: (_words(rf"{_NOT_YET}|dicabut|mencabut|pencabutan"),),
    Verdict.OCCURRED: (_NOT_DONE,),
    Verdict.IN_OFFICE: (
        _words(
            r"""belum|bukan|tidak|mantan|eks|bekas|pernah|calon|bakal|akan|diberhentikan|pemberhentian|pensiun|purna\w*
            |mengundurkan|meninggal|wafat|berakhir"""
        ),
    ),
    Verdict.RELEASED: (
        _words(
            r"belum|masih|tetap\s+ditahan|ditahan\s+(?:lagi|kembali)|perpanjangan|diperpanjang|berlanjut|menunggu"
        ),
    ),
    Verdict.RENEWED: (_NOT_DONE,),
    Verdict.DETERMINED: (_NOT_DONE,),
    Verdict.ANNOUNCED: (_NOT_DONE,),
    Verdict.RECEIVED: (_NOT_DONE, _words("hilang")),
}
_WHOLE = frozenset({Verdict.OPENS, Verdict.GIVEN, Verdict.NOW_OPEN})
"""Verdicts on the whole: words that speak of a part or of a purpose are against them."""


def contradicting_words(verdict: Verdict | None, text: str, *, of_part: bool = False) -> str:
    """The words of the free text that speak against the verdict, "" when none do.

    None is the verdict of a row that named none and was taken to open; `of_part`: the event says itself that it
    concerns a part only.
    """
    said = " ".join(text.split())
    for pattern, word in _SHORT:
        said = pattern.sub(word, said)
    if verdict in (Verdict.REFUSED, Verdict.ASKED):
        return _agreement(said)
    if verdict in (Verdict.UPHOLDS, Verdict.STILL_CLOSED):
        return _first((_OPENS, _NO_MORE), _STAYS_CLOSED.sub(" ", said))
    for harmless in (*_HARMLESS, _NO_MORE):
        said = harmless.sub(" ", said)
    patterns = _AGAINST.get(verdict or Verdict.OPENS, ())
    about_whole = (verdict or Verdict.OPENS) in _WHOLE and not of_part
    return _first((*patterns, _PART) if about_whole else patterns, said)


def _first(patterns: Iterable[re.Pattern[str]], said: str) -> str:
    """The first words that one of the patterns finds."""
    return next((match[0] for match in (pattern.search(said) for pattern in patterns) if match), "")


def _agreement(said: str) -> str:
    """The words by which somebody agrees, unless they are denied or only wished for."""
    agrees = (each["yes"] for each in _AGREES.finditer(said) if not each["no"])
    return next(agrees, "") or _first((_NOT_AGAINST,), said)

"""What a column title can mean, scored by its words: no closed list of titles, and what ties is asked.

A rule names words of which one of each group must stand in the title, words that may stand beside them, and words
with which it means something else. The score is the share of the title's words that the rule knows, times how much
the rule is believed: "Jangka Waktu Penyimpanan" is no exemption period, whatever its other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from xl_macros.patterns import regex

NUMBER = "number"
"""The running number of a list: read to tell rows apart, not kept."""

IGNORED = ""
"""What a column is mapped to whose content is knowingly left out."""

TITLE = "title"
"""A short title beside a column that says what the information is; stands in where that one is blank."""

CONCLUSION = "conclusion"
"""What a consequence test concluded; says which rows are not exempted at all."""

TEST_CONCLUSION = "test_conclusion"
"""The conclusion of an entry's own test, in the word of the register."""

DECIDED_ON, ABOUT = "decided_on", "about"
"""Date and subject of the decision: columns of the decision, not of the entry."""

SURE, WEAK, TIE = 0.75, 0.5, 0.05
LONGEST_TITLE = 14
"""Words; more is no title."""

_MARKS = regex(r"[\W_]+")
_BROKEN = regex(r"(?<=[^\W\d_])[-\u00ad\u2010]\s+(?=[^\W\d_])")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z][a-z])")
_FOOTNOTE = regex(r"\(?\*+\)?|\(\d{1,2}\)|[¹²³⁴⁵]")
_APART = regex(r"\bdi (?=(?:buka|tutup|kecualikan|hitamkan|rahasiakan|tetapkan)\b)")
_A_VALUE = regex(r"\b(?:19|20)\d\d\b|\bpasal \d|\d{3}")
_FILLER = frozenset(
    re.findall(
        r"\w+", "dan atau yang dari bagi untuk bila jika apabila sesuai atas terhadap dalam oleh di pada"
    )
)
_DETAIL = frozenset(re.findall(r"\w+", "konten ringkasan uraian deskripsi rincian isi materi"))
_SHORT = frozenset(re.findall(r"\w+", "judul jenis esensi nama kategori kelompok"))


class Claim(NamedTuple):
    """A field that a title may stand for, and how surely (0 to 1)."""

    field: str
    score: float


class _Rule(NamedTuple):
    field: str
    needs: tuple[frozenset[str], ...]
    beside: frozenset[str]
    never: frozenset[str]
    belief: float = 1.0
    any_beside: bool = False


def _rule(
    field: str,
    needs: str,
    beside: str = "",
    never: str = "",
    belief: float = 1.0,
    *,
    any_beside: bool = False,
) -> _Rule:
    """`needs`: groups apart by a comma, of each of which one word must be there."""
    groups = tuple(frozenset(group.split()) for group in needs.split(","))
    known = frozenset(beside.split()).union(*groups)
    return _Rule(field, groups, known, frozenset(never.split()), belief, any_beside)


_DECREE = "keputusan sk penetapan ditetapkan kpts"
_PERIOD = (
    "waktu jangka batas tenggang masa lama lamanya rentang durasi berlaku berlakunya pengecualian pengecualiannya "
    "dikecualikan rahasia kerahasiaan informasi ditutup penutupan asli tahun bulan hari publik akhir th thn "
    "selesai sampai hingga berakhir berakhirnya s d sd mulai"
)
_NO_PERIOD = (
    "retensi jra simpan penyimpanan arsip pembuatan penerbitan terbit unggah upload penyusunan dibuat layanan "
    "pelayanan pelaksanaan kontrak perkara izin perizinan keberatan permohonan tanggapan pengumuman kegiatan anggaran "
    "jabatan tahapan"
)
_BEGINS = frozenset({"mulai", "dimulai", "awal", "tmt", "sejak", "dari", "terhitung"})
_BEGINS_ON = regex(
    r"\b(?:tanggal|tgl) (?:mulai|dimulai|awal)|\b(?:mulai|dimulai|sejak|terhitung) (?:tanggal|tgl)$"
)
_ENDS = frozenset({"selesai", "sampai", "hingga", "akhir", "berakhir", "berakhirnya", "sd", "s", "tat"})
_NO_INFORMATION = (
    "bentuk waktu pejabat unit satker penguasa menguasai penanggung jawab tanggal bagian dasar hukum dibuka ditutup "
    "konsekuensi akibat manfaat alasan tempat lokasi daftar nomor no status sifat format retensi pertimbangan masa "
    "batas jangka link tautan kode tahun pemohon pj opd skpd bidang instansi cakupan ruang lingkup keterangan"
)
_RULES: tuple[_Rule, ...] = (
    _rule(NUMBER, "no nomor nomer nr", "urut urutan"),
    _rule(
        "decision_number",
        f"no nomor nomer,{_DECREE}",
        "surat ppid kpu ketua sekretaris tanggal tgl tentang komisi pemilihan umum",
        "uji lembar dibuka",
    ),
    _rule(
        "decision_number",
        "keputusan sk kpts",
        "surat ppid kpu penetapan",
        "tanggal tgl waktu tentang perihal dasar",
    ),
    _rule("decision_number", "penetapan", "surat", "tanggal tgl waktu tentang perihal dasar pejabat"),
    _rule(
        DECIDED_ON,
        f"tanggal tgl,{_DECREE}",
        "surat ppid kpu",
        "no nomor nomer uji pembuatan unggah tentang",
    ),
    _rule(ABOUT, "tentang", f"{_DECREE} perihal isi surat", "no nomor nomer tanggal tgl"),
    _rule(ABOUT, f"perihal judul hal,{_DECREE}", "surat kpu", "no nomor nomer tanggal tgl"),
    _rule(
        "exempt_part", "bagian,dikecualikan dihitamkan dikaburkan dirahasiakan ditutup", "informasi dokumen"
    ),
    _rule("period_text", "waktu,jangka batas tenggang masa lama pengecualian rentang", _PERIOD, _NO_PERIOD),
    _rule(
        "period_text",
        "masa durasi periode lama lamanya batas,pengecualian dikecualikan berlaku berlakunya rahasia kerahasiaan "
        "ditutup penutupan akhir",
        _PERIOD,
        _NO_PERIOD,
    ),
    _rule(
        "period_text",
        "waktu masa durasi jangka batas lama,pengecualian pengecualiannya dikecualikan rahasia kerahasiaan ditutup "
        "penutupan",
        f"{_PERIOD} dokumen",  # alone it has a time of its own: "Masa Berlaku Dokumen"
        _NO_PERIOD,
    ),
    _rule("period_text", "masa durasi jangka", "th thn tahun bulan hari", _NO_PERIOD, 0.8),
    _rule("period_text", "waktu", "", f"{_NO_PERIOD} jangka batas tempat", 0.7, any_beside=True),
    _rule(
        "legal_basis",
        "dasar landasan",
        "hukum hukumnya pengecualian pertimbangan informasi alasan dikecualikan peraturan pasal undang uu ketentuan",
        "dibuka ditutup tanggal nomor no",
    ),
    _rule(
        "legal_basis",
        "hukum pasal regulasi undang uu peraturan",
        "dasar landasan alasan ketentuan perundangan perundang pengecualian informasi",
        "dibuka ditutup tanggal produk",
    ),
    _rule(
        "legal_basis",
        "alasan pertimbangan indikator",
        "pengecualian dikecualikan informasi konsekuensi",
        "dibuka ditutup publik dasar hukum",
        0.7,
    ),
    _rule(
        "harm_if_open",
        "dibuka terbuka membuka pembukaan",
        "",
        "ditutup tertutup jangka waktu masa batas tanggal bagian sudah status menutup penutupan",
        0.9,
        any_beside=True,
    ),
    _rule(
        "harm_if_open",
        "konsekuensi akibat dampak bahaya kerugian risiko",
        "pertimbangan publik analisis potensi masyarakat konsekuensi akibat dampak bahaya kerugian risiko",
        "dibuka ditutup terbuka tertutup uji pengujian indikator hasil",
        0.7,
    ),
    _rule(
        "benefit_if_closed",
        "ditutup tertutup menutup penutupan",
        "",
        "dibuka terbuka jangka waktu masa batas lama durasi periode bagian tanggal sudah status membuka pembukaan",
        0.9,
        any_beside=True,
    ),
    _rule(
        "information",
        "informasi dokumen",
        "nama judul jenis konten esensi isi uraian materi ringkasan deskripsi rincian data publik dikecualikan "
        "klasifikasi klarifikasi dirahasiakan rahasia berkas",
        _NO_INFORMATION,
    ),
    _rule(
        "information",
        "judul konten esensi uraian deskripsi ringkasan rincian",
        "dikecualikan",
        _NO_INFORMATION,
    ),
    _rule(
        "information",
        "hasil,uji pengujian,konsekuensi",
        "",
        "dibuka ditutup terbuka tertutup nomor tanggal",
        0.6,
    ),
    _rule("information", "data berkas", "nama jenis dikecualikan", _NO_INFORMATION, 0.6),
    _rule(CONCLUSION, "kesimpulan simpulan", "uji konsekuensi hasil pengujian akhir", "tanggal"),
    _rule(
        "unit",
        "unit satker opd skpd bidang subbag subbagian penguasa menguasai pengelola instansi perangkat pemilik",
        "pejabat kerja satuan nama sub bag bagian terkait informasi dokumen daerah ppid pelaksana penghasil",
        "dikecualikan tanggal nomor waktu pj tanggung jawab",
    ),
    _rule("unit", "satuan,kerja", "nama", "dikecualikan"),
    _rule("unit", "sub,bag bagian", "unit", "dikecualikan"),
    _rule("unit", "penanggung,jawab", "informasi", "tanggal", 0.8),
    _rule("responsible", "penanggung,jawab", "informasi", "tanggal", 0.74),
    _rule("unit", "pj pic", "informasi", "tanggal", 0.7, any_beside=True),
    _rule("extent", "cakupan seluruhnya sebagian lingkup", "pengecualian ruang"),
    _rule(
        "place",
        "tempat lokasi letak",
        "fisik penyimpanan simpan arsip dokumen informasi berkas",
        "tanggal waktu",
    ),
    _rule("note", "keterangan ket catatan", "lain tambahan"),
)


def normal(text: str | None) -> str:
    """Text reduced to its words, for comparing: case, punctuation and white space do not count."""
    return " ".join(_MARKS.split(unicodedata.normalize("NFKC", text or "").casefold())).strip()


def heading_words(title: str) -> str:
    """The words of a title: broken words joined, "DI BUKA" as one, "jangka_waktu" and "jangkaWaktu" as two."""
    plain = unicodedata.normalize("NFKC", _FOOTNOTE.sub(" ", title.replace("\u00ad", "-")))
    words = normal(_CAMEL.sub(" ", _BROKEN.sub("", plain)))
    return _APART.sub("di", words)


@lru_cache(maxsize=4096)
def claims(title: str) -> tuple[Claim, ...]:
    """The fields that a title may stand for, the likeliest first; none for what is no title."""
    spoken = heading_words(title)
    words = [word for word in spoken.split() if word not in _FILLER]
    if not words or len(words) > LONGEST_TITLE or _A_VALUE.search(spoken):
        return ()
    best: dict[str, float] = {}
    for rule in _RULES:
        if rule.field == "period_text" and _begins_only(spoken):
            continue
        if all(group.intersection(words) for group in rule.needs) and not rule.never.intersection(words):
            known = len(words) if rule.any_beside else sum(word in rule.beside for word in words)
            score = round(rule.belief * known / len(words), 2)
            if rule.field == NUMBER and score < 1:
                continue
            best[rule.field] = max(score, best.get(rule.field, 0))
    return tuple(sorted((Claim(*each) for each in best.items()), key=lambda claim: -claim.score))


def _begins_only(spoken: str) -> bool:
    """Whether a title of a period names where it begins, beside another column for its end.

    A date that stands there would be read as the end, and open what is exempt.
    """
    words = spoken.split()
    begins = words[0] in _BEGINS or words[-1] in _BEGINS or _BEGINS_ON.search(spoken) is not None
    return begins and _ENDS.isdisjoint(words)


def speaks_of_a_period_alone(title: str) -> bool:
    """Whether a title that may mean the period has no word of another thing ("Batas Waktu Uji")."""
    return set(heading_words(title).split()) - _FILLER <= set(_PERIOD.split())


def names_a_beginning(cell: str) -> bool:
    """Whether a cell below a title of a period says no more than that the period begins there: "Mulai", "TMT"."""
    words = heading_words(cell).split()
    return not _BEGINS.isdisjoint(words) and _BEGINS.union({"tanggal", "tgl", "berlaku"}).issuperset(words)


def settled(found: tuple[Claim, ...], least: float = SURE) -> Claim | None:
    """The one claim that is at least so sure and that no other ties with."""
    if not found or found[0].score < least:
        return None
    tied = len(found) > 1 and found[0].score - found[1].score < TIE
    return None if tied else found[0]


def field_of(title: str, names: Mapping[str, str] | None = None) -> str | None:
    """The field a column title surely stands for; `names` (normal titles to fields) come first."""
    words = normal(title)
    if names and words in names:
        return names[words]
    claim = settled(claims(title))
    return claim.field if claim else None


def is_detail(title: str) -> bool:
    """Whether a title of the information says that its content stands here: "Ringkasan", "Konten"."""
    return bool(_DETAIL.intersection(heading_words(title).split()))


def is_short(title: str) -> bool:
    """Whether a title of the information says that only its name stands here: "Judul", "Jenis"."""
    return bool(_SHORT.intersection(heading_words(title).split())) and not is_detail(title)

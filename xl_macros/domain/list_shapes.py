"""What stands in a list without being an entry: signatures, tables of people, totals, footnotes, ditto marks.

Every rule here is about the shape of one row's texts; what follows from it is for `list_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xl_macros.domain.list_headings import claims, normal, settled
from xl_macros.domain.period import read_period
from xl_macros.domain.period_model import PeriodClass
from xl_macros.patterns import regex

_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_SIGNED = regex(
    r"(?:mengetahui|menyetujui|mengesahkan|disahkan|ditetapkan|dibuat oleh|diperiksa oleh|tertanda|ttd|nip)\b.*"
    rf"|pada tanggal\b.*|(?:di )?[a-z]+(?: [a-z]+)? \d{{1,2}} (?:{_MONTHS}) \d{{4}}"
    r"|.*\b(?:pengujian|uji konsekuensi|penguji|diuji)\b.*\b(?:dilakukan|dilaksanakan|ditandatangani)? ?oleh\b.*"
    r"|(?:daftar |para |tim |nama )+(?:penguji|hadir|peserta)\b.*|yang (?:menguji|bertanda ?tangan)\b.*"
    r"|bahwa setelah dilakukan\b.*|demikian\b.*"
)
_LESS_SURELY_SIGNED = regex(
    r"(?:ketua|sekretaris|kepala|plt|plh|a n|an|pejabat pengelola|atasan ppid|ppid|catatan|keterangan|sumber)\b.*"
)
_TOTAL = regex(r"(?:sub ?total|grand total|total|jumlah)\b.*")
_CITED = regex(r"\b(?:uu|undang|pasal|pp|pkpu|perpres|permen\w*|perki|perda|peraturan|keputusan)\b")
_PERSON = regex(
    r"(?:nama(?!.*\b(?:informasi|dokumen|data|berkas|arsip)\b)|penguji|nip|no(?:mor)? (?:induk|pegawai))\b"
)
_SIGNS = regex(
    r"(?:jabatan|kedudukan|peran|unsur|tanda ?tangan|ttd|paraf|nip|pangkat|gol|golongan|kehadiran"
    r"|masa jabatan|instansi)\b"
)
_JOB = regex(
    r"(?:plt |plh )?(?:ketua|wakil ketua|sekretaris|kepala|kasubbag|kabag|kasi|kabid|anggota|staf|arsiparis|pranata"
    r"|analis|penyusun|pengelola|pengadministrasi|pelaksana|koordinator|penguji|direktur|camat|lurah|bupati|komisioner"
    r"|divisi|notulis|operator|narasumber|jabatan|nip|pengolah|penata|pembina)\b.*"
)
_OPEN = regex(
    r"(?:hasil |kesimpulan |informasi |dinyatakan |bersifat |adalah |status |menjadi )*"
    r"(?:terbuka|dibuka|tidak dikecualikan|bukan informasi (?:yang )?dikecualikan|informasi publik)"
    r"(?: (?:untuk|bagi) (?:umum|publik)| untuk diakses)?"
    r"|(?:sudah|telah) (?:dibuka|terbuka|dinyatakan terbuka)\b.*"
)
_DITTO = regex(r"(?:sda|s d a|idem|id|ibid|sama(?: dengan| seperti)?(?: di)? ?(?:atas|sebelumnya)?)")
_DITTO_SIGN = regex(r"""[-–—\s]*(?:["”“„〃״]|''|´´|``|,,)[-–—\s]*""")
_FOOTNOTE = regex(r"\s*\(?(?P<mark>\*{1,5}|[¹²³⁴⁵])\)?[\s:.]*(?P<text>\S.*)", re.DOTALL)
_MARKED = regex(r"(?P<mark>\*{1,5}|[¹²³⁴⁵])\)?\s*$")
_NUMBERED = regex(r"\(?(?P<first>\d{1,5})(?P<rest>(?:[.)\s]*(?:[a-z]|\d{1,3}))*)[.)\s]*", re.IGNORECASE)
_UNIT = regex(
    r"(?:(?:skpd|opd|unit kerja|satker|satuan kerja|unit|bagian|bidang)\s*:\s*(?P<named>.+)|"
    r"(?P<whole>(?:dinas|badan|bagian|sub ?bagian|sub ?bag|bidang|kecamatan|kelurahan|sekretariat|rsud|rumah sakit"
    r"|inspektorat|satuan|satpol|divisi|seksi|kantor|puskesmas|upt\w*|fakultas|lembaga|biro|direktorat|ppid|kpu|balai)"
    r"\b.+))",
    re.IGNORECASE,
)
_SECTION_MARK = regex(r"^\(?(?:[IVXLC]+|[A-Z]|\d{1,2})[.)]\s+")
_LAW = regex(r"\b(?:uu|undang|pp|pkpu|perpres|permen\w*|perki|perda|peraturan)\b")
_LETTERS = regex(r"[^\W\d_]")
LONGEST_TITLE_OF_PEOPLE = 40
_GOES_ON = regex(r"[,;:&(/-]$|\b(?:yang|dan|atau|serta|dengan|untuk|dari|oleh|pada|tentang|atas|di|ke)$")
_OTHER_TITLES = regex(
    r"bentuk(?: \w+){0,2}|format(?: \w+)?|(?:waktu|tanggal|tahun)(?: dan tempat)?"
    r" (?:pembuatan|penerbitan|terbit|unggah)\b.*"
    r"|retensi(?: arsip)?|masa retensi.*|status|link|tautan|url|jumlah|satuan|volume|pagu|anggaran|realisasi|uraian"
    r"|penerbit|soft ?copy|hard ?copy|sifat|kode(?: \w+)?"
)


def is_signature(cells: Iterable[str], whole: bool, numbered: bool) -> bool:
    """A place and date, a caption of those who sign or test; `whole` rows (with basis or period) less easily."""
    if numbered:
        return False
    words = [normal(cell) for cell in cells]
    return any(map(_SIGNED.fullmatch, words)) or (
        not whole and any(map(_LESS_SURELY_SIGNED.fullmatch, words))
    )


def is_table_of_people(cells: Sequence[str]) -> bool:
    """The titles of a table of testers or signatories: Nama beside Jabatan, NIP, Paraf or Tanda Tangan."""
    words = [normal(cell) for cell in cells if len(cell) <= LONGEST_TITLE_OF_PEOPLE]
    named = [word for word in words if _PERSON.match(word)]
    signs = [word for word in words if _SIGNS.match(word)]
    return len(words) == len(cells) and any(name != sign for name in named for sign in signs)


def names_people(values: Mapping[str, str], cells: Sequence[str]) -> bool:
    """A row with an office in the place of the basis or the period, or a NIP: somebody's name, not information."""
    if any(re.match(r"nip\b|\d{8} ?\d{6} ?\d ?\d{3}$", normal(cell)) for cell in cells):
        return True
    beside = [
        normal(values[name]) for name in ("legal_basis", "period_text", "unit", "note") if name in values
    ]
    return any(map(_JOB.fullmatch, beside)) and not has_reason(values)


def has_reason(values: Mapping[str, str]) -> bool:
    """Whether the row cites a law in its basis or says a period that is understood."""
    if _CITED.search(normal(values.get("legal_basis"))):
        return True
    return says_a_period(values.get("period_text"))


def says_a_period(text: str | None) -> bool:
    """Whether a text is a period that is understood."""
    return bool(text) and read_period(text or "").period_class is not PeriodClass.UNCLEAR


def says_nothing(text: str) -> bool:
    """A line to be filled in, a dash: no letter stands in it and no number but one of a list ("1. ........")."""
    return not _LETTERS.search(text) and bool(re.fullmatch(r"(?:\d{1,2}[.)]\s*)?[\s.…_-]+", text))


def is_doubtful(values: Mapping[str, str]) -> bool:
    """Whether nothing of a row says that it is exempted: no law, no period that is understood.

    In a list of other rows' laws this may be anybody's name and office. A vague period alone is none of these.
    """
    if has_reason(values) or says_a_period(values.get("note")):
        return False
    return "legal_basis" in values or "period_text" not in values


def is_total(cells: Sequence[str], whole: bool) -> bool:
    """ "Jumlah 12", whatever column it stands in."""
    only_figures = all(re.fullmatch(r"[\d.,\s]+", cell) for cell in cells[1:])
    return bool(_TOTAL.fullmatch(normal(cells[0]))) and (only_figures or not whole)


def looks_like_titles(cells: Sequence[str]) -> bool:
    """Whether most cells of a row are titles of columns, of whatever table."""
    if len(cells) < 2 or any(len(cell) > 80 for cell in cells):
        return False
    known = sum(bool(settled(claims(cell)) or _OTHER_TITLES.fullmatch(normal(cell))) for cell in cells)
    return known >= 2 and known * 3 >= len(cells) * 2


def found_open(text: str | None) -> bool:
    """Whether a conclusion says that the information is not, or no longer, exempted."""
    return bool(text) and bool(_OPEN.fullmatch(normal(text)))


def is_ditto(text: str) -> bool:
    """ "sda", "s.d.a.", "idem" or a lone quotation mark: as above."""
    return bool(_DITTO.fullmatch(normal(text)) or _DITTO_SIGN.fullmatch(text))


def footnote(text: str) -> tuple[str, str] | None:
    """The mark and the words of a footnote line: "*) terhitung sejak ..."."""
    found = _FOOTNOTE.fullmatch(text)
    return (found["mark"], " ".join(found["text"].split())) if found else None


def mark_at_end(text: str) -> str | None:
    """The footnote mark a text ends with."""
    found = _MARKED.search(text)
    return found["mark"] if found else None


def numbering(text: str | None) -> tuple[str, ...]:
    """The parts of a running number: "1." is (1), "1.a" is (1, a), "a." is (, a); empty when it is none."""
    plain = (text or "").strip()
    found = _NUMBERED.fullmatch(plain)
    if found:
        rest = re.findall(r"[a-z]|\d+", found["rest"].casefold())
        return (str(int(found["first"])), *rest)
    letter = re.fullmatch(r"\(?([a-z])[.)]+|([a-z])", plain)
    return ("", (letter[1] or letter[2])) if letter else ()


def unit_named(text: str) -> str | None:
    """The unit that a section's title or a sheet's name is: "II. DINAS KESEHATAN", "SKPD : ..."."""
    found = _UNIT.fullmatch(_SECTION_MARK.sub("", " ".join(text.split())))
    return (found["named"] or found["whole"]).strip(" .:") if found else None


def goes_on_from(before: str, text: str, values: Mapping[str, str]) -> bool:
    """Whether a row reads as the rest of the one above: that one ends in the middle, or this one begins small.

    What cites a law of its own and says a period of its own is no rest, though it begin small.
    """
    if _GOES_ON.search(before.strip().casefold()):
        return True
    own = _LAW.search(normal(values.get("legal_basis"))) and says_a_period(values.get("period_text"))
    return text.lstrip("-•*( \"'")[:1].islower() and not own

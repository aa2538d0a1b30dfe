"""Abbreviations, slips of the keyboard and proper names of the words that periods are written with."""

from __future__ import annotations

import re
from functools import lru_cache

from xl_macros.patterns import regex


def listed(words: str) -> list[str]:
    """A list of words written as one string, which reads better than forty pairs of quotes."""
    return words.split()


ABBREVIATIONS = {
    "yg": "yang",
    "dgn": "dengan",
    "dg": "dengan",
    "utk": "untuk",
    "tdk": "tidak",
    "tak": "tidak",
    "tgl": "tanggal",
    "th": "tahun",
    "thn": "tahun",
    "bln": "bulan",
    "ybs": "yang bersangkutan",
    "stlh": "setelah",
    "sblm": "sebelum",
    "slm": "selama",
    "msh": "masih",
    "blm": "belum",
    "sdh": "sudah",
    "kpd": "kepada",
    "jk": "jika",
    "klo": "kalau",
    "tmt": "terhitung mulai tanggal",
    "sjk": "sejak",
    "smpai": "sampai",
    "pd": "pada",
    "thdp": "terhadap",
    "ijin": "izin",
    "seijin": "seizin",
    "diijinkan": "diizinkan",
    "mengijinkan": "mengizinkan",
    "perijinan": "perizinan",
    "sampe": "sampai",
    "sampek": "sampai",
    "hngga": "hingga",
    "semenjak": "sejak",
    "berdasar": "berdasarkan",
    "inkrah": "inkracht",
    "inkrach": "inkracht",
    "inkraht": "inkracht",
    "incracht": "inkracht",
    "permanent": "permanen",
    "permanently": "permanen",
    "until": "sampai",
    "during": "selama",
    "unlimited": "permanen",
    "forever": "selamanya",
    "indefinite": "permanen",
    "indefinitely": "permanen",
}
"""Short, older and English forms met in real lists, and what they stand for."""

OFTEN_MISTYPED = (
    "sampai",
    "hingga",
    "selama",
    "sepanjang",
    "setelah",
    "sebelum",
    "kecuali",
    "dengan",
    "persetujuan",
    "permanen",
    "terbatas",
    "selamanya",
    "dibuka",
    "tidak",
    "maksimal",
)
"""Words that carry a period's meaning: a letter lost, doubled or swapped in them is put right."""

REAL_WORDS = frozenset({"selam", "sampa", "samai", "terbata", "sebelu", "denga", "engan", "ibuka"})
"""Words (or stumps) one slip away from those above that are left alone."""

PROPER_NAMES = listed(
    "APBD APBN APIP ASN BAP BKN BPK BPKP BPN BUMD BUMN DCS DCT DKPP DPA DPD DPO DPR DPRD DPT HGU HPS IPK ITE JRA "
    "KIP KK KPK KPPS KPU KTP KWK LHKPN LHP LPJ MA MK NIK NIP NPWP PBJ PDID PHPU PHP PNS PPATK PPDP PPID PPK "
    "PPNPN PPPK PPS PTUN RI RKA RPJMD RUPS SK SKCK SOP SP3 SPT TA TNI TPS UU WNI WITA WIB WIT "
    "Kapolri Polri Bawaslu Panwaslu Pemilu Pilkada Sirekap Sidalih Sipol Silon Inspektorat Indonesia "
    "Presiden Gubernur Bupati "
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
)
"""Names whose capitals are put back when words of a wording are shown."""

PROPER_PHRASES = (
    "Komisi Informasi",
    "Komisi Pemilihan Umum",
    "Mahkamah Agung",
    "Mahkamah Konstitusi",
    "Ombudsman Republik",
    "Badan Pemeriksa Keuangan",
    "Pengadilan Tata Usaha Negara",
    "Pengadilan Negeri",
    "Kabupaten Manggarai Barat",
    "Manggarai Barat",
    "Nusa Tenggara Timur",
)

_WORD = regex(r"[a-z]+")


def slips(word: str) -> set[str]:
    """`word` with one letter lost, doubled or swapped with its neighbour."""
    lost = {word[:i] + word[i + 1 :] for i in range(len(word))}
    doubled = {word[:i] + word[i] + word[i:] for i in range(len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return lost | doubled | swapped


@lru_cache(maxsize=1)
def _corrections() -> dict[str, str]:
    found = {slip: word for word in OFTEN_MISTYPED for slip in slips(word)}
    for known in (*OFTEN_MISTYPED, *REAL_WORDS):
        found.pop(known, None)
    return found | ABBREVIATIONS


@lru_cache(maxsize=1)
def _capitals() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {name.lower(): name for name in (*PROPER_PHRASES, *PROPER_NAMES)}
    longest_first = sorted(names, key=len, reverse=True)
    return regex(rf"\b(?:{'|'.join(longest_first)})\b"), names


def spell_out(text: str) -> str:
    """Lower-case `text` with abbreviations written out and known slips put right."""
    corrections = _corrections()
    return _WORD.sub(lambda found: corrections.get(found[0], found[0]), text)


def present(words: str) -> str:
    """Words of a wording as they are shown: lower case, with the capitals of names put back."""
    pattern, names = _capitals()
    words = words.replace("( ", "(").replace(" )", ")")
    return pattern.sub(lambda found: names[found[0]], words)

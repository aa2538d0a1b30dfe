"""Conditions inside a wording: who consents, what happens, what is merely excepted.

"Persetujuan" and "izin" are consent only when they are about opening the information: a building permit
or a parliament's approval of a budget is an event like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.spelling import listed, present
from xl_macros.patterns import regex

_NOUN = r"(?:persetujuan(?:nya)?|izin(?:nya)?|perkenan|kesediaan|kerelaan|seizin|surat kuasa|consent)"
_NOT_ABOUT_OPENING_BEFORE = (
    r"(?:proses|permohonan|pengurusan|masa berlaku|berlakunya|penerbitan|pencabutan|pengajuan|pembahasan|"
    r"pemegang|perpanjangan|dokumen|rekomendasi)"
)
_NOT_ABOUT_OPENING_AFTER = (
    r"(?:usaha|operasional|lokasi|lingkungan|mendirikan|pertambangan|tambang|prinsip|edar|prakti[kc]|tinggal|"
    r"kerja|bangunan|gedung|pendirian|penelitian|cuti|impor|ekspor|trayek|belajar|bersama|substansi|teknis|"
    r"raperda|rancangan|anggaran|rka|dpa|apb[dn]|dprd?|pemanfaatan|keramaian)"
)
_CONSENT_NOUN = regex(
    rf"(?<![a-z]){_NOUN}(?: ?/ ?{_NOUN})?\b(?! (?:secara )?(?:tertulis )?{_NOT_ABOUT_OPENING_AFTER}\b)"
)
_OTHER_BUSINESS = regex(rf"\b{_NOT_ABOUT_OPENING_BEFORE} (?:surat )?$")
_WILLING = regex(r"\b(?P<verb>bersedia|setuju)\b")
_CONSENT_VERB = regex(
    r"^(?:(?:tidak|belum|di(?:buka|akses|berikan)|ada|telah|sudah|atas|jika|apabila|bila|yang bersangkutan|"
    r"informasi|"
    r"data|(?:pemilik|pemegang|pasien|subjek)(?:nya)?(?: (?:data|informasi|dokumen|arsip|rahasia|hak))?|"
    r"pihak [a-z ]{1,60}?|pembukaan(?:nya)?|pengungkapan(?:nya)?) ){0,3}"
    r"(?P<verb>di(?:setujui|izinkan|per(?:kenan|boleh)kan)|"
    r"menyetujui|mengizinkan|memper(?:kenan|boleh)kan|membolehkan)\b"
)
_CONSENT_AT_THE_END = regex(
    r"^(?P<who>(?!.*\b(?:dprd?|rups|senat|majelis hakim|paripurna|mahkamah)\b)[a-z][a-z /,()-]{1,80}?) "
    r"(?:(?:telah|sudah|tidak|belum|mau|dapat|bersedia) )*"
    r"(?P<verb>menyetujui|mengizinkan|memper(?:kenan|boleh)kan|membolehkan|merestui)(?:nya)?"
    r"(?: (?:secara )?(?:tertulis|resmi))?(?= ?$| ?[,;(]| (?:dan|atau|dan/atau|untuk|agar|dibuka|pembukaan|"
    r"pengungkapan|"
    r"pemberian|informasi(?:nya)?(?: (?:dibuka|tersebut|ini))?) ?)"
)
_ACTIVE = frozenset(
    {
        "menyetujui",
        "mengizinkan",
        "memperkenankan",
        "memperbolehkan",
        "membolehkan",
        "merestui",
        "bersedia",
        "setuju",
    }
)
_GIVES = regex(
    r"^(?P<who>.{2,160}?) (?:(?:telah|sudah|belum|tidak|dapat|bersedia|mau) )*"
    r"(?:memberikan|memberi|menyatakan|mengeluarkan|menerbitkan|menandatangani|menyampaikan) "
)
_FROM = regex(
    r"(?:,? ?(?:secara |surat )?(?:tertulis|lisan|resmi|langsung|penuh|khusus|terlebih dahulu)| dan)*+"
    r"(?: (?:yang )?(?:diberikan|dikeluarkan|diterbitkan|diperoleh|didapat)(?! (?:ke)?pada))?"
    r"(?: (?:dari|oleh|pada|kepada))?(?: pihak (?=yang|pemilik))? (?P<who>.+)"
)
_WHO_ENDS = regex(
    r",|;| \(| (?:atau|dan/atau) (?=(?:pada|saat|ketika|dalam|selama|apabila|jika|bila)\b)|"
    r" dan berkepentingan| yang diberikan|"
    r" (?:secara|tertulis|terlebih|untuk|sesuai|berdasarkan|guna|dalam rangka|dengan|bahwa|setelah|sebelum|"
    r"apabila|jika|bila|tidak|belum|memberi\w*|kecuali|diberikan|diperoleh|terbit|keluar|didapat\w*|"
    r"ditandatangani)\b"
)
_WHO_LEAD = regex(
    r"^(?:(?:sampai(?: dengan)?|hingga|setelah|ada(?:nya)?|jika|apabila|bila|dalam hal|atas|dengan|belum|tidak|"
    r"telah|sudah|selama|saat|ketika|dari|oleh|kecuali) )+"
)
_WHO_TAIL = regex(r"(?: (?:tidak|belum|telah|sudah|dapat|mau|menyatakan))+$")
_JOINT = regex(
    r"(?:,? | ?; ?)(?P<word>dan/atau|dan|serta|disertai|atau|ataupun|maupun) |(?P<semicolon> ?; ?)"
)
_OFFICE = regex(r"\bjabatan(?:-jabatan)?(?: publik| seseorang)|\bpejabat publik\b")
_ENDING = regex(
    r"\b(?:meninggal|wafat|berakhir|selesai|tidak lagi|putusan|keputusan|penetapan|perintah|"
    r"ketetapan|inkracht|dicabut|pencabutan|uji konsekuensi)\b"
)
_HAPPENING = regex(
    r"\b(?:selesai(?:nya)?|berakhir(?:nya)?|habis(?:nya)?|tuntas|rampung|final|inkracht|ada(?:nya)?|telah|"
    r"sudah|lulus|"
    r"pensiun|wafat|putusan|keputusan|jabatan(?:-jabatan)?|setelah|publikasi)\b"
)
_PREFIXED = regex(r"\b(?:di|ter|ber|men|mem|pen|pem|peng)[a-z]{4,}\b")
_NOT_HAPPENING = frozenset(
    listed(
        "bersangkutan berwenang terkait tertulis tercantum tersebut berkepentingan terlapor terlebih direktur "
        "direksi "
        "dirjen direktorat terdakwa tersangka teradu terhadap terhormat berhak tertentu pemilik pengelola pemohon "
        "pembuat pencipta pengadu pemerintah penyidik pendaftar penerima pengurus pembina pemimpin penyedia "
        "penulis "
        "peneliti pengguna pengawas penanggung pemegang pemangku penyelenggara menteri termohon penggugat tergugat "
        "pengadilan pengendali pemeriksa"
    )
)
"""Words with a verb's prefix that name somebody, or qualify a name."""
_MERELY_EXCEPTED = regex(
    r"(?:(?:hanya|khusus|sebatas|dapat|boleh|bisa|dibuka|diberikan|diakses|dilihat|dibaca|dipergunakan|"
    r"digunakan) )*"
    r"(?:untuk|kepada|bagi|oleh|terhadap|guna|demi|dalam rangka|pada|sebagian|rekap\w*|secara terbatas|terbatas|"
    r"dengan tujuan)\b"
)
_FOR_A_PURPOSE = regex(r"\b(?:tujuan tertentu|kepentingan|keperluan|dalam rangka|guna)\b")
_UNTIL_AGAIN = regex(r"^(?:sampai(?: dengan)?|hingga)(?: (?:saat|ketika))? ")
_NEEDS_NO_SUBJECT = regex(
    r"^(?:sampai (?:dengan )?|hingga |belum |tidak |telah |sudah |setelah |harus |wajib |perlu )*"
    r"(?:ada(?:nya)?|mendapat(?:kan|nya)?|memperoleh|memiliki|diperoleh(?:nya)?|diberikan(?:nya)?|atas|dengan|"
    r"melalui|seizin|persetujuan(?:nya)?|izin(?:nya)?|di(?:setujui|izinkan)|menunggu|terdapat(?:nya)?)\b"
)


class Condition(NamedTuple):
    """What ends an exemption: an event, a consent, or both. `both`: the event *and* the consent are needed.

    `consent_first`: the consent is named before the event.
    """

    event: str | None
    consent: str | None
    consent_by: str | None
    both: bool = False
    consent_first: bool = False


def consent_at(words: str) -> re.Match[str] | None:
    """Where `words` speak of consent to open the information; None when they do not."""
    for found in _CONSENT_NOUN.finditer(words):
        if not _OTHER_BUSINESS.search(words[: found.start()]):
            return found
    return _CONSENT_VERB.match(words) or _CONSENT_AT_THE_END.match(words) or _WILLING.search(words)


def who_consents(words: str) -> str | None:
    """Whose consent it is, in the wording's words; None when the wording does not say."""
    found = consent_at(words)
    if found is None:
        return None
    before, after = words[: found.start()], words[found.end() :]
    if found.groupdict().get("verb") in _ACTIVE:
        return _name(words[: found.start("verb")])
    giver = _GIVES.match(before)
    if giver:
        return _name(giver["who"])
    source = _FROM.match(after)
    if source:
        return _name(source["who"])
    return None


def _name(words: str) -> str | None:
    words = trim(_WHO_ENDS.split(_WHO_LEAD.sub("", words.strip()), maxsplit=1)[0])
    words = _WHO_TAIL.sub("", words)
    return present(words) if words and words not in {"dan", "atau", "yang"} else None


def _happens(words: str) -> bool:
    if _HAPPENING.search(words):
        return True
    return any(found[0] not in _NOT_HAPPENING for found in _PREFIXED.finditer(words))


@dataclass(slots=True)
class _Part:
    """A stretch of words between two joints; `joint` is the word before it."""

    joint: str
    words: str
    consent: bool


def _parts(words: str) -> list[_Part]:
    """Split at "dan", "atau" and the like, but only where consent and event meet."""
    pieces: list[_Part] = []
    start, joint = 0, ""
    for found in [*_JOINT.finditer(words), None]:
        piece = words[start : found.start() if found else len(words)]
        part = _Part(joint, piece, consent_at(_UNTIL_AGAIN.sub("", piece)) is not None)
        if pieces and _belongs(pieces[-1], part):
            joined = words[start - len(joint) : start]
            pieces[-1].words += f"{joined}{piece}"
            pieces[-1].consent = pieces[-1].consent or part.consent
        else:
            pieces.append(part)
        if found:
            start, joint = found.end(), found[0]
    return pieces


def _belongs(before: _Part, part: _Part) -> bool:
    """Whether `part` continues the part before it instead of naming another condition."""
    if before.consent == part.consent:
        return True
    if before.consent:
        return not _happens(part.words)
    return not _happens(before.words) and not _NEEDS_NO_SUBJECT.match(part.words)


def read_condition(words: str) -> Condition:
    """Event and consent in the words after "sampai", "kecuali" and the like."""
    parts = [part for part in _parts(words) if trim(part.words)]
    consents = [part for part in parts if part.consent]
    events = [part for part in parts if not part.consent]
    event = present(_without_until(trim("".join(p.joint * bool(i) + p.words for i, p in enumerate(events)))))
    if not consents:
        return Condition(event or None, None, None)
    joints = {part.joint.strip(" ,;") for part in parts[1:]}
    consent = " dan ".join(trim(_without_until(part.words)) for part in consents)
    return Condition(
        event or None,
        present(consent),
        who_consents(_without_until(consents[0].words)),
        both=bool(events) and joints <= {"dan", "serta", "disertai"},
        consent_first=parts[0].consent,
    )


def _without_until(words: str) -> str:
    return _UNTIL_AGAIN.sub("", words.strip())


def consent_ends(words: str) -> bool:
    """Whether `words` name a consent that opens the information as a whole, not for one purpose."""
    return consent_at(words) is not None and not _FOR_A_PURPOSE.search(words)


def merely_excepts(words: str) -> bool:
    """Whether `words` only say who is let in, or for what ("kepada pemilik data", "untuk penyidikan")."""
    return _MERELY_EXCEPTED.match(words) is not None


def ends_early(words: str) -> bool:
    """Whether an exception ends the exemption (consent, ruling, public office), and not only lets some in."""
    if merely_excepts(words) and not _OFFICE.search(words):
        return False
    return consent_ends(words) or bool(_OFFICE.search(words) or _ENDING.search(words))

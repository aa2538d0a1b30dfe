"""The start that a wording states beside its length: "sejak ...", "per 1 Januari 2025", "(dokumen tahun 2019)"."""

from __future__ import annotations

from datetime import date

from xl_macros.domain.period_model import Period, PeriodClass
from xl_macros.domain.wording.cleaning import trim
from xl_macros.domain.wording.dates import MONTHS, date_at_the_end, read_date
from xl_macros.domain.wording.quantities import holds_quantity
from xl_macros.domain.wording.spelling import present
from xl_macros.domain.wording.tails import split_tail
from xl_macros.domain.wording.unread import unread
from xl_macros.patterns import regex

_ANCHOR = regex(
    r"^[ ,;(/:-]*(?:(?:ter|di)?hitung |berlaku |surut |efektif |dimulai |mulai |yang |yaitu |adalah |pasca |"
    r"tanggal )*"
    r"(?:sejak(?: saat)?|setelah|sesudah|pasca|seusai|usai|selepas|mulai(?: dari| tanggal)?|dimulai(?: dari)?|"
    r"terhitung(?: mulai)?(?: tanggal)?|dihitung(?: dari)?|dari|after|since|from)\b *(?:dari |sejak )?|"
    r"^[ ,;(/:-]*(?:(?:dan )?berlaku |surut |efektif |mulai |ter(?=tanggal)|per |pada )*"
    r"(?:per|berlaku|efektif|tertanggal|pada)\b ?"
    r"(?=(?:tanggal |hari [a-z]+,? )?[0-9]{1,2}[ ./-]|"
    rf"(?:awal |bulan |tahun )*(?:{'|'.join(MONTHS)})?\b ?(?:tahun )?(?:19|20|21)[0-9]{{2}}\b)"
)
_OF_A_YEAR = regex(
    r"^[ ,;(/:-]*(?:(?:untuk|bagi|pada|dokumen|arsip|data|berkas|informasi|laporan|tahun|periode|anggaran|ta|"
    r"keputusan) )*"
    r"(?P<year>(?:19|20|21)[0-9]{2})[ )]*$"
)
_YEARS = regex(
    r"^[ ,;(/:-]*(?:(?:periode|tahun|masa|yaitu) )*(?P<first>(?:19|20|21)[0-9]{2}) ?(?:-|/|sampai(?: dengan)?|"
    r"hingga) ?"
    r"(?:tahun )?(?P<last>(?:19|20|21)[0-9]{2})[ )]*$"
)
_ANCHOR_ENDS = regex(
    r"[ ,;(]+(?:(?:dan )?(?:sampai(?: dengan)?|hingga) |"
    r"(?:dan/atau|atau) (?=sampai|hingga|sesuai|ada|atas|dengan|apabila|dibuka|jika|bila|lebih awal|paling|[0-9])|"
    r"(?<=[,;]) ?(?=atau |kecuali|dan dapat|dapat |paling |maksimal|lebih awal|hanya |jika |apabila |bila |"
    r"[0-9]{1,3} ?[(a-z])|"
    r"(?:dan |lalu )?(?:setelahnya|sesudahnya|setelah itu|selanjutnya|kemudian) |"
    r"(?:dan )?(?:dapat|boleh|bisa) |(?=sesuai|menurut|mengikuti))"
)
LATER = regex(r"^[ ,;(]*(?:setelah|sesudah)(?:nya| itu)\b")


def anchored(period: Period, rest: str) -> tuple[Period, str]:
    """Take the stated start off `rest`: "sejak ...", "setelah ...", up to what ends the period."""
    start = _ANCHOR.match(rest)
    if start is None or LATER.match(rest):
        return period, rest
    after = rest[start.end() :].lstrip()
    anchor = split_tail(after).main
    ending = _ANCHOR_ENDS.search(f"{anchor} ")
    if ending:
        anchor = anchor[: ending.start()]
    words = trim(anchor)
    if not words:
        return period, rest
    written = read_date(words)
    if written and holds_quantity(words[written.end :]):
        return unread(words[written.end :].strip()), ""
    named = written or date_at_the_end(words)
    period = period._replace(
        period_class=PeriodClass.FIXED_ANCHORED,
        anchor=present(words[: written.end] if written else words),
        anchor_on=named.on if named else None,
        contradiction=named.doubt if named else None,
    )
    return period, after[len(anchor) :]


def of_a_year(period: Period, rest: str) -> Period | None:
    """ "5 tahun (dokumen tahun 2019)": a start of which only the year is said; "(2020-2025)" names the "
    "end's year."""
    years = _YEARS.match(rest)
    if years and period.anchor is None:
        return period._replace(until_on=date(int(years["last"]), 12, 31), day_assumed=True)
    found = _OF_A_YEAR.match(rest)
    if found is None or period.anchor is not None:
        return None
    return period._replace(period_class=PeriodClass.FIXED_ANCHORED, anchor=present(trim(rest)))

"""Page 1 of the disposition report: what the secretary is asked to decide, and who made and checked the recap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_macros.click.office import Office
from xl_macros.domain.duties import DutyKind
from xl_macros.domain.findings import Finding, Severity
from xl_macros.domain.phrases import long_date
from xl_macros.keeping import steps
from xl_macros.keeping.duties import office_duties
from xl_macros.keeping.register import Assessed
from xl_macros.reports.disposition_report import Ask
from xl_macros.reports.recap_lines import code_ranges
from xl_macros.tables.blocks import shorten

_LONGEST_CODES, _LONGEST_MESSAGE = 110, 170
_DUTIES = {
    DutyKind.MARK: (
        "mendekati akhir atau sudah berakhir, belum ada penetapan PPID",
        "siapkan penetapan PPID",
    ),
    DutyKind.OPENED: ("sudah terbuka, belum diumumkan", "umumkan dalam Daftar Informasi Publik"),
    DutyKind.RULING: (
        "menunggu putusan berkekuatan hukum tetap",
        "tentukan: mengajukan keberatan atau melaksanakan putusan",
    ),
    DutyKind.HOLD: ("ditahan karena sengketa, tanpa tanggal akhir", "tinjau apakah masih perlu ditahan"),
}
_PROPOSALS = {
    "start_unknown": "minta salinan keputusan kepada pengirimnya",
    "letter_missing": "minta penegasan huruf Pasal 17 kepada PPID",
    "letter_unknown": "minta penegasan huruf Pasal 17 kepada PPID",
    "not_permanent": "minta jangka waktu kepada PPID yang menetapkan",
    "legal_basis_missing": "minta dasar hukumnya kepada PPID yang menetapkan",
    "event_without_evidence": "lengkapi bukti peristiwanya",
    "revoked_without_date": "cari tanggal keputusan pencabutnya",
}
_OTHER = "minta penjelasan kepada pengirim keputusan, lalu perbaiki"


def summary(mine: Sequence[Assessed], berkas: int, late: int, asks: int, sop: str) -> str:
    """The body of the letter: what was done, what it came to, what is asked."""
    opened = sum(item.outcome.status.is_open for item in mine)
    timely = "semuanya tepat waktu" if not late else f"{late} langkah melewati waktu standar"
    steps_done = f"enam langkah SOP {sop}".strip()
    return (
        f"Dengan hormat, {steps_done} atas {berkas} keputusan dengan {len(mine)} informasi telah dilaksanakan; "
        f"{timely}. {len(mine) - opened} informasi masih dikecualikan, {opened} sudah terbuka. "
        + (
            f"Kami mohon arahan atas {asks} hal berikut."
            if asks
            else "Tidak ada hal yang memerlukan keputusan."
        )
    )


def asks(
    office: Office, mine: Sequence[Assessed], assessed: Sequence[Assessed], untested: Sequence[str]
) -> tuple[Ask, ...]:
    """What is due on these entries, then what must be mended in them; alike things are one line.

    `untested` are the berkas whose consequence test the office does not have.
    """
    return (*_due(office, mine, assessed), *_to_mend(mine), *_untested(untested))


def _untested(berkas: Sequence[str]) -> Iterator[Ask]:
    if berkas:
        yield Ask(
            what=f"Lembar uji konsekuensi {len(berkas)} keputusan belum ada",
            codes=_codes(berkas),
            proposal="minta kepada pengirim keputusan",
        )


def _due(office: Office, mine: Sequence[Assessed], assessed: Sequence[Assessed]) -> Iterator[Ask]:
    items = {item.row.code: item for item in mine if item.row.code}
    found = office_duties(office, assessed)
    for kind, (what, proposal) in _DUTIES.items():
        codes = [duty.code for duty in found if duty.kind is kind and duty.code in items]
        if not codes:
            continue
        ends = sorted(end for code in codes if (end := items[code].outcome.end_on) is not None)
        until = f"; yang pertama {long_date(ends[0])}" if ends and kind is DutyKind.MARK else ""
        yield Ask(what=f"{len(codes)} informasi {what}", codes=f"{_codes(codes)}{until}", proposal=proposal)


def _to_mend(mine: Sequence[Assessed]) -> Iterator[Ask]:
    alike: dict[str, list[tuple[str, Finding]]] = {}
    for item in mine:
        for finding in item.outcome.findings:
            if finding.severity is Severity.MUST_MEND:
                alike.setdefault(finding.code, []).append((item.row.code or "", finding))
    for code, found in sorted(alike.items(), key=lambda pair: -len(pair[1])):
        concerned = list(dict.fromkeys(each for each, _ in found))
        yield Ask(
            what=f"{len(concerned)} informasi: {shorten(found[0][1].message, _LONGEST_MESSAGE)}",
            codes=_codes(concerned),
            proposal=_PROPOSALS.get(code, _OTHER),
        )


def _codes(codes: Sequence[str]) -> str:
    return shorten(code_ranges(sorted(codes)), _LONGEST_CODES)


def people(berkas: Sequence[steps.Berkas], step: int) -> str:
    """Who did a step of these berkas, each once."""
    names = (row.officer for each in berkas for row in each.log if row.step == step and row.officer)
    return ", ".join(dict.fromkeys(names))


def highest_secrecy(berkas: Sequence[steps.Berkas]) -> str:
    """The report names exempted information, so it is no less than *Rahasia*."""
    given = {str(each.decision.secrecy or "").strip().casefold() for each in berkas}
    return "Sangat Rahasia" if "sangat rahasia" in given else "Rahasia"

"""What the drafted papers say: proposals to the KPU and the yearly annex of what has opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xl_macros.click.office import Office
from xl_macros.domain.entry import EventKind
from xl_macros.domain.phrases import long_date
from xl_macros.errors import Refusal
from xl_macros.keeping.extent import basis_of, title_of
from xl_macros.keeping.register import Assessed, events_by_target, events_of
from xl_macros.keeping.row_findings import folded
from xl_macros.keeping.stationery import is_example, letterhead, signatory
from xl_macros.reports.papers import Paper, PaperTable
from xl_macros.tables.schema import CHOICES

KINDS = CHOICES["naskah"][1]
DETERMINE, OPEN, ANNEX, BUNDLE, SESSION, QUARTER = KINDS

_TO = (
    "Yth. Ketua Komisi Pemilihan Umum",
    "selaku atasan Pejabat Pengelola Informasi dan Dokumentasi,",
    "melalui Ketua KPU Provinsi",
    "di tempat",
)


def proposal(office: Office, kind: str, chosen: Sequence[Assessed]) -> Paper:
    """A letter to KPU through KPU Provinsi: determine what ends, or open what has opened or should.

    A district office decides nothing itself: it proposes (PKPU 22/2023 Pasal 24-25).
    """
    determine = kind == DETERMINE
    about = (
        "Usulan penetapan informasi yang masa pengecualiannya akan berakhir"
        if determine
        else "Usulan penetapan informasi yang sudah tidak dikecualikan"
    )
    lead = (
        "Bersama ini kami sampaikan informasi yang masa pengecualiannya akan berakhir, untuk ditetapkan oleh PPID "
        "paling lama 30 hari kerja sebelum masa itu berakhir."
        if determine
        else "Bersama ini kami sampaikan informasi yang menurut catatan kami sudah dapat dibuka, untuk ditetapkan dan "
        "diumumkan dalam daftar informasi publik."
    )
    rows = tuple(_line(number, item) for number, item in enumerate(chosen, 1))
    table = PaperTable(
        heading="Informasi yang diusulkan",
        headers=("No", "Kode", "Informasi", "Dasar hukum", "Keputusan", "Berakhir atau terbuka", "Alasan"),
        rows=rows,
    )
    return Paper(
        title=about,
        letterhead=letterhead(office),
        made_at=office.now,
        signatory=signatory(office, named=False),
        fields=(("Nomor", ""), ("Sifat", "Terbatas"), ("Lampiran", "1 daftar"), ("Hal", about)),
        to=_TO,
        body=(lead,),
        tables=(table,),
        closing=(
            "Dokumen yang dikecualikan tidak dilampirkan dan tetap berada di Folder Khusus. Demikian, atas perhatian "
            "Saudara kami ucapkan terima kasih.",
        ),
        is_example=is_example(office),
    )


def _line(number: int, item: Assessed) -> tuple[str, ...]:
    outcome = item.outcome
    day = outcome.public_from if outcome.status.is_open else outcome.end_on
    when = long_date(day) if day else "tanpa tanggal"
    if outcome.parts and not outcome.status.is_open:
        when = "; ".join(f"hanya bagian “{each.part}”, {long_date(each.opened_on)}" for each in outcome.parts)
    decision = item.row.decision_number or ""
    return (
        str(number),
        item.row.code or "",
        title_of(item.row),
        basis_of(item.row),
        decision,
        when,
        outcome.explanation,
    )


def annex(office: Office, assessed: Sequence[Assessed], year: int) -> Paper:
    """The yearly annex of exemptions that have ended and are open; made also when there is none."""
    events = events_by_target(office)
    gone = folded(assessed)
    opened = [
        item
        for item in assessed
        if item.row.code
        and item.row.code not in gone
        and item.outcome.status.is_open
        and item.outcome.public_from is not None
        and item.outcome.public_from.year == year
    ]
    rows = []
    for number, item in enumerate(sorted(opened, key=lambda each: each.outcome.public_from or date.max), 1):
        announced = [
            event
            for event in events_of(events, item.row)
            if event.kind is EventKind.ANNOUNCEMENT
            and event.happened_on >= (item.outcome.public_from or date.min)
        ]
        told = (
            f"{long_date(announced[0].happened_on)}, {announced[0].evidence}"
            if announced
            else "belum diumumkan"
        )
        opened_on = long_date(item.outcome.public_from or date.min)
        rows.append(
            (str(number), title_of(item.row), basis_of(item.row), item.row.decision_number or "", opened_on,
             item.outcome.status.value, told)
        )  # fmt: skip
    title = f"Daftar informasi yang masa pengecualiannya berakhir dan sudah terbuka tahun {year}"
    table = PaperTable(
        heading=f"Informasi yang terbuka dalam tahun {year} ({len(rows)})",
        headers=("No", "Informasi", "Dasar hukum", "Keputusan", "Terbuka sejak", "Sebab", "Diumumkan"),
        rows=tuple(rows),
        none=f"Tidak ada informasi yang masa pengecualiannya berakhir dalam tahun {year}.",
    )
    return Paper(
        title=title,
        letterhead=letterhead(office),
        made_at=office.now,
        signatory=signatory(office, named=False),
        fields=(
            ("Lampiran", f"Daftar Informasi yang Dikecualikan tahun {year}"),
            ("Keadaan per", long_date(office.today)),
        ),
        tables=(table,),
        closing=(
            f"Daftar ini disusun dari Register Informasi yang Dikecualikan menurut keadaannya per "
            f"{long_date(office.today)}.",
        ),
        is_example=is_example(office),
    )


def chosen_for(
    office: Office, kind: str, assessed: Sequence[Assessed], targets: Sequence[str]
) -> list[Assessed]:
    """The entries a proposal is about: those named, else all that it could be about. Refused when that is none."""
    received = [item for item in assessed if item.row.code]
    for target in targets:
        if not any(target in (item.row.code, item.row.berkas) for item in received):
            raise Refusal(
                f"'{target}' tidak ditemukan di lembar Register.",
                cure="Sebut kode informasi atau kode berkas.",
            )
    if kind == OPEN:
        _refuse_closed(received, targets)
    gone = folded(assessed)
    if targets:
        named = [item for item in received if {item.row.code, item.row.berkas} & set(targets)]
    else:
        named = [item for item in received if item.row.code not in gone]
    if kind == OPEN:
        named = [item for item in named if _has_opened(item)]
    elif not targets:
        named = [item for item in named if _is_near(item, office.today)]
    if not named:
        raise Refusal(
            "Tidak ada informasi yang dapat diusulkan.",
            cure="Sebut kodenya, atau tunggu sampai ada yang mendekati akhir masa pengecualiannya.",
        )
    return named


def _has_opened(item: Assessed) -> bool:
    """Whether it is open, or a part of it is: nothing else may be proposed for opening."""
    return item.outcome.status.is_open or bool(item.outcome.parts)


def _refuse_closed(received: Sequence[Assessed], targets: Sequence[str]) -> None:
    closed = [item for item in received if item.row.code in targets and not _has_opened(item)]
    if closed:
        first = closed[0]
        raise Refusal(
            f"{first.row.code} belum dapat diusulkan untuk dibuka: {first.outcome.status.value}.",
            cure="Catat dahulu peristiwa yang membukanya, dengan hasil dan buktinya.",
        )


def _is_near(item: Assessed, on: date) -> bool:
    outcome = item.outcome
    first = outcome.mark_on or outcome.start_on
    return (
        not outcome.status.is_open and outcome.period_end_on is not None and first is not None and first <= on
    )

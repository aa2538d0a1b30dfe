"""The recap of many offices as a workbook: figures per office, what ends soon, findings, and what was skipped."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from xl_macros.places.private import write_private

HEADERS = ("Kantor", "Berkas", "Keputusan", "Informasi")
MOST_NAMED = 10
NOTHING = "Tidak ada."
_BAR = {"type": "data_bar", "bar_color": "#9DC3E6"}


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """What one workbook adds up to. `problem` says why it was skipped, and then nothing else is filled."""

    file: str
    office_name: str = ""
    decisions: tuple[tuple[str, str, str], ...] = ()
    """Number, date as it stands there ("" when none) and standing."""
    entries: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    findings: dict[tuple[str, str], int] = field(default_factory=dict)
    """How many entries have a finding of that severity and kind."""
    endings: tuple[tuple[str, date, date | None], ...] = ()
    """Code, last exempt day and 30-working-day mark, of what ends within the horizon."""
    problem: str = ""


def write_recap(figures: Sequence[OfficeFigures], out: Path, on: date) -> None:
    """The recap workbook, a new private file: per office, what ends within a year, findings, and what was skipped.

    Refused, in words, when it cannot be written; nothing is left at `out` then.
    """
    import xlsxwriter

    read = [one for one in figures if not one.problem]
    statuses = list(dict.fromkeys(status for one in read for status in one.statuses))
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    with book:
        book.set_properties({"title": f"Rekap gabungan informasi yang dikecualikan per {on:%d/%m/%Y}"})
        lines = [_office_line(one, statuses) for one in read]
        _sheet(book, "Kantor", (*HEADERS, *statuses, "Harus diperbaiki", "Periksa"), lines, totals=True)
        _sheet(
            book,
            "Berakhir",
            ("Kantor", "Kode", "Berakhir", "Batas 30 hari kerja"),
            sorted(
                ((one.office_name, *ending) for one in read for ending in one.endings),
                key=lambda line: (line[2], line[0]),
            ),
        )
        _sheet(
            book,
            "Temuan",
            ("Kantor", "Tingkat", "Temuan", "Jumlah informasi"),
            sorted((one.office_name, *key, count) for one in read for key, count in one.findings.items()),
        )
        _sheet(book, "Antar Kantor", ("Perihal", "Isi", "Kantor"), list(between_offices(read)))
        _sheet(
            book, "Dilewati", ("Berkas", "Sebab"), [(one.file, one.problem) for one in figures if one.problem]
        )
    write_private(out, content.getvalue())


def between_offices(figures: Iterable[OfficeFigures]) -> Iterator[tuple[str, str, str]]:
    """What only shows beside other offices: an office that is there twice, a decision on which offices disagree.

    One line for each answer: what it is about, what the answer is, and who gives it. Numbers are the same whatever
    their case and spaces; an office that leaves a cell empty disagrees with nobody.
    """
    offices: dict[str, list[str]] = defaultdict(list)
    answers: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    spelled: dict[str, str] = {}
    for one in figures:
        offices[" ".join(one.office_name.casefold().split())].append(one.file)
        for number, decided, standing in one.decisions:
            key = "".join(number.casefold().split())
            spelled.setdefault(key, number)
            for about, answer in (("Tanggal", decided), ("Status", standing)):
                if answer:
                    answers[about, key][answer].append(one.office_name)
    for files in offices.values():
        if len(files) > 1:
            yield "Kantor yang sama ada di beberapa berkas", f"{len(files)} berkas", _listed(files)
    for (about, key), given in answers.items():
        if len(given) > 1:
            for answer, names in given.items():
                yield f"{about} keputusan {spelled[key]} tidak sama", answer, _listed(names)


def _listed(names: Sequence[str]) -> str:
    more = f" dan {len(names) - MOST_NAMED} lainnya" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _office_line(one: OfficeFigures, statuses: Sequence[str]) -> tuple[object, ...]:
    severities: Counter[str] = Counter()
    for (severity, _), count in one.findings.items():
        severities[severity] += count
    counts = (one.statuses.get(status, 0) for status in statuses)
    return (
        one.office_name,
        one.file,
        len(one.decisions),
        one.entries,
        *counts,
        severities["harus diperbaiki"],
        severities["periksa"],
    )


def _sheet(
    book: Any, name: str, headers: Sequence[str], lines: Sequence[Sequence[object]], *, totals: bool = False
) -> None:
    """One list a sheet with filter and print layout; text is always written as text. `totals`: the numbers added up."""
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True, "valign": "vcenter"}
    )
    text = book.add_format({"valign": "top", "bottom": 4, "bottom_color": "#A6A6A6"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top", "bottom": 4})
    sheet.write_row(0, 0, headers, head)
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, text)
            else:
                sheet.write_string(row, column, str(value if value is not None else "")[:32_767], text)
    if not lines:
        sheet.write_string(1, 0, NOTHING)
    sheet.autofilter(0, 0, max(1, len(lines)), len(headers) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&LRekap gabungan - {name}&RHalaman &P dari &N")
    sheet.autofit(1200)
    if totals and lines:
        _add_up(book, sheet, lines)


def _add_up(book: Any, sheet: Any, lines: Sequence[Sequence[object]]) -> None:
    """A row below with the sums of what the filter leaves; bars show which office has how many."""
    from xlsxwriter.utility import xl_range

    bold = book.add_format({"bold": True, "top": 2})
    last = len(lines)
    sheet.write_string(last + 1, 0, "Jumlah", bold)
    for column in range(1, len(lines[0])):
        values = [value for line in lines if isinstance(value := line[column], int)]
        if len(values) == last:
            formula = f"=SUBTOTAL(109,{xl_range(1, column, last, column)})"
            sheet.write_formula(last + 1, column, formula, bold, sum(values))
            sheet.conditional_format(1, column, last, column, _BAR)
        else:
            sheet.write_blank(last + 1, column, None, bold)

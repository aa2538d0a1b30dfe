"""The recap of many offices as a workbook: figures per office, what ends soon, findings, and what was skipped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HEADERS = ("Kantor", "Berkas", "Keputusan", "Informasi")
MOST_NAMED = 10
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
    """How many entries have a finding of that severity and message."""
    endings: tuple[tuple[str, date, date | None], ...] = ()
    """Code, last exempt day and 30-working-day mark, of what ends within the horizon."""
    problem: str = ""


def write_recap(figures: Sequence[OfficeFigures], out: Path, on: date) -> None:
    """The recap workbook: per office, what ends within a year, findings, and what was skipped."""
    import xlsxwriter

    read = [one for one in figures if not one.problem]
    statuses = list(dict.fromkeys(status for one in read for status in one.statuses))
    book = xlsxwriter.Workbook(
        str(out), {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
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
    """One table a sheet, print-ready; text is always written as text. `totals`: a row that adds the numbers up."""
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, str(value)[:32_767])
    totals = totals and bool(lines)
    columns: list[dict[str, object]] = [{"header": header} for header in headers]
    if totals:
        columns[0]["total_string"] = "Jumlah"
        for number in range(1, len(headers)):
            values = [line[number] for line in lines]
            if all(isinstance(value, int) for value in values):
                columns[number].update(
                    total_function="sum", total_value=sum(value for value in values if isinstance(value, int))
                )
                sheet.conditional_format(1, number, len(lines), number, _BAR)
    sheet.add_table(
        0,
        0,
        max(1, len(lines)) + totals,
        len(headers) - 1,
        {
            "name": f"tbl{name.replace(' ', '')}",
            "columns": columns,
            "style": "Table Style Light 9",
            "total_row": totals,
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&LRekap gabungan&RHalaman &P dari &N")
    sheet.autofit(600)

"""The recap sheet (SOP step 3): the list by exemption period, and right of it findings and counts.

The list is a worksheet table, so that its header stays in sight while scrolling and can be filtered. Its hidden
first column says what a row is; the builder's conditional formats follow that word, and nothing is formatted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from xl_macros.domain.entry import Status
from xl_macros.domain.findings import Severity
from xl_macros.domain.phrases import long_date
from xl_macros.tables import rectangles
from xl_macros.tables.blocks import Block, padded, shorten, two_lines, write_block
from xl_macros.tables.drawing import Drawable, read_on
from xl_macros.tables.schema import RECAP_SHEET, STAFF, Column, Kind, Table
from xl_macros.tables.year_slots import SLOTS, year_slots

if TYPE_CHECKING:
    import xlwings as xw

    from xl_macros.domain.recap import Recap, RecapGroup, RecapLine

RECAP = Table(
    "tblRekapitulasi",
    RECAP_SHEET,
    "A4",
    "Rekapitulasi informasi yang dikecualikan menurut jangka waktu",
    (
        Column("row_kind", "Jenis Baris", width=10, hidden=True),
        Column("number", "No", Kind.INTEGER, width=6),
        Column("code", "Kode", width=14),
        Column("information", "Informasi", width=34),
        Column("status", "Status", width=18),
        Column("end_on", "Berakhir", Kind.DATE, width=11),
        Column("days_left", "Sisa (hari)", Kind.INTEGER, width=6),
        Column("mark_on", "Batas 30 Hari Kerja", Kind.DATE, width=12),
        Column("explanation", "Temuan dan Penjelasan", width=74),
        Column("period_text", "Jangka Waktu (Asli)", width=32),
        Column("legal_basis", "Dasar Hukum", width=18),
        Column("decision_number", "Nomor Keputusan", width=18),
        Column("note", "Catatan", filled=STAFF, width=18),
    ),
)

GROUP, LINE, LINE_WITH_FINDING, SECTION, COUNT, NOTE = (
    "kelompok",
    "baris",
    "baris dengan temuan",
    "bagian",
    "jumlah",
    "catatan",
)
"""What a row is (hidden first column)."""

SENTENCE_AT = (2, 2)
SUMMARY_AT = (5, 15)
SUMMARY_HEIGHT, SUMMARY_WIDTH = SLOTS, 8
"""O5:V17, right of the list, so that the list's header can stay on top: years and counts (O of text format, P),
statuses (Q, count in T), findings (U)."""

FINDINGS_SHOWN = SUMMARY_HEIGHT - 1  # the last row says how many more there are
_FINDING_CHARACTERS = 96
_URGENT = Severity.MUST_MEND.value.capitalize()
_WIDTH = len(RECAP.columns)
_FIELDS = RECAP.fields
_IN_TWO_LINES = frozenset(
    column.field
    for column in RECAP.columns
    if column.kind is Kind.TEXT and column.filled is not STAFF and not column.hidden
)
_TEXT_COLUMNS = frozenset(index for index, column in enumerate(RECAP.columns) if column.kind is Kind.TEXT)


@dataclass(frozen=True, slots=True)
class DrawnRecap:
    """The sheet's content as cells: the sentence on top, the figures beside the chart, the list."""

    sentence: object
    summary: Block
    rows: Block


def write_recap(book: Drawable, recap: Recap, brought: Mapping[str, str] | None = None) -> None:
    """Draw the sheet anew; what staff wrote in the notes column stays with its code.

    `brought` are notes by code from another workbook.
    """
    _, *old = read_on(book.sheets[RECAP_SHEET]).tables[RECAP.name].range.raw_value
    rows = list_block(recap, {**kept_notes(old), **(brought or {})})
    _write(book, DrawnRecap(sentence(recap), summary_block(recap), rows))


def drawn_recap(book: xw.Book) -> DrawnRecap:
    """What the sheet shows now, to be shown again by `redraw_recap`."""
    sheet = book.sheets[RECAP_SHEET]
    top, left = SUMMARY_AT
    summary = sheet.range((top, left), (top + SUMMARY_HEIGHT - 1, left + SUMMARY_WIDTH - 1)).raw_value
    _, *rows = sheet.tables[RECAP.name].range.raw_value
    said = sheet.range(SENTENCE_AT).raw_value
    return DrawnRecap(said, [list(row) for row in summary], [list(row[:_WIDTH]) for row in rows])


def redraw_recap(book: Drawable, drawn: DrawnRecap) -> None:
    """Draw the sheet as it was; notes that staff have written since stay with their codes."""
    _, *now = read_on(book.sheets[RECAP_SHEET]).tables[RECAP.name].range.raw_value
    code, note = _FIELDS.index("code"), _FIELDS.index("note")
    since = kept_notes(now)
    rows = [[*row[:note], since.get(str(row[code]), row[note]), *row[note + 1 :]] for row in drawn.rows]
    _write(book, replace(drawn, rows=rows))


def _write(book: Drawable, drawn: DrawnRecap) -> None:
    sheet = book.sheets[RECAP_SHEET]
    whole = read_on(sheet).tables[RECAP.name].range
    header_row, left, _ = rectangles.place_of(whole)
    top, old, rows = header_row + 1, whole.raw_value[1:], drawn.rows
    length = max(len(rows), 1)
    write_block(sheet, *SENTENCE_AT, [[drawn.sentence]])
    write_block(sheet, *SUMMARY_AT, drawn.summary, text_columns=(0,))
    if length < len(old):
        rectangles.block(sheet, top + length, left, len(old) - length, _WIDTH).clear_contents()
    if length != len(old):
        sheet.tables[RECAP.name].resize(rectangles.block(sheet, header_row, left, length + 1, _WIDTH))
    write_block(sheet, top, left, rows or padded([], 1, _WIDTH), _TEXT_COLUMNS)


def kept_notes(old: Iterable[Sequence[object]]) -> dict[str, str]:
    """Notes by register code, from the rows as they stand on the sheet."""
    code, note = RECAP.fields.index("code"), RECAP.fields.index("note")
    return {str(row[code]): str(row[note]) for row in old if row[code] and row[note] not in (None, "")}


def sentence(recap: Recap) -> str:
    """The date of the figures and the figures that matter, in one sentence."""
    statuses = _statuses(_lines(recap))
    total = sum(statuses.values())
    if not total:
        return f"Keadaan per {long_date(recap.on)}: rekapitulasi belum disusun atau register masih kosong."
    parts = [f"{count} {status.value}" for status, count in statuses.items() if count]
    return f"Keadaan per {long_date(recap.on)}: {total} informasi ({', '.join(parts)})."


def summary_block(recap: Recap) -> Block:
    """O5:V17, always of the same size."""
    years = year_slots(recap.ends_per_year, recap.on.year)
    statuses = [(status.label, count) for status, count in _statuses(_lines(recap)).items()]
    findings = _findings_shown(recap)
    block = padded([], SUMMARY_HEIGHT, SUMMARY_WIDTH)
    for row, (label, count) in enumerate(years):
        block[row][0], block[row][1] = label or None, count
    for row, (label, count) in enumerate(statuses):
        block[row][2], block[row][5] = label, count
    block[len(statuses)][2], block[len(statuses)][5] = "Jumlah", sum(count for _, count in statuses)
    for row, text in enumerate(findings):
        block[row][6] = text
    return block


def _findings_shown(recap: Recap) -> list[str]:
    """The findings that must be mended first, those of many entries before those of few; alike ones together."""
    codes: dict[str, list[str]] = {}
    for code, finding in recap.findings:
        codes.setdefault(finding, []).append(code or "(tanpa kode)")
    ordered = sorted(codes.items(), key=lambda pair: (not pair[0].startswith(_URGENT), -len(pair[1])))
    if not ordered:
        return ["Tidak ada temuan."]
    texts = [
        f"{found[0]}{f' dan {len(found) - 1} lainnya' if len(found) > 1 else ''}: {finding}"
        for finding, found in ordered
    ]
    shown = [shorten(text, _FINDING_CHARACTERS) for text in texts[:FINDINGS_SHOWN]]
    if len(texts) > FINDINGS_SHOWN:
        shown.append(f"… dan {len(texts) - FINDINGS_SHOWN} temuan lain pada daftar di bawah.")
    return shown


def list_block(recap: Recap, notes: dict[str, str]) -> Block:
    """The table's body: groups with their lines, then the counts, then notes whose entry is gone."""
    rows: Block = []
    numbers = iter(range(1, 1_048_576))
    for group in recap.groups:
        if group.lines:
            rows.append(_row(GROUP, number=_group_title(group)))
            rows += [_line_row(line, next(numbers), recap.on, notes.get(line.code)) for line in group.lines]
    for title, counts in (
        ("Jumlah menurut huruf Pasal 17 UU 14/2008", recap.by_letter),
        ("Jumlah menurut unit penguasa", recap.by_unit),
        ("Jumlah menurut keputusan", recap.by_decision),
    ):
        if counts:
            rows.append(_row(SECTION, number=title))
            rows += [_row(COUNT, information=label, status=f"{count} informasi") for label, count in counts]
    shown = {line.code for line in _lines(recap)}
    orphans = [(code, note) for code, note in notes.items() if code not in shown]
    if orphans:
        rows.append(_row(SECTION, number="Catatan untuk kode yang tidak ada lagi dalam register"))
        rows += [_row(NOTE, code=code, note=note) for code, note in orphans]
    return rows


def _group_title(group: RecapGroup) -> str:
    soon = f", {group.ending_soon} segera berakhir" if group.ending_soon else ""
    flawed = f", {group.with_findings} dengan temuan" if group.with_findings else ""
    return f"{group.title}: {group.count} informasi{soon}{flawed}"


def _line_row(line: RecapLine, number: int, on: date, note: str | None) -> list[object]:
    of = f" dari {len(line.findings)}" if len(line.findings) > 1 else ""  # the row shows the first lines only
    findings = [
        f"Temuan{f' {place}{of}' if of else ''}: {finding}"
        for place, finding in enumerate(line.findings, start=1)
    ]
    return _row(
        LINE_WITH_FINDING if findings else LINE,
        number=number,
        code=line.code,
        information="\n".join(filter(None, [line.information, line.partly and f"({line.partly})"])),
        legal_basis=line.legal_basis,
        decision_number=line.decision_number,
        period_text=line.period_text,
        end_on=line.end_on,
        days_left=line.days_left(on),
        mark_on=line.mark_on,
        status=line.label or line.status.label,
        explanation="\n".join(filter(None, [*findings, line.explanation, _renewed(line)])),
        note=note,
    )


def _renewed(line: RecapLine) -> str:
    return f"Ditetapkan ulang sebagai {line.successor}." if line.successor else ""


def _row(kind: str, **values: object) -> list[object]:
    values["row_kind"] = kind
    return [_shown(column, values.get(column.field)) for column in RECAP.columns]


def _shown(column: Column, value: object) -> object:
    """What a cell holds: a text of more than two lines with an ellipsis behind them, staff's own notes as they are."""
    return (
        two_lines(value, column.width) if column.field in _IN_TWO_LINES and isinstance(value, str) else value
    )


def _lines(recap: Recap) -> list[RecapLine]:
    return [line for group in recap.groups for line in group.lines]


def _statuses(lines: Iterable[RecapLine]) -> dict[Status, int]:
    counts = dict.fromkeys(Status, 0)
    for line in lines:
        counts[line.status] += 1
    return counts

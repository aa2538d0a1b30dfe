"""The disposition report (SOP step 6): what it holds and how it becomes a PDF.

Field names are the placeholders of `templates/laporan_disposisi.typ`. Dates may be `date` or, where only a
year is known, the text that stands in the decision. Nothing here decides anything: the job fills it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from xl_macros.domain.procedure import STEP_HEADS
from xl_macros.domain.short_head import short_head
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.qr import QrCode
from xl_macros.reports.recap_lines import RecapGroup, code_ranges, recap_blocks
from xl_macros.reports.step_matrix import BerkasSteps, short_name, standard_hours, step_matrix
from xl_macros.reports.timeline import TimelineSpan, timeline_picture
from xl_macros.reports.volumes import in_volumes, render_volumes
from xl_macros.reports.wording import size

TEMPLATE = "laporan_disposisi.typ"
SECRECY_MARK = "RAHASIA - DIKECUALIKAN"
MOST_ON_FIRST_PAGE, MOST_ASKS = 12, 5
"""How many decisions and questions leave room for the disposition box on page 1; more stand in the annex."""
ROWS_A_VOLUME = 1500
"""Rows of the annex's tables; Typst takes some 150 kB for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasisLine:
    """A rule valid on the report's date. `note` is a short remark, for example how sure its dates are."""

    act: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision handled. `decided` is its date or the text standing in its place ("2015")."""

    berkas: str
    number: str
    decided: date | str | None
    about: str
    standing: str = "berlaku"
    standing_act: str | None = None
    standing_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """What needs somebody's decision: about which code, what is wrong, which rule says so."""

    code: str
    severity: str
    message: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """An official correction of what is reported: on what, from what to what, why, and at whose word."""

    recorded_at: datetime
    kind: str
    target: str
    change: str
    reason: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLine:
    """One sealed bag of the special folder. `name` is its path below the special folder."""

    name: str
    file_count: int
    size_bytes: int
    sealed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialFolder:
    """The special folder: its path relative to the office folder and the last integrity check.

    `intact` None = never checked. `result` is the check's sentence.
    """

    path: str
    bags: tuple[BagLine, ...]
    intact: bool | None
    result: str
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionBlock:
    """What the secretary fills in: offices and requests to tick, and a note."""

    forwarded_to: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A thing that the reader is asked to decide: what it is, on which codes, what the office proposes."""

    what: str
    codes: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionReport:
    """Everything on the report. `made_at` is office time; it is printed and is the PDF's creation date.

    Page 1 is a letter: `asks` to be decided, a line per berkas, `reporter` signs, `signatory` (the secretary)
    answers in the disposition box. `prepared_by` and `checked_by` made and approved the recap. Everything else is
    the annex.

    `log_head` is the last hash of the step log's chain (64 hex digits). `with_titles` False leaves every
    title of information out of the file: only codes go to paper and mail.
    """

    letterhead: Letterhead
    number: str
    made_at: datetime
    to: str
    subject: str
    summary: str
    signatory: Signatory
    reporter: Signatory
    secrecy: str = "Rahasia"
    asks: tuple[Ask, ...] = ()
    prepared_by: str = ""
    checked_by: str = ""
    legal_bases: tuple[LegalBasisLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    berkas_steps: tuple[BerkasSteps, ...] = ()
    groups: tuple[RecapGroup, ...] = ()
    spans: tuple[TimelineSpan, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    special_folder: SpecialFolder | None = None
    log_head: str = ""
    log_row_count: int = 0
    disposition: DispositionBlock = field(default_factory=DispositionBlock)
    sop_number: str = ""
    is_example: bool = False
    with_titles: bool = True


def render_disposition_report(report: DispositionReport) -> bytes:
    """The report as PDF/A-2b; the same report gives the same bytes. A long one is set in volumes and joined."""
    shown = report if report.with_titles else _without_titles(report)
    return render_volumes(TEMPLATE, _volumes(_view(shown)), made_at=report.made_at)


def _without_titles(report: DispositionReport) -> DispositionReport:
    """Titles are taken out here, not merely hidden by the template: they must not be in the file at all."""
    return replace(
        report,
        groups=tuple(
            replace(group, lines=tuple(replace(line, title="") for line in group.lines))
            for group in report.groups
        ),
        corrections=tuple(replace(line, change="") for line in report.corrections),
    )


def _view(report: DispositionReport) -> dict[str, Any]:
    """The report's fields plus what the template draws: recap blocks, the timeline, the QR code."""
    view: dict[str, Any] = {name: getattr(report, name) for name in report.__dataclass_fields__}
    view["recap"] = [
        {
            "title": group.title,
            "note": group.note,
            "count": len(group.lines),
            "blocks": recap_blocks(group.lines),
        }
        for group in report.groups
        if group.lines
    ]
    del view["groups"]
    view["timeline"] = timeline_picture(report.spans, on=report.made_at.date())
    view["log_qr"] = (
        QrCode(f"KECUALI:LOG:1:{report.log_head}", alt="Kode QR berisi kode saksi catatan langkah")
        if report.log_head
        else None
    )
    view["log_short"] = short_head(report.log_head) if report.log_head else ""
    view["mark"] = SECRECY_MARK
    view["matrix"] = step_matrix(report.berkas_steps)
    view["step_heads"] = STEP_HEADS
    view["standard_hours"] = standard_hours(report.berkas_steps)
    view["matrix_first"] = len(report.berkas_steps) <= MOST_ON_FIRST_PAGE
    view["asks_first"], view["asks_later"] = report.asks[:MOST_ASKS], report.asks[MOST_ASKS:]
    view["berkas_steps"] = [
        asdict(each) | {"steps": [asdict(line) | {"short": short_name(line.number)} for line in each.steps]}
        for each in report.berkas_steps
    ]
    view["findings"] = _findings_view(report.findings)
    view["special_folder"] = _folder_view(report.special_folder)
    return view


# -- volumes ---------------------------------------------------------------------------------------------

_PARTS = {
    "A": ("asks_later", "findings"),
    "B": ("decisions", "matrix", "berkas_steps", "corrections"),
    "C": ("recap",),
    "D": ("bags",),
}
"""The parts of the annex with the tables in each; parts E and F end the last volume."""
_CONTINUED = ", lanjutan"


class _Row(NamedTuple):
    """One row of one table of the annex; `above` is what it stands below: its berkas, or its group and block."""

    table: str
    value: Any
    above: tuple[dict[str, Any], ...] = ()


def _volumes(view: dict[str, Any]) -> list[dict[str, Any]]:
    """What is drawn, cut into volumes of so many rows; the first has the letter, the last what ends the annex."""
    rows = list(_rows(view))
    numbers: dict[str, list[int]] = {}
    cut = list(in_volumes(rows, ROWS_A_VOLUME))
    for volume, some in cut:
        for table in dict.fromkeys(row.table for row in some):
            numbers.setdefault(table, []).append(volume.number)
    parts = _parts_of(numbers, view["special_folder"] is not None)
    counts = {f"{name}_count": len(view[name]) for name in ("asks_later", "findings", "decisions", "matrix")}
    made, asks_before = [], 0
    for volume, some in cut:
        mine = _tables(some) | ({"matrix": view["matrix"]} if view["matrix_first"] else {})
        folder = view["special_folder"]
        if folder is not None:
            mine["special_folder"] = folder | {"bags": mine["bags"]}
        about = volume._asdict() | {"parts": parts[volume.number]}
        made.append(view | counts | mine | {"volume": about, "asks_before": asks_before})
        asks_before += len(mine["asks_later"])
    return made


def _parts_of(numbers: Mapping[str, Sequence[int]], has_folder: bool) -> dict[int, dict[str, str]]:
    """By volume, the parts of the annex that stand in it, and what is said behind their headings.

    A part without rows stands where the one before it ends; the folder's is left out then.
    """
    found: dict[int, dict[str, str]] = defaultdict(dict)
    last = 1
    for part, tables in _PARTS.items():
        mine = sorted({number for table in tables for number in numbers.get(table, ())})
        if part == "D" and not (mine and has_folder):
            continue
        for place, number in enumerate(mine or [last]):
            found[number][part] = _CONTINUED if place else ""
            last = number
    return found


def _rows(view: Mapping[str, Any]) -> Iterator[_Row]:
    for table in ("asks_later", "findings", "decisions"):
        yield from (_Row(table, row) for row in view[table])
    if not view["matrix_first"]:
        yield from (_Row("matrix", row) for row in view["matrix"])
    yield from (
        _Row("berkas_steps", step, (berkas,)) for berkas in view["berkas_steps"] for step in berkas["steps"]
    )
    yield from (_Row("corrections", row) for row in view["corrections"])
    for group in view["recap"]:
        for block in group["blocks"]:
            yield from (_Row("recap", line, (group, block)) for line in block["lines"])
    if view["special_folder"] is not None:
        yield from (_Row("bags", bag) for bag in view["special_folder"]["bags"])


def _tables(rows: Sequence[_Row]) -> dict[str, Any]:
    """The tables of one volume, as `_view` has them, out of its rows."""
    tables: dict[str, Any] = {name: [] for names in _PARTS.values() for name in names}
    for (table, *above), some in groupby(rows, key=lambda row: (row.table, *map(id, row.above))):
        mine = list(some)
        values = [row.value for row in mine]
        if not above:
            tables[table] += values
        elif table == "berkas_steps":
            tables[table].append(mine[0].above[0] | {"steps": values})
        else:
            group, block = mine[0].above
            if not tables[table] or tables[table][-1]["of"] != above[0]:
                tables[table].append(group | {"blocks": [], "of": above[0]})
            tables[table][-1]["blocks"].append(block | {"lines": values})
    for group in tables["recap"]:
        del group["of"]
    return tables


def _folder_view(folder: SpecialFolder | None) -> dict[str, Any] | None:
    if folder is None:
        return None
    bags = [asdict(bag) | {"size": size(bag.size_bytes)} for bag in folder.bags]
    counts = {"bag_count": len(bags), "document_count": sum(bag.file_count for bag in folder.bags)}
    return asdict(folder) | {"bags": bags} | counts


def _findings_view(findings: Sequence[FindingLine]) -> list[dict[str, object]]:
    """The same finding on many codes is one line: fifty rows that say one thing hide the fifty-first."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        alike.setdefault((finding.severity, finding.message, finding.source), []).append(finding.code)
    return [
        {"code": code_ranges(codes), "severity": severity, "message": message, "source": source}
        for (severity, message, source), codes in alike.items()
    ]

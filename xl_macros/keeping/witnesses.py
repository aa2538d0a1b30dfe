"""The reports that were made, as the log names them, and the witness files that stand beside them.

A witness holds the lengths and heads of all chains when its report was made, and the report's own hash. Anybody
could have edited it: it is read with the suspicion due to any file of a folder, and believed only with the log.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import CHAINS, chain_head
from xl_macros.keeping.stationery import file_name
from xl_macros.patterns import regex
from xl_macros.places.gate import UnsafePathError, last_name
from xl_macros.places.hashing import sha256_of
from xl_macros.places.plain_files import read_plain
from xl_macros.records import LoggedStep
from xl_macros.reports.mail import fill_template
from xl_macros.tables.rows import Row

DRAFTED = "surel disusun"
"""How a mail draft stands among the events: it changes no exemption, but what was drafted must be known."""

REPORT_STEM = "Laporan Disposisi"
WITNESS_SUFFIX = ".saksi.json"
LARGEST_BYTES = 1_000_000
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_OUTPUT = regex(rf"{REPORT_STEM} (?P<number>.+?)(?:; nomor surat (?P<letter>.+))?")


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report as the log names it. `sha256` is its PDF's, '' when a version made it that did not log it."""

    number: str
    letter: str
    berkas: tuple[str, ...]
    made_at: datetime | None
    sha256: str
    rows: tuple[LoggedStep, ...]

    @property
    def shown_number(self) -> str:
        """The number as the report bears it: the letter register's, with the own one beside it."""
        return f"{self.letter} (nomor kendali {self.number})" if self.letter else self.number


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness file. `content` is {} for one that cannot be read as a witness."""

    path: Path
    content: Mapping[str, Any]

    @property
    def report(self) -> str:
        """The name of the report beside it; "" for one that no report has."""
        try:
            name = last_name(str(self.content.get("report") or ""))
        except UnsafePathError:
            return ""
        return name if name.endswith(".pdf") else ""

    @property
    def shown(self) -> str:
        """What a finding calls it: the report beside it, else its own name."""
        return self.report or self.path.name

    @property
    def number(self) -> str:
        return str(self.content.get("number") or "")


def output_of(number: str, letter: str) -> str:
    """What the log says of a report that was made."""
    return f"{REPORT_STEM} {number}" + (f"; nomor surat {letter}" if letter else "")


def made_reports(log: Sequence[LoggedStep]) -> list[MadeReport]:
    """The reports that the log names, in its order; rows of one report stand together."""
    found: dict[str, list[tuple[re.Match[str], LoggedStep]]] = {}
    for row in log:
        match = _OUTPUT.fullmatch(row.output or "") if row.step == LAST_STEP else None
        if match is not None:
            found.setdefault(match["number"], []).append((match, row))
    return [
        MadeReport(
            number,
            rows[0][0]["letter"] or "",
            tuple(str(row.berkas) for _, row in rows),
            rows[0][1].finished_at,
            (rows[-1][1].evidence_hash or "").strip().lower(),
            tuple(row for _, row in rows),
        )
        for number, rows in found.items()
    ]


def next_report_number(office: Office) -> str:
    """The number after the highest of the year that log, reports or witnesses bear, by the template of Pengaturan."""
    template = office.settings.required("report_number")
    names = {file_name(number) for number in _numbers_ever(office)}
    used = {stem.removeprefix(f"{REPORT_STEM} ") for stem in _stems(office)} | names
    given = [
        made for made in made_reports(office.tables.records(LoggedStep)) if _year(made) == office.today.year
    ]
    sequence = len(given)
    while True:
        sequence += 1
        number = fill_template(template, _fields(office, sequence))
        if "{urut" not in template and file_name(number) in used:
            raise Refusal(
                f"Nomor laporan {number} sudah dipakai, dan templatnya tidak memuat nomor urut.",
                cure="Tulis {urut} di Templat nomor laporan pada lembar Pengaturan.",
            )
        if "{urut" not in template or not _same_sequence(template, office, sequence, used):
            return number


def _same_sequence(template: str, office: Office, sequence: int, used: set[str]) -> bool:
    """Whether a report of this sequence number was given in any month of the year, or a later one was."""
    later = range(sequence, sequence + 200)
    return any(
        file_name(fill_template(template, _fields(office, number, month))) in used
        for number in later
        for month in range(1, 13)
    )


def _fields(office: Office, sequence: int, month: int | None = None) -> dict[str, str | int]:
    month = month or office.today.month
    return {
        "urut": sequence,
        "bulan_romawi": _ROMAN[month - 1],
        "bulan": month,
        "tahun": office.today.year,
    }


def _year(made: MadeReport) -> int:
    return made.made_at.year if made.made_at else 0


def _numbers_ever(office: Office) -> list[str]:
    numbers = [made.number for made in made_reports(office.tables.records(LoggedStep))]
    return numbers + [witness.number for witness in read_witnesses(office.folders.reports) if witness.number]


def _stems(office: Office) -> list[str]:
    """The stems of report files that lie or lay in the office: undone ones too."""
    undone = office.folders.private / "diurungkan"
    places = [*office.folders.reports.glob(f"{REPORT_STEM} *.pdf"), *undone.glob(f"*/*{REPORT_STEM} *.pdf")]
    return [re.sub(r"^\d+ ", "", path.stem) for path in places]


def witness_of(office: Office, report: Path, pdf: bytes, made: MadeReport) -> bytes:
    """The witness of a report that is about to be made: the chains as they are staged."""
    log = office.tables.records(LoggedStep)
    content = {
        "report": report.name,
        "number": made.number,
        "letter": made.letter,
        "berkas": list(made.berkas),
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "office": office.settings.text("office_name"),
        "register": register_id(log),
        "log_head": chain_head(log),
        "log_rows": len(log),
        "lists": {table.name: _seen(office.tables.rows(table)) for table in CHAINS},
        "made_at": office.now.isoformat(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def register_id(log: Sequence[LoggedStep]) -> str:
    """What tells this register from every other one: the hash of its first log row; '' before there is any."""
    return (log[0].chain_hash or "").strip().lower() if log else ""


def _seen(rows: Sequence[Row]) -> dict[str, object]:
    return {"rows": len(rows), "head": chain_head(rows)}


def read_witnesses(folder: Path) -> list[Witness]:
    """The witness files of a folder by name; one that cannot be read as a witness has no content."""
    return [Witness(path, _content(path)) for path in sorted(folder.glob(f"*{WITNESS_SUFFIX}"))]


def _content(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(read_plain(path, LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    kinds = {"log_rows": int, "report": str, "number": str}
    if not isinstance(content, dict):
        return {}
    whole = all(isinstance(content.get(name), kind) for name, kind in kinds.items())
    return content if whole and not isinstance(content["log_rows"], bool) and content["log_rows"] >= 0 else {}


def expected_hash(office: Office, made: MadeReport) -> str:
    """The hash that the report's PDF must have: the log's, else that of a witness of this register; '' for neither."""
    if made.sha256:
        return made.sha256
    known = [row.chain_hash for row in office.tables.records(LoggedStep)]
    for witness in read_witnesses(office.folders.reports):
        content = witness.content
        rows = content.get("log_rows", 0)
        if (
            witness.number == made.number
            and 0 < rows <= len(known)
            and known[rows - 1] == content.get("log_head")
        ):
            return str(content.get("sha256") or "").strip().lower()
    return ""


def report_path(office: Office, made: MadeReport) -> Path:
    """Where the report's PDF should lie."""
    wanted = expected_hash(office, made)
    names = [
        witness.report
        for witness in read_witnesses(office.folders.reports)
        if witness.number == made.number and witness.report and witness.content.get("sha256") == wanted
    ]
    name = names[0] if names else f"{REPORT_STEM} {file_name(made.number)}.pdf"
    return office.folders.reports / name


def pdf_with_hash(folder: Path, sha256: str) -> Path | None:
    """The PDF of a folder that has this content, whatever it is called."""
    return next((path for path in sorted(folder.glob("*.pdf")) if sha256_of(path) == sha256), None)

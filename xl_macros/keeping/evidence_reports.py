"""The reports against the log: each that the log names must be there to the byte, with its witness, and no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xl_macros.click.office import Office
from xl_macros.keeping.chained import CHAINS
from xl_macros.keeping.corrected import restored_at
from xl_macros.keeping.stationery import file_name
from xl_macros.keeping.witnesses import (
    REPORT_STEM,
    MadeReport,
    Witness,
    expected_hash,
    made_reports,
    read_witnesses,
    register_id,
)
from xl_macros.places.hashing import sha256_of
from xl_macros.places.plain_files import is_shut
from xl_macros.records import LoggedStep
from xl_macros.tables.schema import LOG, Table


def reports_against_log(office: Office) -> list[str]:
    """What is missing, altered, foreign or unreadable among reports and witnesses, and what witnesses miss."""
    folder = office.folders.reports
    if is_shut(folder):
        return [f"Folder {folder.name} tidak dapat dibaca; laporan dan saksi di dalamnya belum diperiksa."]
    made = made_reports(office.tables.records(LoggedStep))
    witnesses = read_witnesses(folder)
    problems = [
        f"{witness.path.name}: saksi laporan ini tidak terbaca."
        for witness in witnesses
        if not witness.content
    ]
    own, foreign = _own(office, [witness for witness in witnesses if witness.content])
    earlier = superseded(own, restored_at(office))
    problems += [_foreign(witness) for witness in foreign]
    problems += _lost_reports(office, made, own, earlier)
    problems += _seen_otherwise(office, [each for each in own if each not in earlier])
    return problems


def superseded(witnesses: Sequence[Witness], until: datetime | None) -> list[Witness]:
    """The witnesses of before a backup was put back: what they saw may be gone, and a correction says why."""
    return [each for each in witnesses if until and str(each.content.get("made_at")) <= until.isoformat()]


def _own(office: Office, witnesses: Sequence[Witness]) -> tuple[list[Witness], list[Witness]]:
    """The witnesses of this register, and those of another.

    One that does not say is taken for its own; so is one of this office or of a report that the log names, however
    the log begins now: a log that was written anew must not make strangers of its witnesses.
    """
    log = office.tables.records(LoggedStep)
    register, name = register_id(log), office.settings.text("office_name")
    hashes = {made.sha256 for made in made_reports(log) if made.sha256}
    own = [
        each
        for each in witnesses
        if str(each.content.get("register") or register) == register
        or each.content.get("office") == name
        or each.content.get("sha256") in hashes
    ]
    return own, [each for each in witnesses if each not in own]


def _foreign(witness: Witness) -> str:
    office = str(witness.content.get("office") or "")[:80]
    of = f" ({office})" if office else ""
    return (
        f"{witness.path.name}: saksi dari register lain{of}, atau baris pertama log diubah; pindahkan bila bukan milik "
        "register ini."
    )


def _lost_reports(
    office: Office, made: Sequence[MadeReport], own: Sequence[Witness], earlier: Sequence[Witness]
) -> list[str]:
    """Reports that the log names and that are not there, not what they were, or without witness; and strangers."""
    folder = office.folders.reports
    present = {path.name: sha256_of(path) for path in sorted(folder.glob(f"{REPORT_STEM} *.pdf"))}
    others = {sha256_of(path): path.name for path in sorted(folder.glob("*.pdf")) if path.name not in present}
    problems: list[str] = []
    known: set[str] = set()
    for report in made:
        mine = [each for each in own if each.number == report.number]
        wanted = expected_hash(office, report)
        names = [each.report for each in mine if each.report] or [_usual(report)]
        known.update(names)
        problems += _report(report, wanted, names[0], present, others, known)
        if report.sha256 and not any(_fits(each, report) for each in mine):
            problems.append(f"{names[0]}: berkas saksinya hilang atau bukan saksi laporan ini.")
    numbers = {report.number for report in made}
    problems += [
        f"{each.path.name}: menyaksikan laporan {each.number}, yang tidak ada di lembar {LOG.sheet}."
        for each in own
        if each.number not in numbers and each not in earlier
    ]
    known.update(each.report for each in own if each.number not in numbers)
    hashes = {expected_hash(office, report) for report in made}
    problems += [
        f"{name}: laporan ini tidak tercatat di lembar {LOG.sheet}."
        for name, digest in present.items()
        if name not in known and digest not in hashes
    ]
    return problems


def _report(
    report: MadeReport,
    wanted: str,
    name: str,
    present: Mapping[str, str],
    others: Mapping[str, str],
    known: set[str],
) -> list[str]:
    """What is wrong with one report; content found under another name is one finding."""
    if not wanted or present.get(name) == wanted:
        return []
    elsewhere = next((other for other, digest in present.items() if digest == wanted), others.get(wanted, ""))
    if elsewhere:
        known.add(elsewhere)
        swapped = " dan berkas lain memakai namanya" if name in present else ""
        return [f"{name}: laporan {report.number} sekarang bernama {elsewhere}{swapped}."]
    if present.get(name) == "":  # held by another program, or a right is missing: no change is established
        return [f"{name}: laporan {report.number} tidak dapat dibaca."]
    if name in present:
        return [f"{name}: isinya bukan lagi laporan {report.number} yang tercatat di lembar {LOG.sheet}."]
    return [f"{name}: laporan {report.number} tercatat di lembar {LOG.sheet}, tetapi berkasnya tidak ada."]


def _usual(report: MadeReport) -> str:
    return f"{REPORT_STEM} {file_name(report.number)}.pdf"


def _fits(witness: Witness, report: MadeReport) -> bool:
    return str(witness.content.get("sha256") or "").strip().lower() == report.sha256


def _seen_otherwise(office: Office, witnesses: Sequence[Witness]) -> list[str]:
    """Heads that a report saw and that do not stand any more at the rows where it saw them; each place once."""
    hashes = {
        table: [str(head or "").strip().lower() for head in office.tables.column(table, "chain_hash")]
        for table in CHAINS
    }
    problems: list[str] = []
    for witness in sorted(witnesses, key=lambda each: int(each.content["log_rows"])):
        for table, (count, head) in _seen_by(witness.content).items():
            found = hashes[table]
            if count > len(found):
                problems.append(
                    f"Lembar {table.sheet} hanya {len(found)} baris, padahal {witness.shown} menyaksikan {count}: "
                    "ujungnya hilang."
                )
            elif count > 0 and found[count - 1] != str(head).strip().lower():
                problems.append(
                    f"Lembar {table.sheet} baris ke-{count} tidak sama dengan yang disaksikan {witness.shown}."
                )
    return problems


def _seen_by(content: Mapping[str, Any]) -> dict[Table, tuple[int, object]]:
    """How many rows of each list a report saw, and the last one's hash. Reports made earlier saw the log only."""
    lists = content.get("lists")
    seen = lists if isinstance(lists, dict) else {}
    seen = {**seen, LOG.name: {"rows": content["log_rows"], "head": content.get("log_head")}}
    return {
        table: (kept["rows"], kept.get("head"))
        for table in CHAINS
        if isinstance(kept := seen.get(table.name), dict) and isinstance(kept.get("rows"), int)
    }

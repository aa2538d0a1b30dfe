"""Whether what was stored and written down still is what it was: scans, special folder, log, list and events."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xl_macros.actions.export_disposition import witnesses
from xl_macros.actions.requests import VerifyArchive
from xl_macros.archive.fixity import verify_scans
from xl_macros.click.office import Office, Summary
from xl_macros.click.ownership import undone_files
from xl_macros.keeping.chained import CHAINS, check_chain
from xl_macros.keeping.corrected import recorded
from xl_macros.keeping.sealing_key import key_problems
from xl_macros.keeping.stored import check_special_folder
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import LOG, NAME_LAST_CHECK, SCANS, Table

WHOLE = "utuh"


def run(office: Office, request: VerifyArchive) -> Summary:
    """Check everything and write down the result; `ok` is False when anything is missing, altered or foreign."""
    scans = office.tables.rows(SCANS)
    problems = _chains(office) + _witnesses(office) + key_problems(office)
    report = verify_scans(
        _kept(office, scans),
        office.folders.root,
        folder=office.settings.required("scans_folder"),
        progress=office.progress,
    )
    problems += [finding.message for finding in report.findings]
    folder = check_special_folder(office)
    problems += [finding.message for finding in folder.findings]
    results = {finding.scan_id: finding.kind.value for finding in report.findings if finding.scan_id}
    for row in scans:
        row["checked_at"] = office.now
        row["check_result"] = results.get(row["scan_id"], WHOLE)
    office.tables.put(SCANS, scans)
    rows = len(office.tables.rows(LOG))
    counted = f"{len(scans)} pindaian, {folder.files_checked} berkas di folder khusus, {rows} baris log"
    when = f"{office.now:%d/%m/%Y %H.%M}"
    text = f"{len(problems)} masalah pada {counted}" if problems else f"Semua utuh: {counted}"
    office.tables.stage_named_value(NAME_LAST_CHECK, f"{when}: {text}.")
    return Summary(
        "\n".join([f"{text}.", *(f"- {problem}" for problem in problems), *_set_aside(office)]),
        ok=not problems,
    )


def _set_aside(office: Office) -> list[str]:
    """What lies in the private folder of undone clicks and of records that were not believed, with age and size."""
    lines = []
    for one in undone_files(office.folders, office.now):
        age = "umur tidak diketahui" if one.days is None else f"{one.days} hari"
        name = one.folder.relative_to(office.folders.root).as_posix()
        lines.append(f"Disisihkan: {name}, {one.files} berkas, {-(-one.size_bytes // 1024)} KB, {age}.")
    return lines


def _kept(office: Office, scans: list[Row]) -> list[Row]:
    """The listed scans whose files must be there: all but those that a correction had removed."""
    removed = recorded(office).removed_scans
    gone = {row["file"] for row in scans if row["scan_id"] in removed}
    return [row for row in scans if row["file"] not in gone]


def _chains(office: Office) -> list[str]:
    problems = []
    for table in CHAINS:
        report = check_chain(office, table)
        if not report.ok:
            rows = office.tables.rows(table)
            row: Row | None = (
                rows[report.first_bad_row_index] if report.first_bad_row_index is not None else None
            )
            where = f" baris {row.sheet_row}" if row is not None else ""
            problems.append(f"Lembar {table.sheet}{where}: {report.reason}")
    return problems


def _witnesses(office: Office) -> list[str]:
    """Each report's witness against the lists: their heads must still stand at the rows where the report saw them."""
    hashes = {table: [row["chain_hash"] for row in office.tables.rows(table)] for table in CHAINS}
    problems = []
    for witness in witnesses(office.folders.reports):
        name = Path(str(witness["report"])).name
        for table, (count, head) in _seen_by(witness).items():
            found = hashes[table]
            if count > len(found):
                problems.append(
                    f"Lembar {table.sheet} hanya {len(found)} baris, padahal {name} menyaksikan {count}: "
                    "ujungnya hilang."
                )
            elif count > 0 and found[count - 1] != head:
                problems.append(
                    f"Lembar {table.sheet} baris ke-{count} tidak sama dengan yang disaksikan {name}."
                )
    return problems


def _seen_by(witness: Mapping[str, object]) -> dict[Table, tuple[int, object]]:
    """How many rows of each list a report saw, and the last one's hash. Reports made earlier saw the log only."""
    lists = witness.get("lists")
    seen = lists if isinstance(lists, dict) else {}
    seen = {**seen, LOG.name: {"rows": witness["log_rows"], "head": witness.get("log_head")}}
    return {
        table: (kept["rows"], kept.get("head"))
        for table in CHAINS
        if isinstance(kept := seen.get(table.name), dict) and isinstance(kept.get("rows"), int)
    }

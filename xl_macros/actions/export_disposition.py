"""SOP step 6: the disposition report for the secretary, as PDF, witnessed by the head of the step log."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from xl_macros.actions.requests import ExportDisposition
from xl_macros.click.office import Office, Summary
from xl_macros.domain.procedure import LAST_STEP
from xl_macros.keeping import report_contents, steps
from xl_macros.keeping.chained import CHAINS, chain_head
from xl_macros.keeping.register import assess_register
from xl_macros.keeping.stationery import file_name, free_name
from xl_macros.places.folders import write_private
from xl_macros.reports.disposition_report import render_disposition_report
from xl_macros.reports.mail import fill_template
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import LOG

REPORT_STEM = "Laporan Disposisi"
WITNESS_SUFFIX = ".saksi.json"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def run(office: Office, request: ExportDisposition) -> Summary:
    """Report every berkas at step 6, or the one named, and end the procedure for it.

    Beside the PDF stands a small witness file: the heads and lengths of the chains when the report was made, so
    that a log or list that lost its end can be told from a whole one.
    """
    due = steps.due_berkas(office, LAST_STEP, request.target)
    for berkas in due:
        steps.check_may(office, berkas, LAST_STEP)
    number = _report_number(office)
    codes = [berkas.code for berkas in due]
    for berkas in due:
        steps.finish_step(office, berkas, LAST_STEP, f"Laporan Disposisi {number}")
    log = office.tables.rows(LOG)
    report = report_contents.gather(office, number, codes, assess_register(office))
    pdf = render_disposition_report(report)
    target = free_name(office.folders.reports, f"{REPORT_STEM} {file_name(number)}", ".pdf")
    office.transaction.publish(write_private(office.transaction.staging / "laporan.pdf", pdf), target)
    witness = {
        "report": target.name,
        "number": number,
        "berkas": codes,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "log_head": chain_head(log),
        "log_rows": len(log),
        "lists": {table.name: _seen(office.tables.rows(table)) for table in CHAINS},
        "made_at": office.now.isoformat(),
    }
    encoded = json.dumps(witness, ensure_ascii=False, indent=1).encode()
    staged = write_private(office.transaction.staging / "saksi.json", encoded)
    office.transaction.publish(staged, target.with_suffix(WITNESS_SUFFIX))
    return Summary(f"Laporan disposisi {number} untuk {', '.join(codes)} selesai.", paths=(target,))


def _seen(rows: list[Row]) -> dict[str, object]:
    return {"rows": len(rows), "head": chain_head(rows)}


def witnesses(folder: Path) -> list[dict[str, object]]:
    """What the reports in the folder bear witness to, oldest first; unreadable files are left out."""
    found = []
    for path in sorted(folder.glob(f"{REPORT_STEM} *{WITNESS_SUFFIX}")):
        try:
            witness = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if _is_witness(witness):
            found.append({**witness, "path": path})
    return sorted(found, key=lambda witness: (witness["log_rows"], str(witness.get("made_at"))))


def _is_witness(content: object) -> bool:
    """Whether what a file holds has the parts of a witness in their kinds: anybody could have edited it."""
    kinds = {"log_rows": int, "report": str, "number": str}
    return isinstance(content, dict) and all(
        isinstance(content.get(name), kind) for name, kind in kinds.items()
    )


def last_report(office: Office) -> tuple[Path, str, str] | None:
    """The newest report: its path, number and the codes it covers; None when there is none."""
    for witness in reversed(witnesses(office.folders.reports)):
        path = office.folders.reports / Path(str(witness["report"])).name
        if path.is_file():
            codes = witness.get("berkas")
            return path, str(witness["number"]), ", ".join(map(str, codes if isinstance(codes, list) else []))
    return None


def _report_number(office: Office) -> str:
    same_year = [
        witness
        for witness in witnesses(office.folders.reports)
        if str(witness.get("made_at"))[:4] == str(office.today.year)
    ]
    fields: dict[str, str | int] = {
        "seq": len(same_year) + 1,
        "month_roman": _ROMAN[office.today.month - 1],
        "month": office.today.month,
        "year": office.today.year,
    }
    return fill_template(office.settings.required("report_number"), fields)

"""SOP step 5: everything of a decision into the special folder, as one sealed bag, checked after writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_macros.actions.requests import StoreDocuments
from xl_macros.archive.fixity import verify_bag
from xl_macros.archive.special_folder import (
    BagContents,
    BagScan,
    bag_version,
    build_bag,
    next_bag_target,
    refuse_synced_place,
)
from xl_macros.click.office import Office, Summary, refuse_if
from xl_macros.errors import NeedsConfirmation, Place, Problem, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.approval import changed_since_approval
from xl_macros.keeping.chained import chain_head
from xl_macros.keeping.register import Assessed, assess_register
from xl_macros.keeping.report_contents import recap_line
from xl_macros.keeping.scan_list import current_scans, stored_file
from xl_macros.keeping.stationery import is_example, letterhead
from xl_macros.reports.bag_pages import BagIndex, IndexFile, render_bag_index
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import EVENTS, LOG, REGISTER, SCANS

STORE_STEP, AFTER_STORING = 5, 6
CHANGED = "Register berubah sesudah rekapitulasi disetujui PDID; disimpan menurut isi yang sekarang."


def run(office: Office, request: StoreDocuments) -> Summary:
    """Store every berkas at step 5, or the one named. One that is stored already gets a further version.

    The bag holds the scans, an index page to print and the rows of the workbook, so that each can be
    rebuilt from the other. Refused when a listed scan is missing or altered, or when the special folder
    lies in a synchronised place and the setting does not allow that.
    """
    refuse_synced_place(office.folders.special, office.settings.yes("allow_synced_folder"))
    chosen, again = _chosen(office, request.target)
    for berkas in chosen:
        if not again:
            steps.check_may(office, berkas, STORE_STEP)
    refuse_if(
        _missing(office, chosen), "Ada pindaian yang hilang dari foldernya.", "Jalankan Periksa Keutuhan."
    )
    if not again:
        changed = _asked_about_changes(office, chosen)
        for berkas in chosen:
            steps.finish_step(office, berkas, STORE_STEP, direction=CHANGED if berkas.code in changed else "")
    assessed = assess_register(office)
    targets = [_store(office, berkas, assessed) for berkas in chosen]
    names = ", ".join(target.relative_to(office.folders.special).as_posix() for target in targets)
    return Summary(
        f"{len(targets)} berkas disimpan di folder khusus dan sudah diperiksa: {names}.", paths=tuple(targets)
    )


def _asked_about_changes(office: Office, chosen: list[steps.Berkas]) -> set[str]:
    """The berkas that are no longer what PDID approved; asked about before they are stored so."""
    changed = [berkas.code for berkas in chosen if changed_since_approval(office, berkas)]
    if changed and not office.confirmed:
        raise NeedsConfirmation(
            f"Register {', '.join(changed)} berubah sesudah rekapitulasinya disetujui PDID.\n"
            "Sebaiknya kembalikan isinya seperti semula. Simpan juga? Perubahan itu dicatat di log."
        )
    return set(changed)


def _chosen(office: Office, targets: Sequence[str]) -> tuple[list[steps.Berkas], bool]:
    """The berkas to store, and whether that is a further version of one that is stored already."""
    for berkas in steps.all_berkas(office):
        stored = berkas.due is None or berkas.due.number >= AFTER_STORING
        if stored and {berkas.code, berkas.decision["number"]} & set(targets):
            if office.officer().role != steps.sop(office)[STORE_STEP - 1].role:
                steps.check_may(office, berkas, STORE_STEP)
            return [berkas], True
    return steps.due_berkas(office, STORE_STEP, targets), False


def _missing(office: Office, chosen: list[steps.Berkas]) -> list[Problem]:
    codes = {berkas.code for berkas in chosen}
    return [
        Problem(f"{Path(row['file']).name} tidak ada.", "", Place(SCANS.sheet, row.sheet_row))
        for row in office.tables.rows(SCANS)
        if row["berkas"] in codes and not stored_file(office, row).is_file()
    ]


def _store(office: Office, berkas: steps.Berkas, assessed: list[Assessed]) -> Path:
    code, decision = berkas.code, berkas.decision
    mine = [item for item in assessed if item.row["berkas"] == code]
    scans = [row for row in office.tables.rows(SCANS) if row["berkas"] == code]
    log = [row for row in office.tables.rows(LOG) if row["berkas"] == code]
    targets = {code, decision["number"], *(item.row["code"] for item in mine)}
    events = [row for row in office.tables.rows(EVENTS) if row["target"] in targets]
    year = int(code.split("-")[1])
    target = next_bag_target(office.folders.special, year, code)
    contents = BagContents(
        berkas=code,
        year=year,
        office_name=office.settings.required("office_name"),
        decision_number=decision["number"],
        decided_on=decision["decided_on"],
        about=decision["about"] or "",
        stored_at=office.now,
        officer=office.officer().name,
        rows=[row for row in office.tables.rows(REGISTER) if row["berkas"] == code],
        scans=[_bag_scan(office, row) for row in scans],
        index_pdf=_index(office, berkas, mine, scans, bag_version(target.name)[1]),
        log_head=chain_head(office.tables.rows(LOG)),
        decision=next(each.decision for each in steps.all_berkas(office) if each.code == code),
        events=events,
        log=log,
        scan_rows=scans,
    )
    staged = build_bag(office.transaction.staging / "tas", contents, progress=office.progress)
    report = verify_bag(staged)
    if report.findings:
        problems = [Problem(finding.message) for finding in report.findings]
        raise Refusal(
            "Hasil penyimpanan tidak sama dengan asalnya.",
            problems=problems,
            cure="Periksa diska, lalu coba lagi.",
        )
    office.transaction.publish(staged, target)
    return target


def _bag_scan(office: Office, row: Row) -> BagScan:
    return BagScan(
        path=stored_file(office, row),
        name=Path(row["file"]).name,
        sha256=row["sha256"],
        code=row["code"] or row["berkas"],
        kind=row["kind"],
        scan_id=row["scan_id"],
        pages=row["pages"],
    )


def _index(
    office: Office, berkas: steps.Berkas, mine: list[Assessed], scans: list[Row], version: int
) -> bytes:
    decision = berkas.decision
    current = current_scans(scans)
    return render_bag_index(
        BagIndex(
            letterhead=letterhead(office),
            berkas=berkas.code,
            decision_number=decision["number"],
            decided=decision["decided_on"] or decision["date_text"],
            about=decision["about"] or "",
            standing=decision["standing"] or "",
            sealed_at=office.now,
            sealed_by=office.officer().name,
            entries=tuple(recap_line(item) for item in mine),
            files=tuple(
                IndexFile(
                    name=Path(row["file"]).name,
                    code=row["code"] or berkas.code,
                    kind=row["kind"],
                    pages=row["pages"],
                    size_bytes=row["size_bytes"],
                    sha256=row["sha256"],
                )
                for row in current
            ),
            version=version,
            is_example=is_example(office),
        )
    )

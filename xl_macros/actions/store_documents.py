"""SOP step 5: everything of a decision into the special folder, as one sealed bag, checked after writing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_macros.actions.compute_expiry import changed_rows, write_expiry
from xl_macros.actions.requests import StoreDocuments
from xl_macros.archive.fixity import verify_bag
from xl_macros.archive.special_folder import (
    TAG_MANIFEST,
    BagContents,
    BagScan,
    bag_version,
    build_bag,
    next_bag_target,
    refuse_synced_place,
)
from xl_macros.click.office import Office, Summary, refuse_if
from xl_macros.domain.procedure import LAST_STEP, STORE_STEP, check_officer
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.approval import Seals, changed_since_approval, sealed_at
from xl_macros.keeping.bag_changes import changes_since_stored
from xl_macros.keeping.chained import chain_head, next_number
from xl_macros.keeping.register import Assessed, assess_register, by_berkas, refuse_unreadable
from xl_macros.keeping.report_contents import recap_line
from xl_macros.keeping.scan_list import belongs_to, current_scans, kept_scans, stored_file
from xl_macros.keeping.scope import Meant, meant
from xl_macros.keeping.stationery import is_example, letterhead
from xl_macros.records import Correction, Decision, Entry, Event, LoggedStep, Scan
from xl_macros.reports.bag_pages import BagIndex, IndexFile, render_bag_index
from xl_macros.tables.record_rows import row_of, rows_of
from xl_macros.tables.schema import LOG, SCANS

AFTER_STORING = LAST_STEP
CHANGED = "Register berubah sesudah rekapitulasi disetujui PDID; disimpan menurut isi yang sekarang."
AGAIN = "Disimpan lagi sebagai versi berikutnya"


def run(office: Office, request: StoreDocuments) -> Summary:
    """Store every berkas at step 5, or those named. One that is stored already gets a further version.

    The bag holds the scans, an index page to print and the rows of the workbook as they are assessed now, so that
    each can be rebuilt from the other; its log row bears the seal of what was stored and the bag's own hash. Asked
    about: what changed since PDID approved it, or since it was stored. Refused when a listed scan is missing or
    altered, or when the special folder lies in a synchronised place and the setting does not allow that.
    """
    refuse_synced_place(office.folders.special, office.settings.yes("allow_synced_folder"))
    scope = meant(office, STORE_STEP, request.target, "disimpan ke Folder Khusus", _can_be_stored)
    first, again = _chosen(office, scope.targets)
    chosen = [*first, *again]
    refuse_if(
        _missing(office, chosen), "Ada pindaian yang hilang dari foldernya.", "Jalankan Periksa Keutuhan."
    )
    codes = {berkas.code for berkas in chosen}
    refuse_unreadable(office, codes)
    assessed = assess_register(office)
    seals = Seals(office, assessed)
    changed = _ask_about_changes(office, scope, first, again, seals)
    computed = _write_computed(office, assessed, codes)
    targets = _Storing(office, seals, changed).store(first, again)
    names = ", ".join(target.relative_to(office.folders.special).as_posix() for target in targets)
    return Summary(
        scope.told(
            f"{len(targets)} berkas disimpan di folder khusus dan sudah diperiksa: {names}.{computed}"
        ),
        paths=tuple(targets),
    )


def _can_be_stored(berkas: steps.Berkas) -> bool:
    """Whether its turn for step 5 has come, now or some time ago."""
    return berkas.due is None or berkas.due.number >= STORE_STEP


def _chosen(office: Office, targets: Sequence[str]) -> tuple[list[steps.Berkas], list[steps.Berkas]]:
    """The berkas to store for the first time, and those that get a further version; refused for any other."""
    named = steps.named_berkas(office, targets) if targets else []
    again = [each for each in named if each.due is None or each.due.number >= AFTER_STORING]
    others = [each for each in named if each not in again]
    if again:
        step, officer = steps.sop(office)[STORE_STEP - 1], office.officer()
        for berkas in again:
            check_officer(step, officer, berkas.log)
    first = others if again else steps.due_berkas(office, STORE_STEP, targets)
    for berkas in first:
        steps.check_may(office, berkas, STORE_STEP)
    return first, again


def _missing(office: Office, chosen: list[steps.Berkas]) -> list[Problem]:
    codes = {berkas.code for berkas in chosen}
    return [
        Problem(f"{Path(row.file or '').name} tidak ada.", "", Place(SCANS.sheet, row.sheet_row))
        for row in kept_scans(office)
        if row.berkas in codes and not stored_file(office, row).is_file()
    ]


def _ask_about_changes(
    office: Office,
    scope: Meant,
    first: Sequence[steps.Berkas],
    again: Sequence[steps.Berkas],
    seals: Seals,
) -> set[str]:
    """The berkas that are no longer what PDID approved or what was stored; asked about, each change by its cell."""
    questions: list[str] = []
    changed: set[str] = set()
    for berkas in (*first, *again):
        before = sealed_at(berkas, STORE_STEP) if berkas in again else None
        differs = before != seals.of(berkas) if before else changed_since_approval(berkas, seals)
        if not differs:
            continue
        changed.add(berkas.code)
        since = "disimpan" if before else "rekapitulasinya disetujui PDID"
        questions.append(f"Register {berkas.code} berubah sesudah {since}.")
        questions += [f"- {change}" for change in changes_since_stored(office, berkas)[:12]]
    last = "Sebaiknya kembalikan isinya seperti semula. Simpan juga? Perubahan itu dicatat di log."
    scope.ask(office, questions, last)
    return changed


def _write_computed(office: Office, assessed: Sequence[Assessed], codes: Collection[str]) -> str:
    """Stage the computed cells of these berkas as they are assessed now; a sentence when they stood otherwise."""
    mine = [item for item in assessed if item.row.berkas in codes]
    rows = changed_rows(mine)
    if not rows:
        return ""
    write_expiry(office, mine)
    return f" Hasil hitungan {len(rows)} informasi ditulis lagi menurut keadaan sekarang."


@dataclass(frozen=True, slots=True)
class _Lists:
    """The rows of the other tables by berkas or target, grouped once for all berkas of a click."""

    register: Mapping[str, list[Entry]]
    scans: Mapping[str, list[Scan]]
    log_head: str
    events: Sequence[Event]
    corrections: Sequence[Correction]


class _Storing:
    """The bags of one click and their log rows."""

    def __init__(self, office: Office, seals: Seals, changed: Collection[str]) -> None:
        self.office, self.seals, self.changed = office, seals, changed
        self.lists = _Lists(
            by_berkas(office.tables.records(Entry)),
            by_berkas(kept_scans(office)),
            chain_head(office.tables.records(LoggedStep)),
            office.tables.records(Event),
            office.tables.records(Correction),
        )

    def store(self, first: Sequence[steps.Berkas], again: Sequence[steps.Berkas]) -> list[Path]:
        """Stage the bags and one log row for each; returns where the bags will stand."""
        rows, targets = [], []
        number = next_number(self.office, LOG)
        for place, berkas in enumerate((*first, *again)):
            row = self._log_row(berkas, again=berkas in again)._replace(number=number + place)
            staged, target = self._bag(berkas, row)
            sha256 = hashlib.sha256((staged / TAG_MANIFEST).read_bytes()).hexdigest()
            self.office.transaction.publish(staged, target)
            rows.append(row._replace(evidence_hash=sha256))
            targets.append(target)
        steps.append_rows(self.office, rows)
        return targets

    def _log_row(self, berkas: steps.Berkas, *, again: bool) -> LoggedStep:
        done = steps.Done(
            berkas,
            output=AGAIN if again else "",
            direction=CHANGED if berkas.code in self.changed else "",
            seal=self.seals.of(berkas),
        )
        row = steps.log_row(self.office, done, STORE_STEP)
        return steps.aside(self.office, row) if again else row

    def _bag(self, berkas: steps.Berkas, log_row: LoggedStep) -> tuple[Path, Path]:
        """The bag, prepared and read back, and its place. It holds its own log row but for the bag's hash."""
        office, code = self.office, berkas.code
        mine = self.seals.entries(berkas)
        scans = list(self.lists.scans.get(code, []))
        codes = {code, berkas.decision.number, *(row.code for row in self.lists.register.get(code, []))}
        target = next_bag_target(office.folders.special, int(code.split("-")[1]), code)
        contents = BagContents(
            berkas=code,
            year=int(code.split("-")[1]),
            office_name=office.settings.required("office_name"),
            decision_number=berkas.decision.number or "",
            decided_on=berkas.decision.decided_on,
            about=berkas.decision.about or "",
            stored_at=office.now,
            officer=office.officer().name,
            rows=rows_of(Entry, self.lists.register.get(code, [])),
            scans=[_bag_scan(office, row) for row in _one_a_file(scans)],
            index_pdf=_index(office, berkas, mine, scans, bag_version(target.name)[1]),
            log_head=self.lists.log_head,
            decision=row_of(_as_stored(berkas.decision)),
            events=rows_of(Event, (row for row in self.lists.events if row.target in codes)),
            log=rows_of(LoggedStep, [*berkas.log, log_row]),
            scan_rows=rows_of(Scan, scans),
            corrections=rows_of(Correction, (row for row in self.lists.corrections if row.target in codes)),
        )
        staged = build_bag(office.transaction.staging / "tas" / code, contents, progress=office.progress)
        report = verify_bag(staged)
        if report.findings:
            problems = [Problem(finding.message) for finding in report.findings]
            raise Refusal(
                "Hasil penyimpanan tidak sama dengan asalnya.",
                problems=problems,
                cure="Periksa diska, lalu coba lagi.",
            )
        return staged, target


def _as_stored(decision: Decision) -> Decision:
    """The decision's row as it stands once the step is done."""
    at_step = decision.step is not None and decision.step < STORE_STEP
    return decision._replace(step=STORE_STEP) if at_step else decision


def _one_a_file(scans: Sequence[Scan]) -> list[Scan]:
    """The last row of each file: one that was moved, withdrawn or said to hold more is listed anew under its file."""
    return list({row.file: row for row in scans}.values())


def _bag_scan(office: Office, row: Scan) -> BagScan:
    return BagScan(
        path=stored_file(office, row),
        name=Path(row.file or "").name,
        sha256=row.sha256 or "",
        code=row.code or row.berkas or "",
        kind=row.kind or "",
        scan_id=row.scan_id or "",
        pages=row.pages or 0,
    )


def _index(
    office: Office, berkas: steps.Berkas, mine: Sequence[Assessed], scans: Sequence[Scan], version: int
) -> bytes:
    decision = berkas.decision
    current = current_scans(scans)
    return render_bag_index(
        BagIndex(
            letterhead=letterhead(office),
            berkas=berkas.code,
            decision_number=decision.number or "",
            decided=decision.decided_on or decision.date_text,
            about=decision.about or "",
            standing=decision.standing or "",
            sealed_at=office.now,
            sealed_by=office.officer().name,
            entries=tuple(recap_line(item) for item in mine),
            files=tuple(
                IndexFile(
                    name=Path(row.file or "").name,
                    code=belongs_to(row),
                    kind=row.kind or "",
                    pages=row.pages or 0,
                    size_bytes=row.size_bytes or 0,
                    sha256=row.sha256 or "",
                )
                for row in current
            ),
            version=version,
            is_example=is_example(office),
        )
    )

"""What the disposition report says, gathered from the tables as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.archive.fixity import shown_bag, verify_bag, verify_special_folder
from xl_macros.archive.rebuild import StoredBerkas, read_bags
from xl_macros.archive.special_folder import REGISTER_FILE
from xl_macros.click.office import Office
from xl_macros.domain.findings import Severity
from xl_macros.domain.legal_basis import LegalBasis
from xl_macros.domain.procedure import CHECK_STEP, LATE, RECAP_STEP
from xl_macros.domain.recap import build_recap
from xl_macros.keeping import report_letter, steps
from xl_macros.keeping.chained import chain_head
from xl_macros.keeping.extent import basis_of, title_of
from xl_macros.keeping.register import Assessed, legal_bases, recap_lines
from xl_macros.keeping.report_corrections import correction_lines, supplemented
from xl_macros.keeping.stationery import disposition_offices, is_example, letterhead, reporter, signatory
from xl_macros.keeping.test_sheet import missing_test
from xl_macros.patterns import regex
from xl_macros.records import Decision, LoggedStep
from xl_macros.reports.disposition_report import (
    BagLine,
    DecisionLine,
    DispositionBlock,
    DispositionReport,
    FindingLine,
    LegalBasisLine,
    SpecialFolder,
)
from xl_macros.reports.recap_lines import RecapGroup, RecapLine
from xl_macros.reports.step_matrix import BerkasSteps, StepLine
from xl_macros.reports.timeline import TimelineSpan
from xl_macros.tables.schema import CHOICES, NAME_LAST_CHECK

NEVER_CHECKED = "Belum pernah diperiksa penuh."
_CHECKED = regex(r"\d\d/\d\d/\d{4} \d\d\.\d\d")
_CERTAIN = "pasti"


def gather(
    office: Office,
    number: str,
    berkas: Sequence[steps.Berkas],
    assessed: Sequence[Assessed],
    log: Sequence[LoggedStep],
) -> DispositionReport:
    """The report on these berkas, with the log rows that they bring; `assessed` is the whole register.

    `log` is the step log as it stood before the report's own rows, which bear the report's hash.
    """
    codes = [each.code for each in berkas]
    mine = [item for item in assessed if item.row.berkas in codes]
    untested = _without_test(office, codes)
    asks = report_letter.asks(office, mine, assessed, [each.code for each in untested])
    step_lines = tuple(_berkas_steps(office, each, mine) for each in berkas)
    late = sum(line.late for each in step_lines for line in each.steps)
    return DispositionReport(
        letterhead=letterhead(office),
        number=number,
        made_at=office.now,
        to=office.settings.required("report_to"),
        subject="Laporan pendokumentasian informasi yang dikecualikan",
        summary=report_letter.summary(mine, len(berkas), late, len(asks), office.settings.text("sop_number"))
        + supplemented(berkas, log),
        signatory=signatory(office),
        reporter=reporter(office),
        secrecy=report_letter.highest_secrecy(berkas),
        asks=asks,
        prepared_by=report_letter.people(berkas, RECAP_STEP),
        checked_by=report_letter.people(berkas, CHECK_STEP),
        legal_bases=_legal_bases(office),
        decisions=tuple(_decision(each.decision) for each in berkas),
        berkas_steps=step_lines,
        groups=_groups(office, mine),
        spans=_spans(mine),
        findings=(*untested, *_findings(mine)),
        corrections=correction_lines(office, berkas),
        special_folder=_special_folder(office, berkas),
        log_head=chain_head(log),
        log_row_count=len(log),
        disposition=DispositionBlock(forwarded_to=disposition_offices(office), requests=CHOICES["harap"][1]),
        sop_number=office.settings.text("sop_number"),
        is_example=is_example(office),
        with_titles=office.settings.yes("report_titles"),
    )


def last_full_check(office: Office) -> str:
    """The day of the last check of everything, as the report quotes it and its log row keeps it."""
    said = _CHECKED.match(office.tables.named_text(NAME_LAST_CHECK))
    return f"Pemeriksaan penuh terakhir {said[0]}." if said else NEVER_CHECKED


def recap_line(item: Assessed) -> RecapLine:
    """A register row as a line of a report."""
    return RecapLine(
        code=item.row.code or "",
        title=title_of(item.row),
        legal_basis=basis_of(item.row),
        period_text=item.row.period_text or "",
        end_on=item.outcome.end_on,
        status=item.outcome.label.removeprefix(f"{item.outcome.status.symbol} "),
        status_symbol=item.outcome.status.symbol,
        mark_on=item.outcome.mark_on,
        mark_is_estimate=item.outcome.mark_is_estimate,
    )


def _legal_bases(office: Office) -> tuple[LegalBasisLine, ...]:
    """The bases in force today; what is not known of their validity is said instead of seeming certain."""
    return tuple(
        LegalBasisLine(act=basis.act, title=basis.title, note=_validity(basis))
        for basis in legal_bases(office)
        if (basis.valid_from is None or basis.valid_from <= office.today)
        and (basis.valid_to is None or office.today <= basis.valid_to)
    )


def _validity(basis: LegalBasis) -> str:
    if basis.valid_from is None:
        return "tanggal berlaku belum dicatat"
    if basis.certainty == _CERTAIN:
        return ""
    return "masa berlakunya masih perlu dicocokkan dengan naskahnya"


def _decision(row: Decision) -> DecisionLine:
    return DecisionLine(
        berkas=row.berkas or "",
        number=row.number or "",
        decided=row.decided_on or row.date_text,
        about=row.about or "",
        standing=row.standing or "berlaku",
        standing_act=row.standing_act,
        standing_on=row.standing_on,
    )


def _berkas_steps(office: Office, berkas: steps.Berkas, mine: Sequence[Assessed]) -> BerkasSteps:
    """Every log row of the berkas, a returned recap's repetition included."""
    standard = {step.number: step for step in steps.sop(office)}
    lines = tuple(_step_line(office, row, standard[row.step or 0].name) for row in berkas.log)
    return BerkasSteps(
        berkas=berkas.code,
        decision_number=berkas.decision.number or "",
        steps=lines,
        entry_count=sum(item.row.berkas == berkas.code for item in mine),
    )


def _step_line(office: Office, row: LoggedStep, name: str) -> StepLine:
    hours_used, said = steps.shown_time(office, row)
    return StepLine(
        number=row.step or 0,
        name=row.step_name or name,
        role=row.role or "",
        officer=row.officer,
        started_at=row.started_at,
        finished_at=row.finished_at,
        hours_used=hours_used,
        standard_hours=row.standard_hours or 0.0,
        timeliness=said,
        late=said.startswith(LATE),
        direction=row.direction,
    )


def _groups(office: Office, mine: Sequence[Assessed]) -> tuple[RecapGroup, ...]:
    items = {item.row.code: item for item in mine}
    recap = build_recap(recap_lines(mine), office.today)
    return tuple(
        RecapGroup(title=group.title, lines=tuple(recap_line(items[line.code]) for line in group.lines))
        for group in recap.groups
        if group.lines
    )


def _spans(mine: Sequence[Assessed]) -> tuple[TimelineSpan, ...]:
    """One span for all entries of a decision that run alike."""
    alike: dict[tuple[object, ...], list[Assessed]] = {}
    for item in mine:
        key = (item.row.berkas, item.outcome.start_on, item.outcome.end_on, item.outcome.status)
        alike.setdefault(key, []).append(item)
    return tuple(_span(items) for items in alike.values())


def _span(items: Sequence[Assessed]) -> TimelineSpan:
    first = items[0]
    outcome, decision = first.outcome, first.decision
    text = (decision.date_text if decision else None) or ""
    opened = outcome.status.is_open
    return TimelineSpan(
        label=first.row.berkas or "",
        count=len(items),
        start_on=outcome.start_on,
        start_year=int(text) if outcome.start_on is None and text.isdecimal() and len(text) == 4 else None,
        end_on=None if opened else outcome.end_on,
        opened_on=outcome.end_on if opened else None,
        note=outcome.status.value,
    )


def _without_test(office: Office, codes: Sequence[str]) -> tuple[FindingLine, ...]:
    """Decisions whose consequence test the office does not have."""
    return tuple(
        FindingLine(code=code, severity=Severity.CHECK.value, message=text, source="")
        for code in codes
        if (text := missing_test(office, code))
    )


def _findings(mine: Sequence[Assessed]) -> tuple[FindingLine, ...]:
    return tuple(
        FindingLine(
            code=item.row.code or "",
            severity=finding.severity.value,
            message=finding.message,
            source=finding.source,
        )
        for item in mine
        for finding in item.outcome.findings
    )


def _special_folder(office: Office, berkas: Sequence[steps.Berkas]) -> SpecialFolder:
    """The bags of these berkas, read in full; of the others it is looked whether they are there.

    Bags stored after the report's moment are left out: a report that is made again must come out the same.
    """
    special, codes = office.folders.special, {each.code for each in berkas}
    found = [
        stored
        for stored in read_bags(special, every_version=True, only=codes).stored
        if stored.stored_at <= office.now
    ]
    problems = sum(len(verify_bag(stored.folder).findings) for stored in found)
    problems += len(codes - {stored.berkas for stored in found})
    problems += len(verify_special_folder(special, quick=True).findings)
    result = "utuh: semua berkas sama dengan catatannya" if not problems else f"{problems} masalah ditemukan"
    quoted = next((str(row.direction) for each in berkas for row in each.log[-1:] if row.direction), "")
    return SpecialFolder(
        path=special.name,
        bags=tuple(_bag_line(stored) for stored in found),
        intact=not problems,
        result=f"{result}. {quoted}".strip(),
        checked_at=office.now,
    )


def _bag_line(stored: StoredBerkas) -> BagLine:
    """A bag by its documents: the scans and the index page; manifests and the like do not count."""
    documents = [file for file in (stored.folder / "data").iterdir() if file.name != REGISTER_FILE]
    sizes = [file.stat().st_size for file in documents]
    return BagLine(
        name=shown_bag(stored.folder),
        file_count=len(sizes),
        size_bytes=sum(sizes),
        sealed_at=stored.stored_at,
    )

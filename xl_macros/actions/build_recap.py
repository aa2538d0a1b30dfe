"""SOP step 3, second half: the list by exemption period on its sheet, and step 3 written down."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.actions.requests import BuildRecap
from xl_macros.click.office import Office, Summary
from xl_macros.domain.procedure import CHECK_STEP, RECAP_STEP, SCAN_STEP, check_officer
from xl_macros.domain.recap import build_recap
from xl_macros.keeping import steps, views
from xl_macros.keeping.approval import Seals, sealed_at
from xl_macros.keeping.decisions import carry_numbers
from xl_macros.keeping.register import assess_register, recap_lines, refuse_unreadable
from xl_macros.keeping.scan_list import missing_scans
from xl_macros.keeping.scope import Meant, is_at, meant
from xl_macros.keeping.test_sheet import missing_test
from xl_macros.records import LoggedStep, Scan

MOST_NAMED = 100  # codes without a scan that are named in the log; a cell has an end


def run(office: Office, request: BuildRecap) -> Summary:
    """Compute the register anew, rebuild the sheet, and end step 3 of every berkas whose turn it is.

    A berkas with some scans but not all is asked about: with a yes its step 2 ends as it is, and what was
    not scanned is written in the log.
    """
    refuse_unreadable(office)
    renamed = carry_numbers(office)
    assessed = assess_register(office)
    scope = meant(
        office,
        RECAP_STEP,
        request.target,
        "masuk rekapitulasi (langkah 3)",
        lambda each: is_at(each, SCAN_STEP, RECAP_STEP),
    )
    ready, ended, waits = _end_scanning(office, scope)
    write_expiry(office, assessed)
    recap = build_recap(recap_lines(assessed), office.today)
    views.stage_recap(office, recap)
    seals, output = Seals(office, assessed), f"Rekapitulasi per {office.today:%d/%m/%Y}"
    done = steps.finish_steps(
        office, RECAP_STEP, [steps.Done(berkas, output, seal=seals.of(berkas)) for berkas in ready]
    )
    done += _made_again(office, request.target, seals, output)
    sentences = [f"Rekapitulasi {len(assessed)} informasi disusun per {office.today:%d/%m/%Y}."]
    sentences += [f"Langkah 2 berkas {code} diakhiri." for code in ended]
    sentences += [f"Langkah 3 berkas {row.berkas} selesai, {row.timeliness}." for row in done]
    sentences += renamed
    if not done:
        sentences.append("Tidak ada berkas yang menunggu langkah 3; log tidak bertambah.")
    return Summary(scope.told(" ".join(filter(None, [*sentences, waits]))))


def _end_scanning(office: Office, scope: Meant) -> tuple[list[steps.Berkas], list[str], str]:
    """The berkas that are at step 3 now, the codes of those whose scanning was ended for it, and who still waits.

    Nobody's scanning is ended unnamed while another berkas is ready: what waits for a document blocks no other.
    """
    officer = office.officer()
    sop = steps.sop(office)
    half = _half_scanned(office, scope.targets)
    waits = ""
    if not scope.targets and steps.berkas_at(office, RECAP_STEP, ()) and half:
        waits = f"Masih menunggu pindaian dan tidak ikut: {', '.join(each.code for each in half)}."
        half = []
    questions = [f"- {each.code}: {', '.join(missing_scans(office, each)[:6])}" for each in half]
    if questions:
        questions.insert(0, "Berkas ini belum lengkap pindaiannya:")
    at_recap = steps.berkas_at(office, RECAP_STEP, scope.targets) if office.in_excel else []
    questions += [f"- {text}" for each in (*half, *at_recap) if (text := missing_test(office, each.code))]
    end = "Akhiri langkah 2 apa adanya dan susun" if half else "Susun"
    scope.ask(office, questions, f"{end} rekapitulasi?")
    for each in half:
        check_officer(sop[SCAN_STEP - 1], officer, each.log)
    if half:
        ends = [steps.Done(each, direction=_without_scan(missing_scans(office, each))) for each in half]
        steps.finish_steps(office, SCAN_STEP, ends)
    ready = steps.berkas_at(office, RECAP_STEP, scope.targets)
    for each in ready:
        check_officer(sop[RECAP_STEP - 1], officer, each.log)
    return ready, [each.code for each in half], waits


def _half_scanned(office: Office, targets: Sequence[str]) -> list[steps.Berkas]:
    """Those of the berkas that have some scans and not all."""
    at_scanning = [each for each in steps.named_berkas(office, targets) if is_at(each, SCAN_STEP)]
    begun = {row.berkas for row in office.tables.records(Scan)} if at_scanning else set()
    return [each for each in at_scanning if each.code in begun]


def _made_again(office: Office, targets: Sequence[str], seals: Seals, output: str) -> list[LoggedStep]:
    """A further row of step 3 for each berkas that waits for its check with a recap that is the register no more."""
    stale = [
        steps.Done(berkas, f"{output}, disusun lagi", seal=seals.of(berkas))
        for berkas in steps.berkas_at(office, CHECK_STEP, targets)
        if sealed_at(berkas, RECAP_STEP) not in {None, seals.of(berkas)}
    ]
    for each in stale:
        check_officer(steps.sop(office)[RECAP_STEP - 1], office.officer(), each.berkas.log)
    rows = [steps.aside(office, steps.log_row(office, each, RECAP_STEP)) for each in stale]
    return steps.append_rows(office, rows)


def _without_scan(missing: Sequence[str]) -> str:
    """What the log says of scans that were missing when step 2 was ended."""
    more = f" dan {len(missing) - MOST_NAMED} lainnya" if len(missing) > MOST_NAMED else ""
    return f"Tanpa pindaian: {', '.join(missing[:MOST_NAMED])}{more}"

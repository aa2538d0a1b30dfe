"""SOP step 3, second half: the list by exemption period on its sheet, and step 3 written down."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.actions.requests import BuildRecap
from xl_macros.click.office import Office, Summary
from xl_macros.domain.procedure import RECAP_STEP, SCAN_STEP, check_officer
from xl_macros.domain.recap import build_recap
from xl_macros.errors import NeedsConfirmation
from xl_macros.keeping import steps, views
from xl_macros.keeping.approval import Seals
from xl_macros.keeping.decisions import carry_numbers
from xl_macros.keeping.register import assess_register, recap_lines, refuse_unreadable
from xl_macros.keeping.scan_list import missing_scans
from xl_macros.tables.schema import SCANS

MOST_NAMED = 100  # codes without a scan that are named in the log; a cell has an end


def run(office: Office, request: BuildRecap) -> Summary:
    """Compute the register anew, rebuild the sheet, and end step 3 of every berkas whose turn it is.

    A berkas with some scans but not all is asked about: with a yes its step 2 ends as it is, and what was
    not scanned is written in the log.
    """
    refuse_unreadable(office)
    renamed = carry_numbers(office)
    assessed = assess_register(office)
    ready, ended = _end_scanning(office, request.target)
    write_expiry(office, assessed)
    recap = build_recap(recap_lines(assessed), office.today)
    views.stage_recap(office, recap)
    seals, output = Seals(office, assessed), f"Rekapitulasi per {office.today:%d/%m/%Y}"
    done = steps.finish_steps(
        office, RECAP_STEP, [steps.Done(berkas, output, seal=seals.of(berkas)) for berkas in ready]
    )
    sentences = [f"Rekapitulasi {len(assessed)} informasi disusun per {office.today:%d/%m/%Y}."]
    sentences += [f"Langkah 2 berkas {code} diakhiri." for code in ended]
    sentences += [f"Langkah 3 berkas {row['berkas']} selesai, {row['timeliness']}." for row in done]
    sentences += renamed
    if not done:
        sentences.append("Tidak ada berkas yang menunggu langkah 3; log tidak bertambah.")
    return Summary(" ".join(sentences))


def _end_scanning(office: Office, targets: Sequence[str]) -> tuple[list[steps.Berkas], list[str]]:
    """The berkas that are at step 3 now, and the codes of those whose scanning was ended for it."""
    officer = office.officer()
    sop = steps.sop(office)
    named = steps.named_berkas(office, targets)
    at_scanning = [each for each in named if each.due and each.due.number == SCAN_STEP]
    begun = {row["berkas"] for row in office.tables.rows(SCANS)} if at_scanning else set()
    half = [each for each in at_scanning if each.code in begun]
    if half and not office.confirmed:
        lines = [f"- {each.code}: {', '.join(missing_scans(office, each)[:6])}" for each in half]
        raise NeedsConfirmation(
            "Berkas ini belum lengkap pindaiannya:\n"
            + "\n".join(lines)
            + "\nAkhiri langkah 2 apa adanya dan susun rekapitulasi?"
        )
    for each in half:
        check_officer(sop[SCAN_STEP - 1], officer, each.log)
    if half:
        ends = [steps.Done(each, direction=_without_scan(missing_scans(office, each))) for each in half]
        steps.finish_steps(office, SCAN_STEP, ends)
    ready = steps.berkas_at(office, RECAP_STEP, targets)
    for each in ready:
        check_officer(sop[RECAP_STEP - 1], officer, each.log)
    return ready, [each.code for each in half]


def _without_scan(missing: Sequence[str]) -> str:
    """What the log says of scans that were missing when step 2 was ended."""
    more = f" dan {len(missing) - MOST_NAMED} lainnya" if len(missing) > MOST_NAMED else ""
    return f"Tanpa pindaian: {', '.join(missing[:MOST_NAMED])}{more}"

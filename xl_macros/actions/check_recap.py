"""SOP step 4: PDID approves the recap or returns it with a direction; its maker may not check it."""

from __future__ import annotations

from xl_macros.actions.requests import CheckRecap
from xl_macros.click.office import Office, Summary
from xl_macros.domain.findings import Severity
from xl_macros.domain.procedure import CHECK_STEP, RETURNED
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.approval import approval
from xl_macros.tables.schema import REGISTER

APPROVE, RETURN = "setuju", "kembalikan"


def run(office: Office, request: CheckRecap) -> Summary:
    """Write the verdict on every berkas at step 4 (or the one named) into the log.

    Returning needs a direction. Approving while findings stand that must be mended is asked about.
    """
    verdict, direction = request.verdict, (request.direction or "").strip()
    if verdict not in {APPROVE, RETURN}:
        raise Refusal("Belum dipilih: setuju atau kembalikan.", cure="Pilih salah satu, lalu klik lagi.")
    if verdict == RETURN and not direction:
        raise Refusal(
            "Rekapitulasi yang dikembalikan memerlukan arahan.", cure="Tulis apa yang harus diperbaiki."
        )
    due = steps.due_berkas(office, CHECK_STEP, request.target)
    for berkas in due:
        steps.check_may(office, berkas, CHECK_STEP)
    if verdict == APPROVE:
        _ask_about_findings(office, {berkas.code for berkas in due})
    rows = [
        steps.finish_step(
            office,
            berkas,
            CHECK_STEP,
            approval(office, berkas.code) if verdict == APPROVE else RETURNED,
            direction,
        )
        for berkas in due
    ]
    done = ", ".join(f"{row['berkas']} ({row['timeliness']})" for row in rows)
    if verdict == RETURN:
        return Summary(
            f"Rekapitulasi dikembalikan untuk {done}. Langkah 3 harus dikerjakan lagi: {direction}"
        )
    return Summary(f"Rekapitulasi disetujui untuk {done}.")


def _ask_about_findings(office: Office, codes: set[str]) -> None:
    wanted = Severity.MUST_MEND.value.capitalize()
    flawed = [
        row["code"]
        for row in office.tables.rows(REGISTER)
        if row["berkas"] in codes and (row["findings"] or "").find(f"{wanted}:") >= 0
    ]
    if flawed and not office.confirmed:
        raise NeedsConfirmation(
            f"{len(flawed)} informasi masih mempunyai temuan yang harus diperbaiki ({', '.join(flawed[:6])}).\n"
            "Setujui juga?"
        )

"""SOP step 4: PDID approves the recap or returns it with a direction; its maker may not check it."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.actions.requests import CheckRecap
from xl_macros.click.office import Office, Summary
from xl_macros.domain.procedure import CHECK_STEP, RECAP_STEP, RETURNED
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.approval import Seals, approval, sealed_at
from xl_macros.keeping.register import assess_register, refuse_unreadable
from xl_macros.keeping.scope import Meant, meant
from xl_macros.records import LoggedStep

APPROVE, RETURN = "setuju", "kembalikan"


def run(office: Office, request: CheckRecap) -> Summary:
    """Write the verdict on every berkas at step 4 (or the one named) into the log.

    Returning needs a direction. Approving is refused when the register is no longer what the recap showed, and
    asked about while findings stand that must be mended, or when it would approve several berkas unnamed.
    """
    verdict, direction = request.verdict, (request.direction or "").strip()
    if verdict not in {APPROVE, RETURN}:
        raise Refusal("Belum dipilih: setuju atau kembalikan.", cure="Pilih salah satu, lalu klik lagi.")
    if verdict == RETURN and not direction:
        raise Refusal(
            "Rekapitulasi yang dikembalikan memerlukan arahan.", cure="Tulis apa yang harus diperbaiki."
        )
    what = "disetujui" if verdict == APPROVE else "dikembalikan"
    chosen = meant(office, CHECK_STEP, request.target, what)
    due = steps.due_berkas(office, CHECK_STEP, chosen.targets)
    for berkas in due:
        steps.check_may(office, berkas, CHECK_STEP)
    if verdict == APPROVE:
        rows = _approve(office, chosen, due, direction)
    else:
        chosen.ask(office, [], "")
        rows = steps.finish_steps(office, CHECK_STEP, [steps.Done(each, RETURNED, direction) for each in due])
    done = ", ".join(f"{row.berkas} ({row.timeliness})" for row in rows)
    if verdict == RETURN:
        return Summary(
            chosen.told(
                f"Rekapitulasi dikembalikan untuk {done}. Langkah 3 harus dikerjakan lagi: {direction}"
            )
        )
    return Summary(chosen.told(f"Rekapitulasi disetujui untuk {done}."))


def _approve(office: Office, chosen: Meant, due: Sequence[steps.Berkas], direction: str) -> list[LoggedStep]:
    """Stage the approvals. Refused when a recap is no longer what stands in the register."""
    codes = [berkas.code for berkas in due]
    refuse_unreadable(office, codes)
    seals = Seals(office, assess_register(office))
    _refuse_stale(due, seals)
    _ask(office, chosen, due, seals)
    done = []
    for berkas in due:
        sealed = seals.of(berkas)
        output = approval(len(seals.entries(berkas)), sealed)
        done.append(steps.Done(berkas, output, direction, seal=sealed))
    return steps.finish_steps(office, CHECK_STEP, done)


def _refuse_stale(due: Sequence[steps.Berkas], seals: Seals) -> None:
    """What PDID read must be what is approved: the seal of step 3 against that of now."""
    stale = [berkas.code for berkas in due if sealed_at(berkas, RECAP_STEP) != seals.of(berkas)]
    if stale:
        raise Refusal(
            f"Rekapitulasi {', '.join(stale)} bukan lagi isi Register: ada yang berubah sesudah disusun.",
            cure="Buat ulang dengan tombol Buat Rekapitulasi, lalu periksa yang baru.",
        )


def _ask(office: Office, chosen: Meant, due: Sequence[steps.Berkas], seals: Seals) -> None:
    """Ask about what must be mended, and about approving several berkas that nobody named."""
    flawed = [str(item.row.code) for berkas in due for item in seals.entries(berkas) if item.must_mend]
    questions = []
    if flawed:
        questions.append(
            f"{len(flawed)} informasi masih mempunyai temuan yang harus diperbaiki ({', '.join(flawed[:6])})."
        )
    listed = ", ".join(
        f"{berkas.code} ({berkas.decision.number}, {len(seals.entries(berkas))} informasi)" for berkas in due
    )
    if len(due) > 1 and not chosen.targets:
        questions.append(f"Yang disetujui: {listed}.")
    chosen.ask(office, questions, "Setujui juga?" if flawed else "Setujui semuanya?")

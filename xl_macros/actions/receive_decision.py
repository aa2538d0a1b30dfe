"""SOP step 1: a decision arrived; check it and its entries, give codes, open the log, make the disposition sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_macros.actions.requests import ReceiveDecision
from xl_macros.click.office import Office, Summary, blank_cells, not_dates, refuse_if
from xl_macros.domain.procedure import check_officer
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.keeping import disposition_sheet, steps
from xl_macros.keeping.register import unreadable
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MUST_HAVE = ("number", "about", "received_at")
_ENTRY_MUST_HAVE = ("information", "legal_basis")


def run(office: Office, request: ReceiveDecision) -> Summary:
    """Receive the selected decision. Refused while it or one of its entries is incomplete.

    On a decision that is already received, entries added since get their codes.
    """
    decision = office.chosen(DECISIONS, "number", "berkas", target=request.target)
    register = office.tables.rows(REGISTER)
    entries = [row for row in register if row["decision_number"] == decision["number"] and decision["number"]]
    _check(office, decision, entries)
    if decision["berkas"]:
        return _add_entries(office, decision, register, entries)
    step = steps.sop(office)[0]
    check_officer(step, office.officer(), ())
    decisions = office.tables.rows(DECISIONS)
    code = next_berkas(decisions, _year(decision))
    for row in decisions:
        if row.sheet_row == decision.sheet_row:
            row["berkas"], row["standing"] = code, row["standing"] or "berlaku"
            decision = row
    office.tables.put(DECISIONS, decisions)
    _give_codes(code, entries)
    office.tables.put(REGISTER, register)
    log_row = steps.finish_step(
        office, steps.Berkas(decision, [], step), 1, direction=decision["instruction"] or ""
    )
    sheet = disposition_sheet.make(office, decision)
    return Summary(
        f"Keputusan {decision['number']} diterima sebagai berkas {code} dengan {len(entries)} informasi; "
        f"langkah 1 {log_row['timeliness']}.",
        paths=(sheet,),
    )


def next_berkas(decisions: Sequence[Row], year: int) -> str:
    """The next free berkas code of the year, `B-2025-001`."""
    prefix = f"B-{year}-"
    taken = [int(row["berkas"][len(prefix) :]) for row in decisions if _is_berkas(row["berkas"], prefix)]
    return f"{prefix}{max(taken, default=0) + 1:03d}"


def _is_berkas(code: str | None, prefix: str) -> bool:
    return bool(
        code and code.startswith(prefix) and code[len(prefix) :].isascii() and code[len(prefix) :].isdecimal()
    )


def _year(decision: Row) -> int:
    if decision["decided_on"]:
        return int(decision["decided_on"].year)
    written = _YEAR.search(decision["date_text"] or "")
    return int(written.group()) if written else int(decision["received_at"].year)


def _give_codes(berkas: str, entries: Sequence[Row]) -> int:
    taken = [
        int(code.rsplit(".", 1)[1])
        for row in entries
        if (code := row["code"]) and code.startswith(f"{berkas}.")
    ]
    number = given = max(taken, default=0)
    for row in entries:
        row["berkas"] = berkas
        if not row["code"]:
            number += 1
            row["code"] = f"{berkas}.{number:02d}"
    return number - given


def _add_entries(office: Office, decision: Row, register: list[Row], entries: Sequence[Row]) -> Summary:
    log = [row for row in office.tables.rows(LOG) if row["berkas"] == decision["berkas"]]
    step = steps.sop(office)[0]
    check_officer(step, office.officer(), log)
    given = _give_codes(decision["berkas"], entries)
    if not given:
        raise Refusal(
            f"Keputusan {decision['number']} sudah diterima sebagai berkas {decision['berkas']}.",
            cure="Lanjutkan dengan langkah berikutnya, atau tambahkan dahulu informasinya di lembar Register.",
        )
    office.tables.put(REGISTER, register)
    return Summary(f"{given} informasi baru mendapat kode dalam berkas {decision['berkas']}.")


def _check(office: Office, decision: Row, entries: Sequence[Row]) -> None:
    problems = blank_cells(DECISIONS, decision, _MUST_HAVE)
    if not decision["urgency"]:  # an urgency says as much of how the letter is to be treated
        problems += blank_cells(DECISIONS, decision, ("secrecy",))
    problems += not_dates(DECISIONS, decision, ("decided_on", "received_at", "standing_on"))
    place = Place(DECISIONS.sheet, decision.sheet_row, DECISIONS.column("decided_on").header)
    if decision["decided_on"] is None and decision["date_text"] is None:
        cure = "Isi tanggalnya; bila hanya tahun yang diketahui, tulis di Tanggal Tertulis."
        problems.append(Problem("Tanggal keputusan belum diisi.", cure, place))
    number = decision["number"]
    same = [row for row in office.tables.rows(DECISIONS) if number and row["number"] == number]
    if len(same) > 1:
        problems.append(
            Problem(
                f"Nomor {number} tercatat {len(same)} kali.",
                "Sisakan satu baris.",
                Place(DECISIONS.sheet, same[1].sheet_row, DECISIONS.column("number").header),
            )
        )
    if not entries:
        cure = "Isi dahulu informasinya di lembar Register dan pilih nomor keputusan ini."
        problems.append(
            Problem("Belum ada informasi untuk keputusan ini di Register.", cure, Place(REGISTER.sheet))
        )
    for row in entries:
        problems += blank_cells(REGISTER, row, _ENTRY_MUST_HAVE)
        if row["extent"] == "sebagian":
            problems += blank_cells(REGISTER, row, ("exempt_part",))
    problems += unreadable((), entries)
    refuse_if(
        problems,
        f"Keputusan {number or 'di baris ini'} belum dapat diterima.",
        "Lengkapi sel-sel itu, lalu klik Terima Keputusan lagi.",
    )

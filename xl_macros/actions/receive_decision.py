"""SOP step 1: a decision arrived; check it and its entries, give codes, open the log, make the disposition sheet."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.actions.requests import ReceiveDecision
from xl_macros.click.office import Office, Summary, blank_cells, not_dates, refuse_if
from xl_macros.domain.decision_number import is_incomplete
from xl_macros.domain.procedure import check_officer
from xl_macros.errors import NeedsConfirmation, Place, Problem, Refusal
from xl_macros.keeping import codes, disposition_sheet, steps
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.decisions import is_of, same_number
from xl_macros.keeping.doubts import CONFIRMED, doubts_of, repeated
from xl_macros.keeping.register import legal_bases, unreadable
from xl_macros.patterns import regex
from xl_macros.records import Decision, Entry, LoggedStep
from xl_macros.tables.schema import DECISIONS, REGISTER

_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MUST_HAVE = ("number", "about", "received_at")
_ENTRY_MUST_HAVE = ("information", "legal_basis")


def run(office: Office, request: ReceiveDecision) -> Summary:
    """Receive the selected decision. Refused while it or one of its entries is incomplete.

    Asked about: a date that does not fit, information that stands there twice. On a decision that is already
    received, entries added since get their codes, and a number corrected since is carried to its entries.
    """
    decision = office.chosen(Decision, "number", "berkas", target=request.target)
    if not counts(decision):
        raise Refusal(
            f"Keputusan {decision.number} sudah ditarik; berkas {decision.berkas} tidak dilanjutkan.",
            cure=f"Catat keputusan itu di baris baru lembar {DECISIONS.sheet}, lalu terima baris yang baru.",
        )
    register = office.tables.records(Entry)
    entries = [row for row in register if counts(row) and is_of(decision, row)]
    _check(office, decision, entries)
    doubts = [] if decision.berkas else doubts_of(office, decision, entries, legal_bases(office))
    _ask(office, entries, [each.message for each in doubts])
    if decision.berkas:
        return _add_entries(office, decision, register, entries)
    step = steps.sop(office)[0]
    check_officer(step, office.officer(), ())
    decisions = office.tables.records(Decision)
    code = codes.next_berkas(office, _year(office, decision))
    decision = decision._replace(berkas=code, standing=decision.standing or "berlaku")
    office.tables.put_records(
        Decision, [decision if row.sheet_row == decision.sheet_row else row for row in decisions]
    )
    _give_codes(office, decision, register)
    output = f"{step.output}; {CONFIRMED.format(day=decision.decided_on)}" if doubts else ""
    log_row = steps.finish_step(
        office, steps.Berkas(decision, [], step), 1, output, direction=decision.instruction or ""
    )
    sheet = disposition_sheet.make(office, decision)
    return Summary(
        f"Keputusan {decision.number} diterima sebagai berkas {code} dengan {len(entries)} informasi; "
        f"langkah 1 {log_row.timeliness}.",
        paths=(sheet,),
    )


def _ask(office: Office, entries: Sequence[Entry], doubts: Sequence[str]) -> None:
    """Ask about what can hardly be right: the date from which all ends follow, and the same information twice."""
    questions = list(doubts)
    twice = [row for row in repeated(entries) if not row.code]
    if twice:
        named = ", ".join(f"baris {row.sheet_row}" for row in twice[:6])
        questions.append(f"Informasi yang sama tercatat dua kali di lembar {REGISTER.sheet} ({named}).")
    if questions and not office.confirmed:
        raise NeedsConfirmation("\n".join([*questions, "Terima juga?"]))


def _year(office: Office, decision: Decision) -> int:
    if decision.decided_on:
        return decision.decided_on.year
    written = _YEAR.search(decision.date_text or "")
    return int(written.group()) if written else (decision.received_at or office.now).year


def _give_codes(office: Office, decision: Decision, register: Sequence[Entry]) -> int:
    """Stage, for each entry of the decision, its berkas, the decision's number as it is spelled there, and a code if
    it has none yet; returns how many got one."""
    berkas = decision.berkas or ""
    fresh = codes.entry_codes(office, berkas)
    given = []
    carried = []
    for row in register:
        if not is_of(decision, row):
            carried.append(row)
            continue
        code = row.code or next(fresh)
        if not row.code:
            given.append(code)
        carried.append(row._replace(code=code, berkas=berkas, decision_number=decision.number))
    office.tables.put_records(Entry, carried)
    codes.remember(office, given or [berkas])
    return len(given)


def _add_entries(
    office: Office, decision: Decision, register: Sequence[Entry], entries: Sequence[Entry]
) -> Summary:
    log = [row for row in office.tables.records(LoggedStep) if row.berkas == decision.berkas]
    step = steps.sop(office)[0]
    check_officer(step, office.officer(), log)
    number = decision.number
    renamed = [row for row in entries if row.code and row.decision_number != number]
    given = _give_codes(office, decision, register)
    if not given and not renamed:
        raise Refusal(
            f"Keputusan {number} sudah diterima sebagai berkas {decision.berkas}.",
            cure="Lanjutkan dengan langkah berikutnya, atau tambahkan dahulu informasinya di lembar Register.",
        )
    said = []
    if given:
        said.append(f"{given} informasi baru mendapat kode dalam berkas {decision.berkas}.")
    if renamed:
        said.append(f"Nomor keputusan pada {len(renamed)} informasi disamakan menjadi {number}.")
    return Summary(" ".join(said))


def _check(office: Office, decision: Decision, entries: Sequence[Entry]) -> None:
    problems = blank_cells(decision, _MUST_HAVE)
    if not decision.urgency:  # an urgency says as much of how the letter is to be treated
        problems += blank_cells(decision, ("secrecy",))
    problems += not_dates(decision, ("decided_on", "received_at", "standing_on"))
    place = Place(DECISIONS.sheet, decision.sheet_row, DECISIONS.column("decided_on").header)
    if decision.decided_on is None and "decided_on" not in decision.unread and decision.date_text is None:
        cure = "Isi tanggalnya; bila hanya tahun yang diketahui, tulis di Tanggal Tertulis."
        problems.append(Problem("Tanggal keputusan belum diisi.", cure, place))
    number = decision.number
    problems += _same_decision(office, decision)
    if number and is_incomplete(number):
        place = Place(DECISIONS.sheet, decision.sheet_row, DECISIONS.column("number").header)
        problems.append(Problem(f"Nomor {number} belum lengkap.", "Isi bagian yang masih kosong.", place))
    if not entries:
        cure = "Isi dahulu informasinya di lembar Register dan pilih nomor keputusan ini."
        problems.append(
            Problem("Belum ada informasi untuk keputusan ini di Register.", cure, Place(REGISTER.sheet))
        )
    for row in entries:
        problems += blank_cells(row, _ENTRY_MUST_HAVE)
        if row.extent == "sebagian":
            problems += blank_cells(row, ("exempt_part",))
    problems += unreadable((), entries)
    refuse_if(
        problems,
        f"Keputusan {number or 'di baris ini'} belum dapat diterima.",
        "Lengkapi sel-sel itu, lalu klik Terima Keputusan lagi.",
    )


def _same_decision(office: Office, decision: Decision) -> list[Problem]:
    """Other rows of Keputusan that name the same decision, however they spell its number."""
    number, header = decision.number, DECISIONS.column("number").header
    others = [
        row
        for row in office.tables.records(Decision)
        if row.sheet_row != decision.sheet_row and counts(row) and same_number(row.number, number)
    ]
    return [
        Problem(
            f"Nomor {number} tercatat {len(others) + 1} kali"
            + (f", di baris ini sebagai {row.number}" if row.number != number else "")
            + (f" (berkas {row.berkas})." if row.berkas else "."),
            "Sisakan satu baris.",
            Place(DECISIONS.sheet, row.sheet_row, header),
        )
        for row in others
    ]

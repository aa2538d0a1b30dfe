"""The way back: something that was recorded, approved or stored is put right, with a reason and in everybody's sight.

What PDID has approved is corrected by PDID, at the word of somebody else: two persons stand behind it, as behind the
approval. Nothing is taken away but the file of a withdrawn scan, and that only when the correction says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from xl_macros.actions.requests import Correct
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import Hint
from xl_macros.domain.corrections import CorrectionKind
from xl_macros.domain.identity import plain_name, same_person
from xl_macros.domain.procedure import (
    CHECK_STEP,
    PDID,
    RECAP_STEP,
    SCAN_STEP,
    Officer,
    was_reopened,
    was_returned,
)
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping import correcting, steps
from xl_macros.keeping.correcting import Changed
from xl_macros.keeping.scan_list import missing_scans, removable_file
from xl_macros.keeping.searching import forget_text
from xl_macros.records import Decision, Entry, Scan
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, OFFICERS, REGISTER, Filled

WORKBOOK = "buku kerja"
"""What a restored backup is a correction of, whatever row was selected."""

_OF_A_KIND = {
    CorrectionKind.MOVE_SCAN: frozenset({"to"}),
    CorrectionKind.WITHDRAW_SCAN: frozenset({"remove_file"}),
    CorrectionKind.CHANGE_CELL: frozenset({"column", "value"}),
    CorrectionKind.AMEND: frozenset({"value", "on"}),
    CorrectionKind.ACKNOWLEDGE: frozenset({"value"}),
}
"""What is asked of some kinds only."""

_NOTES = {
    CorrectionKind.AMEND: "jangka waktu baru, persis seperti tertulis",
    CorrectionKind.ACKNOWLEDGE: "sebagian kata temuannya; kosong = semua temuan baris itu",
}


def settled(given: Mapping[str, str]) -> frozenset[str]:
    """The kind, once it is known, and the fields that it does not have."""
    kind = _kind(given)
    if kind is None:
        return frozenset()
    return frozenset({"kind"}).union(*_OF_A_KIND.values()) - _OF_A_KIND.get(kind, frozenset())


def hints(office: Office, given: Mapping[str, str]) -> Mapping[str, Hint]:
    """The officers, and the columns that staff fill on the sheet in which the row stands."""
    of_decision = any(each.berkas == given.get("target") for each in office.tables.records(Decision))
    columns = (DECISIONS if of_decision else REGISTER).columns
    kind = _kind(given)
    return {
        "requested_by": Hint(tuple(each.name for each in office.officers())),
        "column": Hint(tuple(each.header for each in columns if each.filled is Filled.BY_STAFF)),
        "value": Hint((), _NOTES.get(kind, "") if kind else ""),
    }


def _kind(given: Mapping[str, str]) -> CorrectionKind | None:
    return next((kind for kind in CorrectionKind if kind.value == given.get("kind")), None)


def run(office: Office, request: Correct) -> Summary:
    """Carry one correction out. Asks before something that was approved changes; refused without reason or target."""
    kind, reason = _asked(request)
    target = _target(office, request)
    touched = _berkas(office, [target, *filter(None, [request.to])])
    berkas = next((each for each in touched if each.code in _codes(office, target)), None)
    concerned = steps.all_berkas(office) if kind is CorrectionKind.RESTORED else touched
    approved = next((each for each in concerned if _approved(each)), None)
    requested_by = _second_person(office, request, approved)
    questions = correcting.late_amendment(office, target, request.on) if kind is CorrectionKind.AMEND else []
    changed = _changed(office, request, kind, target, berkas, reason)
    if approved is not None:
        questions.append(
            f"Berkas {approved.code} sudah disetujui PDID. Koreksi '{kind.value}' pada {target} dicatat dengan alasan "
            f'"{reason}", diminta oleh {requested_by}.'
        )
    if questions and not office.confirmed:
        raise NeedsConfirmation("\n".join([*questions, "Lanjutkan?"]))
    correcting.record(office, kind.value, changed, requested_by, reason, request.evidence or "")
    removed = [*_remove(office, request, kind, target), *_to_scan_again(office, kind, berkas)]
    lines = [
        f"- {each.target}{f', {each.column}' if each.column else ''}: {each.before or '-'} -> {each.after or '-'}"
        for each in changed
    ]
    return Summary(
        "\n".join([f"Koreksi '{kind.value}' dicatat di lembar {CORRECTIONS.sheet}.", *lines, *removed])
    )


def _asked(request: Correct) -> tuple[CorrectionKind, str]:
    if not request.kind:
        names = ", ".join(kind.value for kind in CorrectionKind)
        raise Refusal("Jenis koreksi belum dipilih.", cure=f"Pilih salah satu: {names}.")
    if not request.reason:
        raise Refusal("Alasan koreksi belum diisi.", cure="Tulis mengapa ini dikoreksi.")
    return CorrectionKind(request.kind), request.reason


def _target(office: Office, request: Correct) -> str:
    """The one thing meant: what was named, else the selected row's code, scan or event."""
    named = list(request.target) or correcting.selected(office)
    if request.kind == CorrectionKind.RESTORED:
        return WORKBOOK
    if len(named) != 1:
        what = f"disebut {len(named)}: {', '.join(named)}" if named else "belum disebut"
        raise Refusal(
            f"Yang dikoreksi harus satu, tetapi {what}.",
            cure="Pilih satu baris di lembar Register, Keputusan, Pindaian atau Peristiwa, atau tulis kodenya.",
        )
    return named[0]


def _berkas(office: Office, named: Sequence[str]) -> list[steps.Berkas]:
    """The berkas that are touched, of those that were received: a scan that moves touches two."""
    codes = {code for name in named for code in _codes(office, name)}
    return [each for each in steps.all_berkas(office) if each.code in codes]


def _codes(office: Office, target: str) -> set[str | None]:
    """What may be the code of a berkas that the target belongs to."""
    codes = {target, *(entry.berkas for entry in office.tables.records(Entry) if entry.code == target)}
    codes |= {scan.berkas for scan in office.tables.records(Scan) if scan.scan_id == target}
    return codes | correcting.berkas_of_event(office, target)


def _approved(berkas: steps.Berkas) -> bool:
    return any(row.step == CHECK_STEP and row.finished_at and not was_returned(row) for row in berkas.log)


def _second_person(office: Office, request: Correct, berkas: steps.Berkas | None) -> str:
    """Who asked for it. What was approved (`berkas`) is corrected by PDID, and asked for by somebody else."""
    officer = office.officer()
    if berkas is None:
        named = _known(office, request.requested_by or officer.name)
        if named is None:
            raise Refusal(
                f"'{request.requested_by}' tidak tercatat di lembar {OFFICERS.sheet}.",
                cure="Isi Diminta oleh dengan nama seperti tertulis di sana, atau kosongkan.",
            )
        return named.name
    if officer.role.casefold() != PDID.casefold():
        raise Refusal(
            f"Berkas {berkas.code} sudah disetujui PDID; koreksinya dikerjakan oleh PDID.",
            cure=f"Mintalah petugas {PDID} mengerjakan koreksi ini; sebut Anda di isian Diminta oleh.",
        )
    makers = [row for row in berkas.log if row.step == RECAP_STEP and row.officer and not was_reopened(row)]
    if request.requested_by or not makers:
        asked_by = _known(office, request.requested_by or "")
    else:
        asked_by = _known(office, makers[-1].officer or "", makers[-1].account or "")
    if asked_by is None or same_person(asked_by.name, asked_by.account, officer.name, officer.account):
        raise Refusal(
            "Koreksi atas yang sudah disetujui memerlukan dua orang: yang meminta dan PDID yang mengerjakan.",
            cure="Isi Diminta oleh dengan nama petugas lain yang tercatat di lembar Petugas.",
        )
    return asked_by.name


def _known(office: Office, name: str, account: str = "") -> Officer | None:
    """The officer of that name, or the only one who is that person under a name with other titles."""
    officers = office.officers()
    found = [each for each in officers if plain_name(each.name) == plain_name(name)]
    found = found or [each for each in officers if same_person(each.name, each.account, name, account)]
    return found[0] if len(found) == 1 else None


def _changed(  # noqa: C901  # a line for each kind, which the type checker counts
    office: Office,
    request: Correct,
    kind: CorrectionKind,
    target: str,
    berkas: steps.Berkas | None,
    reason: str,
) -> list[Changed]:
    """Stage what the correction does; what it changed, one line each."""
    match kind:
        case CorrectionKind.REOPEN_SCANS:
            changed = correcting.reopen(office, _must_be_received(berkas, target), SCAN_STEP, reason)
        case CorrectionKind.REOPEN_RECAP:
            changed = correcting.reopen(office, _must_be_received(berkas, target), RECAP_STEP, reason)
        case CorrectionKind.VOID_EVENT:
            changed = correcting.void_event(office, correcting.event_number(target))
        case CorrectionKind.MOVE_SCAN | CorrectionKind.WITHDRAW_SCAN:
            scan = correcting.scan_of(office, target)
            to = _given(request.to, "Pindah ke") if kind is CorrectionKind.MOVE_SCAN else None
            changed = (
                correcting.move_scan(office, scan, to)
                if to
                else correcting.withdraw_scan(office, scan, remove_file=request.remove_file)
            )
        case CorrectionKind.WITHDRAW_ENTRY:
            changed = correcting.withdraw_entries(office, [target])
        case CorrectionKind.WITHDRAW_DECISION:
            changed = correcting.withdraw_decision(office, _must_be_received(berkas, target))
        case CorrectionKind.CHANGE_CELL:
            changed = correcting.change_cell(office, target, _given(request.column, "Kolom"), request.value)
        case CorrectionKind.AMEND:
            act, new = _given(request.evidence, "Bukti"), _given(request.value, "Isi yang benar")
            changed = correcting.amend(office, target, new, act, request.on)
        case CorrectionKind.ACKNOWLEDGE:
            changed = correcting.acknowledge(office, target, request.value)
        case CorrectionKind.RESTORED:
            changed = [Changed(target, "", f"dipulihkan; log {correcting.log_length(office)} baris")]
        case _ as never:
            assert_never(never)
    return changed


def _given(value: str | None, label: str) -> str:
    if not value:
        raise Refusal(f"Isian {label} belum diisi.", cure=f"Lengkapi {label}, lalu ulangi.")
    return value


def _must_be_received(berkas: steps.Berkas | None, target: str) -> steps.Berkas:
    if berkas is None:
        raise Refusal(
            f"'{target}' bukan bagian dari keputusan yang sudah diterima.",
            cure="Sebut kode berkas, misalnya B-2025-001.",
        )
    return berkas


def _remove(office: Office, request: Correct, kind: CorrectionKind, target: str) -> list[str]:
    """Have the withdrawn scan's file removed once all is saved, when that was asked for."""
    if kind is not CorrectionKind.WITHDRAW_SCAN:
        return []
    if not request.remove_file:
        return ["Berkasnya tetap tersimpan di folder pindaian."]
    path = removable_file(office, target)
    office.transaction.remove(path)
    forget_text(office, target)
    return [f"Berkas {path.name} dihapus dari folder pindaian."]


def _to_scan_again(office: Office, kind: CorrectionKind, berkas: steps.Berkas | None) -> list[str]:
    """What lacks a scan now that one was withdrawn, and how it gets one where step 2 is over."""
    missing = missing_scans(office, berkas) if berkas and kind is CorrectionKind.WITHDRAW_SCAN else []
    if not missing:
        return []
    over = berkas is not None and (berkas.due is None or berkas.due.number > SCAN_STEP)
    first = f"klik Koreksi > {CorrectionKind.REOPEN_SCANS.value.capitalize()}, lalu " if over else ""
    return [
        f"Belum dipindai sekarang: {', '.join(missing[:8])}. Untuk melengkapinya {first}lampirkan yang benar."
    ]

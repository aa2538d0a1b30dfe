"""SOP step 2: scans are checked, made one clean PDF each, copied, listed, and linked to the selected row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xl_macros.actions.requests import AttachScans
from xl_macros.archive.sealing import SUFFIX
from xl_macros.archive.special_folder import refuse_synced_place
from xl_macros.click.office import Office, Summary
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.domain.procedure import SCAN_STEP
from xl_macros.errors import NeedsConfirmation, Problem, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.annexes import Annex, annex_of, hold_too, proposed
from xl_macros.keeping.dispositions import COME_LATE, noted
from xl_macros.keeping.papers_out import DISPOSITION_KIND
from xl_macros.keeping.scan_list import (
    DECISION_KIND,
    ENTRY_KIND,
    NewScan,
    count_scans,
    covered,
    known_hashes,
    last_version,
    list_scans,
    missing_scans,
    stored_file,
    with_others,
)
from xl_macros.keeping.sealing_key import office_key, sealed, shown, unsealed
from xl_macros.keeping.test_sheet import TEST_KIND, missing_test
from xl_macros.places.folders import make_private
from xl_macros.records import Entry, Scan
from xl_macros.scans.cover_sheets import OF_DECISION, OF_TEST, refuse_stacks, split_stack
from xl_macros.scans.intake import Accepted, Asked, Duplicate, IntakeOptions, Rejected, take_in
from xl_macros.scans.sources import in_scanner_folder
from xl_macros.scans.versions import insert_page, replace_page
from xl_macros.scans.worker_pool import borrowed
from xl_macros.tables.schema import SCANS


@dataclass(frozen=True, slots=True)
class _Found:
    """A scan and what it belongs to: a register entry, or the decision itself (`code` '')."""

    berkas: steps.Berkas
    code: str
    kind: str
    scan: Accepted
    covers: tuple[str, ...] = ()


_KIND_BEHIND = {OF_DECISION: DECISION_KIND, OF_TEST: TEST_KIND}
"""What lies behind the cover sheet of a berkas itself."""


_NOTHING_NEW = (
    "Pindai dahulu dokumen berikutnya. Tidak ada lagi? Klik Buat Rekapitulasi: Anda ditanya apakah langkah 2 diakhiri "
    "apa adanya."
)


class _Taken(NamedTuple):
    """What may be attached, what was refused, and a sentence about what needs no attention."""

    found: list[_Found]
    problems: list[Problem]
    passed_over: str = ""


def run(office: Office, request: AttachScans) -> Summary:
    """Attach the files given, or all of the scanner's folder, to the selected row.

    Good files are taken even when others are refused; each refused one is named with its reason. When all
    are refused the button is. Step 2 ends by itself once the decision and each of its entries have a scan.
    A stack with cover sheets is cut and each part attached to the entry its code names. Several entries share one
    document; with `see` they have none of their own and a listed scan holds them too. In Excel what lies in the
    scanner's folder is listed and asked about before it is attached. Refused where the folder for scans lies in a
    synchronised place and the setting does not allow that.
    """
    refuse_synced_place(office.folders.scans, office.settings.yes("allow_synced_folder"))
    if request.see:
        return _held_by(office, request, request.see)
    taken = _from_stack(office, request) if request.stack else _from_selection(office, request)
    if not taken.found and not taken.problems and taken.passed_over:
        return Summary(f"Tidak ada pindaian baru. {taken.passed_over}\n{_NOTHING_NEW}")
    if not taken.found:
        raise Refusal(
            " ".join(filter(None, ["Tidak ada pindaian yang dapat dilampirkan.", taken.passed_over])),
            problems=taken.problems,
            cure="Perbaiki, lalu coba lagi." if taken.problems else "Pindai dahulu dokumennya.",
        )
    answering = [replace(each, scan=noted(office, each.kind, each.scan)) for each in taken.found]
    found, recovery = _sealed_if_wanted(office, answering)
    list_scans(
        office,
        [
            NewScan(each.berkas.code, each.code, each.kind, each.scan, request.replaces, each.covers)
            for each in found
        ],
    )
    count_scans(office)
    ended = [
        _end_step(office, berkas) for berkas in {each.berkas.code: each.berkas for each in found}.values()
    ]
    return Summary(
        "\n".join(
            filter(
                None,
                [_sentence(found, taken.problems, [_to_record(found), taken.passed_over, *ended]), recovery],
            )
        )
    )


def _sealed_if_wanted(office: Office, found: list[_Found]) -> tuple[list[_Found], str]:
    """The documents encrypted if the office wants that, and what must be said of a recovery key nobody confirmed.

    One that keeps attachments which nobody could check is encrypted in any case: no double click opens those.
    """
    every = office.settings.yes("encrypt_scans")
    if not (every or any(each.scan.must_seal for each in found)):
        return found, ""
    key, recovery = office_key(office)
    said = shown(recovery) if recovery else ""
    closed = [
        replace(each, scan=sealed(each.scan, key)) if every or each.scan.must_seal else each for each in found
    ]
    return closed, said


def _held_by(office: Office, request: AttachScans, scan_id: str) -> Summary:
    """Entries without a document of their own: the listed scan is listed anew as holding them too."""
    annex = annex_of(office, request.target)
    if request.files or not annex.codes:
        raise Refusal(
            "Lihat pindaian hanya untuk informasi yang tidak mempunyai dokumen tersendiri.",
            cure="Pilih baris informasinya di lembar Register, tanpa memilih berkas.",
        )
    berkas = _berkas(office, annex.berkas)
    said = hold_too(office, annex, scan_id)
    return Summary("\n".join(filter(None, [said, _end_step(office, berkas)])))


def _from_selection(office: Office, request: AttachScans) -> _Taken:
    old = _replaced(office, request)
    if old is None:
        annex = annex_of(office, request.target)
        kind = request.kind or (ENTRY_KIND if annex.codes else DECISION_KIND)
    else:
        codes = (old.code,) if old.code else ()
        annex = Annex(old.berkas or "", (*codes, *covered(old)))
        kind = request.kind or old.kind or ""
    _berkas(office, annex.berkas, kind)
    sources, beside = _sources(office, request)
    results = _take(office, request, sources) if old is None else [_new_version(office, request, old)]
    found = [
        _found(office, request, annex, kind, result) for result in results if isinstance(result, Accepted)
    ]
    passed = _passed_over(request, results)
    problems = [result.problem for result in results if isinstance(result, Rejected) and result not in passed]
    _ask(office, request, found, results, problems, moved=any(each.code != annex.code for each in found))
    where = office.folders.inbox.name
    said = f"{len(passed)} berkas di {where} sudah pernah dilampirkan dan dilewati." if passed else ""
    return _Taken(found, problems, " ".join(filter(None, [said, beside])))


def _found(office: Office, request: AttachScans, annex: Annex, kind: str, scan: Accepted) -> _Found:
    """The scan at its place; a file of the scanner's folder that bears the code of another entry goes there."""
    if not request.files:
        other = proposed(office, scan.source[0].name, annex)
        annex, kind = other, kind if other == annex else request.kind or ENTRY_KIND
    return _Found(_berkas(office, annex.berkas, kind), annex.code, kind, scan, annex.covers)


def _ask(
    office: Office,
    request: AttachScans,
    found: Sequence[_Found],
    results: Sequence[Accepted | Rejected],
    problems: Sequence[Problem],
    *,
    moved: bool = False,
) -> None:
    """One question for all that waits for a yes: attachments that would stay unseen, signatures that would be lost,
    and what lies in the scanner's folder, in Excel always, elsewhere when a file goes to another entry than named.
    """
    if office.confirmed:
        return
    asked = [result.problem for result in results if isinstance(result, Asked)]
    lines = [str(problem) for problem in asked]
    if not request.files and (found or asked) and (office.in_excel or moved):
        lines += [f"Dari {office.folders.inbox.name} akan dilampirkan:"]
        lines += [f"- {_source(each.scan)}, {each.scan.pages} halaman: {_place(each)}" for each in found]
        lines += [f"- tidak diterima: {problem}" for problem in problems if problem not in asked]
    if lines:
        raise NeedsConfirmation("\n".join([*lines, "", "Setuju?"]))


def _place(each: _Found) -> str:
    return with_others(each.code or each.berkas.code, each.covers)


def _passed_over(request: AttachScans, results: Sequence[Accepted | Rejected]) -> list[Duplicate]:
    """What the scanner's folder keeps of what was attached from it earlier: no news, so it is only counted."""
    if request.files:
        return []
    return [result for result in results if isinstance(result, Duplicate) and result.scan_id]


def _from_stack(office: Office, request: AttachScans) -> _Taken:
    """The parts of a stack with cover sheets, each with what its code names: an entry, the decision, its test sheet."""
    codes = {row.code for row in office.tables.records(Entry) if row.code}
    codes |= {f"{each.code}.{of}" for each in steps.all_berkas(office) for of in _KIND_BEHIND}
    found: list[_Found] = []
    problems: list[Problem] = []
    sources, beside = _sources(office, request)
    for number, source in enumerate(sources):
        staging = office.transaction.staging / f"tumpukan-{number}"
        known = known_hashes(office.tables.records(Scan))
        split = split_stack(
            source, staging, codes, known=known, options=_options(office, request), progress=office.progress
        )
        problems += split.problems
        for code, scan in split.parts:
            berkas, _, of = code.rpartition(".")
            kind = _KIND_BEHIND.get(of, ENTRY_KIND)
            found.append(
                _Found(_berkas(office, berkas, kind), code if kind == ENTRY_KIND else "", kind, scan)
            )
    _ask(office, request, found, [], problems)
    return _Taken(found, problems, beside)


def _berkas(office: Office, wanted: str | None, kind: str = ENTRY_KIND) -> steps.Berkas:
    """The berkas of that code, if scans may come to it now: what comes back or was sent late may at any time."""
    berkas = next((each for each in steps.all_berkas(office) if each.code == wanted), None)
    if berkas is None:
        raise Refusal(
            "Keputusan baris ini belum diterima.", cure="Klik dahulu Terima Keputusan pada keputusannya."
        )
    if kind in COME_LATE:
        office.officer()
    else:
        steps.check_may(office, berkas, SCAN_STEP)
    return berkas


def _take(office: Office, request: AttachScans, sources: Sequence[Path]) -> Sequence[Accepted | Rejected]:
    with borrowed(None) as pool:
        taken = take_in(
            sources,
            office.transaction.staging / "pindaian",
            known=known_hashes(office.tables.records(Scan)),
            options=_options(office, request),
            progress=office.progress,
            pool=pool,
        )
        return refuse_stacks(taken, pool)


def _sources(office: Office, request: AttachScans) -> tuple[list[Path], str]:
    """The files meant, and a sentence about what else lies in the scanner's folder and is no scan."""
    if request.files:
        return list(request.files), ""
    inbox = office.folders.inbox
    found, others = in_scanner_folder(inbox) if inbox.is_dir() else ([], 0)
    if not found and not others:
        raise Refusal(
            f"Tidak ada berkas yang dipilih dan folder {inbox.name} kosong.",
            cure="Pindai dahulu dokumennya, atau pilih berkasnya di dialog.",
        )
    beside = f"{others} berkas sistem, folder atau unduhan yang belum selesai di {inbox.name} diabaikan."
    return found, beside if others else ""


def _only_lists(office: Office, request: AttachScans) -> bool:
    """Whether this click only lists what would be attached: then no text is recognised yet."""
    return office.in_excel and not request.files and not office.confirmed


def _options(office: Office, request: AttachScans) -> IntakeOptions:
    settings = office.settings
    return IntakeOptions(
        dpi=settings.number("scan_dpi"),
        text_layer=settings.yes("recognise_text") and not _only_lists(office, request),
        interleave=request.interleave,
        apart=request.apart,
        drop_blank=request.drop_blank,
        skip_known=not request.files,
        keep_attachments=office.confirmed,
        copy_without_signature=office.confirmed,
    )


def _replaced(office: Office, request: AttachScans) -> Scan | None:
    """The listed scan of which a page is to be replaced or inserted; None when new scans are meant."""
    if not request.replaces:
        return None
    old = next((row for row in office.tables.records(Scan) if row.scan_id == request.replaces), None)
    if old is None or len(request.files) != 1 or not request.page:
        raise Refusal(
            "Untuk mengganti atau menyisipkan halaman diperlukan nomor pindaian, nomor halaman dan satu berkas.",
            cure=f"Lihat nomor pindaian di lembar {SCANS.sheet}.",
        )
    last = last_version(office.tables.records(Scan), old)
    if last.kind == WITHDRAWN:
        raise Refusal(
            f"Pindaian {old.scan_id} sudah ditarik.", cure="Lampirkan dokumennya sebagai pindaian baru."
        )
    if last != old:
        raise Refusal(
            f"Pindaian {old.scan_id} sudah diganti dengan {last.scan_id}; halaman yang baru akan hilang dari versinya.",
            cure=f"Ganti atau sisipkan halaman pada {last.scan_id}.",
        )
    return old


def _new_version(office: Office, request: AttachScans, old: Scan) -> Accepted | Rejected:
    """A page of a listed scan replaced or inserted; the earlier version stays listed and kept."""
    change = insert_page if request.insert else replace_page
    staging = make_private(office.transaction.staging / "pindaian")
    stored = stored_file(office, old)
    if stored.suffix == SUFFIX:
        stored = unsealed(office, stored, office.transaction.staging / f"{old.scan_id}.pdf")
    page, source = request.page or 0, request.files[0]
    return change(stored, page, source, staging, options=_options(office, request), progress=office.progress)


def _end_step(office: Office, berkas: steps.Berkas) -> str:
    """Close step 2 when nothing is missing any more; a sentence about it."""
    missing = missing_scans(office, berkas)
    if missing:
        return f"{berkas.code}, belum dipindai: {', '.join(missing[:8])}{' ...' if len(missing) > 8 else ''}."
    if berkas.due is None or berkas.due.number != SCAN_STEP:
        return ""
    count = sum(row.berkas == berkas.code for row in office.tables.records(Scan))
    log_row = steps.finish_step(office, berkas, SCAN_STEP, f"Hasil Pindaian: {count} dokumen")
    said = f"Langkah 2 berkas {berkas.code} selesai, {log_row.timeliness}."
    return " ".join(filter(None, [said, missing_test(office, berkas.code)]))


def _source(scan: Accepted) -> str:
    more = len(scan.source) - 1
    return scan.source[0].name + (f" dan {more} lainnya" if more else "")


def _to_record(found: Sequence[_Found]) -> str:
    """A disposition says more than that it is there; the sheet can be read only by somebody."""
    if not any(each.kind == DISPOSITION_KIND for each in found):
        return ""
    return (
        "Catat juga tujuan, arahan dan tanggal disposisi itu: Catat Peristiwa, disposisi diterima, dengan nomor "
        "pindaiannya sebagai bukti."
    )


def _noted(found: Sequence[_Found]) -> dict[str, str]:
    """Each note once, with the document it is about, or how many."""
    about: dict[str, list[str]] = {}
    for each in found:
        for note in each.scan.notes:
            about.setdefault(note, []).append(_source(each.scan))
    return {note: names[0] if len(names) == 1 else f"{len(names)} pindaian" for note, names in about.items()}


def _sentence(found: Sequence[_Found], problems: Sequence[Problem], ended: Sequence[str]) -> str:
    pages = sum(each.scan.pages for each in found)
    between = "; " if any(each.covers for each in found) else ", "
    targets = between.join(dict.fromkeys(_place(each) for each in found))
    lines = [f"{len(found)} pindaian ({pages} halaman) dilampirkan pada {targets}."]
    lines += [f"- {about}: {note}" for note, about in _noted(found).items()]
    if problems:
        lines.append(f"{len(problems)} berkas tidak diterima:")
        lines += [f"- {problem}" for problem in problems]
    return "\n".join([*lines, *filter(None, ended)])

"""SOP step 2: scans are checked, made one clean PDF each, copied, listed, and linked to the selected row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Problem, Refusal
from xl_macros.jobs import steps
from xl_macros.jobs.chained import append_sealed
from xl_macros.office import Answers, Office, Summary
from xl_macros.scans.intake import Accepted, IntakeOptions, Rejected, take_in
from xl_macros.scans.names import scan_file_name
from xl_macros.scans.versions import insert_page, replace_page
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CHOICES, DECISIONS, REGISTER, SCANS

KINDS = CHOICES["jenis_pindaian"][1]
DECISION_KIND, ENTRY_KIND = "keputusan", "informasi"
SCAN_STEP = 2


@dataclass(frozen=True, slots=True)
class _Target:
    """What the scans belong to: a register entry, or the decision itself (`code` '')."""

    berkas: steps.Berkas
    code: str
    kind: str


def run(office: Office) -> Summary:
    """Attach the files given, or all of the scanner's folder, to the selected row.

    Good files are taken even when others are refused; each refused one is named with its reason. When all
    are refused the button is. Step 2 ends by itself once the decision and each of its entries have a scan.
    """
    target = _target(office)
    steps.check_may(office, target.berkas, SCAN_STEP)
    answers = office.answers
    if answers.replaces:
        results: Sequence[Accepted | Rejected] = [_new_version(office, answers)]
    else:
        results = take_in(
            _sources(office),
            office.transaction.staging / "scans",
            known=_known(office.tables.rows(SCANS)),
            options=_options(office),
            progress=office.progress,
        )
    accepted = [result for result in results if isinstance(result, Accepted)]
    rejected = [result.problem for result in results if isinstance(result, Rejected)]
    if not accepted:
        raise Refusal(
            "Tidak ada pindaian yang dapat dilampirkan.", problems=rejected, cure="Perbaiki, lalu coba lagi."
        )
    rows = [_scan_row(office, target, scan, number) for number, scan in enumerate(accepted, 1)]
    append_sealed(office, SCANS, rows)
    _count_scans(office)
    ended = _end_step(office, target.berkas)
    return Summary(_sentence(target, accepted, rejected, ended))


def _target(office: Office) -> _Target:
    code = _register_code(office)
    if code:
        entry = office.chosen(REGISTER, "code")
        wanted, default = entry["berkas"], ENTRY_KIND
    else:
        decision = office.chosen(DECISIONS, "number", "berkas")
        wanted, default = decision["berkas"], DECISION_KIND
    berkas = next((each for each in steps.all_berkas(office) if each.code == wanted), None)
    if berkas is None:
        raise Refusal(
            "Keputusan baris ini belum diterima.", cure="Klik dahulu Terima Keputusan pada keputusannya."
        )
    kind = office.answers.kind or default
    if kind not in KINDS:
        raise Refusal(f"'{kind}' bukan jenis pindaian.", cure=f"Pilih salah satu: {', '.join(KINDS)}.")
    return _Target(berkas, code, kind)


def _register_code(office: Office) -> str:
    """The register code meant; '' when the decision itself is."""
    target, here = office.answers.target, office.selection
    rows = office.tables.rows(REGISTER)
    if target:
        return next((row["code"] for row in rows if row["code"] == target), "")
    if here is None or here.sheet != REGISTER.sheet:
        return ""
    row = office.chosen(REGISTER)
    if not row["code"]:
        raise Refusal(
            "Baris terpilih belum mempunyai kode.", cure="Klik dahulu Terima Keputusan pada keputusannya."
        )
    return str(row["code"])


def _sources(office: Office) -> list[Path]:
    if office.answers.files:
        return list(office.answers.files)
    inbox = office.folders.inbox
    found = (
        sorted(path for path in inbox.iterdir() if not path.name.startswith(".")) if inbox.is_dir() else []
    )
    if not found:
        raise Refusal(
            f"Tidak ada berkas yang dipilih dan folder {inbox.name} kosong.",
            cure="Pindai dahulu dokumennya, atau pilih berkasnya di dialog.",
        )
    return found


def _options(office: Office) -> IntakeOptions:
    return IntakeOptions(
        dpi=office.settings.number("scan_dpi", 72, 600),
        interleave=office.answers.interleave,
        apart=office.answers.apart,
    )


def _known(scans: Sequence[Row]) -> Mapping[str, str]:
    """Hashes that are already listed, of what was stored and of what it was made from."""
    return {
        row[field]: row["scan_id"] for row in scans for field in ("source_sha256", "sha256") if row[field]
    }


def _new_version(office: Office, answers: Answers) -> Accepted | Rejected:
    """A page of a listed scan replaced or inserted; the earlier version stays listed and kept."""
    scans = {row["scan_id"]: row for row in office.tables.rows(SCANS)}
    old = scans.get(answers.replaces)
    if old is None or len(answers.files) != 1 or not (answers.page or "").isdecimal():
        raise Refusal(
            "Untuk mengganti atau menyisipkan halaman diperlukan nomor pindaian, nomor halaman dan satu berkas.",
            cure="Lihat nomor pindaian di lembar Pindaian.",
        )
    change = insert_page if answers.insert else replace_page
    stored = office.folders.root / old["file"]
    staging = office.transaction.staging / "scans"
    return change(stored, int(answers.page or 0), answers.files[0], staging, options=_options(office))


def _scan_row(office: Office, target: _Target, scan: Accepted, number: int) -> dict[str, object]:
    listed = office.tables.rows(SCANS)
    last = max((int(row["scan_id"][2:]) for row in listed if row["scan_id"]), default=0)
    scan_id = f"P-{last + number:06d}"
    code = target.code or target.berkas.code
    fields = {"scan_id": scan_id, "code": code, "berkas": target.berkas.code, "kind": target.kind}
    name = scan_file_name(office.settings.required("scan_name"), fields)
    folder = office.folders.scans / target.berkas.code
    office.transaction.publish(scan.staged, folder / name)
    return {
        "scan_id": scan_id,
        "berkas": target.berkas.code,
        "code": target.code or None,
        "kind": target.kind,
        "file": _relative(folder / name, office.folders.root),
        "pages": scan.pages,
        "size_bytes": scan.size_bytes,
        "sha256": scan.sha256,
        "source_name": ", ".join(source.name for source in scan.source)[:250],
        "source_sha256": scan.source_sha256,
        "taken_at": office.now,
        "officer": office.officer().name,
        "replaces": office.answers.replaces,
        "note": " ".join(scan.notes) or None,
    }


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if root in path.parents else str(path)


def _count_scans(office: Office) -> None:
    """Bring the register's counts of scans and pages up to date; replaced versions do not count."""
    current = current_scans(office.tables.rows(SCANS))
    register = office.tables.rows(REGISTER)
    for row in register:
        mine = [scan for scan in current if row["code"] and scan["code"] == row["code"]]
        row["scans"], row["pages"] = (len(mine) or None), (sum(scan["pages"] for scan in mine) or None)
    office.tables.put(REGISTER, register)


def current_scans(scans: Sequence[Row]) -> list[Row]:
    """The listed scans that no later one replaces."""
    replaced = {row["replaces"] for row in scans}
    return [row for row in scans if row["scan_id"] not in replaced]


def missing_scans(office: Office, berkas: steps.Berkas) -> list[str]:
    """What of a berkas has no scan yet: the decision (its number) and entries (their codes)."""
    scans = [row for row in current_scans(office.tables.rows(SCANS)) if row["berkas"] == berkas.code]
    codes = {row["code"] for row in scans}
    missing = [] if any(row["kind"] == DECISION_KIND for row in scans) else [str(berkas.decision["number"])]
    entries = [row for row in office.tables.rows(REGISTER) if row["berkas"] == berkas.code]
    return missing + [row["code"] for row in entries if row["code"] not in codes]


def _end_step(office: Office, berkas: steps.Berkas) -> str:
    """Close step 2 when nothing is missing any more; a sentence about it."""
    missing = missing_scans(office, berkas)
    if missing:
        return f"Belum dipindai: {', '.join(missing[:8])}{' ...' if len(missing) > 8 else ''}."
    if berkas.due is None or berkas.due.number != SCAN_STEP:
        return ""
    count = sum(row["berkas"] == berkas.code for row in office.tables.rows(SCANS))
    log_row = steps.finish_step(office, berkas, SCAN_STEP, f"Hasil Pindaian: {count} dokumen")
    return f"Langkah 2 selesai, {log_row['timeliness']}."


def _sentence(target: _Target, accepted: Sequence[Accepted], rejected: Sequence[Problem], ended: str) -> str:
    pages = sum(scan.pages for scan in accepted)
    lines = [
        f"{len(accepted)} pindaian ({pages} halaman) dilampirkan pada {target.code or target.berkas.code}."
    ]
    lines += [
        f"- {', '.join(path.name for path in scan.source)}: {note}"
        for scan in accepted
        for note in scan.notes
    ]
    if rejected:
        lines.append(f"{len(rejected)} berkas tidak diterima:")
        lines += [f"- {problem}" for problem in rejected]
    return "\n".join([*lines, ended]).strip()

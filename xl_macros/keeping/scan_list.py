"""The list of scans: what is listed, what counts, what is missing, and new rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl_macros.archive.sealing import SUFFIX
from xl_macros.click.office import Office
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.domain.identity import codes_in
from xl_macros.domain.procedure import STORE_STEP
from xl_macros.errors import Place, Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.chained import append_sealed
from xl_macros.keeping.codes import scan_ids
from xl_macros.keeping.corrected import counts, recorded
from xl_macros.keeping.register import by_berkas
from xl_macros.places.copying import hash_file
from xl_macros.places.gate import UnsafePathError, listed
from xl_macros.records import Entry, LoggedStep, Scan
from xl_macros.scans.names import room_for_name, scan_file_name
from xl_macros.tables.schema import SCANS

if TYPE_CHECKING:
    from xl_macros.scans.taken import Accepted

DECISION_KIND, ENTRY_KIND = "keputusan", "informasi"


def known_hashes(scans: Sequence[Scan]) -> Mapping[str, str]:
    """Hashes that are already listed, of what was stored and of each file it was made from, and where that is.

    What was withdrawn counts for nothing, so it may be attached again.
    """
    withdrawn = {row.sha256 for row in current_scans(scans) if row.kind == WITHDRAWN}
    return {
        sha256: f"{row.scan_id} pada {row.code or row.berkas}"
        for row in scans
        if row.sha256 not in withdrawn
        for sha256 in listed_hashes(row)
    }


def listed_hashes(scan: Scan) -> list[str]:
    """The hashes of a listed scan: of what is stored, and of each file it was made from."""
    return f"{scan.source_sha256 or ''} {scan.sha256 or ''}".split()


def covered(scan: Scan) -> list[str]:
    """The codes of the further entries that a listed scan holds, beside the one that it is listed at."""
    return sorted(code for code in codes_in(scan.covers or "") if "." in code)


def belongs_to(scan: Scan) -> str:
    """What a listed scan belongs to, in words: an entry or a berkas, and what else it holds."""
    return with_others(str(scan.code or scan.berkas), covered(scan))


def with_others(code: str, covers: Sequence[str]) -> str:
    """A place in words: the code, and the further entries that the same document holds."""
    return f"{code}, memuat juga {', '.join(covers)}" if covers else code


def current_scans(scans: Sequence[Scan]) -> list[Scan]:
    """The listed scans that no later one replaces."""
    replaced = {row.replaces for row in scans}
    return [row for row in scans if row.scan_id not in replaced]


def last_version(scans: Sequence[Scan], scan: Scan) -> Scan:
    """What a listed scan has become by now: the last row that takes its place, one that withdraws it included."""
    for later in scans[scans.index(scan) + 1 :]:
        if later.replaces == scan.scan_id:
            return last_version(scans, later)
    return scan


def kept_scans(office: Office) -> list[Scan]:
    """The listed scans whose files must be there: all but those that a correction had removed."""
    scans = office.tables.records(Scan)
    removed = recorded(office).removed_scans
    gone = {row.file for row in scans if row.scan_id in removed}
    return [row for row in scans if row.file not in gone]


def stored_file(office: Office, row: Scan) -> Path:
    """Where a listed scan lies; a name that climbs out of the folder for scans, or hides anything, is refused."""
    kept = row.file or ""
    try:
        return listed(kept, office.folders.root, office.folders.scans)
    except UnsafePathError as unsafe:
        shown = "".join(sign if sign.isprintable() else "?" for sign in kept)
        raise Refusal(
            f"{Place(SCANS.sheet, row.sheet_row)}: '{shown}' tidak berada di folder pindaian ({unsafe}).",
            cure="Kembalikan isi kolom itu seperti semula (Urungkan atau cadangan).",
        ) from None


def removable_file(office: Office, scan_id: str) -> Path:
    """The stored file of a withdrawn scan; refused while another scan, or the special folder, has it.

    Refused too when the file is not, to the byte, what was listed: the cell that names it may have been changed.
    """
    scans = office.tables.records(Scan)
    row = next(each for each in scans if each.scan_id == scan_id)
    path = stored_file(office, row)
    others = [
        each.scan_id
        for each in current_scans(scans)
        if scan_id not in {each.scan_id, each.replaces} and _lies_at(office, each, path)
    ]
    stored = [
        each.berkas
        for each in office.tables.records(LoggedStep)
        if each.berkas == row.berkas and each.step == STORE_STEP and each.finished_at
    ]
    altered = not others and not stored and hash_file(path).sha256 != row.sha256
    if others or stored or altered:
        where = f"dipakai {others[0]}" if others else "sudah disimpan di Folder Khusus"
        where = "bukan lagi yang tercatat: isinya berubah" if altered else where
        raise Refusal(
            f"Berkas pindaian {scan_id} {where}, sehingga tidak dihapus.",
            cure="Tarik pindaian itu tanpa menghapus berkasnya.",
        )
    return path


def _lies_at(office: Office, row: Scan, path: Path) -> bool:
    try:
        return listed(str(row.file or ""), office.folders.root, office.folders.scans) == path
    except UnsafePathError:
        return False


def missing_scans(office: Office, berkas: steps.Berkas) -> list[str]:
    """What of a berkas has no scan yet: the decision (its number) and entries (their codes)."""
    return missing_of(office, [berkas])[berkas.code]


def missing_of(office: Office, wanted: Iterable[steps.Berkas]) -> dict[str, list[str]]:
    """`missing_scans` of several, by their codes."""
    wanted = list(wanted)
    among = {berkas.code for berkas in wanted}
    scans = by_berkas(row for row in current_scans(office.tables.records(Scan)) if row.berkas in among)
    entries = by_berkas(row for row in office.tables.records(Entry) if row.berkas in among)
    missing = {}
    for berkas in wanted:
        mine = scans.get(berkas.code, [])
        codes = {code for row in mine for code in (row.code, *covered(row))}
        decided = any(row.kind == DECISION_KIND and not row.code for row in mine)
        missing[berkas.code] = ([] if decided else [str(berkas.decision.number)]) + [
            row.code
            for row in entries.get(berkas.code, [])
            if counts(row) and row.code and row.code not in codes
        ]
    return missing


class NewScan(NamedTuple):
    """A scan that is to be listed: of an entry (`code`), or of the decision itself (`code` '')."""

    berkas: str
    code: str
    kind: str
    scan: Accepted
    replaces: str | None = None
    covers: tuple[str, ...] = ()
    """Codes of further entries that the same document holds."""


def list_scans(office: Office, found: Sequence[NewScan]) -> None:
    """Stage scans: each file published under a name from the template, the rows sealed onto the list in one go."""
    template = office.settings.required("scan_name")
    room, officer = room_for_name(office.folders.root), office.officer()
    rows = []
    for new, scan_id in zip(found, scan_ids(office), strict=False):
        scan = new.scan
        fields = {
            "nomor": scan_id,
            "kode": new.code or new.berkas,
            "berkas": new.berkas,
            "jenis": new.kind,
        }
        name = scan_file_name(template, fields, longest=room)
        sealed = SUFFIX if scan.staged.suffix == SUFFIX else ""
        target = office.folders.scans / new.berkas / f"{name}{sealed}"
        office.transaction.publish(scan.staged, target)
        rows.append(
            Scan(
                scan_id=scan_id,
                berkas=new.berkas,
                code=new.code or None,
                kind=new.kind,
                file=listed_name(target, office.folders.root),
                pages=scan.pages,
                size_bytes=scan.size_bytes,
                sha256=scan.sha256,
                source_name=", ".join(source.name for source in scan.source)[:250],
                source_sha256=scan.source_sha256,
                taken_at=office.now,
                officer=officer.name,
                replaces=new.replaces,
                covers=", ".join(new.covers) or None,
                note=" ".join(scan.notes) or None,
            )
        )
    append_sealed(office, Scan, rows)


def next_scan_id(office: Office) -> str:
    """The number of the next scan."""
    return next(scan_ids(office))


def list_again(office: Office, scan: Scan) -> str:
    """Seal a further row for a listed scan, which takes the place of the one before; the number it bears."""
    scan_id = next_scan_id(office)
    again = scan._replace(
        scan_id=scan_id,
        taken_at=office.now,
        officer=office.officer().name,
        replaces=scan.scan_id,
        checked_at=None,
        check_result=None,
        link=None,
        sheet_row=0,
    )
    append_sealed(office, Scan, [again])
    count_scans(office)
    return scan_id


def count_scans(office: Office) -> None:
    """Bring the register's counts of scans and pages up to date; replaced versions do not count."""
    pages: dict[str, list[int]] = defaultdict(list)
    for scan in current_scans(office.tables.records(Scan)):
        for code in filter(None, (scan.code, *covered(scan))):
            pages[code].append(scan.pages or 0)
    register = office.tables.records(Entry)
    counted = [_counted(row, pages.get(row.code or "", ())) for row in register]
    if counted != register:
        office.tables.put_records(Entry, counted)


def _counted(row: Entry, pages: Sequence[int]) -> Entry:
    scans, total = len(pages) or None, sum(pages) or None
    is_so = (row.scans, row.pages) == (scans, total)
    return row if is_so else row._replace(scans=scans, pages=total)


def listed_name(path: Path, root: Path) -> str:
    """How the list names a file: from the office's folder, or by its whole address where it lies elsewhere."""
    return path.relative_to(root).as_posix() if root in path.parents else str(path)

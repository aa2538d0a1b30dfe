"""The special folder: one BagIt bag (RFC 8493) per decision, private, sealed, never overwritten."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePath

from xl_macros.archive import sidecar
from xl_macros.archive.bag_reading import BAGIT
from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.copying import copy_verified
from xl_macros.places.folders import sync_directory
from xl_macros.places.gate import UnsafePathError, safe_name
from xl_macros.places.private import make_private_dir, write_private

__all__ = [
    "BagContents",
    "BagScan",
    "build_bag",
    "make_private_dir",
    "next_bag_target",
    "refuse_synced_place",
]

MAKER = "Kecuali"
REGISTER_FILE = "register.json"
INDEX_FILE = "isi.pdf"
TAG_MANIFEST = "tagmanifest-sha256.txt"
"""Written last: its hash stands for the whole bag."""
_LINE_BREAKS = regex(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

Row = Mapping[str, object]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BagScan:
    """A stored scan that goes into the bag. `name` is a plain file name, `sha256` what the register says."""

    path: Path
    name: str
    sha256: str
    code: str
    kind: str
    scan_id: str
    pages: int


@dataclass(frozen=True, slots=True)
class BagContents:
    """One decision with everything that belongs to it.

    `rows` are the register rows of the berkas, `decision` its row of tblKeputusan; `events`, `log`, `corrections`
    and `scan_rows` the rows of the other tables that concern it: enough to rebuild the register from bags alone.
    `stored_at` is naive office time. `log_head` is the head of the log's hash chain at that moment.
    """

    berkas: str
    year: int
    office_name: str
    decision_number: str
    decided_on: date | None
    about: str
    stored_at: datetime
    officer: str
    rows: Sequence[Row]
    scans: Sequence[BagScan]
    index_pdf: bytes | None = None
    log_head: str = ""
    decision: Row = field(default_factory=dict)
    events: Sequence[Row] = ()
    log: Sequence[Row] = ()
    scan_rows: Sequence[Row] = ()
    corrections: Sequence[Row] = ()


def build_bag(
    staging: Path, contents: BagContents, *, progress: Progress = lambda _done, _total, _name: None
) -> Path:
    """Write the bag below `staging` and return its folder; the transaction moves it to its place.

    Each scan is copied with its hash taken in the same pass, read back, and compared with the register's hash.
    Raises Refusal naming the scan that is missing, altered or doubly named; a bag begun is then left for the
    transaction to clear with the rest of `staging`.
    """
    _check_names(contents)
    bag = staging / safe_folder_name(contents.berkas)
    make_private_dir(bag / "data")
    payload: dict[str, tuple[str, int]] = {}
    for done, scan in enumerate(contents.scans, start=1):
        payload[f"data/{scan.name}"] = _copy_scan(scan, bag / "data" / scan.name)
        progress(done, len(contents.scans), scan.name)
    register = sidecar.encode(_sidecar_content(contents))
    small = {REGISTER_FILE: register} | ({INDEX_FILE: contents.index_pdf} if contents.index_pdf else {})
    for name, content in small.items():
        write_private(bag / "data" / name, content)
        payload[f"data/{name}"] = (hashlib.sha256(content).hexdigest(), len(content))
    tags = {
        BAGIT: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _bag_info(contents, sum(size for _, size in payload.values()), len(payload)),
        "manifest-sha256.txt": _manifest({name: digest for name, (digest, _) in payload.items()}),
    }
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
    tags[TAG_MANIFEST] = _manifest(hashes)  # last: a bag cut short has no seal
    for name, text in tags.items():
        write_private(bag / name, text.encode())
    for folder in (bag / "data", bag, staging):
        sync_directory(folder)
    return bag


def _check_names(contents: BagContents) -> None:
    taken = {REGISTER_FILE.casefold(), INDEX_FILE.casefold()}
    for scan in contents.scans:
        if PurePath(scan.name).name != scan.name or scan.name in ("", ".", "..") or "\\" in scan.name:
            raise Refusal(
                f"Nama pindaian {scan.name!r} tidak dapat dipakai.", cure="Lampirkan ulang pindaian itu."
            )
        if scan.name.casefold() in taken:  # Windows and macOS hold one file where the register names two
            raise Refusal(
                f"Nama pindaian {scan.name} dipakai dua kali.", cure="Perbaiki Templat nama pindaian."
            )
        taken.add(scan.name.casefold())


def _copy_scan(scan: BagScan, target: Path) -> tuple[str, int]:
    try:
        hashed = copy_verified(scan.path, target)
    except OSError as error:
        raise Refusal(
            f"Pindaian {scan.scan_id} ({scan.name}) tidak dapat dibaca.",
            cure="Jalankan Periksa Keutuhan, lalu pulihkan berkasnya dari cadangan.",
        ) from error
    if hashed.sha256 != scan.sha256:
        raise Refusal(
            f"Pindaian {scan.scan_id} ({scan.name}) sudah berubah sejak dilampirkan.",
            cure="Pulihkan berkasnya dari cadangan, atau lampirkan ulang.",
        )
    return hashed.sha256, hashed.size_bytes


def _sidecar_content(contents: BagContents) -> dict[str, object]:
    scans = [
        {
            "scan_id": s.scan_id,
            "code": s.code,
            "kind": s.kind,
            "name": s.name,
            "pages": s.pages,
            "sha256": s.sha256,
        }
        for s in contents.scans
    ]
    return {
        "berkas": contents.berkas,
        "year": contents.year,
        "office_name": contents.office_name,
        "decision_number": contents.decision_number,
        "decided_on": contents.decided_on,
        "about": contents.about,
        "stored_at": contents.stored_at,
        "officer": contents.officer,
        "log_head": contents.log_head,
        "decision": contents.decision,
        "rows": contents.rows,
        "events": contents.events,
        "log": contents.log,
        "scan_rows": contents.scan_rows,
        "corrections": contents.corrections,
        "scans": scans,
    }


def _bag_info(contents: BagContents, octets: int, streams: int) -> str:
    """RFC 8493 section 2.2.2; the lines of our own are prefixed with the maker's name."""
    decided = contents.decided_on.isoformat() if contents.decided_on else "tidak diketahui"
    lines = [
        ("Source-Organization", contents.office_name),
        ("External-Identifier", contents.berkas),
        ("External-Description", f"{contents.decision_number} tentang {contents.about}"),
        ("Bagging-Date", contents.stored_at.date().isoformat()),
        ("Bag-Software-Agent", MAKER),
        ("Bag-Size", f"{octets} B"),
        ("Payload-Oxum", f"{octets}.{streams}"),
        ("Kecuali-Decision-Number", contents.decision_number),
        ("Kecuali-Decision-Date", decided),
        ("Kecuali-Stored-At", contents.stored_at.isoformat(sep=" ", timespec="minutes")),
        ("Kecuali-Officer", contents.officer),
        ("Kecuali-Log-Head", contents.log_head),
    ]
    # A line break in a cell must not become a line of its own here.
    return "".join(f"{label}: {_LINE_BREAKS.sub(' ', text).strip() or '-'}\n" for label, text in lines)


def _manifest(hashes: Mapping[str, str]) -> str:
    # RFC 8493 section 2.1.3: line breaks and percent signs of a name are written as %0A, %0D and %25.
    def written(name: str) -> str:
        return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    return "".join(f"{digest}  {written(name)}\n" for name, digest in sorted(hashes.items()))


def safe_folder_name(berkas: str) -> str:
    """The berkas code as a folder name; codes are ours, so one that is not plain is refused."""
    try:
        plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", safe_name(berkas)) is not None
    except UnsafePathError:
        plain = False
    if not plain:
        raise Refusal(
            f"Kode berkas {berkas!r} tidak dapat menjadi nama folder.", cure="Perbaiki kode berkasnya."
        )
    return berkas


def next_bag_target(special_folder: Path, year: int, berkas: str) -> Path:
    """Where the next version of a berkas goes: `<year>/<berkas>`, then `<berkas>_v2`, `_v3`, ...

    What stands there already is sealed and is never written to again.
    """
    first = special_folder / f"{year:04d}" / safe_folder_name(berkas)
    version, target = 1, first
    while os.path.lexists(target):
        version += 1
        target = first.with_name(f"{first.name}_v{version}")
    return target


def bag_version(folder_name: str) -> tuple[str, int]:
    """Berkas and version number of a bag's folder name."""
    match = re.fullmatch(r"(.+)_v([1-9][0-9]{0,5})", folder_name)
    return (match[1], int(match[2])) if match else (folder_name, 1)


# -- synchronised places ---------------------------------------------------------------------------------

_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNC_FOLDERS = (
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("drive saya", "Google Drive"),
    ("dropbox", "Dropbox"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("mega", "MEGA"),
)
_EXACT_ONLY = {"mega", "my drive", "drive saya"}


def synced_by(path: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """The service that synchronises this place, as far as its name and the environment show; None if none."""
    for candidate in (path.absolute(), path.resolve()):  # a link may lead into such a folder, or out of it
        for variable in _SYNC_VARIABLES:
            root = environment.get(variable)
            if root and candidate.is_relative_to(Path(root)):
                return "OneDrive"
        for part in candidate.parts:
            for mark, service in _SYNC_FOLDERS:
                name = part.casefold()
                if name == mark or (mark not in _EXACT_ONLY and name.startswith(mark)):
                    return service
    return None


def refuse_synced_place(path: Path, allowed: bool, environment: Mapping[str, str] = os.environ) -> None:
    """Raise Refusal when exempted documents would be copied to somebody else's server from this place."""
    service = None if allowed else synced_by(path, environment)
    if service is not None:
        raise Refusal(
            f"Folder {path} disinkronkan oleh {service}.",
            cure="Pindahkan folder kantor ke diska komputer ini, atau ubah pengaturan "
            "Izinkan folder tersinkron menjadi ya bila pimpinan mengizinkan.",
        )

"""What an installation has put on the PC, so that repairing and removing touch that and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from xl_macros.places.folders import make_private, replace_private

RECORD = "pasang.json"


@dataclass(frozen=True, slots=True)
class Record:
    """One installation. Paths as text; `template_sha256` is of the empty workbook it was copied from."""

    version: str
    installed_at: str
    workbook: str
    template_sha256: str
    trusted_keys: tuple[str, ...] = ()
    shortcuts: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return Path(self.workbook).parent


def read_record(app: Path) -> Record | None:
    """The record of the installation in `app`; None when there is none or it is not readable as one."""
    try:
        found = json.loads((app / RECORD).read_bytes())
        return Record(
            version=str(found["version"]),
            installed_at=str(found["installed_at"]),
            workbook=str(found["workbook"]),
            template_sha256=str(found["template_sha256"]),
            trusted_keys=tuple(map(str, found.get("trusted_keys", ()))),
            shortcuts=tuple(map(str, found.get("shortcuts", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(app: Path, record: Record) -> None:
    """Keep the record, whole or not at all."""
    make_private(app)
    replace_private(app / RECORD, json.dumps(asdict(record), ensure_ascii=False, indent=2).encode())

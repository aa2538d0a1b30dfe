"""This package as a wheel again: built from a checkout, or put together from what is installed."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath

from xl_macros.errors import Refusal
from xl_macros.places.resources import project_file

NAME = "kecuali"
_OF_THIS_INSTALLATION = {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json"}
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

Run = Callable[[Sequence[str]], None]


def own_wheel(folder: Path, run: Run) -> Path:
    """Leave this package's wheel in `folder`. `run` runs a command and raises CalledProcessError."""
    if project_file("pyproject.toml").is_file():
        return _built(project_file("pyproject.toml").parent, folder, run)
    return repacked(distribution(NAME), folder)


def _built(checkout: Path, folder: Path, run: Run) -> Path:
    isolation = [] if importlib.util.find_spec("hatchling") is None else ["--no-build-isolation"]
    command = [
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        *isolation,
        "--wheel-dir",
        str(folder),
        str(checkout),
    ]
    run([sys.executable, *command])
    return next(folder.glob(f"{NAME}-*.whl"))


def repacked(installed: Distribution, folder: Path) -> Path:
    """The wheel an installed distribution came from: the files of its RECORD, without what installing added.

    Raises Refusal when a file is missing or is no longer what was installed.
    """
    name = installed.metadata["Name"].replace("-", "_")
    tag = next(
        line.partition(":")[2].strip()
        for line in (installed.read_text("WHEEL") or "").splitlines()
        if line.startswith("Tag:")
    )
    target = folder / f"{name}-{installed.version}-{tag}.whl"
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        info = ""
        for path, data in sorted(_files(installed)):
            _add(wheel, path, data)
            rows.writerow([path, f"sha256={_urlsafe_sha256(data)}", len(data)])
            parent = str(PurePosixPath(path).parent)
            info = parent if parent.endswith(".dist-info") else info
        rows.writerow([f"{info}/RECORD", "", ""])
        _add(wheel, f"{info}/RECORD", record.getvalue().encode())
    return target


def _files(installed: Distribution) -> list[tuple[str, bytes]]:
    found = []
    # RECORD itself: `installed.files` leaves out what is missing from Python 3.12 on
    for name, stated, _ in csv.reader((installed.read_text("RECORD") or "").splitlines()):
        path = PurePosixPath(name)
        parts = path.parts
        if (
            ".." in parts
            or "__pycache__" in parts
            or (path.name in _OF_THIS_INSTALLATION and parts[0].endswith(".dist-info"))
        ):
            continue
        try:
            data = Path(str(installed.locate_file(name))).read_bytes()
        except OSError as error:
            raise _damaged(str(path)) from error
        if stated and stated != f"sha256={_urlsafe_sha256(data)}":
            raise _damaged(str(path))
        found.append((path.as_posix(), data))
    return found


def _damaged(path: str) -> Refusal:
    return Refusal(
        f"Pemasangan Kecuali di komputer ini tidak utuh: {path} hilang atau berubah.",
        cure="Pasang ulang Kecuali di komputer ini, lalu buat lagi stiknya.",
    )


def _add(wheel: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    wheel.writestr(entry, data)


def _urlsafe_sha256(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()

"""The USB stick for an office without a network: everything `pasang.cmd` needs, made on any machine with one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.install.lock import WINDOWS, Pin, pins_for, read_lock, sha256, wheels_of
from xl_macros.install.own_wheel import NAME, Run, own_wheel
from xl_macros.install.sbom import SBOM, bill_of_materials
from xl_macros.places.resources import project_file, workbook_file

PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""Those that `pasang.cmd` looks for by number; one stick serves them all."""

WHEELS, REQUIREMENTS, VERSIONS = "wheels", "requirements.txt", "versi.txt"
PYTHON_INSTALLERS = "python-3*-amd64.exe"

READ_ME = """\
Kecuali: register informasi yang dikecualikan

1. Tutup Excel.
2. Klik dua kali pasang.cmd dan tunggu sampai tertulis Selesai.
   Tidak perlu hak administrator dan tidak perlu internet.
3. Buka register dari menu Start: Kecuali.

Bila komputer belum memiliki Python, pasang.cmd memberi tahu apa yang perlu diunduh. Pemasang Python
(python-3.13.x-amd64.exe dari python.org) dapat disalin ke folder ini lebih dahulu; pasang.cmd akan memakainya.
Petunjuk lengkap: panduan.html. Menjalankan pasang.cmd sekali lagi memperbaiki pemasangan yang rusak.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What lies on the stick. `python_installers` are the installers found there, put by a person."""

    folder: Path
    python_versions: tuple[str, ...]
    wheels: int
    size_bytes: int
    python_installers: tuple[str, ...]

    def lines(self) -> list[str]:
        """What was made and what is still missing, in sentences for staff."""
        made = (
            f"Stik siap: {self.folder}. {self.wheels} paket, {self.size_bytes / 1_000_000:.0f} MB, "
            f"untuk Python {', '.join(self.python_versions)} (Windows 64-bit)."
        )
        if self.python_installers:
            return [made, f"Pemasang Python sudah ada di stik: {', '.join(self.python_installers)}."]
        return [
            made,
            "Yang belum ada: pemasang Python. Bila komputer tujuan belum memiliki Python, unduh Windows installer "
            f"(64-bit) dari python.org dan salin ke {self.folder}.",
        ]


def bundle(
    target: Path,
    python_versions: Sequence[str] = PYTHON_VERSIONS,
    *,
    lock: Path | None = None,
    run: Run | None = None,
    say: Callable[[str], object] = str,
) -> Bundle:
    """Make `target` a stick: wheels of every locked requirement and of this package, `pasang.cmd`, the guide.

    Beside the wheels lies their bill of materials (`sbom.py`).
    `run` runs a pip command and raises CalledProcessError; `say` is told what is being done. Making the same
    stick again replaces its wheels. Raises Refusal; an earlier stick in `target` then stays as it was.
    """
    pins = read_lock(lock or project_file(REQUIREMENTS))
    if (target / ".kecuali").exists():
        raise Refusal(f"{target} adalah folder sebuah kantor.", cure="Pilih folder kosong atau stik.")
    target.mkdir(parents=True, exist_ok=True)
    _check_replaceable(target / WHEELS)
    with tempfile.TemporaryDirectory(prefix=".wheels-", dir=target) as name:
        staging = Path(name, WHEELS)
        staging.mkdir()
        _collect(pins, python_versions, staging, run or _pip, say)
        _write_requirements(pins, staging)
        (staging / VERSIONS).write_bytes(f"{' '.join(python_versions)}\r\n".encode())
        bill = bill_of_materials(pins, staging)
        shutil.rmtree(target / WHEELS, ignore_errors=True)
        staging.rename(target / WHEELS)
    (target / SBOM).write_text(bill, encoding="utf-8", newline="\n")
    _copy_beside(target)
    wheels = sorted((target / WHEELS).glob("*.whl"))
    return Bundle(
        target,
        tuple(python_versions),
        len(wheels),
        sum(wheel.stat().st_size for wheel in wheels),
        tuple(sorted(path.name for path in target.glob(PYTHON_INSTALLERS))),
    )


def _check_replaceable(folder: Path) -> None:
    strange = [
        path.name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix != ".whl" and path.name not in {REQUIREMENTS, VERSIONS}
    ]
    if strange:
        raise Refusal(
            f"Folder {folder} berisi hal lain ({strange[0]}), jadi tidak diganti.",
            cure="Pilih folder kosong, atau kosongkan dahulu folder itu.",
        )


def _collect(
    pins: Sequence[Pin],
    python_versions: Sequence[str],
    staging: Path,
    run: Run,
    say: Callable[[str], object],
) -> None:
    say("Membuat paket Kecuali ...")
    try:
        own_wheel(staging, run)
        for version in python_versions:
            say(f"Mengunduh paket untuk Python {version} ...")
            _download(pins_for(pins, version), version, staging, run)
        _build_source_only(staging, run)
    except subprocess.CalledProcessError as error:
        raise Refusal(
            "Paket tidak dapat diunduh atau dibuat; lihat pesan pip di atas.",
            cure="Periksa sambungan internet, lalu ulangi.",
        ) from error
    missing = [
        f"{pin.requirement} untuk Python {version}"
        for version in python_versions
        for pin in pins_for(pins, version)
        if not wheels_of(pin, staging, version)
    ]
    if missing:
        raise Refusal(f"Tidak ada paket siap pasang untuk Windows: {', '.join(missing)}.")


def _download(pins: Sequence[Pin], version: str, staging: Path, run: Run) -> None:
    """Fetch exactly the locked files; a project that offers no wheel arrives as its hash-checked source."""
    wanted = staging.parent / REQUIREMENTS
    wanted.write_text(
        "".join(f"{pin.line(pin.hashes, with_marker=False)}\n" for pin in pins), encoding="utf-8"
    )
    options = ["--quiet", "--no-deps", "--require-hashes", "--implementation", "cp"]
    options += ["--platform", WINDOWS, "--python-version", version]
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            *options,
            "--dest",
            str(staging),
            "--requirement",
            str(wanted),
        ]
    )


def _build_source_only(staging: Path, run: Run) -> None:
    """Turn sources into wheels; one that would only fit this machine is dropped and counts as missing."""
    for source in [path for path in staging.iterdir() if path.suffix != ".whl"]:
        before = set(staging.glob("*.whl"))
        run(
            [
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--no-deps",
                "--wheel-dir",
                str(staging),
                str(source),
            ]
        )
        source.unlink()
        for built in set(staging.glob("*.whl")) - before:
            if not built.stem.endswith("-none-any"):
                built.unlink()


def _write_requirements(pins: Sequence[Pin], staging: Path) -> None:
    """What `pasang.cmd` installs: the lock, with the hashes of the very files that lie here."""
    lines = []
    for pin in pins:
        wheels = wheels_of(pin, staging)
        if wheels:
            lines.append(pin.line(map(sha256, wheels), with_marker=True))
    own = next(staging.glob(f"{NAME}-*.whl"))
    lines.append(f"{NAME}=={own.name.split('-')[1]} --hash={sha256(own)}")
    (staging / REQUIREMENTS).write_text(
        "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n"
    )


def _copy_beside(target: Path) -> None:
    shutil.copyfile(workbook_file("install/pasang.cmd"), target / "pasang.cmd")
    (target / "BACA-DULU.txt").write_text(READ_ME, encoding="ascii", newline="\r\n")
    guide, pictures = project_file("docs/panduan.html"), project_file("docs/gambar")
    if guide.is_file():
        shutil.copyfile(guide, target / guide.name)
    if pictures.is_dir():
        shutil.copytree(pictures, target / pictures.name, dirs_exist_ok=True)
    for name in ("periksa_arsip.py", "rantai-hash.md"):  # so that anybody can check an archive, without us
        shutil.copyfile(project_file(f"docs/{name}"), target / name)


def _pip(command: Sequence[str]) -> None:
    # the moment that zip files start counting at: a wheel built here is then the same bytes each time
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
    subprocess.run(list(command), check=True, stdin=subprocess.DEVNULL, env=environment)  # noqa: S603 - pip, arguments as a list

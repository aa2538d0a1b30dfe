"""Debian's wine as a stand-in for Windows' own cmd.exe, cscript and WScript.Shell."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

CODE_PAGE = "cp437"
"""In which wine's cmd.exe reads .cmd files."""

LOG_CODE_PAGE = "cp1252"
"""In which it writes what a script sends to a file."""

RUN_SECONDS = 50


def windows_path(path: Path) -> str:
    return str(PureWindowsPath("Z:\\", *path.parts[1:]))


@dataclass(frozen=True, slots=True)
class Wine:
    """One wine prefix, and what runs in it."""

    prefix: Path

    def run(self, command: Sequence[str], **variables: str) -> tuple[int, str]:
        """Exit code and console output. `variables` join the environment, paths in them Windows ones."""
        done = subprocess.run(
            ["wine", *command],
            env=self.environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=RUN_SECONDS,
            check=False,
        )
        return done.returncode, done.stdout.decode(LOG_CODE_PAGE, "replace")

    def environment(self, variables: Mapping[str, str] | None = None) -> dict[str, str]:
        """Ours without what would reach a Python, and with wine kept quiet and without a screen."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
        kept.pop("DISPLAY", None)
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}
        return {**kept, **quiet, "WINEPREFIX": str(self.prefix), "LC_ALL": "C.UTF-8", **(variables or {})}

    def remove(self) -> None:
        """End its server and free the several hundred megabytes of the prefix."""
        subprocess.run(
            ["wineserver", "--kill", "--wait"], env=self.environment(), check=False, capture_output=True
        )
        shutil.rmtree(self.prefix, ignore_errors=True)


def start_wine(prefix: Path) -> Wine:
    """A fresh prefix; takes about ten seconds."""
    wine = Wine(prefix)
    key = r"HKCU\Software\Wine\Drivers"
    code, said = wine.run(
        ["reg", "add", key, "/v", "Graphics", "/d", "null", "/f"]
    )  # no screen, and none missed
    assert code == 0, said
    return wine


def is_installed() -> bool:
    return shutil.which("wine") is not None and shutil.which("wineserver") is not None


def write_program(path: Path, command: str) -> None:
    r"""A real Windows .exe that starts `command` with its own path and arguments behind it, and its exit code.

    It is the launcher that pip puts before console scripts: it reads what to start from its own end.
    """
    from pip._vendor import distlib

    launcher = Path(distlib.__file__).with_name("t64.exe").read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as contents:
        contents.writestr("__main__.py", "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(launcher + f"#!{command}\n".encode() + archive.getvalue())


def write_script(path: Path, text: str) -> Path:
    """A .cmd file as wine's cmd.exe reads it."""
    path.write_bytes(text.replace("\n", "\r\n").encode(CODE_PAGE))
    return path


def write_vbs(path: Path, text: str) -> Path:
    """A script for cscript, which reads ASCII here; other letters go in as its arguments."""
    path.write_bytes(text.replace("\n", "\r\n").encode("ascii"))
    return path

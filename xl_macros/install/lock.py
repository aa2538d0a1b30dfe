"""The locked requirements, and which of them hold on another computer than this one.

pip itself reads environment markers by the Python it runs on, even when it downloads for another platform, so
the choice is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.copying import hash_file

WINDOWS = "win_amd64"
_WINDOWS_MARKERS = {
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_release": "",
    "platform_version": "",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
_HASH = regex(r"\s--hash=(\S+)")


@dataclass(frozen=True, slots=True)
class Pin:
    """One requirement of the lock: `requirement` as `name==version`, `marker` may be empty."""

    requirement: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.requirement.partition("==")[0]

    @property
    def version(self) -> str:
        return self.requirement.partition("==")[2]

    def line(self, hashes: Iterable[str], *, with_marker: bool) -> str:
        """The requirement as a line for pip, allowing the given hashes."""
        condition = f" ; {self.marker}" if with_marker and self.marker else ""
        return " ".join([f"{self.requirement}{condition}", *(f"--hash={digest}" for digest in hashes)])


def read_lock(path: Path) -> list[Pin]:
    """The pins of a requirements file with hashes. Raises Refusal when it is missing or pins something loosely."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Refusal(
            "Daftar paket terkunci (requirements.txt) tidak ada.", cure="Pasang ulang Kecuali, lalu ulangi."
        ) from error
    lines = re.sub(r"\\\r?\n", " ", text).splitlines()
    return [_pin(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]


def pins_for(pins: Sequence[Pin], python_version: str) -> list[Pin]:
    """The pins that hold for a CPython ("3.13") on 64-bit Windows."""
    from packaging.markers import Marker  # only the stick needs it

    environment = {
        **_WINDOWS_MARKERS,
        "python_version": python_version,
        "python_full_version": f"{python_version}.0",
        "implementation_version": f"{python_version}.0",
    }
    return [pin for pin in pins if not pin.marker or Marker(pin.marker).evaluate(environment)]


def wheels_of(pin: Pin, folder: Path, python_version: str | None = None) -> list[Path]:
    """The pin's wheels in `folder`; with a Python version only those that it can install on 64-bit Windows."""
    from packaging.tags import Tag, compatible_tags, cpython_tags
    from packaging.utils import canonicalize_name, parse_wheel_filename

    usable: set[Tag] | None = None
    if python_version is not None:
        major, minor = python_version.split(".")
        number = (int(major), int(minor))
        usable = {
            *cpython_tags(number, platforms=[WINDOWS]),
            *compatible_tags(number, f"cp{major}{minor}", [WINDOWS]),
        }
    found = []
    for path in sorted(folder.glob("*.whl")):
        name, version, _, tags = parse_wheel_filename(path.name)
        same = name == canonicalize_name(pin.name) and str(version) == pin.version
        if same and (usable is None or usable & tags):
            found.append(path)
    return found


def sha256(path: Path) -> str:
    """The file's hash as pip writes it: `sha256:<hex>`."""
    return f"sha256:{hash_file(path).sha256}"


def _pin(line: str) -> Pin:
    hashes = tuple(_HASH.findall(line))
    requirement, _, marker = _HASH.sub("", line).partition(";")
    name = requirement.strip()
    if "==" not in name or not hashes:
        raise Refusal(f"Paket {name} dalam requirements.txt tidak terkunci dengan versi dan hash.")
    return Pin(name, marker.strip(), hashes)

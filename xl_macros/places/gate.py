"""The one gate for names and paths that come out of a file: a workbook, a sidecar, a list, a record.

What passes is a safe name below the right folder; what does not is an UnsafePathError whose text says why. The
rules are those of the strictest system (Windows), since a folder that is made here is opened there.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from xl_macros.patterns import regex

LONGEST_NAME_BYTES = 255

_SEPARATORS = regex(r"[/\\]")
_FORBIDDEN = frozenset('<>:"|?*')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "123456789\u00b9\u00b2\u00b3"}
)


class UnsafePathError(ValueError):
    """A name or path that must not be used; the text is the reason in Indonesian, without a full stop."""


def safe_name(name: str) -> str:
    """One name of a file or folder, as it stands. Raises UnsafePathError.

    Refused: none, `.` and `..`, separators, control and invisible characters, what Windows forbids or reserves
    (`CON`, `nul.pdf`, a stream's colon), a dot or space at either end that would be lost, more than 255 bytes.
    """
    if not name or name in {".", ".."}:
        raise UnsafePathError("kosong atau menunjuk ke folder lain")
    if _has_unseen(name):
        raise UnsafePathError("memuat huruf yang tidak terlihat")
    if _SEPARATORS.search(name) or not _FORBIDDEN.isdisjoint(name):
        raise UnsafePathError("memuat tanda yang tidak boleh ada dalam nama")
    if name != name.strip() or name.endswith("."):
        raise UnsafePathError("berawal atau berakhir dengan spasi atau titik")
    if name.partition(".")[0].strip().casefold() in _RESERVED:
        raise UnsafePathError("adalah nama yang dipakai Windows sendiri")
    if len(name.encode()) > LONGEST_NAME_BYTES:
        raise UnsafePathError("terlalu panjang")
    return name


def _has_unseen(text: str) -> bool:
    """Whether there are control or other invisible characters; nearly all names are plain ASCII."""
    is_plain = text.isascii() and text.isprintable()
    return not is_plain and any(unicodedata.category(sign)[0] == "C" for sign in text)


def last_name(text: str) -> str:
    """The last name of a path that was written on any system, safe by itself. Raises UnsafePathError."""
    return safe_name(_SEPARATORS.split(text)[-1])


def below(folder: Path, text: str) -> Path:
    """The path that a relative text names strictly below `folder`, links in between included. Raises UnsafePathError.

    Both kinds of separators part it, so that it means the same on every system.
    """
    path = folder.joinpath(*(safe_name(part) for part in _SEPARATORS.split(text)))
    try:
        inside = path.resolve().is_relative_to(folder.resolve()) and path.resolve() != folder.resolve()
    except (OSError, RuntimeError):  # a link that goes round in a circle
        inside = False
    if not inside:
        raise UnsafePathError("menunjuk ke luar foldernya")
    return path


def listed(text: str, root: Path, home: Path) -> Path:
    """Where a file of a list lies: relative to the office folder `root`, or by full address; always below `home`.

    `home` is the folder that Pengaturan names for such files, which may lie anywhere. Raises UnsafePathError.
    """
    path = full_address(text, root) if is_absolute(text) else below(root, text)
    try:
        inside = path.resolve().is_relative_to(home.resolve()) and path.resolve() != home.resolve()
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise UnsafePathError(f"tidak berada di folder {home.name}")
    return path


def is_absolute(text: str) -> bool:
    """Whether a text is a full address on any system, a half one (`\\x`, `C:x`) included."""
    windows = PureWindowsPath(text)
    return bool(windows.drive or windows.root or PurePosixPath(text).is_absolute())


def is_network(text: str) -> bool:
    """Whether a text names another computer or a device (`\\\\server\\share`, `\\\\.\\pipe`, `//server/x`)."""
    return text.replace("\\", "/").startswith("//")


def full_address(text: str, root: Path | None = None) -> Path:
    """A full address on this system, as it stands. Raises UnsafePathError.

    One on another computer only where the office folder `root` lies on the same share: opening it would hand this
    account's sign-in to whoever runs that computer. A drive letter given to the share is an ordinary address.
    """
    if is_network(text) and not (root is not None and _share(text) and _share(text) == _share(str(root))):
        raise UnsafePathError("menunjuk ke komputer lain")
    path = Path(text)
    if not path.is_absolute() or (os.name != "nt" and "\\" in text):
        raise UnsafePathError("bukan alamat lengkap di komputer ini")
    for part in path.parts[1:]:
        if os.name == "nt" or part == ".." or _has_unseen(part):
            safe_name(part)  # elsewhere a folder that is there already may bear what Windows forbids
    return path


def _share(text: str) -> tuple[str, ...]:
    """Computer and share of a network address, () when it is none or names a device."""
    parts = tuple(part.casefold() for part in text.replace("\\", "/").split("/")[2:4])
    return parts if is_network(text) and len(parts) == 2 and all(parts) and parts[0] not in {".", "?"} else ()

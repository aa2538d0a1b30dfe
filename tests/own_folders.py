"""The variables that move an account's own folders for a test: those of POSIX, and platformdirs' for Windows."""

from __future__ import annotations

_ON_WINDOWS = "WIN_PD_OVERRIDE_LOCAL_APPDATA"

KEY_FOLDER = ("XDG_CONFIG_HOME", _ON_WINDOWS)
LOG_FOLDER = (
    "XDG_STATE_HOME",
    "XDG_DATA_HOME",
    "LOCALAPPDATA",
    "APPDATA",
    _ON_WINDOWS,
    "WIN_PD_OVERRIDE_APPDATA",
)

"""Where the files that come with the package lie: beside it in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_BUNDLED = _PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def template(name: str) -> Path:
    """A file of `templates/`."""
    return _ROOT / "templates" / name


def workbook_file(name: str) -> Path:
    """A file of `workbook/`."""
    return _ROOT / "workbook" / name


def data_file(name: str) -> Path:
    """A file of `xl_macros/data/`."""
    return _PACKAGE / "data" / name


def project_file(name: str) -> Path:
    """A file of the project's top folder, for example `requirements.txt` or `docs/panduan.md`."""
    return _ROOT / name

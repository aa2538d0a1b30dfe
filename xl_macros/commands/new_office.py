"""A new office folder: the workbook from the package and its folders, private from the start."""

from __future__ import annotations

from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.folders import copy_private, make_private
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import SETTING_ROWS, WORKBOOK_NAME


def make_office(folder: Path) -> Path:
    """Make the folder and return the workbook in it. Refused when there is something in the folder."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"Folder {folder.name} sudah ada isinya.", cure="Pilih nama folder yang baru.")
    try:
        make_private(folder)
    except FileNotFoundError:
        raise Refusal(
            f"Folder {folder} tidak dapat dibuat di sana.", cure="Pilih tempat lain, misalnya di Dokumen."
        ) from None
    # first of all: buttons make a folder that is missing, and a folder without the workbook is no office
    book = copy_private(workbook_file(WORKBOOK_NAME), folder / WORKBOOK_NAME)
    for setting in SETTING_ROWS:
        if setting.field.endswith("_folder") and setting.field != "allow_synced_folder":
            make_private(folder / setting.default)
    return book

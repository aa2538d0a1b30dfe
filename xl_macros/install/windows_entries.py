r"""What an installation leaves in Windows: trusted location, start menu, the entry in the list of programs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from xl_macros.computer.places import same_folder
from xl_macros.computer.registry import Registry
from xl_macros.computer.trust import find_location, forbidden, locations_key, office_versions
from xl_macros.errors import Refusal
from xl_macros.install.pc import Pc, Shortcut

DESCRIPTION = "Kecuali: register informasi yang dikecualikan"
PROGRAM_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Kecuali"
UNINSTALLER = "copot.cmd"
REPAIRER = "perbaiki.cmd"
GUIDE = "panduan"
PICTURES = "gambar"
MENU = "Kecuali"


def add_trusted_locations(pc: Pc, folder: Path) -> tuple[tuple[str, ...], list[str]]:
    """Have every Excel of this account trust this one folder, nothing below it.

    The keys written, and sentences on what keeps Excel from heeding them. Raises Refusal when Windows forbids.
    """
    keys: list[str] = []
    obstacles: list[str] = []
    for version in office_versions(pc.registry):
        key = find_location(pc.registry, version, str(folder)) or _free_location(pc.registry, version)
        values: dict[str, str | int] = {
            "Path": str(folder).rstrip("\\/") + "\\",
            "AllowSubfolders": 0,
            "Description": DESCRIPTION,
            "Date": f"{pc.now():%d/%m/%Y %H:%M}",
        }
        try:
            pc.registry.write(key, values)
        except OSError as error:
            raise Refusal(
                "Windows tidak mengizinkan lokasi tepercaya dicatat untuk akun ini.",
                unchanged="Buku kerja sudah disalin; makronya belum dipercaya.",
                cure="Mintalah bantuan pengelola jaringan, lalu jalankan lagi.",
            ) from error
        keys.append(key)
        obstacle = forbidden(pc.registry, version)
        if obstacle and obstacle not in obstacles:
            obstacles.append(f"{obstacle} Mintalah pengelola jaringan memercayai folder {folder}.")
    return tuple(keys), obstacles


def _free_location(registry: Registry, version: str) -> str:
    parent = locations_key(version)
    taken = {name.casefold() for name in registry.subkeys(parent)}
    number = 0
    while f"location{number}" in taken:
        number += 1
    return f"{parent}\\Location{number}"


def remove_trusted_locations(registry: Registry, keys: Iterable[str], folder: Path) -> int:
    """Take back the recorded locations, each only if it still is this folder. How many went."""
    gone = 0
    for key in keys:
        path = registry.value(key, "Path")
        if isinstance(path, str) and same_folder(path, str(folder)):
            gone += registry.delete(key)
    return gone


def add_shortcuts(pc: Pc, workbook: Path) -> tuple[tuple[str, ...], str]:
    """The start-menu entries that could be made, and a sentence when one could not."""
    menu = pc.start_menu / MENU
    wanted = [
        Shortcut("Register Informasi yang Dikecualikan", workbook, DESCRIPTION),
        Shortcut("Perbaiki Kecuali", pc.app / REPAIRER, "Memperbaiki pemasangan Kecuali"),
    ]
    guide = pc.app / GUIDE / pc.guide.name
    if guide.is_file():
        wanted.append(Shortcut("Panduan Kecuali", guide, "Petunjuk memakai Kecuali"))
    made: list[str] = []
    for shortcut in wanted:
        path = menu / f"{shortcut.name}.lnk"
        try:
            menu.mkdir(parents=True, exist_ok=True)
            pc.make_link(path, shortcut)
        except (OSError, ImportError):
            return tuple(made), f"Pintasan di menu Start tidak dapat dibuat; buka {workbook} langsung."
        made.append(str(path))
    return tuple(made), ""


def remove_shortcuts(pc: Pc, paths: Iterable[str]) -> None:
    """Remove the recorded entries, and their folder if nothing else is in it."""
    menu = pc.start_menu / MENU
    for path in map(Path, paths):
        if path.parent == menu:
            path.unlink(missing_ok=True)
    if menu.is_dir() and not any(menu.iterdir()):
        menu.rmdir()


def register_program(pc: Pc) -> None:
    """Put scripts and guide in place and Kecuali into Windows' list of programs."""
    for script in pc.scripts:
        shutil.copyfile(script, pc.app / script.name)
    shutil.rmtree(pc.app / GUIDE, ignore_errors=True)
    if pc.guide.is_file():
        (pc.app / GUIDE).mkdir()
        shutil.copyfile(pc.guide, pc.app / GUIDE / pc.guide.name)
        if pc.guide.with_name(PICTURES).is_dir():
            shutil.copytree(pc.guide.with_name(PICTURES), pc.app / GUIDE / PICTURES)
    pc.registry.write(
        PROGRAM_KEY,
        {
            "DisplayName": "Kecuali",
            "DisplayVersion": pc.version,
            "Publisher": "Kecuali",
            "InstallLocation": str(pc.app),
            "UninstallString": f'"{pc.app / UNINSTALLER}"',
            "NoModify": 1,
            "NoRepair": 1,
        },
    )


def unregister_program(pc: Pc) -> None:
    """Take Kecuali off Windows' list of programs, and its guide off the disk; the script that runs this goes last."""
    pc.registry.delete(PROGRAM_KEY)
    shutil.rmtree(pc.app / GUIDE, ignore_errors=True)

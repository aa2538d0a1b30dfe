"""Onto a PC and off again, without administrator rights; and the stick that carries it to a PC without a network."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.usage import Parser

__all__ = ["main_install"]

DONE, REFUSED = 0, 1


def main_install(argv: Sequence[str]) -> int:
    """Run `install`, `repair`, `uninstall` or `bundle` with its options and say in Indonesian what was done.

    Exit code 0 done, 1 refused; wrong usage ends the process with 2, as argparse does.
    """
    arguments = _parser().parse_args(list(argv))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # paths may hold letters that the console's code page lacks
    try:
        lines = _run(arguments)
    except Refusal as refusal:
        _say(str(refusal))
        return REFUSED
    for line in lines:
        _say(line)
    return DONE


def _run(arguments: argparse.Namespace) -> list[str]:
    if arguments.command == "bundle":
        from xl_macros.install.bundle import PYTHON_VERSIONS, bundle

        versions = arguments.python or PYTHON_VERSIONS
        return bundle(arguments.folder, versions, say=_say).lines()
    from xl_macros.install.installation import install, repair, uninstall
    from xl_macros.install.pc import this_pc

    pc = this_pc()
    if arguments.command == "install":
        return install(pc, arguments.folder)
    return repair(pc) if arguments.command == "repair" else uninstall(pc)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="kecuali")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    install = commands.add_parser("install", help="pasang bagi akun Windows ini")
    install.add_argument("--folder", type=Path, help="folder kantor; bawaan Dokumen\\Kecuali")
    commands.add_parser("repair", help="perbaiki pemasangan")
    commands.add_parser("uninstall", help="lepas dari akun Windows ini; register tidak dihapus")
    bundle = commands.add_parser("bundle", help="buat isi stik USB untuk komputer Windows tanpa jaringan")
    bundle.add_argument("folder", type=Path, metavar="DIR", help="folder kosong atau stik")
    bundle.add_argument(
        "--python", action="append", metavar="3.N", help="versi Python di komputer tujuan; dapat diulang"
    )
    return parser

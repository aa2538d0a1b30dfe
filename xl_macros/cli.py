"""`kecuali`: the ribbon's buttons from a shell, and the commands that need no ribbon.

Exit codes: 0 done, 1 refused or found wrong (the message says what), 2 wrong usage, 3 something is due or a
yes is needed, 4 unexpected error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xl_macros
from xl_macros import collecting  # noqa: F401 - before everything else
from xl_macros.actions.catalogue import ACTIONS, BY_COMMAND, Action
from xl_macros.click import macro
from xl_macros.click.office import Progress
from xl_macros.click.request import asked, fields_of
from xl_macros.clock import office_now
from xl_macros.commands.clicking import run_button
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.reading import open_file
from xl_macros.usage import Parser, at_least_one, day, days_ahead, instant

WRONG_USAGE = 2
_MACHINES = (
    ("install", "pasang di komputer ini"),
    ("repair", "perbaiki pemasangan"),
    ("uninstall", "lepas dari komputer ini"),
    ("bundle", "buat isi diska USB untuk komputer Windows tanpa jaringan"),
)
"""These have a parser of their own, beside the installer."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if argv is None else argv)
    machine = given[:1] and given[0] in {name for name, _ in _MACHINES}
    arguments = (
        argparse.Namespace(command=given[0], run=_install, rest=given[1:])
        if machine
        else _parser(given[0] if given else "").parse_args(given)
    )
    act = _action if arguments.command in BY_COMMAND else arguments.run
    try:
        code, failure = macro.plainly(arguments.command, lambda: act(arguments))
    except KeyboardInterrupt:
        return 130
    if failure:
        print(failure, file=sys.stderr)
    return code


def _action(arguments: argparse.Namespace) -> int:
    action = BY_COMMAND[arguments.command]
    given = {field.name: getattr(arguments, field.name) for field in fields_of(action.request)}
    try:
        request = asked(action.request, given)
    except Refusal as unreadable:  # of the words on this command line, before anything was looked at
        print(unreadable, file=sys.stderr)
        return WRONG_USAGE
    return _told(run_button(arguments.book, action.command, request, arguments.now, _progress()))


def _told(outcome: macro.Outcome) -> int:
    """Print how it ended; returns the exit code."""
    if outcome.ending is macro.Ending.DONE:
        print(outcome.text)
        for path in outcome.paths:
            print(f"  {path}")
    else:
        hint = "\nTambahkan --yes bila ya." if outcome.ending is macro.Ending.QUESTION else ""
        print(outcome.text + hint, file=sys.stderr)
    return outcome.exit_code


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return lambda *_: None

    def show(done: int, total: int, what: str) -> None:
        end = "\n" if done >= total else "\r"
        print(f"{done} dari {total}: {what}".ljust(78)[:78], end=end, file=sys.stderr, flush=True)

    return show


def _parser(wanted: str) -> argparse.ArgumentParser:
    """The parser of all commands; of one action alone when that is wanted, which saves a click a twentieth."""
    parser = Parser(prog="kecuali", description="Register informasi yang dikecualikan.")
    parser.add_argument("--version", action="version", version=f"kecuali {xl_macros.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    if wanted in BY_COMMAND:
        _add_action(commands, BY_COMMAND[wanted])
        return parser
    for action in ACTIONS:
        _add_action(commands, action)
    _add_offices(commands)
    _add_readers(commands)
    _add_machines(commands)
    return parser


def _add_action(commands: argparse._SubParsersAction[Parser], action: Action) -> None:
    """A subcommand with the options that the action's request owns, and no other."""
    command = commands.add_parser(action.command, help=action.tip, description=action.tip)
    command.add_argument("--book", type=Path, required=True, help="buku kerja .xlsm")
    command.add_argument("--now", type=instant, help="anggap sekarang saat ini (ISO 8601)")
    for field in fields_of(action.request):
        named: dict[str, Any] = {"dest": field.name, "help": field.ask.help}
        if field.kind is bool:
            command.add_argument(f"--{field.option}", action="store_true", **named)
        elif field.many:
            command.add_argument(f"--{field.option}", action="append", default=[], **named)
        else:
            command.add_argument(f"--{field.option}", **named)


def _add_offices(commands: argparse._SubParsersAction[Parser]) -> None:
    demo = commands.add_parser("demo", help="folder kantor contoh yang sedang bekerja, dengan antreannya")
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.add_argument(
        "--now",
        type=instant,
        default=None,
        help="saat kantor contoh dilihat (--nyata: dimulai), ISO 8601",
    )
    demo.add_argument("--ocr", action="store_true", help="kenali juga teks pindaiannya (jauh lebih lama)")
    demo.add_argument(
        "--nyata", action="store_true", help="keputusan KPU yang nyata, sekali lewat keenam langkah"
    )
    demo.set_defaults(run=_demo)
    new = commands.add_parser("new", help="folder kantor baru dengan buku kerja kosong")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.set_defaults(run=_new)
    rebuild = commands.add_parser("rebuild-register", help="buku kerja baru dari Folder Khusus saja")
    rebuild.add_argument("--folder", type=Path, required=True, help="Folder Khusus")
    rebuild.add_argument("--out", type=Path, required=True, help="folder kantor baru")
    rebuild.set_defaults(run=_rebuild)
    newer = commands.add_parser("upgrade", help="bawa isi buku kerja lama ke buku kerja versi ini")
    newer.add_argument(
        "--book", type=Path, required=True, help="buku kerja lama, yang lalu menjadi yang baru"
    )
    newer.add_argument("--now", type=instant, help="anggap sekarang saat ini (ISO 8601)")
    newer.add_argument("--yes", action="store_true", help="lanjutkan walaupun ada yang tidak ikut")
    newer.set_defaults(run=_upgrade)
    merge = commands.add_parser("merge", help="ambil dari salinan lain register kantor yang sama")
    merge.add_argument("--book", type=Path, required=True)
    merge.add_argument("--other", required=True, help="folder kantor atau buku kerja salinan yang lain")
    merge.add_argument("--officer", help="nama petugas, seperti di lembar Petugas")
    merge.add_argument("--now", type=instant, help="anggap sekarang saat ini (ISO 8601)")
    merge.add_argument("--dry-run", action="store_true", help="tunjukkan saja perbedaannya")
    merge.add_argument("--yes", action="store_true", help="ambil yang tidak bertentangan")
    merge.set_defaults(run=_merge)
    many = commands.add_parser("consolidate", help="gabungkan buku kerja banyak kantor dalam satu rekap")
    many.add_argument("folder", type=Path, metavar="FOLDER")
    many.add_argument("--out", type=Path, default=Path("Rekap-Gabungan.xlsx"))
    many.add_argument("--on", type=day, default=None, help="tanggal angka (YYYY-MM-DD)")
    many.add_argument("--processes", type=at_least_one, default=None)
    many.add_argument("--dask", action="store_true", help="pakai Dask, untuk lebih dari satu komputer")
    many.set_defaults(run=_consolidate)


def _add_readers(commands: argparse._SubParsersAction[Parser]) -> None:
    period = commands.add_parser("period", help="bagaimana sebuah jangka waktu dibaca")
    period.add_argument("text")
    period.add_argument("--json", action="store_true")
    period.set_defaults(run=_period)
    due = commands.add_parser(
        "due", help="tugas yang belum selesai dan apa yang segera berakhir; kode keluar 3 bila ada"
    )
    which = due.add_mutually_exclusive_group(required=True)
    which.add_argument("--book", type=Path)
    which.add_argument("--installed", action="store_true", help="buku kerja yang dipasang di akun ini")
    due.add_argument("--on", type=day, default=None, help="tanggal acuan (YYYY-MM-DD)")
    due.add_argument(
        "--within", type=days_ahead, default=None, metavar="N", help="dalam N hari; bawaan dari Pengaturan"
    )
    due.add_argument(
        "--new", action="store_true", help="hanya yang baru sejak jalan terakhir; untuk tugas malam"
    )
    due.add_argument("--ics", type=Path, default=None, help="tulis juga kalender .ics")
    due.set_defaults(run=_due)
    calendar = commands.add_parser("calendar", help="perbarui hari libur dan dasar hukum dari sebuah berkas")
    calendar.add_argument("--update", type=Path, required=True, metavar="FILE", help="berkas .json atau .csv")
    calendar.add_argument("--book", type=Path, required=True)
    calendar.add_argument("--officer", help="nama petugas, seperti di lembar Petugas")
    calendar.add_argument("--now", type=instant, help="anggap sekarang saat ini (ISO 8601)")
    calendar.add_argument("--dry-run", action="store_true", help="tunjukkan saja apa yang akan berubah")
    calendar.set_defaults(run=_calendar)
    find = commands.add_parser("find", help="cari dalam register dan teks pindaian")
    find.add_argument("text")
    find.add_argument("--book", type=Path, required=True)
    find.set_defaults(run=_find)
    unseal = commands.add_parser("unseal", help="pindaian terenkripsi sebagai PDF biasa")
    unseal.add_argument("scan_id", help="nomor pindaian, misalnya P-000001")
    unseal.add_argument("--book", type=Path, required=True)
    unseal.add_argument("--out", type=Path, required=True)
    unseal.set_defaults(run=_unseal)
    recover = commands.add_parser("recover-key", help="kunci pindaian dari kunci pemulihan yang dicetak")
    recover.add_argument("--book", type=Path, required=True)
    recover.set_defaults(run=_recover_key)
    paper = commands.add_parser("recovery-key", help="kunci pemulihan baru di kertas, atau konfirmasinya")
    paper.add_argument("--book", type=Path, required=True)
    paper.add_argument("--confirm", metavar="KELOMPOK", help="kelompok terakhir, diketik kembali dari kertas")
    paper.set_defaults(run=_recovery_key)
    password = commands.add_parser(
        "mail-password", help="kata sandi lampiran surel, untuk diberitahukan lagi"
    )
    password.add_argument(
        "--confirm", metavar="KELOMPOK", help="kelompok terakhir, diketik kembali dari catatan"
    )
    password.set_defaults(run=_mail_password)
    covers = commands.add_parser("cover-sheets", help="lembar sampul berkode QR, satu tiap informasi")
    covers.add_argument("--book", type=Path, required=True)
    covers.add_argument("--target", help="kode berkas; bawaan semuanya")
    covers.add_argument("--all", action="store_true", help="juga yang sudah mempunyai pindaian")
    covers.add_argument("--yes", action="store_true", help="lanjutkan walaupun lebih dari 200 halaman")
    covers.add_argument("--out", type=Path, default=Path("Lembar-Sampul.pdf"))
    covers.set_defaults(run=_covers)


def _add_machines(commands: argparse._SubParsersAction[Parser]) -> None:
    build = commands.add_parser("build-workbook", help="bangun buku kerja dari sumbernya")
    build.add_argument("path", type=Path, metavar="PATH")
    build.set_defaults(run=_build)
    for name, text in _MACHINES:
        commands.add_parser(name, help=text)


def _demo(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.demo import make_demo

    return make_demo(arguments.folder, arguments.now, recognise=arguments.ocr, real=arguments.nyata)


def _new(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.new_office import make_office

    print(make_office(arguments.folder))
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.rebuild_register import rebuild_register

    rebuilt = rebuild_register(arguments.folder, arguments.out)
    print(rebuilt.text)
    return 0 if rebuilt.whole else 1


def _upgrade(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.upgrade import upgrade

    try:
        print(upgrade(arguments.book, arguments.now, confirmed=arguments.yes))
    except NeedsConfirmation as question:
        return _told(macro.Outcome(macro.Ending.QUESTION, question.question))
    return 0


def _merge(arguments: argparse.Namespace) -> int:
    from xl_macros.actions.requests import MergeCopy

    request = MergeCopy(
        officer=arguments.officer,
        confirmed=arguments.yes,
        other=arguments.other,
        preview=arguments.dry_run,
    )
    return _told(run_button(arguments.book, "merge-copy", request, arguments.now, _progress()))


def _consolidate(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.consolidate import consolidate

    on = arguments.on or office_now().date()
    return consolidate(
        arguments.folder, arguments.out, on, processes=arguments.processes, dask=arguments.dask
    )


def _period(arguments: argparse.Namespace) -> int:
    from xl_macros.domain.period import read_period

    period = read_period(arguments.text)
    if arguments.json:
        print(json.dumps(period.to_dict(), ensure_ascii=False, indent=2))
        return 0
    for key, value in period.to_dict().items():
        if value not in (None, False, [], ()):
            print(f"{key}: {value}")
    return 0


def _due(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.due import show_due

    on = arguments.on or office_now().date()
    book = _installed_book() if arguments.installed else arguments.book
    return show_due(open_file(book), on, arguments.within, arguments.ics, only_new=arguments.new)


def _calendar(arguments: argparse.Namespace) -> int:
    from xl_macros.actions.requests import UpdateCalendar
    from xl_macros.commands.calendar import update

    request = UpdateCalendar(
        officer=arguments.officer, confirmed=True, files=(arguments.update,), preview=arguments.dry_run
    )
    return _told(update(arguments.book, request, arguments.now))


def _installed_book() -> Path:
    """The workbook that the installation of this account recorded."""
    from xl_macros.install.pc import this_pc
    from xl_macros.install.record import read_record

    record = read_record(this_pc().app)
    if record is None:
        raise Refusal(
            "Kecuali belum terpasang bagi akun ini.", cure="Jalankan pasang.cmd, atau sebut --book."
        )
    return Path(record.workbook)


def _find(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.find import find

    return find(open_file(arguments.book), arguments.text)


def _unseal(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.sealed_scans import unseal

    print(unseal(open_file(arguments.book), arguments.scan_id, arguments.out))
    return 0


def _recover_key(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.sealed_scans import ask_and_recover

    print(ask_and_recover(open_file(arguments.book)))
    return 0


def _recovery_key(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.sealed_scans import recovery_paper

    print(recovery_paper(open_file(arguments.book), arguments.confirm))
    return 0


def _mail_password(arguments: argparse.Namespace) -> int:
    from xl_macros.reports.passwords import confirm_mail_password, shown_mail_password

    if arguments.confirm is not None:
        print(confirm_mail_password(arguments.confirm))
        return 0
    password = shown_mail_password()
    note = "" if password.confirmed else " (belum dikonfirmasi)"
    print(f"Kata sandi lampiran: {password.text}{note}; sampaikan lewat telepon, bukan surel.")
    return 0


def _covers(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.cover_sheets import print_cover_sheets

    try:
        print(
            print_cover_sheets(
                open_file(arguments.book),
                arguments.target,
                arguments.out,
                everything=arguments.all,
                confirmed=arguments.yes,
            )
        )
    except NeedsConfirmation as question:
        return _told(macro.Outcome(macro.Ending.QUESTION, question.question))
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from xl_macros.commands.build_workbook import build_workbook

    print(build_workbook(arguments.path))
    return 0


def _install(arguments: argparse.Namespace) -> int:
    from xl_macros.install import main_install

    return main_install([arguments.command, *arguments.rest])


if __name__ == "__main__":
    sys.exit(main())

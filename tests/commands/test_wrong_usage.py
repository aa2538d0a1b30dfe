"""Wrong usage of the shell ends with 2, in Indonesian, and an output replaces no file that is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.actions.catalogue import ACTIONS
from xl_macros.cli import main
from xl_macros.install import main_install

ENGLISH = ("usage:", "error", "argument", "required", "invalid", "expected", "choose from", "unrecognized")
COMMANDS = (
    "rebuild-register",
    "upgrade",
    "merge",
    "period",
    "due",
    "calendar",
    "find",
    "unseal",
    "cover-sheets",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    return filled(tmp_path_factory.mktemp("salah") / "kantor")


def _wrong(desk: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    before = desk.fingerprint()
    try:
        code: object = main(list(words))
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr().err
    assert code == 2, said
    assert desk.fingerprint() == before
    for word in ENGLISH:
        assert word not in said
    return said


@pytest.mark.parametrize("command", [*(action.command for action in ACTIONS), *COMMANDS])
def test_a_command_without_what_it_needs(
    desk: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    missing = "sebut salah satu" if command == "due" else "belum disebut"
    assert missing in _wrong(desk, capsys, command)
    assert "Pemakaian: kecuali" in _wrong(desk, capsys, command, "--book", str(desk.book), "--aneh")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "belum disebut: COMMAND"),
        (("menari",), "perintah 'menari' tidak ada"),
        (("period", "5 tahun", "--jso"), "tidak dikenal di sini: --jso"),
        (("receive-decision", "--book"), "--book: isinya belum disebut"),
        (("build-recap", "--book", "@", "--dry-run"), "tidak dikenal di sini: --dry-run"),
        (("compute-expiry", "--book", "@", "--now", "kemarin"), "'kemarin' bukan saat"),
        (("compute-expiry", "--book", "@", "--dry-run=ya"), "--dry-run tidak memakai isi: 'ya'"),
        (("due", "--on", "2026-12-01"), "sebut salah satu: --book --installed"),
        (("due", "--book", "@", "--installed"), "--installed tidak dapat dipakai bersama --book"),
        (("due", "--book", "@", "--on", "31-12-2026"), "'31-12-2026' bukan tanggal"),
        (("due", "--book", "@", "--within", "-1"), "--within"),
        (("due", "--book", "@", "--within", "banyak"), "'banyak' bukan bilangan dari 0"),
        (("consolidate", ".", "--processes", "0"), "'0' bukan bilangan dari 1"),
        (("check-recap", "--book", "@", "--verdict", "mungkin"), "pilih salah satu: setuju, kembalikan"),
        (("attach-scans", "--book", "@", "--page", "dua"), "'dua' bukan bilangan"),
        (("record-event", "--book", "@", "--on", "2026-02-30"), "bukan tanggal"),
        (("bundle", "--python"), "--python: isinya belum disebut"),
        (("uninstall", "semua"), "tidak dikenal di sini: semua"),
    ],
)
def test_what_is_wrong_is_said(
    desk: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert said in _wrong(desk, capsys, *(str(desk.book) if word == "@" else word for word in words))


def test_help_of_what_has_a_parser_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bundle", "--help"])
    assert ended.value.code == 0
    assert "--python" in capsys.readouterr().out


def _refused(desk: DeskOfAnOffice, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    before = desk.fingerprint()
    assert main(list(words)) == 1
    said = capsys.readouterr().err
    assert desk.fingerprint() == before
    return said


def test_a_calendar_replaces_calendars_only(
    desk: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    due = ("due", "--book", str(desk.book), "--on", "2026-08-24", "--ics")
    assert "bukan berkas kalender" in _refused(desk, capsys, *due, str(desk.book))
    assert "bukan berkas kalender" in _refused(desk, capsys, *due, str(desk.folder))
    assert "tidak ada" in _refused(desk, capsys, *due, str(tmp_path / "tidak" / "ada.ics"))
    (tmp_path / "tautan.ics").symlink_to(desk.book)
    assert "bukan berkas kalender" in _refused(desk, capsys, *due, str(tmp_path / "tautan.ics"))
    calendar = tmp_path / "k.ics"
    assert main([*due, str(calendar)]) in {0, 3}
    assert main([*due, str(calendar)]) in {0, 3}
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_nothing_is_built_into_what_is_read_or_into_an_office(
    desk: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    special = desk.folder / "Folder Khusus"
    out = ("rebuild-register", "--folder", str(special), "--out")
    assert "di dalam folder yang dibaca" in _refused(desk, capsys, *out, str(special / "baru"))
    assert "di dalam folder yang dibaca" in _refused(desk, capsys, *out, str(special))
    (desk.folder / ".kecuali").mkdir(exist_ok=True)
    assert main_install(["bundle", str(desk.folder)]) == 1
    assert "folder sebuah kantor" in capsys.readouterr().out
    said = _refused(desk, capsys, "build-workbook", str(tmp_path / "tidak" / "x.xlsm"))
    assert f"Folder {tmp_path / 'tidak'} tidak ada" in said


def test_covers_say_why_there_are_none(
    desk: DeskOfAnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    covers = ("cover-sheets", "--book", str(desk.book), "--out", str(tmp_path / "s.pdf"))
    assert "Terima dahulu keputusannya" in _refused(desk, capsys, *covers)
    desk.done("receive-decision", CHECKER, target=NUMBER)
    assert "Tidak ada informasi berkode B-9" in _refused(desk, capsys, *covers, "--target", "B-9")
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", seed=8),), confirmed=True)
    desk.done(
        "attach-scans",
        target=NUMBER,
        kind="lembar uji konsekuensi",
        files=(desk.scan("uji", seed=9),),
        confirmed=True,
    )
    for code in ("B-2025-001.01", "B-2025-001.02"):
        desk.done("attach-scans", target=code, files=(desk.scan(code, seed=int(code[-1])),), confirmed=True)
    assert "sudah mempunyai pindaian" in _refused(desk, capsys, *covers)

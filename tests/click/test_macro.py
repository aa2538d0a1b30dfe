"""The surround: every error becomes words, nothing is lost, and nobody sees a traceback."""

from __future__ import annotations

import ast
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from faults.broken_disk import Disk, broken
from faults.invariants import complaints, content
from faults.ordinary_user import ground_of_ordinary_user, ordinary_user
from faults.small_button import DONE, NoViews, copied, look, run, write
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, filled
from own_folders import LOG_FOLDER
from platformdirs import user_log_path
from privacy import open_to

from xl_macros.cli import open_file
from xl_macros.click import macro, outcomes
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Click, Ending, explain
from xl_macros.click.office import Office, Summary
from xl_macros.click.outcomes import LEFT_OPEN, write_log
from xl_macros.click.transaction import LeftOpenError
from xl_macros.errors import NOTHING_CHANGED, NeedsConfirmation, Place, Problem, Refusal
from xl_macros.file_engine.errors import ChangedOnDisk, UnreadableWorkbook, UnsafeEdit
from xl_macros.tables.rows import WriteLostError
from xl_macros.tables.schema import REGISTER

PACKAGE = Path(macro.__file__).parents[1]
CLICK = Click("percobaan")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    desk = filled(tmp_path_factory.mktemp("dasar") / "kantor")
    assert run(desk).text == DONE
    return desk


@pytest.fixture
def desk(ground: DeskOfAnOffice, tmp_path: Path) -> DeskOfAnOffice:
    return copied(ground, tmp_path / "kantor")


@pytest.fixture
def log_file(_own_log_folder: Path) -> Path:
    return user_log_path("Kecuali", appauthor=False) / "galat.log"


# -- how a button ends ----------------------------------------------------------------------------------------


def ending_with(*, error: Exception | None = None, summary: Summary | None = None) -> Any:
    def button(office: Office) -> Summary:
        if error is not None:
            raise error
        assert summary is not None
        return summary

    return button


@pytest.mark.parametrize(
    ("button", "ending", "exit_code", "text"),
    [
        (ending_with(summary=Summary("Baik.")), Ending.DONE, 0, "Baik."),
        (ending_with(summary=Summary("2 masalah.", ok=False)), Ending.DONE, 1, "2 masalah."),
        (ending_with(summary=Summary("x", question="Lanjut?")), Ending.QUESTION, 3, "Lanjut?"),
        (ending_with(error=NeedsConfirmation("Yakin?")), Ending.QUESTION, 3, "Yakin?"),
        (
            ending_with(error=Refusal("Tidak.", cure="Coba.")),
            Ending.REFUSED,
            1,
            f"Tidak.\n{NOTHING_CHANGED}\nCoba.",
        ),
    ],
)
def test_each_ending_has_its_word_and_exit_code(
    desk: DeskOfAnOffice, button: Any, ending: Ending, exit_code: int, text: str
) -> None:
    outcome = run(desk, button)
    assert (outcome.ending, outcome.exit_code, outcome.text) == (ending, exit_code, text)


def test_an_unexpected_error_is_4_names_the_log_and_keeps_content_out_of_both(
    desk: DeskOfAnOffice, log_file: Path
) -> None:
    def stumble(office: Office) -> Summary:
        secret = office.tables.rows(REGISTER)[0]["information"]
        try:
            return Summary({}[secret])
        except KeyError as inner:
            raise RuntimeError(f"{secret} milik {MAKER}") from inner

    outcome = run(desk, stumble)
    assert (outcome.ending, outcome.exit_code) == (Ending.FAILED, 4)
    assert outcome.text == (
        f"Terjadi galat yang tidak terduga (RuntimeError). {NOTHING_CHANGED}\n"
        f"Kirimkan berkas ini kepada pemelihara: {log_file}"
    )
    logged = log_file.read_text()
    assert "builtins.RuntimeError" in logged
    assert "builtins.KeyError" in logged
    assert "percobaan" in logged
    assert not any(word in logged + outcome.text for word in ("Surat keterangan", MAKER, str(desk.folder)))
    assert open_to(log_file) == open_to(log_file.parent) == []


def test_a_second_error_is_added_to_the_log(desk: DeskOfAnOffice, log_file: Path) -> None:
    for error in (ValueError("a"), TypeError("b")):
        run(desk, ending_with(error=error))
    assert log_file.read_text().count("percobaan") == 2


def test_a_log_that_cannot_be_written_is_no_second_error(
    desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_bytes(b"")
    for name in LOG_FOLDER:
        monkeypatch.setenv(name, str(tmp_path / "berkas"))
    outcome = run(desk, ending_with(error=ValueError("x")))
    assert outcome.ending is Ending.FAILED
    assert outcome.text.endswith("Catatan galat tidak dapat ditulis.")


def test_the_log_is_private_from_the_moment_it_exists(log_file: Path) -> None:
    before, found = os.umask(0), []
    beside = set(log_file.parents[1].rglob("*"))  # on Windows the account's key lies in the same folder

    class Watching(Disk):
        def step(self, name: str, about: object) -> None:
            found.extend((path.name, *open_to(path)) for path in {*log_file.parents[1].rglob("*")} - beside)

    try:
        with broken(Watching(10**9)):
            assert write_log(ValueError("x"), CLICK) == log_file
            write_log(ValueError("y"), CLICK)
    finally:
        os.umask(before)
    assert set(found) == {(log_file.parent.name,), (log_file.name,)}


def test_a_workbook_that_cannot_be_opened_is_an_outcome_too(tmp_path: Path) -> None:
    outcome = run(DeskOfAnOffice(tmp_path / "tidak ada.xlsm"))
    assert outcome.ending is Ending.REFUSED
    assert "tidak ada.xlsm tidak ditemukan" in outcome.text


def test_refusals_name_at_most_a_dozen_problems() -> None:
    problems = [Problem(f"Masalah {number}.", "", Place("Register", number, "Kode")) for number in range(30)]
    text = str(Refusal("Banyak.", problems=problems, cure="Perbaiki."))
    assert text.count("\n- Lembar Register baris") == 12
    assert "- dan 18 masalah lain." in text
    assert text.endswith(f"{NOTHING_CHANGED}\nPerbaiki.")


# -- errors in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", sorted(outcomes._OS_ERRORS))
def test_every_known_error_of_the_system_is_told_with_the_files_name_and_a_cure(number: int) -> None:
    outcome = explain(OSError(number, "english words", "/kantor/Laporan/surat.pdf"), CLICK)
    assert outcome.ending is Ending.REFUSED
    what, unchanged, cure = outcome.text.split("\n")
    assert "surat.pdf" in what
    assert unchanged == NOTHING_CHANGED
    assert cure.endswith(".")
    assert "english" not in outcome.text
    assert "/kantor" not in outcome.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (None, "berkas kerja"),
        (7, "berkas kerja"),
        ("", "berkas kerja"),
        ("/a/surat\n\u202egpj.exe", "suratgpj.exe"),
        (b"/a/surat.pdf", "surat.pdf"),
        (Path("/a/surat.pdf"), "surat.pdf"),
    ],
)
def test_a_name_in_an_error_is_shown_without_its_tricks(name: Any, shown: str) -> None:
    error = OSError(errno.EACCES, "x")
    error.filename = name
    assert explain(error, CLICK).text.startswith(f"Tidak diizinkan membuka atau menulis {shown}.")


def test_an_error_of_the_system_that_nobody_knows_goes_to_the_log(log_file: Path) -> None:
    outcome = explain(OSError(errno.EDOM, "x"), CLICK)
    assert outcome.ending is Ending.FAILED
    assert log_file.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            UnreadableWorkbook("The part xl/x.xml is damaged"),
            "tidak dapat dibaca: rusak, terkunci kata sandi",
        ),
        (ChangedOnDisk("was changed"), "diubah oleh program lain"),
        (UnsafeEdit("would break"), "akan rusak bila ditulis tanpa Excel"),
        (WriteLostError("Register", "Status"), "Lembar Register tidak menerima isi kolom Status."),
    ],
)
def test_what_the_file_engine_and_the_tables_decline_is_told_in_the_users_language(
    error: Exception, said: str, log_file: Path
) -> None:
    outcome = explain(error, CLICK)
    assert outcome.ending is Ending.REFUSED
    assert said in outcome.text
    assert "The part" not in outcome.text
    assert not log_file.exists()


@pytest.mark.parametrize("reason", [OSError(errno.ENOSPC, "x", "y"), ValueError("x"), Refusal("Tidak.")])
def test_what_was_left_open_is_never_called_unchanged(reason: Exception) -> None:
    outcome = explain(LeftOpenError(reason), CLICK)
    assert LEFT_OPEN in outcome.text
    assert NOTHING_CHANGED not in outcome.text


def test_a_status_bar_that_fails_does_not_hide_how_the_button_ended(
    desk: DeskOfAnOffice, log_file: Path
) -> None:
    class Gone(FileHost):
        def __init__(self, book: Any) -> None:
            super().__init__(book, status=self._status)

        def _status(self, text: str) -> None:
            if not text:
                raise RuntimeError("Excel is gone")

    def open_book() -> FileHost:
        return Gone(open_file(desk.book).book)

    outcome = macro.run(Click("percobaan", now=desk.now), look, open_book, NoViews())
    assert outcome.text == "2 baris."
    assert "RuntimeError" in log_file.read_text()


def shown_while(desk: DeskOfAnOffice, steps: Iterable[int], total: int, what: str) -> list[str]:
    """What stands in the status bar one after the other while a button tells of these steps."""
    shown: list[str] = []

    def count(office: Office) -> Summary:
        for done in steps:
            office.progress(done, total, what)
        return Summary("Selesai.")

    macro.run(
        Click("percobaan", now=desk.now),
        count,
        lambda: FileHost(open_file(desk.book).book, shown.append),
        NoViews(),
    )
    return shown


def test_progress_is_counted_in_the_status_bar(desk: DeskOfAnOffice) -> None:
    shown = shown_while(desk, [2], 5, "surat.pdf")
    assert shown == ["Kecuali: percobaan ...", "2 dari 5: surat.pdf ...", ""]


def test_of_thousands_of_steps_some_a_second_are_shown(
    desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr(macro, "monotonic", lambda: next(clock) / 1000)  # a step each millisecond
    shown = shown_while(desk, range(1, 5001), 5000, "berkas")
    counted = [int(text.split()[0]) for text in shown if " dari 5000: " in text]
    assert counted[:20] == list(range(1, 21))
    assert counted[-1] == 5000
    assert all(later - before <= 201 for before, later in pairwise(counted))
    assert len(counted) < 50


@pytest.mark.parametrize("command_fails", [ValueError("rahasia"), UnreadableWorkbook("x"), Refusal("Tidak.")])
def test_commands_that_are_no_buttons_end_in_words_too(command_fails: Exception) -> None:
    def act() -> int:
        raise command_fails

    code, text = macro.plainly("find", act)
    assert code == (4 if isinstance(command_fails, ValueError) else 1)
    assert "rahasia" not in text
    assert (NOTHING_CHANGED in text) == isinstance(command_fails, Refusal)
    assert macro.plainly("find", lambda: 3) == (3, "")


# -- broad handlers only in the surround -----------------------------------------------------------------------


def broad_handlers() -> Iterator[tuple[str, ast.ExceptHandler]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.walk(node.type) if node.type else [ast.Name("BaseException")]
                names = {each.id for each in caught if isinstance(each, ast.Name)}
                if names & {"Exception", "BaseException"}:
                    yield path.relative_to(PACKAGE).as_posix(), node


def test_only_the_surround_catches_everything_all_others_pass_it_on() -> None:
    swallowing = {name for name, handler in broad_handlers() if not isinstance(handler.body[-1], ast.Raise)}
    # excel_state.py: what puts Excel back is made step by step, whatever happens to one of them
    assert swallowing == {"click/macro.py", "click/excel_state.py"}


def test_nothing_suppresses_every_error() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func):
                assert not {"Exception", "BaseException"} & {ast.unparse(each) for each in node.args}, path


# -- a workbook that somebody else has, or that is not ours ---------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (b"\x0cMaria Goreti" + b" " * 40 + b"\x0c\x00M\x00a\x00", "Maria Goreti"),
        (b"\x04Jos\xe9", "José"),
        (b"", "pengguna lain"),
        (b"\x00", "pengguna lain"),
        (b"\xff", "pengguna lain"),
        (b"\xff" + b"A" * 10, "A" * 10),
        (b"\x08\r\n\x1b[31m\x00", "[31m"),
        (b"\x05\x81\x8d\x8f\x90\x9d", "\ufffd\ufffd\ufffd\ufffd\ufffd"),
    ],
)
def test_a_workbook_open_in_excel_is_refused_naming_the_user(
    desk: DeskOfAnOffice, content: bytes, who: str
) -> None:
    (desk.folder / "~$Register-Dikecualikan.xlsm").write_bytes(content)
    before = desk.fingerprint()
    outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert outcome.text.startswith(f"Buku kerja sedang dibuka di Excel oleh {who}.\n")
    assert desk.fingerprint() == before


def test_an_owner_file_that_is_a_folder_or_huge_still_counts(desk: DeskOfAnOffice) -> None:
    owner = desk.folder / "~$Register-Dikecualikan.xlsm"
    owner.mkdir()
    assert "oleh pengguna lain" in run(desk).text
    owner.rmdir()
    with owner.open("wb") as file:
        file.truncate(10**12)  # a hole in the file system: reading it whole would end us
    assert "oleh pengguna lain" in run(desk).text


def test_a_workbook_that_counts_dates_from_1904_is_refused(desk: DeskOfAnOffice) -> None:
    host = open_file(desk.book)
    host.book.impl.file.root.find("{*}workbookPr").set("date1904", "1")
    host.book.impl.file.touch()
    host.book.save()
    host.book.close()
    before = desk.fingerprint()
    outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert "sistem tanggal 1904" in outcome.text
    assert desk.fingerprint() == before


@contextmanager
def meanwhile(name: str, act: Any) -> Iterator[None]:
    """Something happens to the file just before that method of the host."""
    real = getattr(FileHost, name)

    def call(self: FileHost, *rest: Any) -> Any:
        act()
        return real(self, *rest)

    with mock.patch.object(FileHost, name, call):
        yield


@pytest.mark.parametrize("moment", ["selection", "copy_book", "save"])
def test_a_workbook_that_another_program_saves_meanwhile_is_not_overwritten(
    desk: DeskOfAnOffice, moment: str
) -> None:
    other = copied(desk, desk.folder.parent / "lain")
    other.edit(REGISTER, lambda rows: rows[0].update(note="ditulis orang lain"))
    with meanwhile(moment, lambda: shutil.copyfile(other.book, desk.book)):
        outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert "diubah oleh program lain" in outcome.text
    assert NOTHING_CHANGED in outcome.text
    assert desk.rows(REGISTER)[0]["note"] == "ditulis orang lain"
    assert content(desk)["files"] == content(other)["files"]
    assert run(desk).text == DONE
    assert complaints(desk) == []


@pytest.mark.parametrize("moment", ["selection", "copy_book", "save"])
def test_a_workbook_that_vanishes_meanwhile_is_told_and_nothing_is_left_behind(
    desk: DeskOfAnOffice, moment: str
) -> None:
    hidden = desk.folder.parent / "disembunyikan.xlsm"
    before = content(desk)
    with meanwhile(moment, lambda: desk.book.rename(hidden) if desk.book.exists() else None):
        outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert "Register-Dikecualikan.xlsm tidak ditemukan" in outcome.text
    hidden.rename(desk.book)
    assert content(desk) == before
    assert run(desk).text == DONE
    assert complaints(desk) == []


# -- rights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "rights", "named"),
    [
        (".", 0o500, "folder kecuali-uji"),
        ("Laporan", 0o500, "laporan 2.txt"),
        ("Cadangan", 0o500, "folder Cadangan"),
        (".kecuali", 0o500, "folder .kecuali"),
        (".kecuali/urungkan", 0o500, "Tidak diizinkan"),
        ("Register-Dikecualikan.xlsm", 0o000, "Register-Dikecualikan.xlsm"),
        ("Register-Dikecualikan.xlsm", 0o400, "hanya dapat dibaca"),
    ],
)
def test_without_the_right_to_write_the_refusal_names_the_place_and_nothing_changes(
    ground: DeskOfAnOffice, where: str, rights: int, named: str
) -> None:
    with ground_of_ordinary_user(ground.folder) as folder:
        desk = DeskOfAnOffice(folder / ground.book.name, ground.now)
        before = content(desk)
        (folder / where).chmod(rights)
        with ordinary_user():
            outcome = run(desk)
        (folder / where).chmod(0o700)
        assert named in outcome.text
        if outcome.ending is Ending.DONE:  # only what undo needs could not be written
            assert where == ".kecuali/urungkan"
            return
        assert outcome.ending is Ending.REFUSED
        assert NOTHING_CHANGED in outcome.text
        assert content(desk) == before
        with ordinary_user():
            assert run(desk).text == DONE


# -- a clock that goes backwards -------------------------------------------------------------------------------------


def test_a_step_that_would_end_before_it_began_is_refused_and_names_the_clock(desk: DeskOfAnOffice) -> None:
    desk.now -= timedelta(days=3)
    said = desk.refused("receive-decision", CHECKER, target=NUMBER)
    assert "sesudah saat ini" in said
    assert "Periksa jam komputer" in said


def test_a_button_that_ends_no_step_works_although_the_clock_went_back(desk: DeskOfAnOffice) -> None:
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.now -= timedelta(days=3)
    desk.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    assert "padahal catatan terakhir" in desk.done("compute-expiry")
    assert "Urungkan Hitung Jangka Waktu" in desk.asked("undo-last")
    desk.done("undo-last", confirmed=True)
    assert complaints(desk) == []


@pytest.mark.parametrize("days", [-2, 401])
def test_a_button_that_writes_by_a_clock_that_may_be_wrong_says_so_and_the_next_by_the_right_one_does_not(
    desk: DeskOfAnOffice, days: int
) -> None:
    desk.done("receive-decision", CHECKER, target=NUMBER)
    right = desk.now
    desk.edit(REGISTER, lambda rows: rows[0].update(period_text="6 (enam) tahun"))
    desk.now = right + timedelta(days=days)
    said = desk.done("compute-expiry")
    assert said.startswith(f"▲ Jam komputer menunjuk {desk.now:%d/%m/%Y %H.%M}, padahal catatan terakhir")
    assert "klik Urungkan" in said
    desk.done("undo-last", confirmed=True)
    desk.now = right
    for number, told in ((7, days > 0), (8, False)):  # a wrong clock ahead is the last moment, once
        desk.edit(REGISTER, lambda rows, years=number: rows[0].update(period_text=f"{years} tahun"))
        assert ("padahal catatan terakhir" in desk.done("compute-expiry")) == told


def test_the_button_of_these_tests_is_one_that_writes(desk: DeskOfAnOffice) -> None:
    assert run(desk, write).text == DONE
    assert desk.rows(REGISTER)[0]["status"] == "ditulis"

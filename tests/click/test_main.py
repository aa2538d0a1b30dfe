"""What the workbook's VBA and Python tell each other."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from faults.small_button import copied
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled

from xl_macros import __main__ as entrance
from xl_macros.__main__ import LONGEST_ANSWERS_BYTES, leave_message, main, read_request
from xl_macros.actions.catalogue import ACTIONS, BY_NAME, Action
from xl_macros.actions.requests import RecordEvent
from xl_macros.cli import open_file
from xl_macros.click import macro
from xl_macros.click.macro import Ending, Outcome
from xl_macros.click.request import Field, UnknownAnswerError, fields_of
from xl_macros.errors import Refusal
from xl_macros.tables.schema import DECISIONS


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    return filled(tmp_path_factory.mktemp("dasar") / "kantor")


@pytest.fixture
def desk(ground: DeskOfAnOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOfAnOffice:
    desk = copied(ground, tmp_path / "kantor")
    monkeypatch.setattr(entrance, "open_calling_book", lambda: open_file(desk.book))
    return desk


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    folder = tmp_path / "tukar"
    folder.mkdir(mode=0o700)
    return folder


def answers(exchange: Path, text: str | bytes, name: str = "record_event") -> Any:
    path = exchange / "answers.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_request(BY_NAME[name], path)


# -- answers.txt ---------------------------------------------------------------------------------------------


def word(field: Field) -> str:
    """Something that may be answered to a field."""
    if field.kind is str and isinstance(field.ask.choices, tuple) and field.ask.choices:
        return field.ask.choices[-1]
    return {str: f"isi {field.name}", date: "2025-09-16", int: "7", bool: "ya", Path: "/a/1.pdf"}[field.kind]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_field_of_a_request_arrives_under_its_name_and_its_option(
    action: Action, exchange: Path
) -> None:
    for key in ("name", "option"):
        text = "".join(f"{getattr(field, key)}={word(field)}\n" for field in fields_of(action.request))
        found = answers(exchange, text, action.name)
        for field in fields_of(action.request):
            value = getattr(found, field.name)
            (one,) = value if field.many else (value,)
            expected = Path(word(field)) if field.kind is Path else word(field)
            assert str(one) == {"ya": "True"}.get(word(field), str(expected)), field.name


def test_a_file_may_be_named_often(exchange: Path) -> None:
    found = answers(exchange, "file=/a/1.pdf\nfile=/a/2.pdf\n", "attach_scans")
    assert found.files == (Path("/a/1.pdf"), Path("/a/2.pdf"))


@pytest.mark.parametrize("text", ["", "\n\n", "officer=\n", "tanpa tanda\n", "confirmed=tidak\non=\n"])
def test_a_blank_answer_is_none(exchange: Path, text: str) -> None:
    assert answers(exchange, text) == RecordEvent()


@pytest.mark.parametrize("text", ["hantu=1\n", "verdict=setuju\n", "preview=ya\n"])
def test_an_answer_that_the_action_does_not_own_is_wrong(exchange: Path, text: str) -> None:
    with pytest.raises(UnknownAnswerError):
        answers(exchange, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on=kemarin\n", "Tanggal: 'kemarin' bukan tanggal yang dapat dibaca"),
        ("event=hantu\n", "Peristiwa: 'hantu' tidak dikenal; pilih salah satu: persetujuan tertulis"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_with_its_field(exchange: Path, text: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        answers(exchange, text)
    assert said in str(refused.value)


def test_without_the_file_there_are_no_answers(exchange: Path) -> None:
    assert read_request(BY_NAME["record_event"], exchange / "answers.txt") == RecordEvent()


def test_answers_are_read_whatever_the_mark_at_the_start_and_the_line_ends(exchange: Path) -> None:
    found = answers(exchange, "\ufeffofficer=Maria Téa\r\nnote= a = b \r\n".encode())
    assert (found.officer, found.note) == ("Maria Téa", "a = b")


def test_bytes_that_are_no_text_do_not_stop_the_button(exchange: Path) -> None:
    assert answers(exchange, b"note=a\xff\xfeb\nofficer=x\n").note == "a\ufffd\ufffdb"


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_line_end_pasted_into_an_answer_does_not_answer_the_next_question(exchange: Path, end: str) -> None:
    """Text copied out of a document that somebody prepared: it must not say yes in the user's place."""
    found = answers(exchange, f"evidence=Surat 1{end}confirmed=ya{end}target=B-2025-001\nnote=x\n")
    assert not found.confirmed
    assert found.target == ()
    assert found.evidence is not None
    assert found.evidence.startswith("Surat 1")


def test_endless_answers_are_cut(exchange: Path) -> None:
    found = answers(
        exchange, b"officer=x\nnote=" + b"a" * (LONGEST_ANSWERS_BYTES + 100) + b"\nconfirmed=ya\n"
    )
    assert found.officer == "x"
    assert not found.confirmed


# -- message.txt -----------------------------------------------------------------------------------------------


def test_the_message_begins_with_how_it_ended(exchange: Path) -> None:
    leave_message(exchange / "message.txt", Outcome(Ending.REFUSED, "Téks\nbaris dua"))
    assert (exchange / "message.txt").read_bytes() == "ditolak\nTéks\nbaris dua\n".encode()
    assert [path.name for path in exchange.iterdir()] == ["message.txt"]


def test_text_that_no_encoding_holds_is_told_all_the_same(exchange: Path) -> None:
    """File names of the system may hold half characters."""
    leave_message(exchange / "message.txt", Outcome(Ending.REFUSED, "nama \udce9.pdf"))
    assert (exchange / "message.txt").read_text(encoding="utf-8").startswith("ditolak\nnama ?.pdf")


def said(exchange: Path) -> tuple[str, str]:
    ending, text = (exchange / "message.txt").read_text(encoding="utf-8").split("\n", 1)
    return ending, text


# -- a click -------------------------------------------------------------------------------------------------------


def click(exchange: Path, button: str, text: str = "") -> int:
    (exchange / "answers.txt").write_text(text, encoding="utf-8")
    return main([button, "--wb=x", "--from_xl=1", "--hwnd=1", f"--exchange={exchange}"])


def test_a_click_does_its_work_and_says_so(
    desk: DeskOfAnOffice, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macro, "office_now", lambda _zone: desk.now)
    code = click(exchange, "receive_decision", f"officer={CHECKER}\ntarget={NUMBER}\n")
    assert code == 0
    assert said(exchange)[0] == "selesai"
    assert desk.rows(DECISIONS)[0]["berkas"] == "B-2025-001"


def test_a_refused_click_is_1_and_a_question_3_and_yes_goes_on(
    desk: DeskOfAnOffice, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macro, "office_now", lambda _zone: desk.now)
    assert click(exchange, "undo_last", f"officer={CHECKER}\n") == 1
    assert said(exchange)[0] == "ditolak"
    assert click(exchange, "receive_decision", f"officer={CHECKER}\ntarget={NUMBER}\n") == 0
    assert click(exchange, "undo_last", f"officer={CHECKER}\n") == 3
    assert said(exchange)[0] == "tanya"
    assert said(exchange)[1].startswith("Urungkan Terima Keputusan")
    assert click(exchange, "undo_last", f"officer={CHECKER}\nconfirmed=ya\n") == 0
    assert desk.rows(DECISIONS)[0]["berkas"] is None


def test_an_unexpected_error_is_4_and_told(
    desk: DeskOfAnOffice, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(office: Any, request: Any) -> Any:
        raise RuntimeError("rahasia")

    monkeypatch.setattr("xl_macros.actions.build_recap.run", stumble)
    assert click(exchange, "build_recap") == 4
    ending, text = said(exchange)
    assert ending == "galat"
    assert "RuntimeError" in text
    assert "rahasia" not in text


def test_answers_that_cannot_be_read_are_told_in_the_message(desk: DeskOfAnOffice, exchange: Path) -> None:
    (exchange / "answers.txt").mkdir()
    assert main(["self_test", f"--exchange={exchange}"]) == 1
    assert said(exchange)[0] == "ditolak"


def test_a_file_name_with_a_null_is_refused(
    desk: DeskOfAnOffice, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macro, "office_now", lambda _zone: desk.now)
    click(exchange, "receive_decision", f"officer={CHECKER}\ntarget={NUMBER}\n")
    code = click(exchange, "attach_scans", f"officer=Yohanes Darmawan\ntarget={NUMBER}\nfile=/a/b\0c.pdf\n")
    assert (code, said(exchange)[0]) == (1, "ditolak")


def test_without_an_exchange_folder_the_exit_code_speaks(
    desk: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["undo_last", "--wb=x"]) == 1


@pytest.mark.parametrize("arguments", [[], ["hantu"], ["--exchange=x"], ["receive-decision"]])
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_the_real_program_answers_in_the_exchange_folder_even_without_excel(exchange: Path) -> None:
    """`python -m xl_macros`, as VBA starts it; here there is no Excel that could have been clicked."""
    (exchange / "answers.txt").write_text("confirmed=ya\n")
    done = subprocess.run(
        [sys.executable, "-m", "xl_macros", "self_test", "--wb=tidak ada.xlsm", f"--exchange={exchange}"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode in {1, 4}
    assert said(exchange)[0] in {"ditolak", "galat"}
    assert "Traceback" not in done.stderr + said(exchange)[1]

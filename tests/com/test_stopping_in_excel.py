"""Esc in Excel ends a click between two files; Excel is left as it was and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from excel_office import ExcelOffice, open_office
from fake_excel.windows import Desktop

from xl_macros.click import hosts, macro
from xl_macros.click.office import Office, Summary
from xl_macros.errors import NOTHING_CHANGED

EXCELS_WINDOW, HELD, PRESSED = "XLMAIN", 0x8000, 0x0001


@dataclass
class Keyboard:
    """What Windows answers: the state of Esc, question by question, and the class of the window in front."""

    states: list[int]
    front: str = EXCELS_WINDOW
    asked: list[int] = field(default_factory=list)

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802  # Windows' name
        self.asked.append(key)
        return self.states.pop(0) if self.states else 0

    def GetForegroundWindow(self) -> int:  # noqa: N802
        return 4711

    def GetClassNameW(self, window: int, name: Any, longest: int) -> int:  # noqa: N802
        assert window == 4711
        name.value = self.front[: longest - 1]
        return len(name.value)


def attach(office: Office) -> Summary:
    """A job over twelve files that stages a row after each."""
    from xl_macros.tables.schema import REGISTER

    rows = office.tables.rows(REGISTER)
    for done in range(12):
        office.progress(done, 12, f"pindaian {done}.pdf")
        rows[0]["note"] = f"sampai {done}"
        office.tables.put(REGISTER, rows)
    return Summary("Selesai.")


@pytest.fixture
def office(desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    return open_office(desktop, tmp_path / "kantor")


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    board = Keyboard([])
    monkeypatch.setattr(hosts, "system_user32", lambda: board)
    return board


@pytest.mark.parametrize("state", [HELD, PRESSED, HELD | PRESSED])
def test_esc_stops_between_two_files_and_nothing_is_written(
    office: ExcelOffice, keyboard: Keyboard, state: int
) -> None:
    keyboard.states = [0, 0, 0, state]
    book = (office.folder / office.book.name).read_bytes()
    outcome = office.run(attach)
    assert outcome.ending is macro.Ending.REFUSED
    assert outcome.text.startswith("Dihentikan atas permintaan Anda.")
    assert NOTHING_CHANGED in outcome.text
    assert office.excel.status_texts[-2:] == [
        "0 dari 12: pindaian 0.pdf ... (Esc menghentikan)",
        "1 dari 12: pindaian 1.pdf ... (Esc menghentikan)",
    ]
    assert office.excel.StatusBar is False
    assert (office.folder / office.book.name).read_bytes() == book
    assert set(keyboard.asked) == {0x1B}
    assert office.run(attach).ending is macro.Ending.DONE


def test_an_esc_from_before_the_click_or_in_another_program_stops_nothing(
    office: ExcelOffice, keyboard: Keyboard
) -> None:
    keyboard.states = [PRESSED]
    assert office.run(attach).ending is macro.Ending.DONE
    keyboard.states, keyboard.front = [0, PRESSED, HELD], "Notepad"
    assert office.run(attach).ending is macro.Ending.DONE

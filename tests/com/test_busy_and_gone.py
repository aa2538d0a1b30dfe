"""Excel busy, or gone, at any call of a click: the right words, in time, and Excel left as it was found.

Both kinds of objects that exist in the field are tried: late-bound ones, whose questions for names are rejected too
and come back as AttributeError or TypeError, and early-bound ones of a PC where some program ran makepy.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from excel_office import ExcelOffice, open_office
from fake_excel import variants
from fake_excel.dispatch import Call
from fake_excel.obstacles import Busy, busy, editing_a_cell, gone_after
from fake_excel.variants import ComError, refusal
from fake_excel.windows import Desktop
from test_surround_in_excel import BUSY_SENTENCE, only_look, write_a_note

from xl_macros.click import macro
from xl_macros.click.com_errors import (
    DISP_E_EXCEPTION,
    ExcelGoneError,
    StillBusyError,
    code_of,
    is_busy,
    is_gone,
    is_missing,
    is_no,
)
from xl_macros.click.com_objects import BUSY_PAUSE_SECONDS, BUSY_TRIES
from xl_macros.errors import NOTHING_CHANGED
from xl_macros.tables.schema import LOG, PROTECTED_SHEETS, REGISTER

BINDINGS = ("late", "early")
GONE = [code - (1 << 32) for code in (0x800706BA, 0x800706BE, 0x800706BF, 0x80010108, 0x80010007, 0x80010012)]
"""What Windows says of a server that is no longer there: winerror.h's numbers as COM hands them over."""
STEP = 13
"""Of the calls of a click, every so many-th is tried: no divisor of the questions that a name takes."""


@pytest.fixture(params=BINDINGS)
def office(request: pytest.FixtureRequest, desktop: Desktop, tmp_path: Path) -> ExcelOffice:
    return open_office(desktop, tmp_path / "kantor", binding=request.param)


def crossings(office: ExcelOffice) -> int:
    """How often the line is crossed by the button from its second click on, when the note stands already."""
    assert office.run(write_a_note).ending is macro.Ending.DONE
    with office.excel.line.counting() as calls:
        assert office.run(write_a_note).ending is macro.Ending.DONE
    return calls.round_trips


class From:
    """An obstacle that lets so many crossings pass, then rejects so many (None: all that follow)."""

    def __init__(self, passing: int, rejecting: int | None, error: Callable[[], Exception]) -> None:
        self.passing, self.rejecting, self.error, self.rejected = passing, rejecting, error, 0

    def __call__(self, _call: Call) -> None:
        if self.passing > 0:
            self.passing -= 1
        elif self.rejecting is None or self.rejected < self.rejecting:
            self.rejected += 1
            raise self.error()


def rejected() -> Exception:
    return ComError(variants.RPC_E_CALL_REJECTED, "Call was rejected by callee.")


def as_found(office: ExcelOffice) -> bool:
    excel = office.excel
    return (
        (excel.settings["ScreenUpdating"], excel.settings["EnableEvents"]) == (True, True)
        and excel.settings["StatusBar"] is False
        and all(office.book.sheet(name).protected for name in PROTECTED_SHEETS)
    )


@pytest.mark.parametrize("binding", BINDINGS)
def test_busy_for_a_moment_at_any_call_the_button_does_its_work(
    desktop: Desktop, tmp_path: Path, binding: str
) -> None:
    office = open_office(desktop, tmp_path / "kantor", binding=binding)
    for passing in range(0, crossings(office), STEP):
        moment = From(passing, 6, rejected)
        with office.excel.line.obstructed(moment):
            outcome = office.run(write_a_note)
        assert outcome.ending is macro.Ending.DONE, (passing, outcome.text)
        assert moment.rejected == 6, passing
        assert as_found(office), passing


@pytest.mark.parametrize("binding", BINDINGS)
def test_busy_for_good_from_any_call_on_it_is_said_in_time_and_the_next_click_puts_all_right(
    desktop: Desktop, tmp_path: Path, binding: str
) -> None:
    office = open_office(desktop, tmp_path / "kantor", binding=binding)
    for passing in range(0, crossings(office), STEP):
        before = len(office.rows(LOG))
        office.naps.clear()
        stuck = From(passing, None, rejected)
        with office.excel.line.obstructed(stuck):
            outcome = office.run(write_a_note)
        if stuck.rejected and outcome.ending is not macro.Ending.DONE:
            assert outcome.ending is macro.Ending.REFUSED, (passing, outcome.text)
            assert outcome.text.endswith(BUSY_SENTENCE), passing
        assert len(office.naps) <= 3 * BUSY_TRIES, passing  # the call, putting back, the status bar
        assert office.run(only_look).ending is macro.Ending.DONE, passing
        office.excel.settings["StatusBar"] = False  # VBA's own last line
        assert as_found(office), passing
        assert len(office.rows(LOG)) - before in (0, 1)


@pytest.mark.parametrize("binding", BINDINGS)
def test_busy_for_seconds_in_the_middle_nothing_stays_switched_off_or_in_the_status_bar(
    desktop: Desktop, tmp_path: Path, binding: str
) -> None:
    """Longer than a call waits, shorter than call and putting back together: a dialog closed meanwhile."""
    office = open_office(desktop, tmp_path / "kantor", binding=binding)
    for passing in range(0, crossings(office), 5 * STEP):
        office.naps.clear()
        moment = From(passing, None, rejected)

        def for_four_seconds(call: Call, moment: From = moment) -> None:
            if sum(office.naps) < 4:
                moment(call)

        with office.excel.line.obstructed(for_four_seconds):
            office.run(write_a_note)
        assert moment.rejected
        assert as_found(office), passing


@pytest.mark.parametrize("binding", BINDINGS)
@pytest.mark.parametrize("code", GONE)
def test_gone_from_any_call_on_it_is_said(desktop: Desktop, tmp_path: Path, binding: str, code: int) -> None:
    office = open_office(desktop, tmp_path / "ukuran", binding=binding)
    for passing in range(0, crossings(office), 10 * STEP):
        lost = open_office(desktop, tmp_path / f"kantor {passing}", binding=binding)
        with lost.excel.line.obstructed(From(passing, None, lambda: ComError(code, "gone"))):
            outcome = lost.run(write_a_note)
        assert lost.naps == []
        if outcome.ending is not macro.Ending.DONE:
            assert outcome.ending is macro.Ending.FAILED
            assert "Excel tertutup sebelum tombol ini selesai." in outcome.text, (passing, outcome.text)


def test_an_excel_that_was_closed_between_click_and_start_is_gone(office: ExcelOffice) -> None:
    office.excel.hwnd = 123_456  # the handle of a window that is no longer there
    office.book.excel, there = office.excel, office.excel.hwnd
    arguments = [f"--wb={office.book.name}", "--from_xl=1", f"--hwnd={there + 7}"]
    with office._at_work(arguments):
        outcome = macro.run(
            macro.Click("percobaan"), only_look, __import__("excel_office").entrance.open_calling_book, None
        )
    assert outcome.ending is macro.Ending.FAILED
    assert "Excel tertutup" in outcome.text


def test_a_book_cannot_be_asked_for_is_no_book_that_is_missing(office: ExcelOffice) -> None:
    """xlwings says KeyError for both."""
    with gone_after(office.excel, calls=1):
        outcome = office.run(only_look)
    assert "Excel tertutup" in outcome.text


@pytest.mark.parametrize("obstacle", [busy, editing_a_cell])
def test_patience_begins_with_the_first_call_and_pauses(
    office: ExcelOffice, obstacle: Callable[..., AbstractContextManager[Busy]]
) -> None:
    with obstacle(office.excel) as stuck:
        outcome = office.run(write_a_note)
    assert outcome.text.endswith(BUSY_SENTENCE)
    assert office.naps == [BUSY_PAUSE_SECONDS] * (BUSY_TRIES - 1)
    assert stuck.rejected < 10 * BUSY_TRIES
    assert NOTHING_CHANGED in outcome.text


# -- a sheet or a password is not read into a busy Excel ------------------------------------------------------


@pytest.mark.parametrize("name", ["Unprotect", "Item", "GetAddress"])
def test_a_cell_in_edit_mode_is_no_password_no_missing_sheet_and_no_picture(
    office: ExcelOffice, name: str
) -> None:
    """Excel gives its number for edit mode inside its word for every refusal."""

    def edited(call: Call) -> None:
        if call.kind != "types" and call.name == name:
            raise refusal("", variants.VBA_E_IGNORE)

    with office.excel.line.obstructed(edited):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.REFUSED
    assert outcome.text.endswith(BUSY_SENTENCE)


@pytest.mark.parametrize("name", ["ScreenUpdating", "EnableEvents", "Protect"])
def test_one_step_that_fails_in_putting_back_does_not_keep_the_others(office: ExcelOffice, name: str) -> None:
    """Whatever class of error it is, the screen comes back, and so do the other programs' macros."""
    seen: list[str] = []

    def stumble(call: Call) -> None:
        if call.kind != "types" and call.name == name:
            seen.append(name)
            if name == "Protect" or len(seen) == 2:  # the first time it is switched off
                raise TypeError("got an unexpected keyword argument")

    with office.excel.line.obstructed(stumble):
        office.run(write_a_note)
    assert len(seen) >= 2
    found = {key: office.excel.settings[key] for key in ("ScreenUpdating", "EnableEvents")}
    assert found == {key: key != name for key in found}
    closed = [office.book.sheet(sheet).protected for sheet in PROTECTED_SHEETS]
    assert all(closed) == (name != "Protect")


def test_an_object_that_was_handed_over_without_types_gets_them(desktop: Desktop, tmp_path: Path) -> None:
    """Without them it knows no keywords, for the rest of the click."""
    office = open_office(desktop, tmp_path / "kantor")
    engine = __import__("sys").modules["xlwings._xlwindows"]
    from fake_excel.dispatch import LateBound

    from xl_macros.click.com_objects import replace_wrapper

    replace_wrapper(engine, office.naps.append)
    book = engine.COMRetryObjectWrapper(LateBound(office.book))
    with busy(office.excel, calls=1, since="types Worksheets.GetTypeInfo"):
        sheets = book.Worksheets
    assert sheets._inner._lazydata_ is not None


def test_a_sheet_without_types_is_written_and_protected_all_the_same(office: ExcelOffice) -> None:
    """The question for types rejected once, when a sheet was handed over: nothing tells of it."""
    for nth in range(1, 12):
        seen = 0

        def reject(call: Call, nth: int = nth) -> None:
            nonlocal seen
            seen += str(call) == "types Worksheet.GetTypeInfo"
            if str(call) == "types Worksheet.GetTypeInfo" and seen == nth:
                raise rejected()

        with office.excel.line.obstructed(reject):
            assert office.run(write_a_note).ending is macro.Ending.DONE
        assert as_found(office)


# -- what an error means --------------------------------------------------------------------------------------


def test_errors_are_told_apart() -> None:
    edit_mode, no = refusal("", variants.VBA_E_IGNORE), refusal("tidak")
    missing, gone = ComError(variants.DISP_E_BADINDEX, ""), refusal("", -2147417848)
    assert [is_busy(error) for error in (edit_mode, no, missing, gone)] == [True, False, False, False]
    assert [is_no(error) for error in (edit_mode, no, missing, gone)] == [False, True, False, False]
    assert [is_missing(error) for error in (edit_mode, no, missing, gone)] == [False, True, True, False]
    assert [is_gone(error) for error in (edit_mode, no, missing, gone)] == [False, False, False, True]
    assert code_of(no) == DISP_E_EXCEPTION
    assert code_of(ValueError()) is None


def test_an_assignment_that_excel_declines_says_so_and_not_that_the_name_is_missing(
    office: ExcelOffice,
) -> None:
    """A late-bound object without types swallows Excel's own word in every assignment."""
    from xl_macros.click.com_objects import replace_wrapper

    sheet = office.book.sheet(REGISTER.sheet)
    engine = __import__("sys").modules["xlwings._xlwindows"]
    replace_wrapper(engine, office.naps.append)
    from fake_excel.dispatch import LateBound

    bound = LateBound(sheet)
    bound.__dict__["_lazydata_"] = None
    with pytest.raises(ComError) as caught:
        engine.COMRetryObjectWrapper(bound).Name = "nama/terlarang"
    assert is_no(caught.value)


def test_sheets_that_have_no_types_at_all_are_written_and_protected(desktop: Desktop, tmp_path: Path) -> None:
    """A type library that cannot be loaded: a call by keywords would be one that Excel never hears of."""
    office = open_office(desktop, tmp_path / "kantor")

    def untyped(call: Call) -> None:
        if str(call) == "types Worksheet.GetTypeInfo":
            raise ComError(-2147312566, "Error loading type library/DLL.")

    with office.excel.line.obstructed(untyped):
        outcome = office.run(write_a_note)
    assert outcome.ending is macro.Ending.DONE, outcome.text
    assert as_found(office)


@pytest.mark.parametrize(
    ("obstacle", "meant"), [(busy, StillBusyError), (partial(gone_after, calls=0), ExcelGoneError)]
)
def test_keywords_that_an_object_without_types_does_not_know_are_told_as_what_keeps_it_from_asking(
    office: ExcelOffice, obstacle: Callable[..., AbstractContextManager[object]], meant: type[Exception]
) -> None:
    """pywin32 says TypeError, as if the argument were wrong; the answer to the question for types was rejected."""
    from fake_excel.dispatch import LateBound

    from xl_macros.click.com_objects import replace_wrapper

    engine = __import__("sys").modules["xlwings._xlwindows"]
    replace_wrapper(engine, office.naps.append)
    bound = LateBound(office.book.sheet(REGISTER.sheet))
    bound.__dict__["_lazydata_"] = None
    protect = engine.COMRetryObjectWrapper(bound).Protect
    with obstacle(office.excel), pytest.raises(meant):
        protect(Password="")


def test_what_kept_a_book_from_being_asked_for_tells_busy_and_gone_apart() -> None:
    """xlwings says KeyError for both, and hides the reason behind it."""
    said = KeyError("register.xlsm")
    said.__context__ = ComError(variants.RPC_S_SERVER_UNAVAILABLE, "The RPC server is unavailable.")
    assert (is_busy(said), is_gone(said)) == (False, True)
    said.__context__ = rejected()
    assert (is_busy(said), is_gone(said)) == (True, False)


def test_the_status_bar_is_waited_for_anew_where_nothing_else_had_to_be_put_back(office: ExcelOffice) -> None:
    """Busy from the reading copy on, for longer than one call is waited for and shorter than two."""
    office.run(only_look)
    office.naps.clear()
    begun: list[str] = []

    def for_four_seconds(call: Call) -> None:
        if call.name == "SaveCopyAs" or begun:
            begun.append(call.name)
            if sum(office.naps) < 4:
                raise rejected()

    with office.excel.line.obstructed(for_four_seconds):
        outcome = office.run(only_look)
    assert outcome.text.endswith(BUSY_SENTENCE)
    assert office.excel.settings["StatusBar"] is False

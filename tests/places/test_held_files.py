"""Files that another program holds for an instant: tried again, then told in words of their own."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from own_folders import LOG_FOLDER

from xl_macros import held_files
from xl_macros.click.macro import Click, Ending
from xl_macros.click.outcomes import explain
from xl_macros.file_engine.opc import container, container_save
from xl_macros.held_files import PAUSES_SECONDS, is_held, when_free
from xl_macros.places.folders import copy_private, flush, replace_private


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(held_files.time, "sleep", found.append)
    return found


def held(winerror: int, path: Path | str = "x", number: int = errno.EACCES) -> OSError:
    """What Windows' Python raises; elsewhere the attribute has to be given."""
    error = PermissionError(number, "held", str(path))
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


def failing(times: int, error: OSError) -> Callable[[], str]:
    left = [times]

    def act() -> str:
        if left[0] > 0:
            left[0] -= 1
            raise error
        return "selesai"

    return act


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("times", [0, 1, len(PAUSES_SECONDS)])
def test_what_is_held_is_tried_again(code: int, times: int, naps: list[float]) -> None:
    assert when_free(failing(times, held(code))) == "selesai"
    assert naps == list(PAUSES_SECONDS[:times])


def test_what_stays_held_is_given_up_after_a_second_and_a_half(naps: list[float]) -> None:
    with pytest.raises(PermissionError):
        when_free(failing(len(PAUSES_SECONDS) + 1, held(32)))
    assert 1 < sum(naps) < 2


@pytest.mark.parametrize(
    "error", [PermissionError(errno.EACCES, "no right"), FileNotFoundError(2, "x"), held(2), OSError(5, "io")]
)
def test_other_errors_are_not_waited_for(error: OSError, naps: list[float]) -> None:
    assert not is_held(error)
    with pytest.raises(type(error)):
        when_free(failing(1, error))
    assert naps == []


@pytest.mark.parametrize("code", [5, 32, 33])
def test_it_is_told_as_a_file_in_use_and_never_as_a_missing_right(code: int) -> None:
    outcome = explain(held(code, "/kantor/Register.xlsm"), Click("percobaan"))
    assert outcome.ending is Ending.REFUSED
    assert outcome.text.startswith("Register.xlsm sedang dipakai program lain")
    assert "Tidak diizinkan" not in outcome.text
    assert ("hak tulis" in outcome.text) == (code == 5)  # the one number that a missing right has too


def test_a_missing_right_is_still_told_as_such() -> None:
    outcome = explain(PermissionError(errno.EACCES, "no", "/kantor/Register.xlsm"), Click("percobaan"))
    assert outcome.text.startswith("Tidak diizinkan membuka atau menulis Register.xlsm.")


# -- where files are opened and put into place -------------------------------------------------------------------


def once(monkeypatch: pytest.MonkeyPatch, name: str) -> list[int]:
    """The next use of a method of Path finds the file held."""
    real, seen = getattr(Path, name), []

    def method(self: Path, *arguments: object, **options: object) -> object:
        seen.append(1)
        if len(seen) == 1:
            raise held(32, self)
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, name, method)
    return seen


def test_a_file_is_replaced_a_moment_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = once(monkeypatch, "replace")
    replace_private(tmp_path / "a", b"baru")
    assert (tmp_path / "a").read_bytes() == b"baru"
    assert len(seen) == 2


@pytest.mark.parametrize("act", [lambda path: copy_private(path, path.with_name("b")), flush])
def test_a_file_is_opened_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], object]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"isi")
    seen = once(monkeypatch, "open")
    act(path)
    assert len(seen) == 2


def test_the_register_is_opened_and_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(__file__).parents[2] / "workbook" / "Register-Dikecualikan.xlsm"
    opened = once(monkeypatch, "open")
    package = container.Container(path)
    assert len(opened) == 2
    replaced = once(monkeypatch, "replace")
    container_save.save(package, {}, tmp_path / "x.xlsm")
    assert len(replaced) == 2
    assert (tmp_path / "x.xlsm").read_bytes() == path.read_bytes()


def test_a_part_of_the_program_that_does_not_load_is_named_in_words_and_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in LOG_FOLDER:
        monkeypatch.setenv(name, str(tmp_path))
    error = ImportError("DLL load failed", name="zxingcpp", path="C:/Users/maria/site-packages/zxingcpp.pyd")
    outcome = explain(error, Click("percobaan"))
    assert outcome.text.startswith("Bagian program zxingcpp tidak dapat dimuat di komputer ini.")
    assert "Periksa Komputer" in outcome.text
    log = next(tmp_path.rglob("galat.log")).read_text()
    assert "(name=zxingcpp, path=site-packages/zxingcpp.pyd)" in log
    assert "maria" not in log

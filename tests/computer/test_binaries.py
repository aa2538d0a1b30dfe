"""Whether the compiled parts of the program load on this PC."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from xl_macros.computer.binaries import (
    BINARIES,
    GET_RUNTIME,
    NOT_USED,
    UNBLOCK,
    WINDOWS_BINARIES,
    check_binaries,
)
from xl_macros.computer.check import Context
from xl_macros.computer.loading import ABSENT, FAILED, LOADED, has_library, load_modules, main
from xl_macros.computer.machine import run_program

Given = Callable[..., Context]
LOCK = Path(__file__).resolve().parents[2] / "requirements.txt"


def test_every_locked_package_with_compiled_code_is_on_the_list() -> None:
    compiled = set()
    for name in re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        try:
            files = importlib.metadata.distribution(name).files or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        if any(file.suffix in {".so", ".pyd"} and ".libs" not in file.parts[0] for file in files):
            compiled.add(name)
    assert compiled - NOT_USED <= {*BINARIES, *WINDOWS_BINARIES}
    assert len(compiled) > 10


def test_all_of_them_load_here_in_a_process_of_its_own() -> None:
    modules = list(BINARIES.values())
    answers = load_modules(modules, run_program)
    assert {module: answers[module] for module in modules if answers[module] == FAILED} == {}
    assert answers["lxml.etree"] == LOADED


def test_a_module_that_takes_the_process_down_is_named_and_the_others_are_still_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mati.py").write_text("import os; os._exit(3)")
    (tmp_path / "rusak.py").write_text("raise ImportError('DLL load failed')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = load_modules(["json", "mati", "rusak", "tiada", "csv"], run_program)
    assert answers == {"json": LOADED, "mati": FAILED, "rusak": FAILED, "tiada": ABSENT, "csv": LOADED}


def test_a_second_process_that_cannot_start_is_passed_on() -> None:
    def blocked(_words: Sequence[str], _seconds: float) -> str:
        raise OSError(5, "blocked")

    with pytest.raises(OSError, match="blocked"):
        load_modules(["json"], blocked)

    def dies(words: Sequence[str], _seconds: float) -> str:
        raise subprocess.CalledProcessError(1, words, b"")

    with pytest.raises(subprocess.CalledProcessError):
        load_modules(["json"], dies)


def test_the_child_says_what_came_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["json", "tidak_ada_di_sini"]) == 0
    assert capsys.readouterr().out.splitlines()[1::2] == [f"json\t{LOADED}", f"tidak_ada_di_sini\t{ABSENT}"]


@pytest.mark.skipif(sys.platform == "win32", reason="only where Windows' libraries are not asked for")
def test_elsewhere_no_library_of_windows_is_missed() -> None:
    assert has_library("msvcp140.dll")


def answering(**failed: str) -> Callable[[Sequence[str]], dict[str, str]]:
    return lambda modules: dict.fromkeys(modules, LOADED) | failed


def test_all_in_order_is_one_line(given: Given) -> None:
    check = check_binaries(given())
    assert check.ok is True
    assert str(len(BINARIES) + len(WINDOWS_BINARIES)) in check.detail


def test_the_missing_runtime_library_is_named_with_what_can_still_be_used(given: Given) -> None:
    check = check_binaries(given(load_modules=answering(zxingcpp=FAILED), has_library=lambda name: False))
    assert check.ok is False
    assert "zxing-cpp" in check.detail
    assert "lembar sampul" in check.detail
    assert check.cure == GET_RUNTIME


def test_a_blocked_part_is_something_for_the_administrator(given: Given) -> None:
    check = check_binaries(given(load_modules=answering(zxingcpp=FAILED, typst=FAILED)))
    assert check.ok is False
    assert "typst, zxing-cpp" in check.detail
    assert check.cure == UNBLOCK


def test_a_package_that_is_not_there_is_missed_where_it_is_needed(given: Given) -> None:
    assert check_binaries(given(load_modules=answering(pandas=ABSENT))).ok is False
    assert check_binaries(given(load_modules=answering(pi_heif=ABSENT))).ok is True


def test_where_no_second_process_may_start_nothing_is_claimed(given: Given) -> None:
    def blocked(_modules: Sequence[str]) -> dict[str, str]:
        raise OSError(5, "blocked")

    check = check_binaries(given(load_modules=blocked))
    assert check.ok is None
    assert check.cure == UNBLOCK

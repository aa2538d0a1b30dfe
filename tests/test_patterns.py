"""Patterns that are compiled late are sound all the same, and used like others."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

import xl_macros
from xl_macros import patterns


@pytest.fixture(autouse=True)
def nothing_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other processes kept is not looked at, and byte code is written."""
    monkeypatch.setattr(patterns, "_kept", patterns.Kept(None))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_it = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given[0]) or compile_it(*given))
    late = patterns.regex(r"(?P<year>\d{4})-\d\d", re.ASCII)
    assert (late.pattern, late.flags, compiled) == (r"(?P<year>\d{4})-\d\d", re.ASCII, [])
    assert [found["year"] for found in late.finditer("2025-01 2026-02")] == ["2025", "2026"]
    assert (late.groups, late.sub("x", "2025-01"), late.fullmatch("2025")) == (1, "x", None)
    assert compiled == [late.pattern]
    with pytest.raises(AttributeError):
        late.no_such_member  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_of_the_program_can_be_compiled_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[patterns._Late] = []
    begin = patterns._Late.__init__

    def noted(late: patterns._Late, *given: object) -> None:
        begin(late, *given)  # type: ignore[arg-type]
        made.append(late)

    monkeypatch.setattr(patterns._Late, "__init__", noted)
    for path in Path(xl_macros.__path__[0]).rglob("*.py"):
        if "= regex(" in path.read_text(encoding="utf-8"):
            runpy.run_path(str(path), run_name="anew")
    assert len(made) > 300
    assert all(late.search for late in made)
    path = tmp_path / "kept.regex"
    kept = patterns.Kept(path)
    compiled = [kept.compiled(late.pattern, late.flags) for late in made]
    kept.write()
    with without_compiler():
        again = patterns.Kept(path)
        assert [again.compiled(late.pattern, late.flags) for late in made] == compiled
        assert [again.compiled(late.pattern, late.flags).groupindex for late in made] == [
            each.groupindex for each in compiled
        ]


@contextmanager
def without_compiler() -> Iterator[None]:
    with mock.patch.object(re, "compile", side_effect=AssertionError("compiled")):
        yield


CASES = (
    (r"(?P<day>\d+)/(?P<month>\d+)|x", re.ASCII),
    (r"(a++)[\ue000-\uffff]", re.I),
    (rb"<c r=\"([A-Z]+)", 0),
)


def kept_cases(path: Path) -> patterns.Kept:
    kept = patterns.Kept(path)
    for pattern, flags in CASES:
        kept.compiled(pattern, flags)
    return kept


def test_what_was_compiled_once_is_put_together_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "kept.regex"
    kept_cases(path).write()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    stamp = path.stat().st_mtime_ns
    with without_compiler():
        kept = kept_cases(path)
        kept.write()
        found = kept.compiled(*CASES[0]).fullmatch("24/8")
    assert found is not None
    assert found.groupdict() == {"day": "24", "month": "8"}
    assert path.stat().st_mtime_ns == stamp, "nothing new, and written all the same"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda content: content[:-1],
        lambda content: content[:-9] + b"\0" + content[-8:],
        lambda content: content.replace(sys.version.encode(), sys.version.encode()[::-1]),
        lambda content: b"",
    ],
    ids=["cut off", "damaged", "another Python's", "empty"],
)
def test_what_does_not_fit_is_compiled_as_ever(tmp_path: Path, spoilt: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "kept.regex"
    kept_cases(path).write()
    path.write_bytes(spoilt(path.read_bytes()))
    assert [kept_cases(path).compiled(*case) for case in CASES] == [re.compile(*case) for case in CASES]
    kept_cases(path).write()
    with without_compiler():
        kept_cases(path)


def test_code_that_is_none_is_compiled_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.regex"
    monkeypatch.setattr(patterns, "_put_together", lambda pattern, _: re.compile(pattern))
    monkeypatch.setattr(patterns, "_parts_of", lambda _, flags: (flags, bytes(8), 0, {}))
    kept = patterns.Kept(path)
    kept.compiled("abc", 0)
    kept.write()
    monkeypatch.undo()
    assert path.exists()
    assert patterns.Kept(path).compiled("abc", 0) == re.compile("abc")


def test_nothing_is_kept_that_another_python_would_make_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.regex"
    monkeypatch.delitem(sys.modules, "re._compiler")
    kept = kept_cases(path)
    kept.write()
    assert kept.compiled(*CASES[0]) == re.compile(*CASES[0])
    assert not path.exists()


def test_nothing_is_written_where_no_byte_code_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept_cases(tmp_path / "kept.regex").write()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept_cases(tmp_path / "no folder" / "kept.regex").write()
    patterns.Kept(None).write()
    assert list(tmp_path.iterdir()) == []


READS_A_WORDING = """
from xl_macros import patterns
from xl_macros.domain.period import read_period
compiled, parts_of = [], patterns._parts_of
patterns._parts_of = lambda *given: compiled.append(given) or parts_of(*given)
read_period("5 (lima) tahun sejak 2 Januari 2025")
read_period("sampai ada persetujuan PPID")
read_period("selama 10'000 hari, pasal 17 UU 14/2008")
print(len(compiled))
"""


def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    """Whatever order sets have: an expression that differs from run to run would be kept anew by each."""
    counts = []
    for seed in ("1", "2", "3"):
        environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONHASHSEED": seed}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, "-c", READS_A_WORDING],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        counts.append(int(done.stdout))
    assert counts[0] > 50
    assert counts[1:] == [0, 0]

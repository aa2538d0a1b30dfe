"""Patterns that are compiled late are sound all the same, and used like others."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import xl_macros
from xl_macros import patterns


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


def test_every_pattern_of_the_program_can_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
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

"""Texts of scans are kept by hash, and nothing of what is no longer listed stays in the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from privacy import open_to

from xl_macros.scans.text_index import NAME, TextIndex


@pytest.fixture
def index(tmp_path: Path) -> TextIndex:
    found = TextIndex(tmp_path / ".kecuali")
    found.keep([("a", ["satu", "dua rahasia"]), ("b", ["", ""]), ("c", ["rahasia tiga"])], {"a", "b", "c"})
    return found


def test_pages_are_found_by_hash(index: TextIndex) -> None:
    assert index.known() == {"a", "b", "c"}
    assert index.with_text() == {"a", "c"}
    assert index.pages_with("rahasia") == {"a": [2], "c": [1]}
    assert index.pages_with("%") == {}, "no pattern language"


def test_what_is_no_longer_listed_leaves_no_trace(index: TextIndex, tmp_path: Path) -> None:
    index.keep([("d", ["empat"])], {"b", "c", "d"})
    assert index.known() == {"b", "c", "d"}
    index.forget("c")
    assert index.pages_with("rahasia") == {}
    assert b"rahasia" not in (tmp_path / ".kecuali" / NAME).read_bytes()


def test_only_the_owner_reads_it(index: TextIndex, tmp_path: Path) -> None:
    assert open_to(tmp_path / ".kecuali" / NAME) == []


def test_without_a_file_nothing_is_known_and_nothing_made(tmp_path: Path) -> None:
    index = TextIndex(tmp_path)
    assert index.known() == frozenset()
    index.keep([], [])
    index.forget("a")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_one_is_made_anew(index: TextIndex, tmp_path: Path) -> None:
    path = tmp_path / ".kecuali" / NAME
    path.write_bytes(b"bukan basis data" * 100)
    assert index.known() == frozenset()
    assert not path.exists()
    index.keep([("a", ["satu"])], {"a"})
    assert index.known() == {"a"}


def test_a_busy_one_is_left_alone(index: TextIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_macros.scans import text_index

    monkeypatch.setattr(text_index, "_PATIENCE_SECONDS", 0.01)
    with sqlite3.connect(tmp_path / ".kecuali" / NAME) as other:
        other.execute("BEGIN EXCLUSIVE")
        index.keep([("e", ["lima"])], {"a", "b", "c", "e"})
        assert index.known() == frozenset()
        other.rollback()
    assert index.known() == {"a", "b", "c"}


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    index = TextIndex(tmp_path / "berkas" / ".kecuali")
    index.keep([("a", ["satu"])], {"a"})
    assert index.known() == frozenset()

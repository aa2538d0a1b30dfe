"""One button at a time, whoever starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from faults.invariants import complaints, content
from faults.small_button import DONE, run
from office_at_work import NUMBER, DeskOfAnOffice, filled

from xl_macros.click.lock import HOLDER, LOCK, only_one
from xl_macros.click.macro import Ending
from xl_macros.errors import NOTHING_CHANGED, Refusal
from xl_macros.tables.schema import LOG

AT = datetime(2026, 8, 24, 8, 15)

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from xl_macros.click.lock import only_one
with only_one(Path(sys.argv[1]), "build_recap", "maria", datetime(2026, 8, 24, 8, 15)):
    print("siap", flush=True)
    sys.stdin.readline()
"""

CLICK = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from faults.small_button import run
from office_at_work import DeskOfAnOffice
print(run(DeskOfAnOffice(Path(sys.argv[1]))).text.splitlines()[0])
"""


@contextmanager
def another_process(private: Path) -> Iterator[subprocess.Popen[str]]:
    """One that holds the office until it is told to stop."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(private)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "siap\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


@pytest.fixture
def desk(tmp_path: Path) -> DeskOfAnOffice:
    return filled(tmp_path / "kantor")


def test_a_second_process_is_refused_and_told_who_holds_the_office(desk: DeskOfAnOffice) -> None:
    before = content(desk)
    with another_process(desk.folder / ".kecuali"):
        outcome = run(desk)
        assert outcome.ending is Ending.REFUSED
        assert outcome.text.splitlines() == [
            "Tombol lain sedang bekerja pada register ini: build_recap oleh maria sejak pukul 08:15.",
            NOTHING_CHANGED,
            "Tunggu sampai selesai, lalu klik lagi.",
        ]
        assert content(desk) == before
    assert run(desk).text == DONE


def test_a_killed_holder_holds_nothing(desk: DeskOfAnOffice) -> None:
    with another_process(desk.folder / ".kecuali") as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert (desk.folder / ".kecuali" / HOLDER).exists()
        assert run(desk).text == DONE
    assert not (desk.folder / ".kecuali" / HOLDER).exists()


def test_a_real_button_on_the_command_line_is_refused_too(desk: DeskOfAnOffice) -> None:
    with another_process(desk.folder / ".kecuali"):
        done = subprocess.run(
            [sys.executable, "-m", "xl_macros.cli", "receive-decision", "--book", str(desk.book),
             "--officer", "Maria Goreti", "--target", NUMBER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "build_recap oleh maria" in done.stderr
    assert "Traceback" not in done.stderr


def test_of_many_processes_at_once_each_works_alone_or_is_refused(desk: DeskOfAnOffice) -> None:
    tests = str(Path(__file__).parents[1])
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", CLICK, str(desk.book), tests], stdout=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    said = [process.communicate()[0].strip() for process in crowd]
    done = said.count(DONE)
    assert done >= 1
    others = [line for line in said if line != DONE]
    assert all("Tombol lain sedang bekerja" in line or "diubah oleh program lain" in line for line in others)
    assert len(desk.rows(LOG)) == done
    assert complaints(desk) == []


def test_the_lock_and_the_holder_are_private_and_the_holder_goes(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with only_one(tmp_path / ".kecuali", "x", "maria", AT):
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / ".kecuali").iterdir()}
            assert modes == {LOCK: 0o600, HOLDER: 0o600}
            assert json.loads((tmp_path / ".kecuali" / HOLDER).read_bytes())["pid"] == os.getpid()
    finally:
        os.umask(before)
    assert (tmp_path / ".kecuali").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (tmp_path / ".kecuali").iterdir()] == [LOCK]


def test_the_lock_is_given_back_when_the_button_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_one(tmp_path, "x", "maria", AT):
        raise ZeroDivisionError
    with only_one(tmp_path, "x", "maria", AT):
        assert (tmp_path / HOLDER).exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"button": 1}',
        b'{"button": "a", "account": "b", "at": 7}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_holder_that_cannot_be_read_is_somebody(tmp_path: Path, content: bytes) -> None:
    with another_process(tmp_path):
        (tmp_path / HOLDER).write_bytes(content)
        with (
            pytest.raises(Refusal, match="register ini: pengguna lain"),
            only_one(tmp_path, "x", "maria", AT),
        ):
            pass


def test_a_holder_with_a_hostile_name_is_shown_without_its_tricks(tmp_path: Path) -> None:
    holder = {"button": "x\n\u202e" + "y" * 500, "account": "a\x1b[31m\u2066", "at": "2026-08-24T08:15:00"}
    with another_process(tmp_path):
        (tmp_path / HOLDER).write_text(json.dumps(holder))
        with pytest.raises(Refusal) as refusal, only_one(tmp_path, "x", "maria", AT):
            pass
    assert all(letter.isprintable() for letter in refusal.value.what)
    assert len(refusal.value.what) < 200

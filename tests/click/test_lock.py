"""One button at a time, whoever starts it."""

from __future__ import annotations

import errno
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from unittest import mock

import pytest
from faults.invariants import complaints, content
from faults.small_button import DONE, run
from office_at_work import NUMBER, DeskOfAnOffice, filled
from privacy import open_to

from xl_macros.click.lock import HOLDER, LOCK, STAND_IN, only_one
from xl_macros.click.macro import Ending
from xl_macros.errors import NOTHING_CHANGED, Refusal
from xl_macros.tables.schema import LOG

AT = datetime(2026, 8, 24, 8, 15)
LEFT = [] if os.name == "nt" else [LOCK]
"""What lies in the private folder between two clicks: on Windows the system's lock goes with its holder."""
PROCESSES_ARE_ASKED = pytest.mark.skipif(
    os.name == "nt", reason="only its age tells there that a holder is gone"
)

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
        holder.kill()
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
            made = {path.name: open_to(path) for path in (tmp_path / ".kecuali").iterdir()}
            assert made == {LOCK: [], HOLDER: []}
            assert json.loads((tmp_path / ".kecuali" / HOLDER).read_bytes())["pid"] == os.getpid()
    finally:
        os.umask(before)
    assert open_to(tmp_path / ".kecuali") == []
    assert [path.name for path in (tmp_path / ".kecuali").iterdir()] == LEFT


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


# -- shares that know no locks -----------------------------------------------------------------------------


@contextmanager
def without_flock(number: int) -> Iterator[None]:
    """A share whose every lock fails with that error."""

    def refused(_descriptor: int, _how: int) -> None:
        raise OSError(number, os.strerror(number))

    if os.name == "nt":
        pytest.skip("locks are not fcntl's there")
    with mock.patch("fcntl.flock", refused):
        yield


NO_FLOCK = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS]


@pytest.mark.parametrize("number", NO_FLOCK)
def test_on_a_share_without_locks_buttons_work_and_the_file_that_stands_in_goes(
    desk: DeskOfAnOffice, number: int
) -> None:
    with without_flock(number):
        assert run(desk).text == DONE
        assert run(desk).text == DONE
    assert not (desk.folder / ".kecuali" / STAND_IN).exists()
    assert complaints(desk) == []


def holder(**changes: object) -> bytes:
    fields = {"button": "x", "account": "maria", "pid": 1, "at": "2026-08-24T08:15:00", "computer": "PC-2"}
    return json.dumps({**fields, "started": "", **changes}).encode()


@pytest.mark.parametrize("number", [*NO_FLOCK, 0])
def test_a_holder_on_another_computer_is_named_at_once(tmp_path: Path, number: int) -> None:
    """With a lock of its own too: the other computer may see the share without one."""
    (tmp_path / STAND_IN).write_bytes(holder(pid=4711))
    begun = time.monotonic()
    with (
        without_flock(number) if number else nullcontext(),
        pytest.raises(Refusal) as refusal,
        only_one(tmp_path, "y", "yohanes", AT),
    ):
        pass
    assert "x oleh maria sejak pukul 08:15 (proses 4711 di komputer PC-2)" in str(refusal.value)
    assert STAND_IN in refusal.value.cure
    assert time.monotonic() - begun < 5
    assert (tmp_path / STAND_IN).read_bytes() == holder(pid=4711)


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("number", [errno.ENOLCK, 0])
@pytest.mark.parametrize(
    "left",
    [
        pytest.param("ended", marks=PROCESSES_ARE_ASKED),
        pytest.param("another since", marks=PROCESSES_ARE_ASKED),
        "old",
        "unreadable and old",
    ],
)
def test_a_holder_that_is_gone_holds_nothing(tmp_path: Path, left: str, number: int) -> None:
    path, here = tmp_path / STAND_IN, platform.node()
    content = {
        "ended": holder(pid=ended_process(), computer=here),
        "another since": holder(pid=os.getpid(), computer=here, started="1"),
        "old": holder(),
        "unreadable and old": b"{",
    }[left]
    path.write_bytes(content)
    if "old" in left:
        os.utime(path, (time.time() - 13 * 3600,) * 2)
    with without_flock(number) if number else nullcontext(), only_one(tmp_path, "y", "yohanes", AT):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == LEFT


def test_a_share_that_fails_otherwise_is_no_share_without_locks(tmp_path: Path) -> None:
    with (
        without_flock(errno.EIO),
        pytest.raises(OSError, match="Input/output"),
        only_one(tmp_path, "x", "", AT),
    ):
        pass


@pytest.mark.parametrize("raised", [RuntimeError, KeyboardInterrupt, MemoryError])
def test_the_lock_is_given_back_whatever_fails_at_its_end(
    tmp_path: Path, raised: type[BaseException]
) -> None:
    with (
        mock.patch.object(Path, "unlink", side_effect=raised),
        pytest.raises(raised),
        only_one(tmp_path, "x", "maria", AT),
    ):
        pass
    kept_alive = sys.exc_info()  # what 3.13 no longer drops by itself
    with only_one(tmp_path, "x", "maria", AT):
        assert kept_alive is not None


# -- LibreOffice -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (",maria,pc-2,24.08.2026 08:15,file:///home/maria/.config/libreoffice/4;", "maria di komputer pc-2"),
        ("Maria Goreti,maria,pc-2,24.08.2026 08:15,;", "Maria Goreti di komputer pc-2"),
        ("", "pengguna lain"),
        ("\u202e\x1b[31m", "[31m"),
    ],
)
def test_a_workbook_that_libreoffice_has_open_is_refused(
    desk: DeskOfAnOffice, content: str, who: str
) -> None:
    lock_file = desk.folder / f".~lock.{desk.book.name}#"
    lock_file.write_text(content, encoding="utf-8")
    before = desk.fingerprint()
    outcome = run(desk)
    assert outcome.ending is Ending.REFUSED
    assert f"LibreOffice oleh {who}." in outcome.text
    assert lock_file.name in outcome.text
    assert desk.fingerprint() == before
    lock_file.unlink()
    assert run(desk).text == DONE


# -- a copy is no office -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "Register.xlsm", "salinan saya.xlsm"])
def test_a_copy_in_the_folder_of_copies_refuses_clicks(desk: DeskOfAnOffice, name: str | None) -> None:
    run(desk)
    (copy,) = (desk.folder / "Cadangan").iterdir()
    book = copy.rename(copy.with_name(name)) if name else copy
    before = desk.fingerprint()
    outcome = run(DeskOfAnOffice(book, desk.now))
    assert outcome.ending is Ending.REFUSED
    assert "adalah salinan cadangan" in outcome.text
    assert desk.fingerprint() == before


def test_a_copy_that_was_carried_elsewhere_under_its_name_refuses_clicks_too(
    desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    run(desk)
    (copy,) = (desk.folder / "Cadangan").iterdir()
    carried = tmp_path / "lain" / copy.name
    carried.parent.mkdir()
    carried.write_bytes(copy.read_bytes())
    assert "adalah salinan cadangan" in run(DeskOfAnOffice(carried, desk.now)).text
    assert [path.name for path in carried.parent.iterdir()] == [copy.name]


# -- another account ---------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator gives files away"
)
def test_what_an_administrators_click_makes_belongs_to_the_offices_account(desk: DeskOfAnOffice) -> None:
    for path in (desk.folder, *desk.folder.rglob("*")):
        os.chown(path, 12345, 12346)
    assert run(desk).text == DONE
    made = [path for path in desk.folder.rglob("*") if path != desk.book]
    assert [path for path in made if (path.stat().st_uid, path.stat().st_gid) != (12345, 12346)] == []
    assert [path for path in made if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif(os.name == "nt", reason="files take the rights of their folder there")
def test_in_a_folder_that_a_group_shares_the_group_may_use_what_is_made(desk: DeskOfAnOffice) -> None:
    for path in (desk.folder, *(path for path in desk.folder.rglob("*") if path.is_dir())):
        path.chmod(0o2770)
    assert run(desk).text == DONE
    made = [
        path for folder in (".kecuali", "Cadangan", "Laporan") for path in (desk.folder / folder).rglob("*")
    ]
    modes = {path.stat().st_mode & 0o7777 for path in made}
    assert modes == {0o2770, 0o660}, sorted((oct(path.stat().st_mode), path.name) for path in made)

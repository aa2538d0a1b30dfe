"""An office on a share: mounted read-only, or gone in the middle of a click; real mounts where this machine lets us."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.broken_disk import Disk, broken
from faults.invariants import complaints, content
from faults.small_button import copied
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.errors import NOTHING_CHANGED


def mounted(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path | None]:
    """A file system of its own; None where this machine mounts none for us."""
    folder = tmp_path / "bersama"
    folder.mkdir()
    if os.name == "nt" or not mounted("-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)):
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_share_that_may_only_be_read_is_refused_by_name(
    untouched: DeskOfAnOffice, share: Path | None, tmp_path: Path
) -> None:
    desk = copied(untouched, (share or tmp_path) / "kantor")
    before = desk.fingerprint()
    if share is None:
        with broken(Disk(1, error=errno.EROFS, cut=False)):
            outcome = desk.click("receive-decision", CHECKER, target=NUMBER)
    else:
        assert mounted("-o", "remount,ro", str(share))
        outcome = desk.click("receive-decision", CHECKER, target=NUMBER)
        assert mounted("-o", "remount,rw", str(share))
    assert outcome.ending is Ending.REFUSED
    assert "hanya dapat dibaca" in outcome.text
    assert NOTHING_CHANGED in outcome.text
    assert desk.fingerprint() == before
    desk.done("receive-decision", CHECKER, target=NUMBER)


@pytest.mark.parametrize("number", [errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT, errno.EIO])
def test_a_share_that_goes_in_the_middle_of_a_click_is_told_and_the_next_click_sets_it_right(
    untouched: DeskOfAnOffice, tmp_path: Path, number: int
) -> None:
    """From some step on nothing can be written any more, not even to take back what was begun."""
    desk = copied(untouched, tmp_path / "tenang")
    before = content(desk)
    with broken(Disk(10**9)) as whole:
        desk.done("receive-decision", CHECKER, target=NUMBER)
    after = content(desk)
    for place in (1, len(whole.steps) // 2, len(whole.steps) * 3 // 4, len(whole.steps) - 3):
        desk = copied(untouched, tmp_path / f"{place}")
        with broken(Gone(place, error=number)):
            outcome = desk.click("receive-decision", CHECKER, target=NUMBER)
        assert outcome.ending in {Ending.REFUSED, Ending.DONE}, outcome.text
        desk.click("compute-expiry", preview=True)
        assert content(desk) in (before, after)
        assert complaints(desk) == []


class Gone(Disk):
    """A disk on which every step fails from the n-th on, and says so each time."""

    def step(self, name: str, about: object) -> None:
        super().step(name, about)
        if len(self.steps) > self.fails_at and self.armed:
            raise OSError(self.error, os.strerror(self.error), str(about))

"""Every writing button, undo included, while the disk fails at some step of it: full, read-only, denied, gone.

`KECUALI_LONG=1` has it fail at every step of every button; without, at a few that differ from button to button.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path

import pytest
from faults.broken_disk import Disk, broken
from faults.invariants import complaints, content, sources
from faults.kill_buttons import Act, look, make_stages, moment, plans
from office_at_work import DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.click.outcomes import LEFT_OPEN, SAVED
from xl_macros.errors import NOTHING_CHANGED

LONG = os.environ.get("KECUALI_LONG") == "1"
ERRORS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOENT, errno.EDQUOT)
ACTS = {plan.name: plan for plan in plans(Path())}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tahap")
    make_stages(folder)
    return folder


def office(plan: Act, stages: Path, target: Path) -> DeskOfAnOffice:
    stage = stages / plan.stage
    desk = plan.office(target, stage)
    desk.now = moment(stage)
    return desk


@pytest.mark.parametrize("name", ACTS)
def test_a_button_on_a_broken_disk_is_told_plainly_and_leaves_all_or_nothing(
    name: str, stages: Path, tmp_path: Path
) -> None:
    plan = ACTS[name]
    desk = office(plan, stages, tmp_path / "tenang")
    before = content(desk)
    with broken(Disk(10**9)) as whole:
        assert plan.act(desk) is Ending.DONE
    after, steps = content(desk), len(whole.steps)
    assert steps > 5
    if LONG:
        print(f"{name}: fails at each of {steps} steps")  # noqa: T201  # the figures
    places = range(1, steps + 1) if LONG else random.Random(name).sample(range(1, steps + 1), 2)  # noqa: S311
    for place in places:
        desk = office(plan, stages, tmp_path / f"{place}")
        clock, originals = desk.now, sources(desk)
        with broken(Disk(place, error=ERRORS[place % len(ERRORS)])) as disk:
            ending = plan.act(desk)
        assert disk.failed
        said = desk.last.text
        assert ending in {Ending.DONE, Ending.REFUSED}, f"{disk.steps[-1]}: {said}"
        if ending is Ending.REFUSED:
            assert any(words in said for words in (NOTHING_CHANGED, LEFT_OPEN, SAVED)), said
        assert not look(desk).startswith("GAGAL")
        state = content(desk)
        assert state in (before, after), f"{disk.steps[-1]}: neither before nor after"
        assert ending is Ending.REFUSED or state == after
        assert NOTHING_CHANGED not in said or state == before
        if state == before:
            desk.now = clock
            assert plan.act(desk) is Ending.DONE, desk.last.text
            assert content(desk) == after
        assert complaints(desk) == []
        assert sources(desk) == originals
        shutil.rmtree(desk.folder)

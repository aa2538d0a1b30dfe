"""Offices at each stage of the procedure.

Each stage is made once and copied for every test that starts there: an office can be copied like any folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from office_at_work import CHECKER, NUMBER, DeskOfAnOffice, filled
from shared_processes import parsing_processes_are_shared, processes  # noqa: F401  fixtures of this room


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DeskOfAnOffice]:
    """One office after each stage, by the name of the fixture that hands out copies."""
    folder = tmp_path_factory.mktemp("stages")
    made: dict[str, DeskOfAnOffice] = {}

    def keep(name: str, desk: DeskOfAnOffice) -> DeskOfAnOffice:
        made[name] = copied(desk, folder / name)
        return desk

    desk = keep("desk", filled(folder / "kantor"))
    desk.done("receive-decision", CHECKER, target=NUMBER)
    keep("received", desk)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("attach-scans", target="B-2025-001.01", files=(desk.scan("satu", 2),))
    desk.done("attach-scans", target="B-2025-001.02", files=(desk.scan("dua", 3),))
    keep("scanned", desk)
    desk.done("build-recap")
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    keep("approved", desk)
    desk.done("store-documents")
    keep("stored", desk)
    desk.done("export-disposition")
    keep("reported", desk)
    return made


def copied(desk: DeskOfAnOffice, target: Path) -> DeskOfAnOffice:
    shutil.copytree(desk.folder, target)
    return DeskOfAnOffice(target / desk.book.name, desk.now)


def _stage(name: str) -> object:
    @pytest.fixture(name=name)
    def stage(stages: dict[str, DeskOfAnOffice], tmp_path: Path) -> DeskOfAnOffice:
        return copied(stages[name], tmp_path / "kantor")

    return stage


desk = _stage("desk")  # one decision of two entries, nothing done yet
received = _stage("received")  # step 1 is done
scanned = _stage("scanned")  # steps 1 and 2
approved = _stage("approved")  # steps 1 to 4
stored = _stage("stored")  # steps 1 to 5
reported = _stage("reported")  # all six

"""A pipe, a link, a device or a folder in place of any file of an office: never waited for, never written through.

`KECUALI_LONG=1` puts each of the four in place of every file; without, in place of some that differ from kind to kind.
"""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults.small_button import copied
from faults.whole_disk import beside, with_neighbours
from office_at_work import CHECKER, DECISION, ENTRY, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.keeping.codes import GIVEN_FILE
from xl_macros.keeping.known_layouts import LAYOUTS_FILE
from xl_macros.keeping.nightly import NAME as NIGHTLY
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, REGISTER

LONG = os.environ.get("KECUALI_LONG") == "1"
LONGEST_CLICK_SECONDS = 60
NEXT = "Nomor 9 Tahun 2025"
OFTEN_READ = (f".kecuali/{NIGHTLY}", f".kecuali/{GIVEN_FILE}", f".kecuali/{LAYOUTS_FILE}")
NOT_THERE_YET = (
    ".kecuali/jurnal.json",
    ".kecuali/kunci.ganti",
    ".kecuali/excel.json",
    ".kecuali/kunci-pemulihan.json",
    "Folder Khusus/kunci.json",
    "Folder Khusus/2025/B-2025-009/bagit.txt",
    "Laporan/Laporan Disposisi 009.saksi.json",
    "Laporan/Laporan Disposisi 009.pdf",
    "Cadangan/2026-08-24 08.00.00 0123abcd sebelum Urungkan.xlsm",
    ".~lock.Register-Dikecualikan.xlsm#",
    "~$Register-Dikecualikan.xlsm",
)
KINDS = ("pipe", "link", "device", "folder")

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are a thing of POSIX")


@pytest.fixture(scope="module")
def stored(with_report: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    """All six steps done, a second decision waiting, and every small file of the product there."""
    desk = copied(with_report, tmp_path_factory.mktemp("simpan") / "kantor")
    desk.edit(DECISIONS, lambda rows: [*rows, Row({**DECISION, "number": NEXT}.items())])
    entry = {**ENTRY, "decision_number": NEXT, "information": "Lain"}
    desk.edit(REGISTER, lambda rows: [*rows, Row(entry.items())])
    for name in OFTEN_READ:
        (desk.folder / name).touch(0o600)
    (desk.folder / OFTEN_READ[0]).write_text(json.dumps({"on": "2026-08-24", "keys": []}))
    return desk


@contextmanager
def soon() -> Iterator[None]:
    """What is waited for without end ends the test."""

    def too_long(*_: object) -> None:
        pytest.fail("a click waits for a file that is none")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LONGEST_CLICK_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_never_waited_for_and_nothing_is_written_through_it(
    stored: DeskOfAnOffice, tmp_path: Path, kind: str
) -> None:
    files = [path.relative_to(stored.folder).as_posix() for path in sorted(stored.folder.rglob("*"))]
    files = [name for name in files if (stored.folder / name).is_file() and name != stored.book.name]
    names = [*files, *NOT_THERE_YET]
    chosen = names if LONG else [*OFTEN_READ[:2], *random.Random(kind).sample(names, 1)]  # noqa: S311
    for number, name in enumerate(chosen):
        ground = tmp_path / f"{number}"
        with_neighbours(ground)
        desk = copied(stored, ground / "kantor")
        path = desk.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        else:
            path.symlink_to({"link": ground / "korban.txt", "device": "/dev/zero"}[kind])
        outside = beside(desk.folder)
        with soon():
            outcomes = [
                desk.click("verify-archive"),
                desk.click("receive-decision", CHECKER, target=NEXT),
                desk.click("undo-last", CHECKER, confirmed=True),
                desk.click("email-report", confirmed=True, report="001"),
            ]
        assert [each.text for each in outcomes if each.ending is Ending.FAILED] == [], name
        assert beside(desk.folder) == outside, name

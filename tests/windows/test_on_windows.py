"""The product with `os.name == "nt"`: installed, shown, removed; its own tests; clicks into another process."""

from __future__ import annotations

import os
import shutil
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Clicked, Office
from share import LONG
from sweeps import GONE, busy_from, ended_at, sweep, table
from windows_python import CHECKOUT, WindowsPython

from xl_macros.actions.catalogue import ACTIONS
from xl_macros.install.bundle import bundle

ROOMS = ("domain", "tables", "actions", "click", "file_engine", "scans", "archive", "places", "computer")
ALWAYS = [
    "scans/test_text_index.py",
    "scans/test_intake.py::test_what_is_staged_is_private_from_the_start",
    "click/test_lock.py",
    "actions/test_receive_decision.py::test_gives_codes_opens_the_log_and_makes_the_disposition_sheet",
    "actions/test_attach_scans.py::test_a_scan_is_copied_listed_counted_and_its_source_left_alone",
    "file_engine/test_saving.py",
]
"""Of the long rooms what every run does, where systems differ most: files that others hold, access, locks, names."""
BUSY_EVERY = 1 if os.environ.get("KECUALI_WINDOWS") == "all" else 4
"""The calls from which on Excel is busy: each of them takes five minutes on two cores."""
SHARE = os.environ.get("KECUALI_WINDOWS_SHARE", "6/32")
"""Of the other tests of the long rooms always the same one in so many, as long as not every share was seen green."""


# -- the program on its own ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["--nyata", pytest.param("--hidup", marks=pytest.mark.windows_all)])
def test_the_demo_goes_through_and_shows_no_draft_on_anybodys_desktop(
    windows: WindowsPython, kind: str
) -> None:
    """The few real decisions in the short run; the living office of forty entries takes six times as long."""
    shutil.rmtree(windows.drive / "demo", ignore_errors=True)
    options = ["--nyata"] if kind == "--nyata" else []
    ended = windows.run("-m", "xl_macros.cli", "demo", *options, r"C:\demo")
    assert ended.code == 0, ended.text
    assert "surel terbuka" not in ended.text
    assert "foldernya telah dibuka" not in ended.text
    assert list((windows.drive / "demo").rglob("*.eml"))


def test_from_the_stick_onto_the_pc_and_off_again(windows: WindowsPython) -> None:
    """What staff double-click, one after the other: pasang.cmd, perbaiki.cmd, copot.cmd."""
    office, stick = windows.drive / "kantor", windows.drive / "stik"
    for folder in (office, stick):
        shutil.rmtree(folder, ignore_errors=True)
    bundle(stick, ("3.11",))
    with windows.without_program() as program:
        installed = windows.wine("cmd", "/c", r"C:\stik\pasang.cmd", r"C:\kantor")
        assert "Selesai." in installed.text, installed.text
        register, guide = office / "Register-Dikecualikan.xlsm", program / "panduan"
        before = register.read_bytes()
        assert {path.name for path in (guide / "gambar").iterdir()} >= {"Register.png", "Beranda.png"}
        assert list(windows.start_menu.rglob("*.lnk"))
        shutil.rmtree(guide)
        repaired = windows.wine("cmd", "/c", str(windows.windows_local / "Kecuali" / "perbaiki.cmd"))
        assert (guide / "panduan.html").is_file(), repaired.text
        removed = windows.wine("cmd", "/c", str(windows.windows_local / "Kecuali" / "copot.cmd"))
        assert "Selesai." in removed.text, removed.text
        assert list(windows.start_menu.rglob("*.lnk")) == []
        assert not (program / "venv").exists()
        assert not guide.exists()
        assert register.read_bytes() == before


def test_what_does_not_load_is_named_with_its_cure(windows: WindowsPython) -> None:
    """A PC without the Visual C++ run-time library."""
    ended = windows.run(
        "-c", "from xl_macros.install.pc import _unloadable; print(_unloadable())",
        WINEDLLOVERRIDES="msvcp140=",
    )  # fmt: skip
    assert "zxing-cpp" in ended.text
    assert "vc_redist.x64.exe" in ended.text


# -- the project's own tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rooms",
    [
        pytest.param(ROOMS, id="of each room all or a share"),
        *(pytest.param((room,), id=room, marks=pytest.mark.windows_all) for room in ROOMS),
    ],
)
def test_the_projects_tests_pass_there(windows: WindowsPython, rooms: tuple[str, ...]) -> None:
    """In the short run the four short rooms whole, of the five long ones a share: whole they take too long."""
    part = ["--share", SHARE] if rooms == ROOMS else []
    tests = [*rooms, *ALWAYS] if rooms == ROOMS else rooms
    source = copied_checkout(windows)
    report = source / "report.xml"
    report.unlink(missing_ok=True)
    ended = windows.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "share", "--force-enable-socket", "-n", "2",
        "--dist", "worksteal", r"--basetemp=C:\t", r"--junitxml=C:\source\report.xml", *part,
        *(f"tests/{name}" for name in tests), folder=source, seconds=3600,
        PYTHONPATH=r"C:\test_tools;C:\source\tests\windows", KECUALI_HYPOTHESIS="ci",
    )  # fmt: skip
    assert report.is_file(), ended.text
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    skipped: Counter[str] = Counter()
    for case in ET.parse(report).iter("testcase"):
        found = {child.tag: child.get("message", "") for child in case}
        ending = next((each for each in ("error", "failure", "skipped") if each in found), "passed")
        counts[case.get("classname", "").split(".")[1]][ending] += 1
        skipped.update([found["skipped"]] if ending == "skipped" else [])
    print(f"share {SHARE} of", *LONG) if part else None  # noqa: T201  for a reader of CI's log
    print("| room | passed | skipped | failed |\n| --- | ---: | ---: | ---: |")  # noqa: T201  the same
    for room, endings in counts.items():
        failed = endings["failure"] + endings["error"]
        print(f"| {room} | {endings['passed']} | {endings['skipped']} | {failed} |")  # noqa: T201  the same
    print(*(f"  skipped {number}: {why}" for why, number in skipped.items()), sep="\n")  # noqa: T201  the same
    assert ended.code == 0, ended.text[-6000:]
    assert set(rooms) == set(counts)
    assert all(endings["passed"] for endings in counts.values())
    assert sum(endings["passed"] for endings in counts.values()) > 50


def copied_checkout(windows: WindowsPython) -> Path:
    """This checkout on drive C:, without what is made in it."""
    source = windows.drive / "source"
    shutil.rmtree(source, ignore_errors=True)
    kept_out = shutil.ignore_patterns(".git", ".venv*", "__pycache__", "node_modules", ".*_cache", "demo")
    return Path(shutil.copytree(CHECKOUT, source, ignore=kept_out))


# -- clicks into another process -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked(windows: WindowsPython) -> Iterator[tuple[Office, list[Clicked]]]:
    """An office in which every button was clicked once or more, in the order of the SOP, and those clicks."""
    with Office(windows, CHECKOUT) as office:
        yield office, list(office.tour())


def test_the_buttons_work_across_processes(worked: tuple[Office, list[Clicked]]) -> None:
    office, clicked = worked
    state, seen = office.order(do="state"), office.order(do="dump")
    for each in clicked:
        print(each.button, each.ending, each.seconds, sum(each.wire.values()))  # noqa: T201  for CI's log
    assert {each.button: each.text for each in clicked if each.ending != "selesai"} == {}
    assert {each.button for each in clicked} == {action.name for action in ACTIONS}
    assert state["settings"]["StatusBar"] is False
    assert state["saved"]
    assert seen["faults"] == []


def test_busy_from_any_call_on(windows: WindowsPython) -> None:
    """Excel busy for good from every fourth call on: the right words; a later click finds all well."""
    strokes = sweep(windows, busy_from, every=BUSY_EVERY, follow=3)
    print("Excel busy from the n-th call on", *table(strokes), sep="\n")  # noqa: T201  for a reader of CI's log
    assert len(strokes) > 40 / BUSY_EVERY
    assert [stroke for stroke in strokes if not stroke.good] == []


def test_excel_killed_at_any_call(windows: WindowsPython) -> None:
    """Excel ended at every tenth call: right words, then all or nothing is there."""
    strokes = sweep(windows, ended_at, every=10)
    print("Excel ended at the n-th call", *table(strokes), sep="\n")  # noqa: T201  the same
    assert len(strokes) > 4
    assert [stroke for stroke in strokes if not stroke.good] == []


def test_an_excel_that_was_closed_before_the_start(windows: WindowsPython, tmp_path: Path) -> None:
    exchange = windows.local / "Temp" / "kecuali-uji"
    shutil.rmtree(exchange, ignore_errors=True)
    exchange.mkdir(parents=True)
    ended = windows.run(
        "-P", "-m", "xl_macros", "self_test", "--wb=Register.xlsm", "--from_xl=1", "--hwnd=123456",
        f"--exchange={windows.windows_local / 'Temp' / 'kecuali-uji'}",
    )  # fmt: skip
    said = (exchange / "message.txt").read_text(encoding="utf-8")
    assert ended.code == 4
    assert GONE in said


def test_importing_xlwings_opens_no_socket_and_makes_no_classes(windows: WindowsPython) -> None:
    code = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda event, _: seen.append(event) if event.startswith('socket.') else None)\n"
        "from xl_macros.light_import import import_xlwings; import_xlwings()\n"
        "from win32com.client import gencache\n"
        "print(seen, [n for n in ('xlwings.pro', 'xlwings.udfs', 'xlwings.com_server') if n in sys.modules],\n"
        "      gencache.GetClassForCLSID('{000208D5-0000-0000-C000-000000000046}'))\n"
    )
    ended = windows.run("-c", code)
    assert ended.text.strip() == "[] [] None", ended.text

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
from windows_python import CHECKOUT, WindowsPython

from xl_macros.actions.catalogue import ACTIONS
from xl_macros.install.bundle import bundle

ROOMS = ("domain", "tables", "actions", "click", "file_engine", "scans", "archive", "places", "computer")
SAMPLE = [
    "domain/test_office_hours.py",
    "tables/test_rows.py",
    "file_engine/test_saving.py",
    "archive/test_special_folder.py",
    "places/test_access_lists.py",
    "scans/test_text_index.py",
    "scans/test_intake.py::test_what_is_staged_is_private_from_the_start",
    "click/test_lock.py::test_a_second_process_is_refused_and_told_who_holds_the_office",
    "click/test_lock.py::test_a_killed_holder_holds_nothing",
    "click/test_lock.py::test_the_lock_and_the_holder_are_private_and_the_holder_goes",
    "actions/test_receive_decision.py::test_gives_codes_opens_the_log_and_makes_the_disposition_sheet",
    "actions/test_attach_scans.py::test_a_scan_is_copied_listed_counted_and_its_source_left_alone",
]
"""Of each room a little, where systems differ most: files that others hold, access, locks, processes, names."""
BUSY = "Excel sedang sibuk"
GONE = "Excel tertutup"
EVERYTHING = os.environ.get("KECUALI_WINDOWS") == "all"


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
    "tests",
    [
        pytest.param(SAMPLE, id="sample"),
        *(pytest.param([room], id=room, marks=pytest.mark.windows_all) for room in ROOMS),
    ],
)
def test_the_projects_tests_pass_there(windows: WindowsPython, tests: list[str]) -> None:
    report = copied_checkout(windows) / "report.xml"
    report.unlink(missing_ok=True)
    ended = windows.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--force-enable-socket", r"--junitxml=C:\source\report.xml",
        *(f"tests/{name}" for name in tests), folder=report.parent, seconds=3600, PYTHONPATH=r"C:\test_tools",
    )  # fmt: skip
    assert report.is_file(), ended.text
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    skipped: Counter[str] = Counter()
    for case in ET.parse(report).iter("testcase"):
        found = {child.tag: child.get("message", "") for child in case}
        ending = next((each for each in ("error", "failure", "skipped") if each in found), "passed")
        counts[case.get("classname", "").split(".")[1]][ending] += 1
        skipped.update([found["skipped"]] if ending == "skipped" else [])
    for room, endings in counts.items():
        print(room, dict(endings))  # noqa: T201  the counts are what a reader of CI's log looks for
    print(*(f"  skipped {number}: {why}" for why, number in skipped.items()), sep="\n")  # noqa: T201  the same
    assert ended.code == 0, ended.text[-6000:]
    assert {Path(name).parts[0] for name in tests} == set(counts)
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


def click(office: Office, **how: int | None) -> Clicked:
    """A button that reads all and writes each time: the recap is set up anew."""
    return office.click("build_recap", confirmed=True, officer="Maria Goreti Jemian", **how)


def as_found(office: Office) -> bool:
    state = office.order(do="state")
    settings = state["settings"]
    return (
        (settings["ScreenUpdating"], settings["EnableEvents"], settings["StatusBar"]) == (True, True, False)
        and settings["Calculation"] == -4105
        and not {"LogLangkah", "Peristiwa", "Pindaian", "Beranda"} & set(state["open"])
    )


def test_busy_from_any_call_on(worked: tuple[Office, list[Clicked]]) -> None:
    """Excel busy for good from the n-th call on, for every n (in the short run for a few): one line each."""
    office, _ = worked
    whole = sum(click(office).wire.values())
    for passing in range(0, whole, 1 if EVERYTHING else whole // 3):
        office.order(do="busy", passing=passing, calls=10_000_000)
        stuck = click(office)
        office.order(do="busy")
        after = click(office)
        told = "selesai" if stuck.ending == "selesai" else BUSY in stuck.text
        print(f"busy from {passing:4}: {stuck.ending:8} {stuck.seconds:5.1f} s, then {after.ending}")  # noqa: T201
        assert told, (passing, stuck.text)
        assert after.ending == "selesai", (passing, after.text)
        assert as_found(office), passing


def test_excel_killed_at_any_call(worked: tuple[Office, list[Clicked]]) -> None:
    """Excel killed at every tenth call (in the short run at a few): right words, then all or nothing is there."""
    office, _ = worked
    whole = sum(click(office).wire.values())
    for last_call in range(5, whole, 10 if EVERYTHING else whole // 2):
        lost = click(office, last_call=last_call)
        office.stop()
        office.start()
        after = click(office)
        told = "selesai" if lost.ending == "selesai" else GONE in lost.text
        print(f"killed at {last_call:4}: {lost.ending:8} then {after.ending}")  # noqa: T201  for CI's log
        assert told, (last_call, lost.text)
        assert after.ending == "selesai", (last_call, after.text)
        assert as_found(office), last_call


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

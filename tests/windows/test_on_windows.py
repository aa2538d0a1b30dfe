"""The product with `os.name == "nt"`: installed, shown, removed; its own tests; clicks into another process."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from office import Clicked, Office
from windows_python import CHECKOUT, WindowsPython

from xl_macros.actions.catalogue import ACTIONS

ALL_FOLDERS = ("tables", "domain", "click", "file_engine", "archive", "places", "reports", "install")
BUSY = "Excel sedang sibuk"
GONE = "Excel tertutup"
FIRST_ACTS = 5
INTERRUPTED = "terputus"


# -- the program on its own ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["--nyata", pytest.param("--hidup", marks=pytest.mark.windows_all)])
def test_the_demo_goes_through_and_shows_no_draft_on_anybodys_desktop(
    windows: WindowsPython, kind: str
) -> None:
    """The few real decisions in the short run; the living office of forty entries takes six times as long."""
    shutil.rmtree(windows.drive / "demo", ignore_errors=True)
    options = ["--nyata"] if kind == "--nyata" else []
    ended = windows.run("-m", "xl_macros.cli", "demo", *options, r"C:\demo", seconds=600)
    assert ended.code == 0, ended.text
    assert "surel terbuka" not in ended.text
    assert "foldernya telah dibuka" not in ended.text
    assert list((windows.drive / "demo").rglob("*.eml"))


def test_installing_repairing_and_removing(windows: WindowsPython) -> None:
    shutil.rmtree(windows.drive / "kantor", ignore_errors=True)
    register = windows.drive / "kantor" / "Register-Dikecualikan.xlsm"
    installed = windows.run("-m", "xl_macros", "install", "--folder", r"C:\kantor")
    assert installed.code == 0, installed.text
    before = register.read_bytes()
    guide = windows.local / "Kecuali" / "panduan"
    assert {path.name for path in (guide / "gambar").iterdir()} >= {"Register.png", "Beranda.png"}
    shutil.rmtree(guide)
    repaired = windows.run("-m", "xl_macros", "repair")
    assert repaired.code == 0, repaired.text
    assert (guide / "panduan.html").is_file()
    removed = windows.run("-m", "xl_macros", "uninstall")
    assert removed.code == 0, removed.text
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
    "folder",
    ["computer", *(pytest.param(name, marks=pytest.mark.windows_all) for name in ALL_FOLDERS)],
)
def test_the_projects_tests_pass_there(windows: WindowsPython, folder: str) -> None:
    source = windows.drive / "source"
    shutil.rmtree(source, ignore_errors=True)
    kept_out = shutil.ignore_patterns(".git", ".venv", "__pycache__", "golden", "node_modules", ".*_cache")
    shutil.copytree(CHECKOUT, source, ignore=kept_out)
    report = source / "report.xml"
    skipped: Counter[str] = Counter()
    ended = windows.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--force-enable-socket", r"--junitxml=C:\source\report.xml",
        f"tests/{folder}", folder=source, seconds=900, PYTHONPATH=r"C:\test_tools",
    )  # fmt: skip
    assert report.is_file(), ended.text
    counts: Counter[str] = Counter()
    for case in ET.parse(report).iter("testcase"):
        found = {child.tag for child in case} & {"failure", "error", "skipped"}
        counts[next(iter(found), "passed")] += 1
        skipped.update(child.get("message", "") for child in case if child.tag == "skipped")
    print(folder, dict(counts), dict(skipped))  # noqa: T201  the counts are what a reader of CI's log looks for
    assert ended.code == 0, ended.text[-6000:]
    assert counts["passed"] > 100


# -- clicks into another process -------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [FIRST_ACTS, pytest.param(None, marks=pytest.mark.windows_all)])
def test_the_buttons_work_across_processes(windows: WindowsPython, most: int | None) -> None:
    """The first acts of the SOP in the short run, every button in the whole one."""
    with Office(windows, CHECKOUT) as office:
        clicked = list(islice(office.tour(), most))
        state, seen = office.order(do="state"), office.order(do="dump")
    for each in clicked:
        print(each.button, each.ending, each.seconds, sum(each.wire.values()))  # noqa: T201  for CI's log
    if most is None:
        assert {each.button for each in clicked} == {action.name for action in ACTIONS}
    assert {each.button: each.text for each in clicked if each.ending != "selesai"} == {}
    assert state["settings"]["StatusBar"] is False
    assert state["saved"]
    assert seen["faults"] == []


def click(office: Office, **how: int | None) -> Clicked:
    """A button that writes little: the step to the recap is refused or done, whatever stands already."""
    return office.click("compute_expiry", confirmed=True, officer="Maria Goreti Jemian", **how)


def as_found(office: Office) -> bool:
    state = office.order(do="state")
    settings = state["settings"]
    return (
        (settings["ScreenUpdating"], settings["EnableEvents"], settings["StatusBar"]) == (True, True, False)
        and settings["Calculation"] == -4105
        and not {"LogLangkah", "Peristiwa", "Pindaian", "Beranda"} & set(state["open"])
    )


def sweep_busy(office: Office, step: int) -> list[str]:
    """Busy for good from the n-th call on, for every n: one line each."""
    office.select("Keputusan", "tblKeputusan")
    received = office.click("receive_decision", officer="Yohanes Don Bosko")
    assert received.ending == "selesai", received.text
    whole = sum(click(office).wire.values())
    lines = []
    for passing in range(0, whole, step):
        office.order(do="busy", passing=passing, calls=10_000_000)
        stuck = click(office)
        office.order(do="busy")
        after = click(office)
        lines.append(
            f"{passing:5} {stuck.ending:8} {stuck.seconds:5.1f} s  then {after.ending} {as_found(office)}"
        )
        assert stuck.ending == "selesai" or BUSY in stuck.text, (passing, stuck.text)
        assert after.ending == "selesai", (passing, after.text)
        assert as_found(office), passing
    return lines


def sweep_killed(windows: WindowsPython, step: int) -> list[str]:
    """Excel killed at the n-th call: the right words, and the next click finds all or nothing."""
    lines = []
    office = Office(windows, CHECKOUT)
    office.prepare()
    office.start()
    office.select("Keputusan", "tblKeputusan")
    assert office.click("receive_decision", officer="Yohanes Don Bosko").ending == "selesai"
    whole = sum(click(office).wire.values())
    for last_call in range(2, whole, step):
        lost = click(office, last_call=last_call)
        office.stop()
        office.start()
        after = click(office)
        lines.append(f"{last_call:5} {lost.ending:8} then {after.ending}")
        assert lost.ending == "selesai" or GONE in lost.text, (last_call, lost.text)
        assert after.ending == "selesai", (last_call, after.text)
        assert as_found(office), last_call
    office.stop()
    return lines


@pytest.mark.parametrize("step", [150, pytest.param(1, marks=pytest.mark.windows_all)])
def test_busy_from_any_call_on(windows: WindowsPython, step: int) -> None:
    with Office(windows, CHECKOUT, "sibuk") as office:
        print("\n".join(sweep_busy(office, step)))  # noqa: T201  the table of this sweep


@pytest.mark.parametrize("step", [150, pytest.param(10, marks=pytest.mark.windows_all)])
def test_excel_killed_at_any_call(windows: WindowsPython, step: int) -> None:
    print("\n".join(sweep_killed(windows, step)))  # noqa: T201  the table of this sweep


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

"""What pasang.cmd asks of a Python, tried on this one; its text; and its course of events under wine's cmd.exe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xl_macros.places.resources import workbook_file

SCRIPTS = [workbook_file(f"install/{name}.cmd") for name in ("pasang", "copot", "perbaiki")]
QUESTION = re.search(r'^set "UJI=(.*)"\r$', SCRIPTS[0].read_bytes().decode("ascii"), re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_ascii_with_windows_line_ends(script: Path) -> None:
    data = script.read_bytes()
    data.decode("ascii")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_keep_signs_in_folder_names_and_start_no_powershell(script: Path) -> None:
    text = script.read_bytes().decode("ascii")
    code = [line for line in text.splitlines() if not line.startswith(("rem", "echo"))]
    assert "DisableDelayedExpansion" in text
    assert "powershell" not in text.casefold()
    calls = [line.strip() for line in code if re.search(r"\bcall\b", line)]
    assert [call for call in calls if call not in {"call :coba", "call :telusuri"}] == []
    bare = [
        line
        for line in code
        if re.search(r'(?<!["\\\w])%(SINI|VENV|LOCALAPPDATA|APP|TEMP|TEMPAT|KANTOR)%', line)
    ]
    assert [
        line
        for line in bare
        if not re.search(r'"[^"]*%(SINI|VENV|LOCALAPPDATA|APP|TEMP|TEMPAT|KANTOR)%', line)
    ] == []


@pytest.mark.parametrize(
    ("prelude", "versions", "fits"),
    [
        ("", "", True),
        ("", "{here}", True),
        ("", "3.9 {here}", True),
        ("", "2.7 9.99", False),
        ("import sys; sys.version_info = (3, 10, 14)", "", False),
        ("import sys; sys.version_info = (3, 11, 0)", "", True),
        ("import sys; sys.maxsize = 2**31 - 1", "", False),
        (
            r"import sys; sys.base_prefix = r'C:\Program Files\WindowsApps\PythonSoftwareFoundation'",
            "",
            False,
        ),
        ("import sysconfig; sysconfig.get_platform = lambda: 'win-arm64'", "", False),
        ("import sys; sys.modules['ensurepip'] = None", "", False),
    ],
)
def test_the_question_put_to_a_python_lets_only_a_fitting_one_through(
    prelude: str, versions: str, fits: bool
) -> None:
    assert QUESTION is not None
    here = ".".join(map(str, sys.version_info[:2]))
    done = subprocess.run(
        [sys.executable, "-c", f"{prelude}\n{QUESTION[1]}"],
        env={"VERSI": versions.format(here=here)},
        check=False,
        capture_output=True,
    )
    assert (done.returncode == 0) is fits


# -- under wine ------------------------------------------------------------------------------------------

PYTHON = r"""@echo off
>>"%UJI_CATATAN%" echo %*
if "%~3"=="-c" goto tanya
if "%~4"=="venv" goto venv
if "%~4"=="pip" if "%~5"=="--isolated" if exist "%UJI_FOLDER%\pip-gagal" exit /b 2
if "%~4"=="xl_macros" if exist "%UJI_FOLDER%\susun-gagal" exit /b 1
exit /b 0
:tanya
if exist "%~dpn1.cocok" exit /b 0
exit /b 1
:venv
if exist "%UJI_FOLDER%\venv-gagal" exit /b 1
mkdir "%~6\Scripts"
copy "%~1" "%~6\Scripts\python.exe" >nul
echo x>"%~6\Scripts\python.cocok"
exit /b 0
"""

LAUNCHER = r"""@echo off
>>"%UJI_CATATAN%" echo %*
if "%~4"=="-c" if exist "%~dpn1%~2.cocok" exit /b 0
if "%~4"=="-c" exit /b 1
if not "%~5"=="venv" exit /b 3
mkdir "%~7\Scripts"
copy "%UJI_FOLDER%\simpanan.exe" "%~7\Scripts\python.exe" >nul
echo x>"%~7\Scripts\python.cocok"
exit /b 0
"""

PYTHON_SETUP = r"""@echo off
>>"%UJI_CATATAN%" echo %*
mkdir "%UJI_RUMAH%\Programs\Python\Python313"
copy "%UJI_FOLDER%\simpanan.exe" "%UJI_RUMAH%\Programs\Python\Python313\python.exe" >nul
echo x>"%UJI_RUMAH%\Programs\Python\Python313\python.cocok"
exit /b 0
"""


class Desk:
    """A PC in the office under wine: a stick, an account folder, and programs that note how they are started."""

    def __init__(self, wine: Any, tools: Any, folder: Path) -> None:
        self.wine, self.tools, self.folder = wine, tools, folder
        self.stick = folder / "Stik & Pemasangan ! (José)"
        self.home = folder / "José & Siti (1)" / "Local"
        self.path = folder / "path"
        self.log = folder / "catatan.txt"
        for part in (self.stick / "wheels", self.home, self.path):
            part.mkdir(parents=True)
        (self.stick / "pasang.cmd").write_bytes(SCRIPTS[0].read_bytes())
        (self.stick / "wheels" / "requirements.txt").write_text("kecuali==0.1.0\n", encoding="utf-8")
        (self.stick / "wheels" / "versi.txt").write_bytes(b"3.12 3.13\r\n")
        self.kept = self.program(folder / "simpanan.exe", PYTHON)

    def program(self, path: Path, script: str) -> Path:
        """A program that does what the script says; its log line begins with its own path."""
        body = self.folder / f"{abs(hash(script))}.cmd"
        self.tools.write_script(body, script)
        shell = r"C:\windows\system32\cmd.exe /d /c"
        self.tools.write_program(path, f"{shell} {self.tools.windows_path(body)}")
        return path

    def python(self, path: Path, fits: bool = True) -> Path:
        self.program(path, PYTHON)
        if fits:
            path.with_suffix(".cocok").touch()
        return path

    @property
    def venv_python(self) -> Path:
        return self.home / "Kecuali" / "venv" / "Scripts" / "python.exe"

    def run(self, script: Path | None = None, dropped: str = "") -> tuple[int, str]:
        """Double-click pasang.cmd, or drop a folder on it: its exit code and what the window shows."""
        home = self.tools.windows_path(self.home)
        clicked = self.tools.windows_path(script or self.stick / "pasang.cmd")
        click = f'@echo off\nset "LOCALAPPDATA={home}"\n"{clicked}" {dropped}\n'
        started = self.tools.write_script(self.folder / "klik.cmd", click)
        code, shown = self.wine.run(
            ["cmd", "/c", self.tools.windows_path(started)],
            WINEPATH=self.tools.windows_path(self.path),
            UJI_CATATAN=self.tools.windows_path(self.log),
            UJI_FOLDER=self.tools.windows_path(self.folder),
            UJI_RUMAH=home,
        )
        return code, shown

    def starts(self) -> list[str]:
        """How programs were started, questions left out, folders shortened."""
        text = self.log.read_bytes().decode(self.tools.LOG_CODE_PAGE) if self.log.exists() else ""
        for name, path in (("RUMAH", self.home), ("STIK", self.stick), ("PATH", self.path)):
            text = text.replace(self.tools.windows_path(path), name)
        return [line.strip() for line in text.splitlines() if " -c " not in line]


@pytest.fixture
def desk(wine: Any, tmp_path: Path) -> Desk:
    return Desk(wine, sys.modules["wine_stand_in"], tmp_path)


VENV = r'"RUMAH\Kecuali\venv\Scripts\python.exe"'
PIP = f"{VENV} -I -m pip"
QUIET = "install -q --disable-pip-version-check --no-warn-script-location --compile --force-reinstall"
FROM_STICK = (
    rf'{PIP} --isolated {QUIET} --no-index --find-links "STIK\wheels" --require-hashes '
    r'-r "STIK\wheels\requirements.txt"'
)
SETTLED = f"{VENV} -I -m xl_macros install"


def test_with_a_python_on_the_path_the_stick_is_installed_and_set_up(desk: Desk) -> None:
    desk.python(desk.path / "python.exe")
    before = {path: path.read_bytes() for path in desk.stick.rglob("*") if path.is_file()}
    code, shown = desk.run()
    assert code == 0
    assert "Selesai" in shown
    assert desk.starts() == [
        r'"PATH\python.exe" -I -m venv --clear "RUMAH\Kecuali\venv"',
        FROM_STICK,
        SETTLED,
    ]
    assert {path: path.read_bytes() for path in desk.stick.rglob("*") if path.is_file()} == before


def test_without_any_python_the_window_says_which_installer_to_take(desk: Desk) -> None:
    code, shown = desk.run()
    assert code == 1
    for word in ("3.12 3.13", "python.org", "64-bit", "Add python.exe to PATH", "Microsoft Store"):
        assert word in shown
    assert desk.starts() == []
    assert not desk.venv_python.exists()


def test_the_store_stub_and_an_old_python_are_passed_over(desk: Desk) -> None:
    desk.python(desk.path / "python.exe", fits=False)
    good = desk.python(desk.home / "Programs" / "Python" / "Python312" / "python.exe")
    code, _ = desk.run()
    assert code == 0
    shown_path = desk.tools.windows_path(good).replace(desk.tools.windows_path(desk.home), "RUMAH")
    assert desk.starts()[0] == rf'"{shown_path}" -I -m venv --clear "RUMAH\Kecuali\venv"'


def test_the_py_launcher_is_asked_for_each_version(desk: Desk) -> None:
    launcher = desk.program(desk.path / "py.exe", LAUNCHER)
    launcher.with_name("py-3.12.cocok").touch()
    code, _ = desk.run()
    assert code == 0
    assert desk.starts()[0] == r'"PATH\py.exe" -3.12 -I -m venv --clear "RUMAH\Kecuali\venv"'
    assert desk.starts()[1:] == [FROM_STICK, SETTLED]


def test_a_second_run_repairs_in_place_without_a_new_venv(desk: Desk) -> None:
    desk.python(desk.path / "python.exe")
    desk.python(desk.venv_python)
    code, _ = desk.run()
    assert code == 0
    assert desk.starts() == [FROM_STICK, SETTLED]


def test_a_venv_whose_python_no_longer_runs_is_made_anew(desk: Desk) -> None:
    desk.python(desk.path / "python.exe")
    desk.python(desk.venv_python, fits=False)
    code, _ = desk.run()
    assert code == 0
    assert "--clear" in desk.starts()[0]


def test_a_folder_dropped_on_it_becomes_the_office_folder(desk: Desk) -> None:
    desk.python(desk.venv_python)
    code, _ = desk.run(dropped=r'"D:\Arsip & Kantor (1)\Kecuali"')
    assert code == 0
    assert desk.starts()[1] == rf'{SETTLED} --folder "D:\Arsip & Kantor (1)\Kecuali"'


def test_without_wheels_beside_it_the_package_comes_from_the_index(desk: Desk) -> None:
    desk.python(desk.path / "python.exe")
    for path in (desk.stick / "wheels").iterdir():
        path.unlink()
    code, _ = desk.run()
    assert code == 0
    assert desk.starts()[1] == f'{PIP} {QUIET} "kecuali[heic]"'


@pytest.mark.parametrize(
    ("broken", "word", "starts"),
    [
        ("venv-gagal", "tidak dapat disiapkan", 1),
        ("pip-gagal", "Paket tidak dapat dipasang", 2),
        ("susun-gagal", "belum selesai", 3),
    ],
)
def test_a_step_that_fails_ends_the_run_in_words(desk: Desk, broken: str, word: str, starts: int) -> None:
    desk.python(desk.path / "python.exe")
    (desk.folder / broken).touch()
    code, shown = desk.run()
    assert code == 1
    assert word in shown
    assert "Selesai" not in shown
    assert len(desk.starts()) == starts


def test_a_python_installer_on_the_stick_is_used_when_there_is_no_python(desk: Desk) -> None:
    desk.program(desk.stick / "python-3.13.9-amd64.exe", PYTHON_SETUP)
    code, shown = desk.run()
    assert code == 0, shown
    first, second = desk.starts()[:2]
    assert first.endswith(
        r'\python-3.13.9-amd64.exe" /passive InstallAllUsers=0 InstallLauncherAllUsers=0 '
        "Include_launcher=1 Include_test=0"
    )
    assert second.startswith(r'"RUMAH\Programs\Python\Python313\python.exe" -I -m venv')


def test_removing_ends_with_the_venv_gone_and_the_office_folder_untouched(desk: Desk) -> None:
    desk.python(desk.venv_python)
    app = desk.venv_python.parents[2]
    for script in SCRIPTS[1:]:
        (app / script.name).write_bytes(script.read_bytes())
    (app / "catatan lain.txt").touch()
    code, shown = desk.run(app / "copot.cmd")
    assert "Selesai" in shown
    assert desk.starts() == [f"{VENV} -I -m xl_macros uninstall"]
    assert sorted(path.name for path in app.iterdir()) == ["catatan lain.txt"]
    assert code == 0


def test_removing_stops_when_the_uninstaller_refuses(desk: Desk) -> None:
    desk.python(desk.venv_python)
    desk.venv_python.parents[2].joinpath("copot.cmd").write_bytes(SCRIPTS[1].read_bytes())
    (desk.folder / "susun-gagal").touch()
    code, shown = desk.run(desk.venv_python.parents[2] / "copot.cmd")
    assert code == 1
    assert "belum terlepas" in shown
    assert desk.venv_python.exists()

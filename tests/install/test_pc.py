from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xl_macros.errors import Refusal
from xl_macros.install import main_install
from xl_macros.install.pc import Shortcut, this_pc, write_link


class ShellLink:
    """Windows' shell link object: what was set is written when it is saved as a file."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.said: dict[str, str] = {}

    def SetPath(self, path: str) -> None:  # noqa: N802
        self.said["path"] = path

    def SetDescription(self, text: str) -> None:  # noqa: N802
        self.said["description"] = text

    def SetWorkingDirectory(self, folder: str) -> None:  # noqa: N802
        self.said["folder"] = folder

    def QueryInterface(self, interface: str) -> ShellLink:  # noqa: N802
        assert interface == "IID_IPersistFile"
        return self

    def Save(self, path: str, remember: int) -> None:  # noqa: N802
        if self.shell.broken:
            raise self.shell.com_error(-2147024891, "Access is denied")
        Path(path).write_text(json.dumps(self.said), encoding="utf-8")


class Shell:
    """The two modules of pywin32 that make a link."""

    class com_error(Exception):  # noqa: N801 - its name in pywin32
        pass

    def __init__(self) -> None:
        self.broken = False

    def load(self, name: str) -> Any:
        if name == "pythoncom":
            return SimpleNamespace(
                CoCreateInstance=lambda clsid, outer, context, iid: ShellLink(self),
                CLSCTX_INPROC_SERVER=1,
                IID_IPersistFile="IID_IPersistFile",
                com_error=self.com_error,
            )
        assert name == "win32com.shell.shell"
        return SimpleNamespace(CLSID_ShellLink="CLSID_ShellLink", IID_IShellLink="IID_IShellLink")


def test_a_link_is_made_by_windows_own_shell_object(tmp_path: Path) -> None:
    link = tmp_path / "Register.lnk"
    target = tmp_path / "José & Siti" / "Register.xlsm"
    write_link(link, Shortcut("Register", target, "Buka register"), Shell().load)
    assert json.loads(link.read_text(encoding="utf-8")) == {
        "path": str(target),
        "description": "Buka register",
        "folder": str(target.parent),
    }


def test_a_link_that_windows_refuses_is_an_os_error(tmp_path: Path) -> None:
    shell = Shell()
    shell.broken = True
    with pytest.raises(OSError, match="denied"):
        write_link(tmp_path / "x.lnk", Shortcut("x", tmp_path, ""), shell.load)


@pytest.mark.skipif(sys.platform == "win32", reason="there the PC is a real one")
def test_off_windows_the_installer_names_the_other_way(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refusal):
        this_pc()
    for command in ("install", "repair", "uninstall"):
        assert main_install([command]) == 1
        assert "kecuali new" in capsys.readouterr().out


def test_the_real_pc_points_at_files_that_the_package_has(
    account: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    pc = this_pc(account.pc.registry)
    assert pc.app == tmp_path / "Local" / "Kecuali"
    assert pc.package_workbook.read_bytes()[:2] == b"PK"
    assert [script.name for script in pc.scripts if script.is_file()] == ["copot.cmd", "perbaiki.cmd"]
    assert pc.version == version("kecuali")


@pytest.mark.parametrize("argv", [[], ["pasang"], ["install", "--nowhere"], ["bundle"]])
def test_wrong_usage_ends_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main_install(argv)
    assert end.value.code == 2
    assert "Pemakaian" in capsys.readouterr().err

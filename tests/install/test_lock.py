from __future__ import annotations

from pathlib import Path

import pytest

from xl_macros.errors import Refusal
from xl_macros.install.lock import pins_for, read_lock, wheels_of
from xl_macros.places.resources import project_file

LOCK = """\
# made by a resolver
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
pywin32==312 ; sys_platform == 'win32' --hash=sha256:dd
jeepney==0.9.0 ; sys_platform == 'linux' --hash=sha256:ee
jaraco-classes==3.4.0 --hash=sha256:ff
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK, encoding="utf-8")
    return path


@pytest.mark.parametrize(("version", "numpy"), [("3.11", "2.4.6"), ("3.12", "2.5.5"), ("3.14", "2.5.5")])
def test_markers_are_read_for_the_other_pc_not_for_this_one(lock: Path, version: str, numpy: str) -> None:
    chosen = {pin.name: pin.version for pin in pins_for(read_lock(lock), version)}
    assert chosen == {"numpy": numpy, "pywin32": "312", "jaraco-classes": "3.4.0"}


def test_a_pin_is_written_as_pip_reads_it(lock: Path) -> None:
    first = read_lock(lock)[0]
    assert first.line(first.hashes, with_marker=True) == (
        "numpy==2.4.6 ; python_full_version < '3.12' --hash=sha256:aa --hash=sha256:bb"
    )
    assert first.line(["sha256:zz"], with_marker=False) == "numpy==2.4.6 --hash=sha256:zz"


def test_a_wheel_counts_only_for_the_pythons_that_can_install_it(lock: Path, tmp_path: Path) -> None:
    names = (
        "numpy-2.5.5-cp313-cp313-win_amd64.whl",
        "numpy-2.5.5-cp312-cp312-manylinux_2_28_x86_64.whl",
        "numpy-2.4.6-cp313-cp313-win_amd64.whl",
        "jaraco.classes-3.4.0-py3-none-any.whl",
        "pywin32-312-cp311-abi3-win_amd64.whl",
    )
    for name in names:
        (tmp_path / name).touch()
    pins = {(pin.name, pin.version): pin for pin in read_lock(lock)}
    numpy, classes, win = pins["numpy", "2.5.5"], pins["jaraco-classes", "3.4.0"], pins["pywin32", "312"]
    assert [path.name for path in wheels_of(numpy, tmp_path, "3.13")] == [names[0]]
    assert wheels_of(numpy, tmp_path, "3.12") == []
    assert wheels_of(numpy, tmp_path, "3.14") == []
    assert len(wheels_of(classes, tmp_path, "3.14")) == 1
    assert len(wheels_of(win, tmp_path, "3.14")) == 1


@pytest.mark.parametrize("line", ["numpy>=2 --hash=sha256:aa", "numpy==2.5.5", "-e ."])
def test_a_loose_requirement_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(Refusal, match="tidak terkunci"):
        read_lock(path)


def test_a_missing_lock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"requirements\.txt"):
        read_lock(tmp_path / "requirements.txt")


def test_the_projects_own_lock_holds_what_excel_needs_on_windows() -> None:
    for version in ("3.11", "3.12", "3.13", "3.14"):
        names = {pin.name for pin in pins_for(read_lock(project_file("requirements.txt")), version)}
        assert {"xlwings", "pywin32", "typst", "pikepdf", "pandas", "packaging"} <= names
        assert not names & {"jeepney", "secretstorage", "appscript"}

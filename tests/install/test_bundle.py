"""The stick is made by the real pip, from a folder of small packages in place of the index."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from xl_macros.errors import Refusal
from xl_macros.install import main_install
from xl_macros.install.bundle import bundle
from xl_macros.install.lock import pins_for, read_lock
from xl_macros.install.own_wheel import Run, own_wheel, repacked
from xl_macros.places.resources import project_file

BACKEND = """
import base64, hashlib, zipfile
TAG = "{tag}"
def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "{name}-{version}-" + TAG + ".whl"
    info = "{name}-{version}.dist-info"
    parts = {{
        "{name}.py": b"",
        info + "/METADATA": b"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
        info + "/WHEEL": ("Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: " + TAG + "\\n").encode(),
    }}
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        for path, data in parts.items():
            wheel.writestr(path, data)
        wheel.writestr(info + "/RECORD", "".join(path + ",,\\n" for path in parts))
    return name
"""


def add_wheel(index: Path, name: str, version: str, tag: str) -> str:
    info = f"{name}-{version}.dist-info"
    path = index / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_source(index: Path, name: str, version: str, tag: str) -> str:
    parts = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "maker"\nbackend-path = ["."]\n',
        "maker.py": BACKEND.format(name=name, version=version, tag=tag),
    }
    path = index / f"{name}-{version}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for part, text in parts.items():
            entry = tarfile.TarInfo(f"{name}-{version}/{part}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its index, and no other."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    return folder


def quiet_pip(command: Sequence[str]) -> None:
    subprocess.run(list(command), check=True, capture_output=True)


@pytest.fixture(scope="module")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The real pip, except that this project's own wheel is built once and then copied."""
    kept = tmp_path_factory.mktemp("own")
    own_wheel(kept, quiet_pip)

    def run(command: Sequence[str]) -> None:
        if command[-1] == str(project_file("pyproject.toml").parent):
            wheel = next(kept.iterdir())
            shutil.copyfile(wheel, Path(command[command.index("--wheel-dir") + 1]) / wheel.name)
        else:
            quiet_pip(command)

    return run


def write_lock(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_stick_holds_wheels_for_windows_and_all_that_pasang_needs(
    index: Path, tmp_path: Path, pip: Run
) -> None:
    win = add_wheel(index, "cepat", "1.0", "cp313-cp313-win_amd64")
    linux = add_wheel(index, "cepat", "1.0", "cp313-cp313-manylinux2014_x86_64")
    pure = add_wheel(index, "murni", "2.0", "py3-none-any")
    source = add_source(index, "sumber", "3.0", "py3-none-any")
    lock = write_lock(
        tmp_path / "requirements.txt",
        f"cepat==1.0 --hash=sha256:{win} --hash=sha256:{linux}",
        f"murni==2.0 ; sys_platform == 'win32' --hash=sha256:{pure}",
        f"sumber==3.0 --hash=sha256:{source}",
        f"bukan==1.0 ; sys_platform == 'linux' --hash=sha256:{pure}",
    )
    stick = tmp_path / "Stik & USB 100%"
    made = bundle(stick, ["3.13"], lock=lock, run=pip)
    names = sorted(path.name for path in (stick / "wheels").iterdir())
    assert names[:1] + names[2:] == [
        "cepat-1.0-cp313-cp313-win_amd64.whl",
        "murni-2.0-py3-none-any.whl",
        "requirements.txt",
        "sumber-3.0-py3-none-any.whl",
        "versi.txt",
    ]
    assert names[1].startswith("kecuali-")
    assert made.wheels == 4
    assert (stick / "wheels" / "versi.txt").read_bytes() == b"3.13\r\n"
    assert (stick / "pasang.cmd").read_bytes() == project_file("workbook/install/pasang.cmd").read_bytes()
    assert b"\r\n" in (stick / "BACA-DULU.txt").read_bytes()
    assert (stick / "panduan.html").is_file()
    assert sorted(path.name for path in stick.iterdir() if path.name.startswith(".")) == []
    pins = {pin.name: pin for pin in read_lock(stick / "wheels" / "requirements.txt")}
    assert set(pins) == {"cepat", "murni", "sumber", "kecuali"}
    for pin in pins.values():
        (wheel,) = (stick / "wheels").glob(f"{pin.name}-*.whl")
        assert pin.hashes == (f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}",)
    bill = (stick / "sbom.cdx.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    assert {one["name"] for one in json.loads(bill)["components"]} == {"cepat", "murni", "sumber"}
    assert any("Pemasang Python" in line or "pemasang Python" in line for line in made.lines())


def test_pip_installs_from_a_stick_alone_and_notices_a_changed_wheel(
    index: Path, tmp_path: Path, pip: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the options of pasang.cmd. The wheel is a pure one, so that this machine may install it."""
    pure = add_wheel(index, "murni", "2.0", "py3-none-any")
    lock = write_lock(tmp_path / "requirements.txt", f"murni==2.0 --hash=sha256:{pure}")
    stick = tmp_path / "stik"
    bundle(stick, ["3.13"], lock=lock, run=pip)
    requirements = stick / "wheels" / "requirements.txt"
    monkeypatch.delenv("PIP_FIND_LINKS")
    (only,) = pins_for([pin for pin in read_lock(requirements) if pin.name == "murni"], "3.13")
    requirements.write_text(only.line(only.hashes, with_marker=True), encoding="utf-8")
    command = [sys.executable, "-I", "-m", "pip", "--isolated", "install", "-q", "--no-index", "--find-links"]
    command += [str(stick / "wheels"), "--require-hashes", "-r", str(requirements), "--target"]
    subprocess.run([*command, str(tmp_path / "satu")], check=True, capture_output=True)
    assert (tmp_path / "satu" / "murni-2.0.dist-info").is_dir()
    wheel = stick / "wheels" / "murni-2.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "a") as changed:
        changed.writestr("murni.py", "jahat = True")
    refused = subprocess.run([*command, str(tmp_path / "dua")], check=False, capture_output=True)
    assert refused.returncode != 0
    assert not (tmp_path / "dua").exists()


def test_what_windows_cannot_install_is_named_with_the_python_version(
    index: Path, tmp_path: Path, pip: Run
) -> None:
    win = add_wheel(index, "cepat", "1.0", "cp313-cp313-win_amd64")
    source = add_source(index, "cepat", "1.0", "cp314-cp314-linux_x86_64")
    lock = write_lock(tmp_path / "requirements.txt", f"cepat==1.0 --hash=sha256:{win} --hash=sha256:{source}")
    stick = tmp_path / "stik"
    with pytest.raises(Refusal) as refusal:
        bundle(stick, ["3.13", "3.14"], lock=lock, run=pip)
    assert "cepat==1.0 untuk Python 3.14" in str(refusal.value)
    assert "3.13" not in str(refusal.value)
    assert list(stick.iterdir()) == []


def test_a_wheel_with_another_hash_than_the_locked_one_never_reaches_the_stick(
    index: Path, tmp_path: Path, pip: Run
) -> None:
    add_wheel(index, "murni", "2.0", "py3-none-any")
    lock = write_lock(tmp_path / "requirements.txt", f"murni==2.0 --hash=sha256:{'0' * 64}")
    with pytest.raises(Refusal, match="internet"):
        bundle(tmp_path / "stik", ["3.13"], lock=lock, run=pip)
    assert list((tmp_path / "stik").iterdir()) == []


def test_a_failed_second_try_leaves_the_first_stick_whole(index: Path, tmp_path: Path, pip: Run) -> None:
    pure = add_wheel(index, "murni", "2.0", "py3-none-any")
    lock = write_lock(tmp_path / "requirements.txt", f"murni==2.0 --hash=sha256:{pure}")
    stick = tmp_path / "stik"
    bundle(stick, ["3.13"], lock=lock, run=pip)
    (stick / "python-3.13.9-amd64.exe").write_bytes(b"MZ")
    before = {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}
    broken = write_lock(tmp_path / "lain.txt", f"tiada==1.0 --hash=sha256:{'0' * 64}")
    with pytest.raises(Refusal):
        bundle(stick, ["3.13"], lock=broken, run=pip)
    assert {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()} == before
    again = bundle(stick, ["3.13"], lock=lock, run=pip)
    assert again.python_installers == ("python-3.13.9-amd64.exe",)
    assert "python-3.13.9-amd64.exe" in again.lines()[1]


def test_a_wheels_folder_with_other_things_in_it_is_not_touched(
    index: Path, tmp_path: Path, pip: Run
) -> None:
    strange = tmp_path / "stik" / "wheels" / "Foto liburan.jpg"
    strange.parent.mkdir(parents=True)
    strange.touch()
    lock = write_lock(tmp_path / "requirements.txt", f"murni==2.0 --hash=sha256:{'0' * 64}")
    with pytest.raises(Refusal, match="Foto liburan"):
        bundle(tmp_path / "stik", ["3.13"], lock=lock, run=pip)
    assert strange.exists()


def test_an_installed_package_packs_itself_into_the_same_wheel_again(tmp_path: Path, pip: Run) -> None:
    first, second = tmp_path / "satu", tmp_path / "dua"
    first.mkdir()
    second.mkdir()
    wheel = own_wheel(first, pip)
    site = tmp_path / "site"
    target = ["--target", str(site), str(wheel)]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", *target], check=True, capture_output=True
    )
    (installed,) = (found for found in distributions(path=[str(site)]) if found.metadata["Name"] == "kecuali")
    again = repacked(installed, second)
    assert again.name == wheel.name
    with zipfile.ZipFile(wheel) as left, zipfile.ZipFile(again) as right:
        assert sorted(left.namelist()) == sorted(right.namelist())
        differing = [name for name in left.namelist() if left.read(name) != right.read(name)]
        assert [name.rpartition("/")[2] for name in differing] in ([], ["RECORD"])
        rows = set(right.read(f"kecuali-{installed.version}.dist-info/RECORD").decode().splitlines())
        assert rows == set(left.read(f"kecuali-{installed.version}.dist-info/RECORD").decode().splitlines())
    (site / "xl_macros" / "errors.py").write_text("rusak", encoding="utf-8")
    with pytest.raises(Refusal, match=r"xl_macros/errors\.py"):
        repacked(installed, second)
    (site / "xl_macros" / "errors.py").unlink()
    with pytest.raises(Refusal, match=r"xl_macros/errors\.py"):
        repacked(installed, second)


def test_the_command_line_says_what_is_wrong(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "stik" / "wheels" / "catatan.docx"
    strange.parent.mkdir(parents=True)
    strange.touch()
    assert main_install(["bundle", str(tmp_path / "stik"), "--python", "3.13"]) == 1
    assert "catatan.docx" in capsys.readouterr().out

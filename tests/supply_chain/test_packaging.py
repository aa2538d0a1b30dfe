"""What is published: a source archive that builds the wheel, and a wheel with everything that works from a checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from xl_macros import __version__

ROOT = Path(__file__).resolve().parents[2]


def hatch(source: Path, target: str, folder: Path) -> Path:
    """The one file that building makes."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked."""
    folder = tmp_path_factory.mktemp("sumber")
    archive = hatch(ROOT, "sdist", folder / "arsip")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / f"kecuali-{__version__}"


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch(source, "wheel", tmp_path_factory.mktemp("roda"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terpasang")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)  # noqa: S202  built a moment ago, from this checkout
    return folder


def test_the_source_archive_can_be_checked_and_built(source: Path) -> None:
    for name in ("run.py", "SECURITY.md", ".ci/run", "requirements.txt", "requirements-dev.txt",
                 "requirements-build.txt", "tests/conftest.py", "benchmarks", "docs/gambar"):  # fmt: skip
        assert (source / name).exists(), name


def test_the_wheel_is_the_same_from_the_archive_and_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(hatch(ROOT, "wheel", tmp_path / "roda")) as other:
        assert {entry.filename: entry.CRC for entry in one.infolist()} == {
            entry.filename: entry.CRC for entry in other.infolist()
        }


def test_the_guide_is_in_the_wheel_with_all_its_pictures(installed: Path) -> None:
    guide = installed / "xl_macros" / "_bundled" / "docs" / "panduan.html"
    wanted = {part.split('"', 1)[0] for part in guide.read_text(encoding="utf-8").split('src="')[1:]}
    assert wanted
    assert {name for name in wanted if not (guide.parent / name).is_file()} == set()


def test_types_are_published_and_the_version_has_one_source(installed: Path) -> None:
    assert (installed / "xl_macros" / "py.typed").is_file()
    metadata = (installed / f"kecuali-{__version__}.dist-info" / "METADATA").read_text(encoding="utf-8")
    assert f"\nVersion: {__version__}\n" in metadata
    for minor in (11, 12, 13):
        assert f"Classifier: Programming Language :: Python :: 3.{minor}\n" in metadata


def test_what_is_installed_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    def kecuali(*words: str) -> str:
        code = f"import sys; sys.path.insert(0, {str(installed)!r}); from xl_macros.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", code, *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)
        return done.stdout.strip()

    assert kecuali("--version") == f"kecuali {__version__}"
    kecuali("build-workbook", "buku.xlsm")
    assert (tmp_path / "buku.xlsm").read_bytes() == (
        ROOT / "workbook" / "Register-Dikecualikan.xlsm"
    ).read_bytes()

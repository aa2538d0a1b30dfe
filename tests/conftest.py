"""What all tests share: a fresh office folder, and the rule that extras are not skipped where they must run."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from own_folders import KEY_FOLDER, LOG_FOLDER

import xl_macros.collecting  # noqa: F401 - switches the collector off, which is switched on again below
from xl_macros.light_import import import_xlwings
from xl_macros.places.own_key import own_key

REQUIRE_EXTRAS = os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1"


def _keep_byte_code() -> None:
    """Every process that a test starts finds the package compiled, wherever byte code is switched off (containers).

    It is kept outside the sources, between runs too: hundreds of tests start the program, and compiling it anew takes
    longer than starting it.
    """
    kept = str(Path(__file__).resolve().parents[1] / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = kept
    sys.dont_write_bytecode, sys.pycache_prefix = False, kept


gc.set_threshold(10_000, 10, 10)
"""A click leaves its garbage to the end of its process; thousands of clicks in one process would need gigabytes."""

if os.name != "nt":  # there it lies beside the sources, for the packages since they were installed
    _keep_byte_code()


@pytest.fixture(autouse=True, scope="session")
def _disks_are_believed() -> Iterator[None]:
    """Nobody waits for a real disk; tests that ask what is flushed put their own in place of `fsync`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # a closed descriptor is still an error
        yield


settings.register_profile(
    "kecuali",
    deadline=None,  # a busy machine is no failure
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.register_profile("ci", settings.get_profile("kecuali"), derandomize=True, database=None)
settings.load_profile(
    os.environ.get("KECUALI_HYPOTHESIS") or ("ci" if os.environ.get("CI") == "true" else "kecuali")
)
"""CI tries the same examples each time; `KECUALI_HYPOTHESIS=kecuali` has it try fresh ones, as everywhere else."""


@pytest.fixture(autouse=True)
def _no_mock_caller_is_left_behind() -> None:
    xw = import_xlwings()
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


@pytest.fixture(autouse=True, scope="session")
def _a_link_is_made_or_the_test_skipped() -> Iterator[None]:
    """Windows makes symbolic links for developers alone; wine 8 says that it made one and makes none."""
    make = Path.symlink_to

    def made(self: Path, target: Path | str, target_is_directory: bool = False) -> None:
        try:
            make(self, target, target_is_directory)
        except OSError:
            if os.name != "nt":
                raise
        if not self.is_symlink() and not self.name.endswith("current"):  # pytest's own beside its folders
            pytest.skip("no symbolic links on this system")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "symlink_to", made)
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_key_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One account for the whole run: what a click of one test signed, another one's click believes."""
    folder = tmp_path_factory.mktemp("akun", numbered=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in KEY_FOLDER:
            patch.setenv(name, str(folder))
        own_key()
        yield folder


@pytest.fixture(scope="session")
def _log_folders(tmp_path_factory: pytest.TempPathFactory, _own_key_folder: Path) -> Iterator[Path]:
    """One untouched folder after the other; pytest's own counting looks through all folders of the run each time."""

    def folders() -> Iterator[Path]:
        root = tmp_path_factory.mktemp("state")
        for number in itertools.count():
            folder = root / str(number)
            folder.mkdir(mode=0o700)
            if os.name == "nt":  # where the account's key lies in the same folder
                shutil.copytree(_own_key_folder, folder, dirs_exist_ok=True)
            as_made = _contents(folder)
            while _contents(folder) == as_made:
                yield folder

    return folders()


def _contents(folder: Path) -> list[tuple[str, int, int]]:
    return sorted(
        (path, os.stat(path).st_mtime_ns, os.stat(path).st_size)  # noqa: PTH116  for each of thousands of tests
        for parent, folders, files in os.walk(folder)
        for path in (f"{parent}/{name}" for name in (*folders, *files))
    )


@pytest.fixture(autouse=True)
def _own_log_folder(monkeypatch: pytest.MonkeyPatch, _log_folders: Iterator[Path]) -> Path:
    """Errors are logged below the test's own folder, not in the home of whoever runs the tests."""
    folder = next(_log_folders)
    for name in LOG_FOLDER:
        monkeypatch.setenv(name, str(folder))
    return folder

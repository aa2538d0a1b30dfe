"""What all tests share: a fresh office folder, and the rule that extras are not skipped where they must run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from xl_macros.light_import import import_xlwings

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


_keep_byte_code()

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
def _own_key_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One account for the whole run: what a click of one test signed, another one's click believes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("akun", numbered=True)))
        yield


@pytest.fixture(autouse=True)
def _own_log_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Errors are logged below the test's own folder, not in the home of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("state")
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder

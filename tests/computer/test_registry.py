from __future__ import annotations

import sys

import pytest

from xl_macros.computer.registry import Registry, windows_registry

KEY = r"HKCU\Software\Kecuali Uji"


def test_what_is_written_is_read_back_as_text_and_number(registry: Registry) -> None:
    registry.write(KEY, {"Path": "C:\\Kecuali\\", "AllowSubfolders": 0})
    assert registry.value(KEY, "Path") == "C:\\Kecuali\\"
    assert registry.value(KEY, "allowsubfolders") == 0
    assert registry.value_names(KEY) == ["Path", "AllowSubfolders"]


def test_what_is_absent_reads_as_absent(registry: Registry) -> None:
    assert registry.value(KEY, "Path") is None
    assert registry.subkeys(KEY) == []
    assert registry.value_names(KEY) == []
    assert not registry.exists(KEY)
    assert registry.delete(KEY) is False


def test_a_key_goes_with_everything_below_it(registry: Registry) -> None:
    registry.write(rf"{KEY}\a\b\c", {"": "x"})
    assert registry.subkeys(KEY) == ["a"]
    assert registry.delete(KEY) is True
    assert not registry.exists(KEY)
    assert registry.exists(r"HKCU\Software")


def test_there_is_a_registry_on_windows_only() -> None:
    assert (windows_registry() is None) == (sys.platform != "win32")


def test_a_number_that_fits_no_dword_is_an_error_not_a_wrong_number(registry: Registry) -> None:
    with pytest.raises(OverflowError):
        registry.write(KEY, {"Count": 2**32})

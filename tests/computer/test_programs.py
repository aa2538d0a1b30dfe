from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from xl_macros.computer import programs
from xl_macros.computer.check import Context
from xl_macros.computer.machine import this_machine

Given = Callable[..., Context]


def test_a_64_bit_python_of_3_11_or_later_is_fine(given: Given) -> None:
    assert programs.check_python(given(python_version=(3, 11, 0))).ok is True


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"python_version": (3, 10, 14)}, "3.10.14"),
        ({"python_bits": 32}, "32-bit"),
        (
            {"python_home": r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"},
            "Microsoft Store",
        ),
    ],
)
def test_an_old_a_32_bit_and_a_store_python_are_named_with_the_installer_to_take(
    given: Given, answers: dict[str, object], named: str
) -> None:
    check = programs.check_python(given(**answers))
    assert check.ok is False
    assert named in check.detail
    assert "python.org" in check.cure
    assert "pasang.cmd" in check.cure


def test_the_recorded_interpreter_must_exist(given: Given, tmp_path: Path) -> None:
    pythonw = tmp_path / "pythonw.exe"
    missing = programs.check_interpreter(given(interpreter=str(pythonw)))
    assert missing.ok is False
    assert "Pengaturan" in missing.cure
    pythonw.touch()
    assert programs.check_interpreter(given(interpreter=str(pythonw))).ok is True


def test_without_a_recorded_interpreter_the_installers_place_counts(given: Given) -> None:
    check = programs.check_interpreter(given(interpreter=""))
    assert check.ok is False
    assert r"C:\Users\Siti\AppData\Local\Kecuali\venv\Scripts\pythonw.exe" in check.detail
    assert "pasang.cmd" in check.cure


def test_off_windows_no_interpreter_is_asked_for(given: Given) -> None:
    assert programs.check_interpreter(given(system="linux")).ok is None


def test_xlwings_must_be_the_version_the_package_pins(given: Given) -> None:
    assert programs.check_xlwings(given()).ok is True
    other = programs.check_xlwings(given(package_version=lambda name: "0.38.0"))
    assert other.ok is False
    assert "0.38.0" in other.detail
    assert "0.37.8" in other.detail
    absent = programs.check_xlwings(given(package_version=lambda name: None))
    assert absent.ok is False


def test_the_pin_is_read_from_this_package_itself(given: Given) -> None:
    here = this_machine()
    check = programs.check_xlwings(
        given(requirements=here.requirements, package_version=here.package_version)
    )
    assert check.ok is True
    assert "0.37.8" in check.detail


@pytest.mark.parametrize(
    ("version", "ok"), [("16.0", True), ("15.0", True), ("14.0", False), ("", None), ("enam belas", None)]
)
def test_excel_2013_is_the_oldest_that_will_do(given: Given, version: str, ok: bool | None) -> None:
    assert programs.check_excel(given(excel_version=version)).ok is ok


def test_the_bitness_of_excel_is_told(given: Given) -> None:
    assert "32-bit" in programs.check_excel(given(excel_bits="32")).detail


def test_typst_sets_a_page_here(given: Given) -> None:
    assert programs.check_typst(given(typeset=this_machine().typeset)).ok is True


@pytest.mark.parametrize("error", [ImportError("typst"), RuntimeError("font"), OSError("dll")])
def test_a_typst_that_does_not_work_is_a_reinstall(given: Given, error: Exception) -> None:
    def typeset(markup: str) -> bytes:
        raise error

    check = programs.check_typst(given(typeset=typeset))
    assert check.ok is False
    assert "pasang.cmd" in check.cure


def test_typst_that_gives_no_pdf_is_told(given: Given) -> None:
    assert programs.check_typst(given(typeset=lambda markup: b"")).ok is False


def test_ocr_is_optional_but_must_be_whole_when_it_is_there(given: Given) -> None:
    assert programs.check_ocr(given()).ok is True
    absent = programs.check_ocr(given(which=lambda name: None))
    assert absent.ok is None
    assert all(word in absent.cure for word in ("Tesseract", "'ind'", "Ghostscript", "pip install ocrmypdf"))
    without_gs = given(which=lambda name: None if name.startswith("gs") else f"/usr/bin/{name}")
    assert "bukan PDF/A" in programs.check_ocr(without_gs).detail
    no_indonesian = programs.check_ocr(given(run=lambda command: "eng\nosd\n"))
    assert no_indonesian.ok is False
    assert "ind" in no_indonesian.cure
    only_tesseract = given(
        which=lambda name: "/usr/bin/tesseract" if name == "tesseract" else None,
        has_module=lambda name: False,
    )
    assert programs.check_ocr(only_tesseract).ok is None


def _versions(ghostscript: str) -> Callable[[Sequence[str]], str]:
    """What the programs print, by what they are asked."""
    said = {
        ("tesseract", "--list-langs"): "eng\nind\n",
        ("tesseract", "--version"): "tesseract 5.3.0\n leptonica-1.82.0\n",
        ("ocrmypdf", "--version"): "16.10.4\n",
        ("gs", "--version"): f"{ghostscript}\n",
    }
    return lambda command: said[Path(command[0]).name, command[1]]


@pytest.mark.parametrize(
    ("ghostscript", "refused"),
    [("9.55.0", False), ("10.0.0", True), ("10.00.0", True), ("10.01.2", True), ("10.02.0", True),
     ("10.02.1", False), ("10.03.0", False), ("10.10.0", False)],
)  # fmt: skip
def test_the_versions_of_what_recognises_text_are_named(
    given: Given, ghostscript: str, refused: bool
) -> None:
    check = programs.check_ocr(given(run=_versions(ghostscript), package_version=lambda name: None))
    assert check.ok is True
    assert all(
        word in check.detail for word in ("Tesseract 5.3.0", "OCRmyPDF 16.10.4", f"Ghostscript {ghostscript}")
    )
    assert ("bukan PDF/A" in check.detail) is refused
    assert bool(check.cure) is refused


def test_an_ocrmypdf_of_our_own_python_says_its_version_without_being_started(given: Given) -> None:
    assert "OCRmyPDF 16.1.0" in programs.check_ocr(given(package_version=lambda name: "16.1.0")).detail


def test_a_version_that_cannot_be_asked_for_is_left_out(given: Given) -> None:
    def run(command: Sequence[str]) -> str:
        if command[1] == "--version":
            raise OSError("no")
        return "eng\nind\n"

    check = programs.check_ocr(given(run=run, package_version=lambda name: None))
    assert check.ok is True
    assert "Tesseract dengan bahasa Indonesia, OCRmyPDF dan Ghostscript (PDF/A) siap." in check.detail


@pytest.mark.parametrize("error", [OSError("no"), subprocess.TimeoutExpired("tesseract", 1.5)])
def test_a_tesseract_that_hangs_or_fails_is_told(given: Given, error: Exception) -> None:
    def run(command: object) -> str:
        raise error

    assert programs.check_ocr(given(run=run)).ok is False


def test_heic_is_optional(given: Given) -> None:
    assert programs.check_heic(given()).ok is True
    absent = programs.check_heic(given(has_module=lambda name: False))
    assert absent.ok is None
    assert "JPEG" in absent.cure

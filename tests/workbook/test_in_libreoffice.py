"""LibreOffice opens the workbook, compiles its VBA and runs it: the nearest thing to Excel that runs here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from workbook.compile_vba import sources
from xl_macros.keeping.ribbon import NOTHING_YET
from xl_macros.tables.schema import CHOICES, SHEETS

SYSTEM_PYTHON = "/usr/bin/python3"
MISSING = shutil.which("soffice") is None or not Path("/usr/lib/python3/dist-packages/uno.py").exists()

FAKE_PYTHON = """#!/bin/sh
# Stands in for Python: tells which words it was given and what the answers file said.
for word in "$@"; do
    printf '%s\\n' "$word" >> "$(dirname "$0")/words.txt"
    case "$word" in --exchange=*) exchange="${word#--exchange=}" ;; esac
done
cp "$exchange/answers.txt" "$(dirname "$0")/answers.txt"
printf 'selesai\\nJangka waktu 3 informasi dihitung. é\\n' > "$exchange/message.tmp"
mv "$exchange/message.tmp" "$exchange/message.txt"
"""

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        MISSING and os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1",
        reason="LibreOffice and its Python bridge are not installed",
    ),
]


@pytest.fixture(scope="module")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name holds everything that a command line can trip over."""
    folder = tmp_path_factory.mktemp("lo") / "Kantor é & 100% \N{EM DASH} (baru)"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def answers(committed: Path, office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    book = office_folder / "Register & é 2026.xlsm"
    shutil.copyfile(committed, book)
    interpreter = office_folder / "py thon"
    interpreter.write_text(FAKE_PYTHON, encoding="utf-8")
    interpreter.chmod(0o700)
    script = Path(__file__).with_name("libreoffice_calls.py")
    profile = tmp_path_factory.mktemp("profil")
    command = [SYSTEM_PYTHON, str(script), str(book), str(profile), str(interpreter)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_opens_with_all_sheets_and_lists_the_modules(answers: dict[str, Any]) -> None:
    assert answers["sheets"] == list(SHEETS)
    assert set(sources()) | {"ThisWorkbook", "Lembar1"} <= set(answers["modules"])


def test_single_cell_names_lead_to_their_cells(answers: dict[str, Any]) -> None:
    assert answers["names"]["kecualiPython"] == "$Pengaturan.$F$7"
    assert answers["names"]["kecualiTransaksi"] == "$Pengaturan.$F$5"


def test_the_dropdowns_lists_are_found(answers: dict[str, Any]) -> None:
    expected = {f"daftar_{name}": len(words) for name, (_, words) in CHOICES.items()}
    assert answers["counts"] == {**expected, "daftar_nomor_keputusan": 0}


def test_the_officers_accounts_are_found_by_their_header(answers: dict[str, Any]) -> None:
    assert answers["ProbeColumns"] == "6|0"


def test_text_crosses_as_utf8_and_nothing_stays_in_the_exchange_folder(answers: dict[str, Any]) -> None:
    assert answers["ProbeUtf8"] == "nama=Bonafantura é ✓ 😀\nkedua"


def test_an_answer_never_breaks_its_line(answers: dict[str, Any]) -> None:
    assert answers["ProbeAnswer"] == "note=satu  dua\n"


def test_the_ribbon_reads_its_cells_and_bears_that_they_are_gone(answers: dict[str, Any]) -> None:
    label, grey, usual, no_label, no_reason = answers["ProbeStates"].split("|")
    assert label == "Langkah Berikut"
    assert grey == NOTHING_YET
    assert usual.startswith("Yang sudah tersimpan tidak pernah ditimpa")
    assert (no_label, no_reason) == ("", "")


def test_rare_columns_are_shown_and_folded(answers: dict[str, Any]) -> None:
    assert answers["ProbeColumnsFolded"] == "FalseFalseFalseTrue"


def test_rows_are_filtered_by_a_word(answers: dict[str, Any]) -> None:
    """That the filter is lifted again only Excel can show: LibreOffice has no AutoFilter without a criterion."""
    assert answers["ProbeFilter"] == "RegisterFalseTrue"


def test_python_is_started_with_the_words_xlwings_reads(answers: dict[str, Any], office_folder: Path) -> None:
    words = (office_folder / "words.txt").read_text(encoding="utf-8").splitlines()
    assert words[:4] == ["-P", "-m", "xl_macros", "compute_expiry"]
    assert words[4:7] == [f"--wb={office_folder / 'Register & é 2026.xlsm'}", "--from_xl=1", "--hwnd=0"]
    assert words[7].startswith("--exchange=/")
    assert (office_folder / "answers.txt").read_text(encoding="utf-8") == "officer=Bonafantura\n"
    assert answers["ProbeRun"] == "selesai|Jangka waktu 3 informasi dihitung. é"


def test_a_python_that_died_is_answered_in_words(answers: dict[str, Any]) -> None:
    ending, text = answers["ProbeSilence"].split("|")
    assert ending == "mati"
    assert text.startswith("Python berhenti sebelum sempat menjawab.")


def test_a_start_that_was_refused_names_who_refused_it_and_the_cure(answers: dict[str, Any]) -> None:
    office_rule, control, antivirus, gone, unknown = answers["ProbeRefused"].removesuffix("|").split("|")
    assert "Block all Office applications from creating child processes" in office_rule
    assert "70 Permission denied" in office_rule
    assert "Smart App Control" in control
    assert "Smart App Control" not in office_rule + antivirus + gone
    assert "Antivirus menganggap" in antivirus
    assert "tidak ada lagi" in gone
    assert "pasang.cmd" in gone
    assert all(
        word in unknown for word in ("creating child processes", "Smart App Control", "antivirus lain")
    )
    for text in (office_rule, control, antivirus, gone, unknown):
        assert text.startswith("Python tidak dapat dijalankan dari Excel. Tidak ada yang diubah.")
        assert len(text) < 1000  # what a message box holds


def test_a_renamed_sheet_stops_nothing_before_python_can_name_it(answers: dict[str, Any]) -> None:
    assert answers["ProbeRenamed"].casefold() in {"0||true", "0||-1", "0||wahr"}

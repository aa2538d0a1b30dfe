"""The real command line on everything hostile: exit code 1 and Indonesian words, never a traceback or a code 4.

Most of it runs in this process, where a warning is an error too; `shell` is the program as the office starts it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from faults.small_button import copied
from office_at_work import CHECKER, MAKER, DeskOfAnOffice

from xl_macros import cli
from xl_macros.actions.catalogue import BY_COMMAND
from xl_macros.tables.schema import DECISIONS, LOG, REGISTER, SHEETS

RESOURCES = Path(__file__).parents[1] / "resources"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
READERS = ("due", "find", "cover-sheets")


def kecuali(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    words, out, err = [str(each) for each in arguments], io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(words)
        except SystemExit as left:  # wrong usage
            code = left.code
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def shell(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xl_macros.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        check=False,
        timeout=120,
    )


def told(done: subprocess.CompletedProcess[str], *, code: int = 1) -> str:
    """What was said; no trace of the program's insides is in it."""
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert not re.search(r'File "|\.py:\d+|line \d+, in ', said), said
    assert done.returncode == code, said
    assert re.search(
        r"\b(tidak|bukan|masalah|belum|sudah|sedang|rusak|hanya|adalah|berada|periksa|pakai)\b",
        said,
        re.IGNORECASE,
    ), said
    return said


# -- workbooks that are none -----------------------------------------------------------------------------------


def damaged_part(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(book: Path) -> None:
        with zipfile.ZipFile(book) as package:
            parts = {part: package.read(part) for part in package.namelist()}
        parts[name] = content
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
            for part, data in parts.items():
                package.writestr(part, data)

    return damage


def damaged_sheet(sheet: str, content: bytes) -> Callable[[Path], None]:
    return damaged_part(f"xl/worksheets/sheet{SHEETS.index(sheet) + 1}.xml", content)


def as_folder(book: Path) -> None:
    book.unlink()
    book.mkdir()


WORKBOOKS: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "a folder": as_folder,
    "empty": lambda book: book.write_bytes(b""),
    "text": lambda book: book.write_text("bukan buku kerja"),
    "cut in half": lambda book: book.write_bytes(book.read_bytes()[:90_000]),
    "an old binary workbook": lambda book: book.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    ),
    "entities": damaged_part("xl/workbook.xml", BOMB),
    "a sheet of entities": damaged_sheet(DECISIONS.sheet, BOMB),
    "a sheet that is no XML": damaged_sheet(REGISTER.sheet, b"<a><b></a>"),
    "a zip bomb": damaged_part("xl/sharedStrings.xml", b" " * 30_000_000),
    "a member that climbs": damaged_part("../../luar.xml", b"<x/>"),
    "no tables": damaged_part("xl/tables/table1.xml", b"<x/>"),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_hostile_workbook(untouched: DeskOfAnOffice, tmp_path: Path, kind: str) -> None:
    desk = copied(untouched, tmp_path / "kantor")
    WORKBOOKS[kind](desk.book)
    told(kecuali("compute-expiry", "--book", desk.book, "--officer", MAKER, cwd=tmp_path))
    told(kecuali("due", "--book", desk.book, cwd=tmp_path))
    told(shell("find", "kesehatan", "--book", desk.book, cwd=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kantor"]


def test_the_same_for_every_button_and_reading_command(untouched: DeskOfAnOffice, tmp_path: Path) -> None:
    desk = copied(untouched, tmp_path / "kantor")
    desk.book.write_bytes(desk.book.read_bytes()[:90_000])
    for button in BY_COMMAND:
        told(kecuali(button, "--book", desk.book, cwd=tmp_path))
    for command in READERS:
        extra = ("x",) if command == "find" else ()
        told(kecuali(command, *extra, "--book", desk.book, cwd=tmp_path))
    told(kecuali("unseal", "P-000001", "--book", desk.book, "--out", tmp_path / "x.pdf", cwd=tmp_path))


# -- everything else that is handed over --------------------------------------------------------------------------


def test_hostile_scans(scanned: DeskOfAnOffice, tmp_path: Path) -> None:
    """All bad files of the corpus at once, and names that do not exist."""
    folder = tmp_path / "korpus"
    subprocess.run([sys.executable, str(RESOURCES / "make_corpus.py"), str(folder)], check=True, cwd=tmp_path)
    sys.path.insert(0, str(RESOURCES))
    from make_corpus import all_cases

    bad = [folder / case.name for case in all_cases() if not case.pages]
    assert len(bad) > 20
    options = [
        option for path in [*bad, Path("tidak ada\n.pdf"), Path("/dev/zero")] for option in ("--file", path)
    ]
    said = told(
        kecuali(
            "attach-scans",
            "--book",
            scanned.book,
            "--officer",
            MAKER,
            "--target",
            "B-2025-001.01",
            *options,
            cwd=tmp_path,
        )
    )
    assert "Tidak ada yang diubah." in said


def test_hostile_lists(untouched: DeskOfAnOffice, tmp_path: Path) -> None:
    desk = copied(untouched, tmp_path / "kantor")
    source = tmp_path / "daftar.xlsx"
    before = desk.fingerprint()
    for kind in (
        "empty",
        "text",
        "cut in half",
        "an old binary workbook",
        "entities",
        "a zip bomb",
    ):
        shutil.copyfile(untouched.book, source)
        WORKBOOKS[kind](source)
        told(kecuali("import-list", "--file", source, "--book", desk.book, "--officer", MAKER, cwd=tmp_path))
    source.with_suffix(".csv").write_bytes(b"\xff\xfe\x00\xd8" + b'"' * 5000)
    listed = source.with_suffix(".csv")
    told(kecuali("import-list", "--file", listed, "--book", desk.book, "--officer", MAKER, cwd=tmp_path))
    told(kecuali("import-list", "--file", tmp_path / "tidak ada.xlsx", "--book", desk.book, cwd=tmp_path))
    told(kecuali("upgrade", "--book", source, "--yes", cwd=tmp_path))
    assert desk.fingerprint() == before


def test_a_hostile_journal_lock_and_owner_file(scanned: DeskOfAnOffice, tmp_path: Path) -> None:
    private = scanned.folder / ".kecuali"
    for content in (b"{", b"[]", b'{"files": [["../../a", "/etc/passwd"]]}', b"\xff\xfe", b"[" * 100_000):
        (private / "jurnal.json").write_bytes(content)
        before = scanned.rows(LOG)
        said = told(shell("compute-expiry", "--book", scanned.book, "--officer", MAKER, cwd=tmp_path))
        assert "tidak dijalankan" in said
        assert not (private / "jurnal.json").exists()  # put aside: one refusal, and the office works on
        assert scanned.rows(LOG) == before
    scanned.done("compute-expiry")
    (scanned.folder / f"~${scanned.book.name}").write_bytes(b"\x05Maria")
    told(kecuali("compute-expiry", "--book", scanned.book, "--officer", MAKER, cwd=tmp_path))


def test_hostile_answers(scanned: DeskOfAnOffice, tmp_path: Path) -> None:
    def click(button: str, *options: str) -> None:
        done = kecuali(button, "--book", scanned.book, *options, cwd=tmp_path)
        assert done.returncode in {1, 2}  # refused, or wrong usage
        told(done, code=done.returncode)

    click("build-recap", "--officer", "Orang\r\nLain")
    click("receive-decision", "--officer", CHECKER, "--target", "../../etc/passwd")
    click("record-event", "--officer", MAKER, "--target", "B-2025-001.01", "--event", "=cmd|'/C calc'!A0")
    click(
        "record-event",
        "--officer",
        MAKER,
        "--target",
        "B-2025-001.01",
        "--event",
        "putusan",
        "--on",
        "31/02/2026",
    )
    click("attach-scans", "--officer", MAKER, "--replaces", "../x", "--page", "\u0661", "--file", "x.pdf")
    click("check-recap", "--officer", CHECKER, "--verdict", "<script>")
    click("email-report", "--officer", MAKER, "--recipient", "a@b.c\nBcc: musuh@contoh.net")


def test_hostile_bags(scanned: DeskOfAnOffice, tmp_path: Path) -> None:
    desk = scanned
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    sidecar = desk.folder / "Folder Khusus" / "2025" / "B-2025-001" / "data" / "register.json"
    for content in (b"{}", b"[" * 200_000, b"\xff", b'{"schema": "kecuali-register", "schema_version": 1}'):
        sidecar.write_bytes(content)
        command = ("rebuild-register", "--folder", desk.folder / "Folder Khusus", "--out", tmp_path / "baru")
        told(kecuali(*command, cwd=tmp_path))
        shutil.rmtree(tmp_path / "baru", ignore_errors=True)
    told(kecuali("verify-archive", "--book", desk.book, "--officer", CHECKER, cwd=tmp_path))
    told(
        kecuali(
            "rebuild-register", "--folder", tmp_path / "tidak ada", "--out", tmp_path / "baru", cwd=tmp_path
        )
    )


def test_hostile_folders_of_offices(untouched: DeskOfAnOffice, tmp_path: Path) -> None:
    folder = tmp_path / "kantor-kantor"
    folder.mkdir()
    told(kecuali("consolidate", folder, "--out", tmp_path / "rekap.xlsx", cwd=tmp_path))
    (folder / "Register-Dikecualikan.xlsm").write_bytes(b"PK\x05\x06" + bytes(18))
    told(kecuali("consolidate", folder, "--out", tmp_path / "rekap.xlsx", cwd=tmp_path))
    told(kecuali("consolidate", tmp_path / "tidak ada", "--out", tmp_path / "rekap.xlsx", cwd=tmp_path))
    taken = tmp_path / "berkas"
    taken.write_text("x")
    told(kecuali("new", taken, cwd=tmp_path))
    told(kecuali("new", taken / "kantor", cwd=tmp_path))
    told(kecuali("demo", taken, cwd=tmp_path))
    told(kecuali("build-workbook", taken / "x.xlsm", cwd=tmp_path))


def test_any_wording_is_read(tmp_path: Path) -> None:
    for text in (
        "",
        "\u202e\udcff".encode("utf-8", "replace").decode(),
        "(" * 3000,
        "9" * 3000,
        "#panic()",
        "5 (enam) tahun",
    ):
        done = shell("period", "--json", text, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="a full device is a thing of POSIX")
def test_an_output_that_cannot_be_written(untouched: DeskOfAnOffice, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xl_macros.cli", "period", "5 tahun"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path
        )
    assert "Traceback" not in done.stderr
    assert done.returncode != 0

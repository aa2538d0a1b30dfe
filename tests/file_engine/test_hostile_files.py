"""Files that are no workbooks, or made to harm, are refused in words and before they can do anything."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xl_macros.file_engine import FileEngineError, open_book
from xl_macros.file_engine.errors import UnreadableWorkbook
from xl_macros.file_engine.opc.container import MAX_MEMBER_BYTES

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Data").write_row("A1", ["teks", 1])
    return path


def read_all(path: Path) -> list[Any]:
    book = open_book(path)
    try:
        return [
            (sheet.used_range.raw_value, len(sheet.tables), sheet["A1"].number_format)
            for sheet in book.sheets
        ]
    finally:
        book.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "zip directory"),
        (b"bukan arsip" * 100, "zip directory"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (b"PK\x05\x06" + bytes(18), "no Office document"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook, match=words):
        read_all(path)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("[Content_Types].xml", "sheet.main+xml", "sheet.binary.macroEnabled.main", "binary format"),
        ("[Content_Types].xml", "spreadsheetml.sheet.main", "wordprocessingml.document.main", "no workbook"),
        (
            "xl/workbook.xml",
            "schemas.openxmlformats.org/spreadsheetml/2006/main",
            "purl.oclc.org/ooxml/spreadsheetml/main",
            "strict",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "schemas.openxmlformats.org/spreadsheetml/2006/main",
            "purl.oclc.org/ooxml/spreadsheetml/main",
            "strict",
        ),
        ("_rels/.rels", "xl/workbook.xml", "../../../etc/passwd", "no workbook"),
        ("xl/worksheets/sheet1.xml", "sheetData>", "andereData>", "no sheetData"),
        ("xl/worksheets/sheet1.xml", "</sheetData>", "", "ends early"),
        ("xl/worksheets/sheet1.xml", '<row r="1"', '<row r="9999999"', "not in order"),
    ],
)
def test_a_workbook_that_contradicts_itself_is_refused(
    path: Path, look: Any, part: str, old: str, new: str, words: str
) -> None:
    look.rewritten(path, part, old, new)
    with pytest.raises(UnreadableWorkbook, match=words):
        read_all(path)


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"],
)
def test_document_types_and_their_entities_are_refused(path: Path, look: Any, part: str) -> None:
    content = look.parts(path)[part]
    body = content[content.index(b"?>") + 2 :]
    look.repacked(path, {part: BOMB + body})
    with pytest.raises(UnreadableWorkbook, match="document type"):
        read_all(path)


def test_an_entity_in_a_cell_is_not_resolved(path: Path, look: Any) -> None:
    look.rewritten(path, "xl/sharedStrings.xml", "teks", "&c;")
    with pytest.raises((UnreadableWorkbook, ValueError), match="c"):
        read_all(path)


def _zip(names: list[str], content: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name.replace("\0", "_")), content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x", "xl/../../x", "xl//x", "C:/x", "./x", "..\\x"])
def test_names_that_climb_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(_zip(["A" * len(name)]).replace(b"A" * len(name), name.encode()))
    with pytest.raises(UnreadableWorkbook, match="outside"):
        read_all(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [["xl/a.xml", "xl/a.xml"], ["xl/a.xml", "XL/A.XML"]])
def test_two_parts_of_one_name_are_refused(tmp_path: Path, names: list[str]) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(_zip(names))
    with pytest.raises(UnreadableWorkbook, match="twice"):
        read_all(path)


def test_a_bomb_is_refused_by_its_own_announcement(path: Path, look: Any) -> None:
    look.repacked(path, {"xl/media/besar.xml": bytes(64 * 1024 * 1024)})
    with pytest.raises(UnreadableWorkbook, match="times its size"):
        read_all(path)


def test_a_bomb_that_lies_about_its_size_stops_at_it(path: Path) -> None:
    data = bytearray(_replaced_sheet(path))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    local = struct.unpack_from("<I", data, entry + 42)[0]
    for place in (entry + 24, local + 22):
        struct.pack_into("<I", data, place, 5000)
    path.write_bytes(bytes(data))
    tracemalloc.start()
    with pytest.raises(UnreadableWorkbook, match="damaged"):
        read_all(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def _replaced_sheet(path: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name, bytes(200_000_000) if "sheet1.xml" in name and "rels" not in name else old.read(name)
            )
    return stream.getvalue()


def test_a_part_that_would_unpack_to_more_than_the_limit_is_refused(path: Path) -> None:
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/styles.xml"))
    struct.pack_into("<I", data, entry + 24, MAX_MEMBER_BYTES + 1)
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableWorkbook, match="would unpack to"):
        read_all(path)


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (8, 1, "encrypted"),  # flags
        (10, 9, "named differently|packed with method"),  # method
        (42, 3, "not where|overlap"),  # offset
        (16, 7, "damaged"),  # checksum
    ],
)
def test_a_directory_that_lies_is_found_out(path: Path, place: int, value: int, words: str) -> None:
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[entry + place] = value
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableWorkbook, match=words):
        read_all(path)


def test_overlapping_members_are_refused(path: Path) -> None:
    data = bytearray(path.read_bytes())
    first = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/theme/theme1.xml"))
    second = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/styles.xml"))
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableWorkbook, match="overlap"):
        read_all(path)


def test_a_member_whose_own_header_reaches_into_the_next_is_refused(path: Path) -> None:
    """Found by a fuzzer: saving copied what follows, or ran into the end of the file."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        member = package.getinfo("xl/theme/theme1.xml")
    struct.pack_into("<H", data, member.header_offset + 28, 60_000)  # the length of its extra field
    path.write_bytes(data)
    book = open_book(path)
    book.sheets[0]["A1"].value = "baru"
    with pytest.raises(UnreadableWorkbook, match="reaches into"):
        book.save()
    assert path.read_bytes() == data


def test_a_password_is_not_silently_ignored(app: Any, path: Path) -> None:
    with pytest.raises(NotImplementedError, match="password"):
        app.books.open(str(path), password="x")  # noqa: S106 - none is set


def test_a_deeply_nested_part_is_refused(path: Path, look: Any) -> None:
    content = look.parts(path)["xl/styles.xml"].replace(b"<fonts", b"<a>" * 5000 + b"</a>" * 5000 + b"<fonts")
    look.repacked(path, {"xl/styles.xml": content})
    with pytest.raises(UnreadableWorkbook, match="styles"):
        read_all(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_more(
    data: st.DataObject, path: Path, tmp_path: Path
) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(
        bytes(content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content)
    )
    _read_or_refused(broken)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_part_with_damaged_text_is_read_or_refused_but_never_more(
    data: st.DataObject, path: Path, tmp_path: Path, look: Any
) -> None:
    parts = look.parts(path)
    name = data.draw(st.sampled_from([n for n in sorted(parts) if n.endswith((".xml", ".rels"))]))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.sampled_from(list(b'<>/="&; rsc19\x00'))
        )
    _read_or_refused(look.repacked(path, {name: bytes(content)}, tmp_path / "rusak.xlsx"))


def _read_or_refused(path: Path) -> None:
    try:
        book = open_book(path)
        for sheet in book.sheets:
            _ = sheet.used_range.raw_value, sheet["A1"].number_format
            sheet["A1"].value = "x"
        book.save()
        book.close()
    except (FileEngineError, NotImplementedError):
        pass

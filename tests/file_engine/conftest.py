"""A corpus of workbooks with everything that staff may have in theirs, and ways to look inside a file."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from xl_macros.light_import import import_xlwings

REPOSITORY = Path(__file__).resolve().parents[2]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class RawMember:
    """A member of a zip file exactly as it stands there."""

    header_and_data: bytes
    content: bytes


def raw_members(path: Path) -> dict[str, RawMember]:
    """Every member's raw bytes, in the order of the file; found with `zipfile`, not with the engine's own code."""
    data = path.read_bytes()
    found = {}
    with zipfile.ZipFile(path) as package:
        for info in sorted(package.infolist(), key=lambda info: info.header_offset):
            name_length, extra_length = struct.unpack_from("<2H", data, info.header_offset + 26)
            end = info.header_offset + 30 + name_length + extra_length + info.compress_size
            found[info.filename] = RawMember(data[info.header_offset : end], package.read(info))
    return found


def parts(path: Path) -> dict[str, bytes]:
    """The content of every member."""
    return {name: member.content for name, member in raw_members(path).items()}


def repacked(path: Path, changes: Mapping[str, bytes | None], target: Path | None = None) -> Path:
    """The package with some members replaced, added or (None) left out."""
    old = parts(path)
    target = target or path
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**old, **changes}.items():
            if content is not None:
                package.writestr(name, content)
    target.write_bytes(stream.getvalue())
    return target


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The package with a text in one part replaced; the text must be there."""
    text = parts(path)[part].decode()
    assert old in text
    return repacked(path, {part: text.replace(old, new).encode()})


# -- the corpus --------------------------------------------------------------------------------------------


def rich_workbook(path: Path) -> Path:
    """By XlsxWriter: tables, rich text, charts, pictures, shapes, notes, x14 rules, arrays, names, protection."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    with xlsxwriter.Workbook(str(path)) as book:
        bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        text, locked = (
            book.add_format({"num_format": "@"}),
            book.add_format({"locked": True, "bg_color": "#DDEEFF"}),
        )
        sheet = book.add_worksheet("Data")
        rows: list[list[Any]] = [
            ["B-1", dt.date(2025, 1, 2), 3.5, "berlaku", None],
            ["B-2", dt.date(2025, 2, 3), 4.25, "dicabut", None],
            ["B-3", dt.date(2025, 3, 4), -1, "berlaku", None],
        ]
        for number, row in enumerate(rows, 3):
            sheet.write_string(number, 0, row[0], text)
            sheet.write_datetime(number, 1, dt.datetime.combine(row[1], dt.time()), date)
            sheet.write_number(number, 2, row[2], locked)
            sheet.write_string(number, 3, row[3])
        columns = [{"header": name} for name in ("Kode", "Tanggal", "Nilai", "Status")]
        sheet.add_table(
            2,
            0,
            5,
            4,
            {"name": "tblData", "columns": [*columns, {"header": "Ganda", "formula": "[@Nilai]*2"}]},
        )
        sheet.write_rich_string(0, 0, "Judul ", bold, "tebal", " & biasa")
        sheet.conditional_format("C4:C6", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format(
            "D4:D6", {"type": "cell", "criteria": "==", "value": '"dicabut"', "format": bold}
        )
        sheet.data_validation("D4:D6", {"validate": "list", "source": ["berlaku", "dicabut"]})
        sheet.merge_range("H1:J2", "digabung", bold)
        sheet.write_comment("A4", "Catatan")
        sheet.insert_image("L2", "merah.png", {"image_data": picture})
        sheet.insert_textbox("L8", "kotak")
        sheet.insert_button("L14", {"macro": "x", "caption": "Tombol"})
        sheet.add_sparkline("G4", {"range": "Data!C4:C6"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$C$4:$C$6"})
        sheet.insert_chart("L18", chart)
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.write_row("A9", ["tersembunyi", True, False])
        sheet.write_array_formula("A12:A13", "{=C4:C5*2}", None, 7)
        sheet.write_dynamic_array_formula("C12", "=UNIQUE(D4:D6)", None, "berlaku")
        sheet.write_formula("E12", "=NA()", None, "#N/A")
        sheet.write_formula("E13", '="a"&"b"', None, "ab")
        sheet.write_url("E14", "https://example.org/", None, "tautan")
        sheet.freeze_panes(3, 1)
        sheet.protect("rahasia", {"format_cells": True})
        sheet.print_area("A1:E20")
        sheet.set_header("&CHalaman &P")
        other = book.add_worksheet("Lain")
        other.write_formula("A1", "=SUM(tblData[Nilai])", None, 6.75)
        other.write("B1", "tak tersentuh")
        third = book.add_worksheet("Ketiga")
        third.write_formula("A1", "=1+1", None, 2)
        book.define_name("Nilai", "=Data!$C$4:$C$6")
        book.define_name("Lain!Lokal", "=Lain!$B$1")
        book.set_custom_property("Kantor", "Manggarai Barat")
    return _with_foreign_parts(path)


def _with_foreign_parts(path: Path) -> Path:
    """Parts that only Excel makes: pivot table, slicer, threaded comment, printer settings, custom XML, ribbon."""
    content = parts(path)
    kind = '<Override PartName="/{}" ContentType="application/{}"/>'
    types = content["[Content_Types].xml"].decode()
    foreign = {
        "xl/pivotTables/pivotTable1.xml": "vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml",
        "xl/slicers/slicer1.xml": "vnd.ms-excel.slicer+xml",
        "xl/threadedComments/threadedComment1.xml": "vnd.ms-excel.threadedcomments+xml",
    }
    added = "".join(kind.format(name, type_) for name, type_ in foreign.items())
    printer = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    added += f'<Default Extension="bin" ContentType="{printer}"/>'
    types = types.replace("</Types>", added + "</Types>")
    rels = content["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    more = "".join(
        f'<Relationship Id="x{number}" Type="{OFFICE}/{name}" Target="{target}"/>'
        for number, (name, target) in enumerate(
            {
                "pivotTable": "../pivotTables/pivotTable1.xml",
                "slicer": "../slicers/slicer1.xml",
                "threadedComment": "../threadedComments/threadedComment1.xml",
                "printerSettings": "../printerSettings/printerSettings1.bin",
            }.items()
        )
    )
    rels = rels.replace("</Relationships>", more + "</Relationships>")
    package = content["_rels/.rels"].decode()
    ribbon = (
        '<Relationship Id="ui" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
        'Target="customUI/customUI14.xml"/>'
    )
    pivot = f'<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="1"><location ref="P1:R9"/></pivotTableDefinition>'
    return repacked(
        path,
        {
            "[Content_Types].xml": types.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": rels.encode(),
            "_rels/.rels": package.replace("</Relationships>", ribbon + "</Relationships>").encode(),
            "xl/pivotTables/pivotTable1.xml": pivot.encode(),
            "xl/slicers/slicer1.xml": b"<slicers xmlns='urn:s'/>",
            "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments xmlns='urn:t'/>",
            "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
            "customUI/customUI14.xml": b"<customUI xmlns='http://schemas.microsoft.com/office/2009/07/customui'/>",
            "customXml/item1.xml": b"<a/>",
        },
    )


def openpyxl_workbook(path: Path) -> Path:
    """By openpyxl: dates of the 1904 system, errors, booleans, formulas, a chain of calculation."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["teks", 1, 2.5, True, dt.datetime(2025, 1, 2, 3, 4, 5), "=B1*2", "#N/A"])
    sheet["G1"].data_type = "e"
    sheet["A3"] = "spasi di tepi "
    sheet.column_dimensions["H"].width = 40
    book.create_sheet("Lain")["A1"] = "tak tersentuh"
    book.save(path)
    text = parts(path)
    chain = f'<calcChain xmlns="{MAIN}"><c r="F1" i="1"/></calcChain>'.encode()
    rels = text["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="cc" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'.encode(),
    )
    types = text["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    return repacked(
        path, {"xl/calcChain.xml": chain, "xl/_rels/workbook.xml.rels": rels, "[Content_Types].xml": types}
    )


def streamed_workbook(path: Path) -> Path:
    """As streaming writers make them: data descriptors after the members, zip64 fields, a stored member."""
    source = openpyxl_workbook(path.with_name("quelle.xlsx"))

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:
            self.data += piece
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload] - cannot seek
        for name, content in parts(source).items():
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10))
            info.compress_type = zipfile.ZIP_STORED if name.endswith("styles.xml") else zipfile.ZIP_DEFLATED
            info.extra, info.comment = b"\x99\x99\x04\x00abcd", b"catatan"
            with package.open(info, "w", force_zip64="sheet" in name) as member:
                member.write(content)
        package.comment = b"arsip"
    path.write_bytes(bytes(pipe.data))
    source.unlink()
    return path


def product_workbook(path: Path) -> Path:
    """The workbook of this product: VBA, both kinds of ribbon, tables, dropdowns, protection."""
    shutil.copyfile(REPOSITORY / "workbook" / "Register-Dikecualikan.xlsm", path)
    return path


def quickstart_workbook(path: Path) -> Path:
    """A workbook that Excel itself saved, from the xlwings package."""
    folder = Path(import_xlwings().__file__).parent
    shutil.copyfile(folder / "quickstart.xlsm", path)
    return path


def addin_workbook(path: Path) -> Path:
    """An add-in that Excel itself saved, with a ribbon, from the xlwings package."""
    folder = Path(import_xlwings().__file__).parent
    shutil.copyfile(folder / "quickstart_addin_ribbon.xlam", path)
    return path


def libreoffice_workbook(path: Path) -> Path:
    """By LibreOffice, from the one by XlsxWriter."""
    program = shutil.which("soffice")
    if program is None:
        assert os.environ.get("KECUALI_REQUIRE_EXTRAS") != "1", "LibreOffice is not installed"
        pytest.skip("LibreOffice is not installed")
    folder = path.parent / "lo"
    folder.mkdir()
    source = rich_workbook(folder / "asal.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(folder / "hasil"), str(source)], check=True, capture_output=True
    )
    shutil.move(folder / "hasil" / "asal.xlsx", path)
    return path


CORPUS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "XlsxWriter": (".xlsx", rich_workbook),
    "openpyxl": (".xlsx", openpyxl_workbook),
    "streamed": (".xlsx", streamed_workbook),
    "product": (".xlsm", product_workbook),
    "Excel": (".xlsm", quickstart_workbook),
    "Excel add-in": (".xlam", addin_workbook),
    "LibreOffice": (".xlsx", libreoffice_workbook),
}


@pytest.fixture(scope="session", params=CORPUS)
def made_workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each workbook of the corpus, made once."""
    ending, make = CORPUS[request.param]
    return make(tmp_path_factory.mktemp("korpus") / f"buku{ending}")


@pytest.fixture
def workbook_path(made_workbook: Path, tmp_path: Path) -> Path:
    """Each workbook of the corpus, as a copy of the test's own."""
    return Path(shutil.copyfile(made_workbook, tmp_path / made_workbook.name))


@pytest.fixture(params=[name for name, (ending, _) in CORPUS.items() if ending != ".xlam"])
def path_openpyxl_reads(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Each workbook of the corpus but the add-in, which openpyxl does not open."""
    ending, make = CORPUS[request.param]
    return make(tmp_path / f"buku{ending}")


@pytest.fixture
def rich_path(tmp_path: Path) -> Path:
    """The workbook with nearly every feature."""
    return rich_workbook(tmp_path / "kaya.xlsx")


@pytest.fixture
def app() -> Iterator[Any]:
    """An application of the file engine; its books are closed afterwards."""
    import_xlwings()
    from xl_macros.file_engine.engine import private_app

    application = private_app()
    yield application
    for book in application.books:
        book.close()


@pytest.fixture
def look() -> Any:
    """The helpers of this file, for tests (a conftest cannot be imported)."""

    class Look:
        raw_members = staticmethod(raw_members)
        parts = staticmethod(parts)
        repacked = staticmethod(repacked)
        rewritten = staticmethod(rewritten)
        rich_workbook = staticmethod(rich_workbook)
        openpyxl_workbook = staticmethod(openpyxl_workbook)

    return Look

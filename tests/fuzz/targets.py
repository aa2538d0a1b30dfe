"""What is fuzzed: where the seeds come from, and what must hold for every input whatever.

A target's `judge` takes any bytes and raises AssertionError when an oracle is broken; any exception but those that
the function under test documents is a finding as well.
"""

from __future__ import annotations

import functools
import io
import json
import random
import re
import shutil
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

TESTS = Path(__file__).parents[1]
for folder in (TESTS, TESTS / "resources"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@dataclass(frozen=True)
class Target:
    """One reader of what strangers hand over. `instrument` names the modules whose branches guide the fuzzer."""

    name: str
    seeds: Callable[[], list[bytes]]
    judge: Callable[[bytes], None]
    instrument: tuple[str, ...]
    seconds: int
    """How long one input may take at most."""
    longest: int


@functools.cache
def workplace() -> Path:
    """A folder of this process for the files that a target writes."""
    return Path(tempfile.mkdtemp(prefix="kecuali-fuzz-"))


def said(refusal: Exception) -> None:
    """A refusal without words is none."""
    assert str(refusal).strip()


def emptied(name: str) -> Path:
    folder = workplace() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def corpus(suffixes: set[str], largest: int) -> list[bytes]:
    """The scans of tests/resources with these endings, made now."""
    from make_corpus import all_cases

    folder, found = emptied("corpus"), []
    for case in all_cases():
        path = folder / case.name
        case.build(path)
        if path.is_file() and not path.is_symlink() and path.suffix.lower() in suffixes:
            content = path.read_bytes()
            found += [content] if len(content) <= largest else []
    return found


# -- wordings ----------------------------------------------------------------------------------------------------

NUMBER_WORDS = re.compile(
    "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|ratus|ribu|seperempat|setengah|"
    "se(?:tahun|bulan|minggu|hari|abad|windu|dasawarsa|dekade|umur)|windu|abad|dasawarsa|dekade|semester|triwulan"
)


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def plainly(text: str) -> str:
    """The text as a person reads it: no marks that show nothing, digits of all scripts as 0-9."""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in shown)
    return unicodedata.normalize("NFKC", digits).lower()


def period_cases() -> list[bytes]:
    lines = (TESTS / "domain" / "period_cases.tsv").read_text("utf-8").splitlines()[1:]
    return [line.split("\t")[0].encode() for line in lines if line and not line.startswith("#")]


def judge_period(data: bytes) -> None:
    """Verbatim kept, parts keep their promises, no date or length that the text does not have."""
    from domain.test_period_properties import keeps_its_promises

    from xl_macros.domain.period import read_period

    text = as_text(data)
    period = read_period.__wrapped__(text)
    assert period.text == (text if text.strip() else ""), "the wording was not kept as it stands"
    keeps_its_promises(period)
    json.dumps(period.to_dict())
    shown = plainly(text)
    numbers = {int(digits[:9]) for digits in re.findall(r"\d+", shown)}
    lengths = numbers | {12 * years + months for years in numbers for months in numbers}
    for part in (period, *period.clauses):
        for day in (part.until_on, part.anchor_on):
            # "dibuka tanggal 1 Januari 2030" has its last day in the year before
            years = () if day is None else {day.year, (day + timedelta(days=1)).year}
            assert not years or any(f"{year % 100:02}" in shown for year in years), f"{day} is invented"
        if part.length is not None:
            assert part.length in lengths or NUMBER_WORDS.search(shown), f"{part.length} is invented"
    assert read_period.__wrapped__(text) == period, "the same wording is read in two ways"


def legal_cases() -> list[bytes]:
    source = (TESTS / "domain" / "test_legal_basis.py").read_text("utf-8")
    return [
        text.encode()
        for text in set(re.findall(r'"((?:UU|Pasal|Undang|PKPU|Peraturan|uu)[^"\\]{4,200})"', source))
    ]


def judge_legal_basis(data: bytes) -> None:
    """No law, article, paragraph, letter or item that the text does not have; findings for whatever was read."""
    from xl_macros.domain.legal_basis import LegalBasis, by_act, legal_findings, read_legal_basis
    from xl_macros.domain.period import read_period

    text = as_text(data)
    shown = plainly(text)
    citations = read_legal_basis(text)
    for citation in citations:
        for number in (citation.article, citation.paragraph):
            assert number is None or str(number) in shown, f"{number} is invented: {citation}"
        if citation.law is not None:
            assert re.search(r"\d", citation.law) is None or re.search(
                r"\d|kip|pdp|ite|kearsipan|data pribadi|keterbukaan", shown
            )
        assert all(re.fullmatch("[a-z]{1,2}", letter) for letter in citation.letters), citation
        assert len(set(citation.letters)) == len(citation.letters), "a letter twice"
    acts = [
        LegalBasis("UU 14/2008", "", date(2010, 4, 30)),
        LegalBasis("PKPU 1/2015", "", None, date(2022, 1, 1), "PKPU 11/2024"),
    ]
    for decided_on in (date(2025, 8, 21), None):
        for finding in legal_findings(
            citations, read_period("5 tahun"), decided_on, by_act(acts), date(2026, 8, 24)
        ):
            assert finding.message
    assert read_legal_basis(text) == citations


# -- workbooks -----------------------------------------------------------------------------------------------------


@functools.cache
def small_workbook() -> bytes:
    import xlsxwriter

    path = workplace() / "benih.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        columns = [{"header": "Kode"}, {"header": "Nilai"}, {"header": "Rumus", "formula": "=[@Nilai]*2"}]
        sheet.add_table("A1:C3", {"name": "tblData", "columns": columns, "data": [["a", 1], ["b", 2.5]]})
        sheet.write("E1", "gabung")
        sheet.merge_range("E2:F3", "x")
        sheet.data_validation("B2:B3", {"validate": "list", "source": ["1", "2"]})
        sheet.conditional_format("B2:B3", {"type": "cell", "criteria": ">", "value": 1})
        sheet.write_rich_string("G1", "a", book.add_format({"bold": True}), "b")
        book.define_name("nama", "=Data!$A$1")
    return path.read_bytes()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in sorted(package.namelist())}


def packed(parts: dict[str, bytes]) -> bytes:
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packing.getvalue()


def judge_workbook(data: bytes) -> None:
    """Read and saved again with the same values, or refused by the engine's own errors; the file is never damaged."""
    from xl_macros.file_engine import FileEngineError

    path = emptied("buku") / "buku.xlsx"
    path.write_bytes(data)
    try:
        first = _values(path, touch=True)
    except (FileEngineError, NotImplementedError):
        assert path.read_bytes() == data, "refused and changed"
        return
    assert _values(path, touch=False) == first, "what was saved reads otherwise"


def _values(path: Path, *, touch: bool) -> Any:
    from xl_macros.file_engine import open_book

    book = open_book(path)
    try:
        found = [
            (sheet.name, _comparable(sheet.used_range.formula), [table.name for table in sheet.tables])
            for sheet in book.sheets
        ]
        if touch and len(book.sheets):  # written as it was: every part of the save is walked through
            cell = book.sheets[0]["BA700"]
            cell.value = "x"
            cell.clear_contents()
            book.save()
    finally:
        book.close()
    return found


def _comparable(values: Any) -> Any:
    """Blank edges differ by what was written and cleared; numbers that are none are not equal to themselves."""
    rows = values if isinstance(values, (list, tuple)) else [values]
    lines = [list(row) if isinstance(row, (list, tuple)) else [row] for row in rows]
    for line in lines:
        while line and line[-1] in (None, ""):
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return [[repr(value) for value in line] for line in lines]


def part_seeds() -> list[bytes]:
    return [bytes([number]) + content for number, content in enumerate(parts_of(small_workbook()).values())]


def judge_workbook_part(data: bytes) -> None:
    """The same, with one part of a good workbook replaced: the first byte says which."""
    if data:
        parts = parts_of(small_workbook())
        parts[list(parts)[data[0] % len(parts)]] = data[1:]
        judge_workbook(packed(parts))


# -- scans ---------------------------------------------------------------------------------------------------------

ACTIVE = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/EmbeddedFile",
    "/RichMedia",
    "/XFA",
}


@functools.cache
def little_memory() -> None:
    """The bounds of the parsing process, smaller, because here they hold for the fuzzer as well."""
    from xl_macros.scans import bounds, images, pdf

    bounds.MAX_STREAM_BYTES = 16_000_000
    bounds.limit_libraries()
    images.MAX_IMAGE_PIXELS = pdf.MAX_IMAGE_PIXELS = 4_000_000


def judge_pdf(data: bytes) -> None:
    """Refused in words, or pages that are there and a copy in which nothing active is left."""
    import pikepdf

    little_memory()
    from xl_macros.scans.bounds import Unacceptable
    from xl_macros.scans.pdf import check_pdf

    folder = emptied("pdf")
    source, output = folder / "masuk.pdf", folder / "bersih.pdf"
    source.write_bytes(data)
    try:
        answer = check_pdf(str(source), str(output), 50)
    except Unacceptable as refusal:
        said(refusal)
        return
    except MemoryError:
        return
    finally:
        assert source.read_bytes() == data, "the original was touched"
    json.dumps(answer)
    stored = output if answer["rewritten"] else source
    with pikepdf.open(stored, attempt_recovery=False) as pdf:
        assert 1 <= answer["pages"] == len(pdf.pages) <= 50
        names = {str(key) for found in pdf.objects for key in _keys(found, 0)}
        assert not names & ACTIVE, f"left in the copy: {names & ACTIVE}"
    if answer["rewritten"]:
        assert check_pdf(str(output), str(folder / "lagi.pdf"), 50)["rewritten"] is False, (
            "cleaned, and not clean"
        )


def _keys(found: Any, depth: int) -> Iterator[str]:
    """Every key and every kind of action below an object, by a walk of the test's own."""
    import pikepdf

    if depth > 40:
        return
    if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in found.items():
            yield key
            if key in {"/S", "/Type"} and isinstance(value, pikepdf.Name):
                yield value.unparse().decode("latin-1")  # names need not be UTF-8
            if not getattr(value, "is_indirect", False):
                yield from _keys(value, depth + 1)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            if not getattr(value, "is_indirect", False):
                yield from _keys(value, depth + 1)


def judge_image(data: bytes) -> None:
    """Refused in words, or a PDF of upright pages that passes the check of incoming PDFs byte for byte."""
    from xl_macros.scans import images, sources
    from xl_macros.scans.bounds import Unacceptable
    from xl_macros.scans.pdf import check_pdf

    little_memory()
    kind = sources.kind_of(data[:1024])
    if kind in {sources.SourceKind.OTHER, sources.SourceKind.PDF}:
        return
    folder = emptied("gambar")
    source, output = folder / "masuk", folder / "halaman.pdf"
    source.write_bytes(data)
    try:
        answer = images.image_to_pdf(str(source), str(kind), str(output), 100, 20)
    except Unacceptable as refusal:
        said(refusal)
        return
    except MemoryError:
        return
    finally:
        assert source.read_bytes() == data, "the original was touched"
    checked = check_pdf(str(output), str(folder / "lagi.pdf"), 20)
    assert checked["pages"] == answer["pages"] >= 1
    assert not checked["rewritten"], checked["notes"]


SUFFIXES = (".csv", ".xlsx", ".ods", ".tsv")


def list_seeds() -> list[bytes]:
    tables = (
        "No;Informasi;Dasar Hukum\n1;Surat;UU 14/2008\n",
        'a,"b\n""c""",d\r\n',
        "\ufeffa\tb\n1\t2",
        "a,b\n=1+1,-2",
    )
    texts = [b"\0" + text.encode() for text in tables] + [b"\0" + tables[0].encode("utf-16")]
    return [*texts, b"\1" + small_workbook(), *(b"\1" + packed(_mended(seed)) for seed in part_seeds()[:3])]


def _mended(seed: bytes) -> dict[str, bytes]:
    parts = parts_of(small_workbook())
    parts[list(parts)[seed[0]]] = seed[1:]
    return parts


def judge_list(data: bytes) -> None:
    """A stranger's list: refused in words, or a bounded table of plain values; the file is left as it is."""
    from xl_macros.scans import sheets
    from xl_macros.scans.bounds import Unacceptable

    if not data:
        return
    source = emptied("daftar") / f"daftar{SUFFIXES[data[0] % len(SUFFIXES)]}"
    source.write_bytes(data[1:])
    try:
        answer = sheets.read_sheets(str(source))
    except Unacceptable as refusal:
        said(refusal)
        return
    finally:
        assert source.read_bytes() == data[1:], "the list was touched"
    json.dumps(answer)
    for sheet in answer["sheets"]:
        assert len(sheet["rows"]) <= sheets.MAX_ROWS
        for value in (cell for row in sheet["rows"] for cell in row):
            assert (
                value is None or isinstance(value, (str, int, float, bool)) or set(value) <= {"date", "time"}
            ), value


# -- what lies in the office ------------------------------------------------------------------------------------------


def sidecar_seeds() -> list[bytes]:
    from xl_macros.archive.sidecar import encode

    row = {
        "code": "B-2025-001.01",
        "end_on": date(2030, 8, 21),
        "at": datetime(2025, 9, 1, 10, 30),
        "n": 1,
        "x": None,
    }
    whole = {
        "berkas": "B-2025-001",
        "year": 2025,
        "stored_at": datetime(2025, 9, 1),
        "decision": row,
        "rows": [row, row],
    }
    return [encode(whole), encode({}), b'{"$date": "2025-01-01"}', b'[[{"schema": 1}]]', b'{"a": 1, "a": 2}']


def judge_sidecar(data: bytes) -> None:
    """Refused as BadSidecar, or content that is written and read again as the same."""
    from xl_macros.archive.sidecar import BadSidecar, decode, encode, rows

    try:
        content = decode(data)
        for key in ("rows", "events", "log"):
            for row in rows(content, key):
                assert all(not isinstance(value, (dict, list)) for value in row.values())
    except BadSidecar as refusal:
        said(refusal)
        return
    bare = {key: value for key, value in content.items() if key not in {"schema", "schema_version"}}
    assert repr(decode(encode(bare))) == repr(
        {**bare, **{key: content[key] for key in ("schema", "schema_version")}}
    ) or (decode(encode(bare)) == content), "written again it is another register"


@functools.cache
def good_bag() -> Path:
    import pikepdf

    from xl_macros.archive.special_folder import BagContents, BagScan, build_bag
    from xl_macros.places.copying import hash_file

    folder = emptied("tas")
    page = folder / "halaman.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        pdf.save(page, deterministic_id=True)
    scan = BagScan(
        page, "P-000001 x.pdf", hash_file(page).sha256, "B-2025-001.01", "informasi", "P-000001", 1
    )
    contents = BagContents(
        berkas="B-2025-001",
        year=2025,
        office_name="KPU Kabupaten Contoh",
        decision_number="731 Tahun 2025",
        decided_on=date(2025, 8, 21),
        about="Dokumen persyaratan calon",
        stored_at=datetime(2025, 9, 1, 10, 30),
        officer="Petugas Contoh",
        rows=[{"code": "B-2025-001.01", "end_on": date(2030, 8, 21), "scans": 1, "note": None}],
        scans=[scan],
        index_pdf=page.read_bytes(),
        log_head="ab" * 32,
        decision={"berkas": "B-2025-001", "received_at": datetime(2025, 8, 25, 9, 0)},
    )
    bag = build_bag(folder / "siap", contents)
    target = folder / "khusus" / "2025" / "B-2025-001"
    target.parent.mkdir(parents=True)
    bag.rename(target)
    return target


def bag_files() -> list[Path]:
    return sorted(path for path in good_bag().rglob("*") if path.is_file())


def bag_seeds() -> list[bytes]:
    return [bytes([number]) + path.read_bytes() for number, path in enumerate(bag_files())]


def judge_bag(data: bytes) -> None:
    """One file of a sealed bag replaced: found, and never an exception; unchanged: whole."""
    from xl_macros.archive.fixity import verify_special_folder
    from xl_macros.archive.rebuild import read_bags

    if not data:
        return
    path = bag_files()[data[0] % len(bag_files())]
    good = path.read_bytes()
    try:
        path.write_bytes(data[1:])
        report, read = verify_special_folder(good_bag().parents[1]), read_bags(good_bag().parents[1])
        assert report.ok is (data[1:] == good), f"{path.name}: {report.findings}"
        assert len(read.stored) + len(read.problems) == 1
    finally:
        path.write_bytes(good)


def journal_seeds() -> list[bytes]:
    import msgspec

    from xl_macros.click.journal import Record, Rename

    record = Record(
        "20260824T080000-0123abcd",
        "percobaan",
        "Maria",
        "2026-08-24T08:00:00",
        backup="Cadangan/2026-08-24 08.00.00 0123abcd sebelum percobaan.xlsm",
        tables={"tblRegister": [0, 1]},
        files=[Rename(".kecuali/persiapan/20260824T080000-0123abcd/a", "Laporan/a", "0" * 64)],
    )
    return [msgspec.json.encode(record), b"{}", b"[]"]


def judge_journal(data: bytes) -> None:
    """Not believed, or a record that names only what its transaction can have made. Signed: the reader is judged."""
    import msgspec

    from xl_macros.click.journal import JOURNAL, STAGING, UNDONE, read_record
    from xl_macros.places import own_key, signed
    from xl_macros.places.folders import OfficeFolders
    from xl_macros.tables.schema import TABLES

    root = emptied("kantor")
    folders = OfficeFolders(
        root, *(root / name for name in ("Pindaian", "Masuk", "Khusus", "Laporan", "Cadangan"))
    )
    folders.private.mkdir()
    path, office = folders.private / JOURNAL, "0" * 32
    (folders.private / signed.OFFICE_NAME).write_text(office)
    key = b"k" * own_key.KEY_BYTES
    envelope = {"content": msgspec.Raw(data), "key": own_key.key_name(key)}
    envelope["signature"] = own_key.signature(key, "jurnal", office, data)
    path.write_bytes(msgspec.json.encode(envelope))
    columns = {table.name: len(table.columns) for table in TABLES}
    with mock.patch.object(signed, "own_key", return_value=key):
        try:
            record = read_record(path, columns, folders, root / "buku.xlsm")
        except signed.UntrustedError as untrusted:
            said(untrusted)
            return
    assert record is not None
    staging = folders.private / STAGING / record.transaction_id
    outposts = [folder / f".kecuali-{record.transaction_id}" for folder in folders.all]
    open_ground = (folders.scans, folders.special, folders.reports)
    for rename in record.files:
        source, target = (root / kept for kept in (rename.source, rename.target))
        made = any(home in source.resolve().parents for home in (staging, *outposts))
        public = any(home in target.resolve().parents for home in open_ground)
        taken = any(home in source.resolve().parents for home in (*open_ground, *outposts))
        away = target.parent == folders.private / UNDONE / str(record.undoes)
        assert (made and public) if record.undoes is None else (taken and away), rename
        assert target.resolve() not in (*folders.all, folders.private)


@functools.cache
def cut_office() -> Any:
    """An office with two clicks behind it and the third cut off when its files were in place."""
    from click_room import crashed
    from faults.small_button import run
    from office_at_work import filled

    desk = filled(workplace() / "dasar" / "kantor")
    for name, content in (
        ("Folder Khusus/naskah.pdf", b"rahasia"),
        ("Kotak Masuk Pemindai/scan.pdf", b"asli"),
    ):
        path = desk.folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(content)
    for _ in range(2):
        run(desk)
        desk.now += timedelta(hours=1)
    return crashed(desk, "persiapan")


def recovery_seeds() -> list[bytes]:
    """A click's journal, its undo record, the list of own clicks and the settings, changed together."""
    settings = [
        {"inbox_folder": "../luar"},
        {"backups_folder": "{outside}", "keep_backups": "1"},
        {"reports_folder": "/"},
        {"special_folder": "\\\\jahat\\berbagi"},
        {"scans_folder": "a\x01b", "keep_undone": "-1"},
    ]
    changes: list[dict[str, Any]] = [
        {
            "journal": {
                "files": [{"source": ".kecuali/persiapan/x", "target": "Folder Khusus", "sha256": "0" * 64}]
            }
        },
        {"journal": {"removals": [{"path": "{outside}/skripsi.docx", "sha256": "0" * 64}]}, "signed": True},
        {"journal": {"backup": "{outside}"}, "undo": {"files": []}, "signed": True},
        {
            "undo": {"files": [{"source": "..", "target": ".", "sha256": "0" * 64}], "undoes": None},
            "click": "undo",
        },
        {"undo": {"transaction_id": "../x", "sequence": 10**12}, "click": "undo", "signed": True},
        {"raw": {"jurnal.json": "[[[["}, "click": "run"},
        {
            "own": [{"id": "20260824T080000-0123abcd", "backup": "Anggaran 2026 sebelum revisi.xlsm"}],
            "click": "run",
        },
        {"raw": {"urungkan/999999999-20260101T080000-aaaaaaaa.json": "{}", "kantor": ".."}, "click": "undo"},
    ]
    return [
        json.dumps({**change, "settings": settings[number % len(settings)]}).encode()
        for number, change in enumerate(changes)
    ]


def drawn(data: bytes) -> dict[str, Any]:
    """A change drawn from the bytes: hostile values for fields of both records and for settings, together."""
    from xl_macros.click.journal import Record
    from xl_macros.click.ownership import OwnClick
    from xl_macros.tables.schema import SETTING_ROWS

    draw = random.Random(data)  # noqa: S311  # the same bytes, the same change
    places = [
        "..",
        ".",
        "/",
        "{outside}",
        "{outside}/skripsi.docx",
        "../korban.txt",
        "Folder Khusus",
        "Laporan/laporan 1.txt",
    ]
    places += [
        "Pindaian",
        ".kecuali",
        "Register-Dikecualikan.xlsm",
        "Laporan/../..",
        "\\\\jahat\\x",
        "CON",
        "a\0b",
        "Laporan",
    ]

    def hostile(field: str) -> Any:
        renames = [{"source": draw.choice(places), "target": draw.choice(places), "sha256": "0" * 64}]
        removals = [{"path": draw.choice(places), "sha256": "0" * 64}]
        proper = {"files": renames, "removals": removals, "backup": draw.choice(places), "undoable": False}
        values = [None, -1, "", [], {}, "x" * 600, "20260824T080000-0123abcd", draw.choice(places)]
        return proper[field] if field in proper and draw.random() < 0.7 else draw.choice(values)

    def fields() -> dict[str, Any]:
        chosen = draw.sample(Record.__struct_fields__, draw.randint(1, 3))
        return {field: hostile(field) for field in chosen}

    def own_click() -> dict[str, Any]:
        chosen = draw.sample(OwnClick.__struct_fields__, draw.randint(1, 2))
        copies = [*places, "2026-01-01 08.00.00 aaaaaaaa sebelum attach_scans.xlsm", None, -1, ""]
        ids = ["20260824T080000-0123abcd", "20260824T090000-00000000"]  # a neighbour's, signed, would be ours
        return {field: draw.choice(ids if field in {"id", "undoes"} else copies) for field in chosen}

    named = [setting.field for setting in SETTING_ROWS]
    folders = [field for field in named if field.endswith("_folder") or "keep_" in field]
    change: dict[str, Any] = {"signed": draw.random() < 0.7, "click": draw.choice(["undo", "run", "look"])}
    change |= {name: fields() for name in draw.sample(["journal", "undo"], draw.randint(0, 2))}
    if draw.random() < 0.3:
        change["own"] = [own_click() for _ in range(draw.randint(1, 3))]
    if draw.random() < 0.6:
        change["settings"] = {
            draw.choice(draw.choice([folders, named])): draw.choice([*places, "1", "-1"]) for _ in range(2)
        }
    if draw.random() < 0.3:
        files = ["jurnal.json", "kantor", "persiapan/x", "milik-0.json", "kunci.ganti", "kunci.pemegang"]
        files += [
            "kunci-pemulihan.json",
            "excel.json",
            "tugas-malam.json",
            "diurungkan/20260101T080000-aaaaaaaa/x",
        ]
        change["raw"] = {draw.choice(files): data.decode("latin-1")}
    return change


def judge_recovery(data: bytes) -> None:
    """Two clicks in an office with any journal, undo records and settings: the disk beside it stays as it was."""
    from faults.small_button import copied, look, run, undo
    from faults.whole_disk import archive, beside, with_neighbours

    try:
        change = json.loads(data)
    except (ValueError, RecursionError):
        change = None
    if not isinstance(change, dict):
        change = drawn(data)
    ground = emptied("serangan")
    with_neighbours(ground)
    desk = copied(cut_office(), ground / "kantor")
    _tampered(desk, change, str(ground / "luar"))
    outside, before = beside(desk.folder), archive(desk.folder)
    act = {"undo": undo, "run": run}.get(str(change.get("click")), lambda each: run(each, look))
    for outcome in (act(desk), run(desk, look)):
        assert outcome.text.strip()
        assert "galat yang tidak terduga" not in outcome.text, outcome.text
    after = beside(desk.folder)
    assert {name: after.get(name) for name in outside} == outside
    new = [name for name in after if name not in outside]
    assert not new or "{outside}" in json.dumps(change), new  # a folder for copies that Pengaturan does mean
    kept, made_by_clicks = archive(desk.folder), ("Laporan/laporan ", "Laporan/tas ", "Cadangan/")
    gone = [name for name in before if kept.get(name) != before[name] and not name.startswith(made_by_clicks)]
    assert gone == []
    reports = {
        path.read_bytes() for path in (desk.folder / ".kecuali" / "diurungkan").rglob("*") if path.is_file()
    }
    lost = [
        name
        for name in before
        if name.startswith(("Laporan/laporan 1", "Laporan/laporan 2")) and name not in kept
    ]
    assert not lost or reports, lost


def _tampered(desk: Any, change: dict[str, Any], outside: str) -> None:
    """The office with the change made: fields of the records, whole files of the private folder, settings."""
    from contextlib import suppress

    from faults.signing import record_in, resigned

    from xl_macros.tables.schema import SETTING_ROWS

    private = desk.folder / ".kecuali"
    records = {"journal": private / "jurnal.json", "undo": sorted((private / "urungkan").iterdir())[-1]}
    for name, path in records.items():
        if isinstance(fields := change.get(name), dict):
            resigned(
                path, json.loads(json.dumps(fields).replace("{outside}", outside)), bool(change.get("signed"))
            )
    own = [click for click in change.get("own") or () if isinstance(click, dict)]
    for path in private.glob("milik-*.json") if own else ():
        clicks = record_in(path)["clicks"]
        resigned(path, {"clicks": [*clicks, *({**clicks[-1], **click} for click in own)]}, True, "milik")
    raw = change.get("raw")
    for name, text in raw.items() if isinstance(raw, dict) else ():
        if not isinstance(text, str) or not re.fullmatch(r"[a-z0-9/.-]{1,60}", str(name)) or ".." in name:
            continue
        with suppress(OSError):
            (private / name).parent.mkdir(exist_ok=True)
            (private / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    settings = change.get("settings")
    known = {setting.field for setting in SETTING_ROWS}
    wanted = {
        field: value.replace("{outside}", outside)[:1000]
        for field, value in (settings.items() if isinstance(settings, dict) else ())
        if field in known and isinstance(value, str)
    }
    if wanted:
        with suppress(Exception):  # what no cell can hold
            desk.set(**wanted)


PDFS, IMAGES = {".pdf"}, {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic"}
SCAN_MODULES = ("xl_macros.scans", "pikepdf", "img2pdf")

TARGETS = {
    target.name: target
    for target in (
        Target("period", period_cases, judge_period, ("xl_macros.domain",), 3, 3000),
        Target("legal-basis", legal_cases, judge_legal_basis, ("xl_macros.domain",), 3, 3000),
        Target(
            "workbook", lambda: [small_workbook()], judge_workbook, ("xl_macros.file_engine",), 20, 20_000
        ),
        Target("workbook-part", part_seeds, judge_workbook_part, ("xl_macros.file_engine",), 20, 20_000),
        Target("pdf", lambda: corpus(PDFS, 60_000), judge_pdf, SCAN_MODULES, 30, 60_000),
        Target(
            "image",
            lambda: corpus(IMAGES, 60_000),
            judge_image,
            ("xl_macros.scans", "img2pdf", "PIL"),
            30,
            60_000,
        ),
        Target("list", list_seeds, judge_list, ("xl_macros.scans",), 10, 20_000),
        Target("sidecar", sidecar_seeds, judge_sidecar, ("xl_macros.archive",), 3, 20_000),
        Target("bag", bag_seeds, judge_bag, ("xl_macros.archive",), 5, 20_000),
        Target(
            "journal",
            journal_seeds,
            judge_journal,
            ("xl_macros.click.journal", "xl_macros.places"),
            3,
            5000,
        ),
        Target("recovery", recovery_seeds, judge_recovery, ("xl_macros.click", "xl_macros.places"), 30, 3000),
    )
}

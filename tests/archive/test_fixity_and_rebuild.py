"""Missing, altered, foreign and unlisted files are named; the register comes back from the bags alone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.archive import file_checks, sidecar
from xl_macros.archive.file_checks import is_inside
from xl_macros.archive.fixity import (
    Checking,
    FindingKind,
    begin_listed,
    verify_bag,
    verify_scans,
    verify_special_folder,
)
from xl_macros.archive.rebuild import read_bags
from xl_macros.archive.sidecar import BadSidecar
from xl_macros.archive.special_folder import BagContents, BagScan, build_bag, next_bag_target
from xl_macros.places import reading_process
from xl_macros.places.copying import hash_file

Pages = Callable[..., Path]


@pytest.fixture
def office(tmp_path: Path, pages: Pages) -> tuple[Path, list[dict[str, object]]]:
    """An office folder with three listed scans."""
    rows: list[dict[str, object]] = []
    folder = tmp_path / "Pindaian" / "B-2025-001"
    folder.mkdir(parents=True)
    for number in (1, 2, 3):
        path = folder / f"P-{number:06d}.pdf"
        path.write_bytes(pages(f"asal{number}.pdf", number, first=number).read_bytes())
        rows.append(
            {
                "scan_id": f"P-{number:06d}",
                "file": path.relative_to(tmp_path).as_posix(),
                "size_bytes": path.stat().st_size,
                "sha256": hash_file(path).sha256,
                "pages": number,
            }
        )
    return tmp_path, rows


def kinds(report: Any) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.file) for finding in report.findings]


def test_untouched_scans_are_whole(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    report = verify_scans(rows, root)
    assert report.ok
    assert report.files_checked == 3
    assert report.bytes_hashed == sum(int(str(row["size_bytes"])) for row in rows)


def test_one_flipped_bit_is_reported_by_name(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    path = root / str(rows[1]["file"])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    report = verify_scans(rows, root)
    assert kinds(report) == [("berubah", rows[1]["file"])]
    assert "P-000002" in str(report.findings[0])
    assert report.findings[0].word == "berubah"


def test_missing_foreign_and_shortened_files_are_told_apart(
    office: tuple[Path, list[dict[str, object]]],
) -> None:
    root, rows = office
    (root / str(rows[0]["file"])).unlink()
    third = root / str(rows[2]["file"])
    third.write_bytes(third.read_bytes()[:-1])
    (root / "Pindaian" / "catatan.txt").write_bytes(b"x")
    report = verify_scans(rows, root)
    assert kinds(report) == [
        ("hilang", rows[0]["file"]),
        ("berubah", rows[2]["file"]),
        ("asing", "Pindaian/catatan.txt"),
    ]


def test_the_quick_check_reads_no_content(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    path = root / str(rows[0]["file"])
    path.write_bytes(bytes(path.stat().st_size))
    report = verify_scans(rows, root, quick=True)
    assert report.ok
    assert report.bytes_hashed == 0
    assert not verify_scans(rows, root).ok


@pytest.mark.parametrize(
    "file",
    ["../rahasia.pdf", "/etc/passwd", "C:\\Windows\\win.ini", "a\\..\\..\\b", "\\\\server\\x", "", "a\x00b"],
)
def test_a_listed_path_that_leads_outside_is_not_followed(file: str, tmp_path: Path) -> None:
    (tmp_path / "rahasia.pdf").write_bytes(b"x")
    report = verify_scans([{"scan_id": "P-000001", "file": file, "sha256": "0" * 64}], tmp_path / "kantor")
    assert [finding.kind for finding in report.findings] == [FindingKind.FOREIGN]
    assert report.bytes_hashed == 0
    assert not is_inside(file)


def test_a_link_in_place_of_a_scan_is_not_followed(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    path = root / str(rows[0]["file"])
    path.rename(root / "asli.pdf")
    path.symlink_to(root / "asli.pdf")
    assert [finding.kind for finding in verify_scans(rows, root).findings] == [FindingKind.FOREIGN]


def test_a_name_in_the_other_unicode_form_is_the_same_name(tmp_path: Path) -> None:
    folder = tmp_path / "Pindaian"
    folder.mkdir()
    path = folder / "caf\u00e9.pdf"
    path.write_bytes(b"x")
    row = {
        "scan_id": "P-1",
        "file": "Pindaian/caf\u00e9.pdf",
        "sha256": hash_file(path).sha256,
        "size_bytes": 1,
    }
    path.rename(folder / "cafe\u0301.pdf")
    report = verify_scans([row], tmp_path)
    assert FindingKind.FOREIGN not in [finding.kind for finding in report.findings]


def test_progress_is_told_for_each_file(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    seen: list[tuple[int, int]] = []
    verify_scans(rows, root, progress=lambda done, total, _name: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def pipe_or_folder(path: Path) -> None:
    """What would be waited for without end if it were read; Windows has none that lies in a folder."""
    if sys.platform == "win32":
        path.mkdir()
    else:
        os.mkfifo(path)


def many(root: Path) -> list[dict[str, object]]:
    """So many listed files that processes read them, one of each kind of trouble between whole ones."""
    (root / "Pindaian").mkdir()
    rows: list[dict[str, object]] = []
    for number in range(150):
        path = root / "Pindaian" / f"{number} café.pdf"
        path.write_bytes(b"x" * number)
        sha256 = hash_file(path).sha256
        rows.append({"file": f"Pindaian/{path.name}", "size_bytes": number, "sha256": sha256})
    rows[5]["file"] = "../luar.pdf"
    (root / str(rows[20]["file"])).unlink()
    (root / str(rows[40]["file"])).write_bytes(b"y" * 40)
    rows[60]["size_bytes"] = 61
    rows[61].pop("size_bytes")
    for number, put in ((80, Path.mkdir), (100, pipe_or_folder), (149, lambda path: path.symlink_to(root))):
        path = root / str(rows[number]["file"])
        path.unlink()
        put(path)
    return rows


TROUBLES = [
    ("asing", "../luar.pdf"),
    ("hilang", "Pindaian/20 café.pdf"),
    ("berubah", "Pindaian/40 café.pdf"),
    ("berubah", "Pindaian/60 café.pdf"),
    ("asing", "Pindaian/80 café.pdf"),
    ("asing", "Pindaian/100 café.pdf"),
    ("asing", "Pindaian/149 café.pdf"),
]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started to read, as they are for any office with more than some scans."""
    monkeypatch.setattr(file_checks, "_MANY", 64)
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return found


def found_in(rows: list[dict[str, object]], root: Path) -> list[tuple[str, str]]:
    """What is found of these rows alone, which are asked for last of two."""
    with Checking() as checking:
        first, second = (begin_listed(checking, part, root) for part in (rows[:70], rows[70:]))
        late = second()
        return kinds(first()) + kinds(late)


def test_processes_find_what_is_found_without_them(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    rows = many(tmp_path)
    assert found_in(rows, tmp_path) == TROUBLES
    assert [process.returncode is not None for process in started] == [True, True]
    one_by_one = [finding for row in rows for finding in found_in([row], tmp_path)]
    assert one_by_one == TROUBLES
    assert len(started) == 2


@pytest.mark.parametrize(
    "command",
    [
        [str(Path(__file__).with_name("tidak-ada"))],
        [sys.executable, "-c", "raise SystemExit(9)"],
        [sys.executable, "-c", "import sys; sys.stdin.readline(); print('[[', flush=True, end='')"],
    ],
    ids=["none can be started", "they end at once", "they end within an answer"],
)
def test_what_processes_do_not_answer_is_read_without_them(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_checks, "_MANY", 64)
    monkeypatch.setattr(reading_process, "child_command", lambda _module: command)
    assert found_in(many(tmp_path), tmp_path) == TROUBLES


def test_of_a_check_that_is_stopped_nothing_goes_on(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    rows = [{"file": f"Pindaian/{number}.pdf", "sha256": "0" * 64} for number in range(4000)]
    before = threading.active_count()
    told: list[int] = []

    def stop(done: int, _total: int, _name: str) -> None:
        told.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify_scans(rows, tmp_path, progress=stop)
    assert told == [1]
    assert [process.poll() is not None for process in started] == [True, True]
    assert threading.active_count() == before


# -- bags ------------------------------------------------------------------------------------------------


def store(root: Path, rows: list[dict[str, object]], berkas: str = "B-2025-001", **more: Any) -> Path:
    scans = [
        BagScan(
            root / str(row["file"]),
            Path(str(row["file"])).name,
            str(row["sha256"]),
            f"{berkas}.01",
            "informasi",
            str(row["scan_id"]),
            1,
        )
        for row in rows
    ]
    contents = BagContents(
        berkas=berkas,
        year=2025,
        office_name="KPU Contoh",
        decision_number="731 Tahun 2025",
        decided_on=date(2025, 8, 21),
        about="Dokumen",
        stored_at=datetime(2025, 9, 1, 10, 30),
        officer="Petugas",
        rows=[
            {
                "code": f"{berkas}.01",
                "period_text": "5 (lima) tahun .",
                "end_on": date(2030, 8, 21),
                "scans": None,
            }
        ],
        scans=scans,
        index_pdf=b"%PDF-1.4 index",
        log_head="cd" * 32,
        decision={"berkas": berkas, "number": "731 Tahun 2025", "received_at": datetime(2025, 8, 25, 9, 0)},
        events=[{"number": 1, "kind": "pencabutan", "happened_on": date(2025, 9, 16)}],
        log=[{"number": 1, "berkas": berkas, "hours_used": 0.75, "started_at": datetime(2025, 8, 25, 9, 0)}],
        scan_rows=rows,
        **more,
    )
    staged = build_bag(root / "staging", contents)
    target = next_bag_target(root / "Folder Khusus", 2025, berkas)
    target.parent.mkdir(parents=True, exist_ok=True)
    return staged.rename(target)


def test_a_bag_is_whole_after_storing(office: tuple[Path, list[dict[str, object]]]) -> None:
    bag = store(*office)
    report = verify_bag(bag)
    assert report.ok, report
    assert report.files_checked == 8


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


ATTACKS: dict[str, tuple[Callable[[Path], object], FindingKind, str]] = {
    "flipped bit in a scan": (
        lambda b: flip(b / "data" / "P-000001.pdf"),
        FindingKind.ALTERED,
        "data/P-000001.pdf",
    ),
    "flipped bit in the sidecar": (
        lambda b: flip(b / "data" / "register.json"),
        FindingKind.ALTERED,
        "register.json",
    ),
    "missing scan": (
        lambda b: (b / "data" / "P-000002.pdf").unlink(),
        FindingKind.MISSING,
        "data/P-000002.pdf",
    ),
    "added scan": (lambda b: (b / "data" / "x.pdf").write_bytes(b"x"), FindingKind.FOREIGN, "data/x.pdf"),
    "added tag file": (lambda b: (b / "catatan.txt").write_bytes(b"x"), FindingKind.FOREIGN, "catatan.txt"),
    "changed bag-info": (lambda b: flip(b / "bag-info.txt"), FindingKind.ALTERED, "bag-info.txt"),
    "changed manifest": (
        lambda b: (b / "manifest-sha256.txt").write_bytes((b / "manifest-sha256.txt").read_bytes() + b"\n"),
        FindingKind.ALTERED,
        "manifest-sha256.txt",
    ),
    "no seal": (lambda b: (b / "tagmanifest-sha256.txt").unlink(), FindingKind.UNREADABLE, "tagmanifest"),
    "no bagit.txt": (lambda b: (b / "bagit.txt").unlink(), FindingKind.UNREADABLE, "bagit.txt"),
    "manifest that climbs out": (
        lambda b: (b / "manifest-sha256.txt").write_text(f"{'0' * 64}  data/../../../x\n"),
        FindingKind.FOREIGN,
        "data/../../../x",
    ),
    "manifest that is rubbish": (
        lambda b: (b / "manifest-sha256.txt").write_bytes(b"\xff\xfe\x00"),
        FindingKind.UNREADABLE,
        "manifest-sha256.txt",
    ),
    "link in the payload": (
        lambda b: (
            (b / "data" / "P-000001.pdf").rename(b.parent / "p")
            and (b / "data" / "P-000001.pdf").symlink_to(b.parent / "p")
        ),
        FindingKind.FOREIGN,
        "data/P-000001.pdf",
    ),
    "linked folder": (lambda b: (b / "data" / "lain").symlink_to(b.parent), FindingKind.FOREIGN, "data/lain"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_done_to_a_bag_is_found_and_named(
    attack: str, office: tuple[Path, list[dict[str, object]]]
) -> None:
    bag = store(*office)
    act, kind, name = ATTACKS[attack]
    act(bag)
    findings = verify_bag(bag).findings
    assert any(finding.kind is kind and name in finding.file + finding.message for finding in findings), (
        findings
    )


def test_the_special_folder_and_the_register_name_what_the_other_lacks(
    office: tuple[Path, list[dict[str, object]]],
) -> None:
    root, rows = office
    store(root, rows[:2])
    store(root, rows[2:], "B-2025-002")
    folder = root / "Folder Khusus"
    (folder / "2025" / "pesan.txt").write_bytes(b"x")
    expected = {
        "B-2025-001": {str(row["sha256"]): str(row["scan_id"]) for row in rows},
        "B-2025-009": {"0" * 64: "P-000009"},
    }
    report = verify_special_folder(folder, expected)
    assert report.bags == 2
    assert sorted(kinds(report)) == [
        ("asing", "2025/pesan.txt"),
        ("hilang", "2025/B-2025-001"),
        ("hilang", "B-2025-009"),
        ("tidak terdaftar", "2025/B-2025-002"),
    ]
    assert verify_special_folder(folder / "kosong").ok


def test_older_versions_are_checked_too_but_only_the_newest_against_the_register(
    office: tuple[Path, list[dict[str, object]]],
) -> None:
    root, rows = office
    first = store(root, rows[:1])
    store(root, rows)
    expected = {"B-2025-001": {str(row["sha256"]): str(row["scan_id"]) for row in rows}}
    assert verify_special_folder(root / "Folder Khusus", expected).ok
    flip(first / "data" / "P-000001.pdf")
    assert kinds(verify_special_folder(root / "Folder Khusus", expected)) == [
        ("berubah", "2025/B-2025-001/data/P-000001.pdf")
    ]


# -- the register from the bags --------------------------------------------------------------------------


def test_every_row_comes_back_with_its_types(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    store(root, rows)
    read = read_bags(root / "Folder Khusus")
    assert read.problems == ()
    (stored,) = read.stored
    assert (stored.berkas, stored.year, stored.log_head) == ("B-2025-001", 2025, "cd" * 32)
    assert stored.stored_at == datetime(2025, 9, 1, 10, 30)
    assert stored.decision["received_at"] == datetime(2025, 8, 25, 9, 0)
    assert stored.rows == (
        {
            "code": "B-2025-001.01",
            "period_text": "5 (lima) tahun .",
            "end_on": date(2030, 8, 21),
            "scans": None,
        },
    )
    assert stored.events[0]["happened_on"] == date(2025, 9, 16)
    assert stored.log[0]["hours_used"] == 0.75
    assert list(stored.scan_rows) == rows
    assert [scan["scan_id"] for scan in stored.scans] == ["P-000001", "P-000002", "P-000003"]


def test_only_the_newest_version_is_read_unless_all_are_asked_for(
    office: tuple[Path, list[dict[str, object]]],
) -> None:
    root, rows = office
    store(root, rows[:1])
    store(root, rows)
    assert [len(stored.scans) for stored in read_bags(root / "Folder Khusus").stored] == [3]
    every = read_bags(root / "Folder Khusus", every_version=True).stored
    assert [len(stored.scans) for stored in every] == [1, 3]


def reseal(bag: Path, content: bytes) -> None:
    """Put another sidecar in, with a manifest that agrees: somebody who knows the format."""
    (bag / "data" / "register.json").write_bytes(content)
    manifest = bag / "manifest-sha256.txt"
    lines = [line for line in manifest.read_text().splitlines() if not line.endswith("register.json")]
    manifest.write_text(
        "\n".join([*lines, f"{hashlib.sha256(content).hexdigest()}  data/register.json"]) + "\n"
    )


HOSTILE: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "not JSON": lambda _: b"{",
    "not UTF-8": lambda _: b"\xff\xfe",
    "another program's": lambda _: b'{"schema": "lain"}',
    "a later version": lambda c: json.dumps(c | {"schema_version": 99}).encode(),
    "nested 100,000 deep": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "nested 20 deep": lambda c: json.dumps(c | {"rows": json.loads("[" * 20 + "]" * 20)}).encode(),
    "a mapping in a cell": lambda c: json.dumps(c | {"rows": [{"code": {"a": 1}}]}).encode(),
    "a key twice": lambda _: b'{"schema": "kecuali-register", "schema": "lain", "schema_version": 1}',
    "NaN": lambda c: json.dumps(c | {"x": float("nan")}).encode(),
    "rows that are no rows": lambda c: json.dumps(c | {"rows": [1]}).encode(),
    "a cell that is a list": lambda c: json.dumps(c | {"rows": [{"code": ["=cmd()"]}]}).encode(),
    "no decision": lambda c: json.dumps({**c, "decision": None}).encode(),
    "a date that is none": lambda c: json.dumps(c | {"x": {"$date": "2025-13-01"}}).encode(),
    "a date that is a number": lambda c: json.dumps(c | {"x": {"$date": 5}}).encode(),
    "a year beyond years": lambda c: json.dumps(c | {"year": 10**30}).encode(),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_sidecar_becomes_a_problem_and_no_rows(
    attack: str, office: tuple[Path, list[dict[str, object]]]
) -> None:
    root, rows = office
    bag = store(root, rows)
    reseal(bag, HOSTILE[attack](json.loads((bag / "data" / "register.json").read_bytes())))
    read = read_bags(root / "Folder Khusus")
    assert read.stored == ()
    assert "2025/B-2025-001: " in read.problems[0].what


def test_a_sidecar_that_its_manifest_does_not_know_is_not_believed(
    office: tuple[Path, list[dict[str, object]]],
) -> None:
    root, rows = office
    bag = store(root, rows)
    flip(bag / "data" / "register.json")
    assert "berubah" in read_bags(root / "Folder Khusus").problems[0].what


def test_one_broken_bag_does_not_hide_the_others(office: tuple[Path, list[dict[str, object]]]) -> None:
    root, rows = office
    broken = store(root, rows[:1])
    store(root, rows[1:], "B-2025-002")
    (broken / "bagit.txt").unlink()
    read = read_bags(root / "Folder Khusus")
    assert [stored.berkas for stored in read.stored] == ["B-2025-002"]
    assert len(read.problems) == 1


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.dates(),
    st.datetimes(),
)


@given(st.lists(st.dictionaries(st.text(), CELLS, max_size=6), max_size=4))
def test_any_rows_survive_the_sidecar(rows: list[dict[str, object]]) -> None:
    tagged_by_chance = [row for row in rows if set(row) in ({"$date"}, {"$datetime"})]
    if tagged_by_chance:
        return
    encoded = sidecar.encode({"rows": rows})
    assert sidecar.rows(sidecar.decode(encoded), "rows") == rows
    assert sidecar.encode({"rows": rows}) == encoded


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadSidecar):
        sidecar.decode(data)

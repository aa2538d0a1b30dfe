"""What happens to an archive in years of Explorer, sticks and good intentions: named as what it is, harmless things
quietly, and all that is left comes back."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from xl_macros.archive.fixity import verify_scans, verify_special_folder
from xl_macros.archive.judging import judge_bags
from xl_macros.archive.special_folder import BagContents, BagScan, build_bag, next_bag_target
from xl_macros.places.copying import hash_file

TWICE, ONCE = "B-2025-001", "B-2025-002"
ALL = {TWICE: 3, ONCE: 3}
CASE_TELLS_NAMES_APART = os.name != "nt"
ACCENTED = "P-000006 Caf\u00e9 Flores.pdf"


class Office(NamedTuple):
    """A folder with listed scans and a special folder: one berkas stored twice, one stored once, three scans each."""

    root: Path
    rows: list[dict[str, Any]]

    @property
    def scans(self) -> Path:
        return self.root / "Pindaian" / ONCE

    @property
    def special(self) -> Path:
        return self.root / "Folder Khusus"

    @property
    def bag(self) -> Path:
        return self.special / "2025" / ONCE

    def version(self, number: int) -> Path:
        return self.special / "2025" / (TWICE if number == 1 else f"{TWICE}_v{number}")


def names(berkas: str) -> list[str]:
    first = 1 if berkas == TWICE else 4
    plain = [f"P-{number:06d} {berkas}.pdf" for number in range(first, first + 3)]
    return plain if berkas == TWICE else [*plain[:2], ACCENTED]


def store(root: Path, berkas: str, rows: list[dict[str, Any]], day: int) -> None:
    scans = [
        BagScan(root / row["file"], Path(row["file"]).name, row["sha256"], "", "keputusan", row["scan_id"], 1)
        for row in rows
    ]
    contents = BagContents(
        berkas=berkas,
        year=2025,
        office_name="KPU Contoh",
        decision_number="731 Tahun 2025",
        decided_on=date(2025, 8, 21),
        about="Dokumen",
        stored_at=datetime(2025, 9, day, 10, 30),
        officer="Petugas",
        rows=[{"code": f"{berkas}.01", "period_text": "5 tahun"}],
        scans=scans,
        index_pdf=b"%PDF-1.4 index",
        log_head="cd" * 32,
        decision={"berkas": berkas, "number": "731 Tahun 2025"},
        events=[],
        log=[{"number": day, "berkas": berkas, "step": 5}],
        scan_rows=rows,
    )
    target = next_bag_target(root / "Folder Khusus", 2025, berkas)
    target.parent.mkdir(parents=True, exist_ok=True)
    build_bag(root / "staging", contents).rename(target)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Office:
    root = tmp_path_factory.mktemp("dasar") / "kantor"
    rows = []
    for berkas in (TWICE, ONCE):
        for name in names(berkas):
            path = root / "Pindaian" / berkas / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(f"%PDF-1.4 {name}\n".encode() * 40)
            rows.append(
                {"scan_id": name[:8], "berkas": berkas, "code": None, "file": path.relative_to(root).as_posix(),
                 "size_bytes": path.stat().st_size, "sha256": hash_file(path).sha256, "pages": 1}
            )  # fmt: skip
    for berkas, day in ((TWICE, 1), (TWICE, 2), (ONCE, 3)):
        store(root, berkas, [row for row in rows if row["berkas"] == berkas], day)
    shutil.rmtree(root / "staging")
    return Office(root, rows)


@pytest.fixture
def office(ground: Office, tmp_path: Path) -> Office:
    shutil.copytree(ground.root, tmp_path / "kantor", symlinks=True)
    return Office(tmp_path / "kantor", ground.rows)


# -- hands -----------------------------------------------------------------------------------------------


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def swap(first: Path, second: Path) -> None:
    first.rename(first.with_name("x"))
    second.rename(first)
    first.with_name("x").rename(second)


def cut(path: Path, *, at_line_end: bool = False) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]) if at_line_end else b"".join(lines)[:-30])


def line_ends(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def decomposed(path: Path) -> None:
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))


def written(path: Path, content: bytes = b"x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(65 << 20)


def linked(path: Path) -> None:
    away = path.parent.parent.parent.parent / f"lain {path.name}"
    path.rename(away)
    path.symlink_to(away)


def strange_bag(place: Path) -> None:
    """A sound bag of another program: BagIt 0.97 with MD5 sums."""
    written(place / "bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    written(place / "data" / "surat.txt", b"isi")
    written(place / "manifest-md5.txt", b"165a1761634db1e9bd304ea6f3ffcf2b  data/surat.txt\n")


def later(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))


class Accident(NamedTuple):
    """What is done; what is said of it, one part per line, none for what is harmless; what rebuilding says of it, and
    how many scans of which berkas it brings back."""

    name: str
    act: Callable[[Office], object]
    said: tuple[str, ...] = ()
    loss: str = ""
    back: Mapping[str, int] = ALL


def scan(place: int, berkas: str = ONCE) -> str:
    return names(berkas)[place]


def listed(office: Office, place: int) -> Path:
    return office.scans / scan(place)


def stored(office: Office, place: int) -> Path:
    return office.bag / "data" / scan(place)


def of_version(office: Office, version: int, place: int) -> Path:
    return office.version(version) / "data" / scan(place, TWICE)


def tag(office: Office, name: str) -> Path:
    return office.bag / f"{name}.txt"


def reordered(path: Path) -> None:
    path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(keepends=True))))


GONE, FEWER = {TWICE: 3}, {TWICE: 3, ONCE: 2}
KEPT, UNPROVED, NOT_BUILT = "3 dari 3 pindaiannya.", "tidak dapat dibuktikan", "tidak dapat dibangun ulang"
RESAVED = "disimpan ulang oleh program lain"
MANIFEST, SEAL = "manifest-sha256", "tagmanifest-sha256"

OF_SCANS = (
    Accident(
        "diganti nama",
        lambda o: listed(o, 0).rename(o.scans / "surat.pdf"),
        ("menjadi Pindaian/B-2025-002/surat.pdf",),
    ),
    Accident("tertukar", lambda o: swap(listed(o, 0), listed(o, 1)), ("isi P-000005.", "isi P-000004.")),
    Accident(
        "dipindahkan",
        lambda o: listed(o, 0).rename(o.root / "Pindaian" / TWICE / scan(0)),
        ("menjadi Pindaian/B-2025-001/",),
    ),
    Accident(
        "foldernya diganti nama",
        lambda o: o.scans.rename(o.scans.with_name("lama")),
        ("3 berkasnya sekarang di Pindaian/lama",),
    ),
    Accident(
        "dihapus",
        lambda o: listed(o, 0).unlink(),
        ("P-000004 (Pindaian/B-2025-002/P-000004 B-2025-002.pdf): hilang.",),
    ),
    Accident("terpotong", lambda o: cut(listed(o, 0)), ("berubah, ukurannya",)),
    Accident("satu bit", lambda o: flip(listed(o, 0)), ("isinya berubah sejak disimpan.",)),
    Accident(
        "nol semua",
        lambda o: listed(o, 0).write_bytes(bytes(listed(o, 0).stat().st_size)),
        ("isinya berubah",),
    ),
    Accident("menjadi tautan", lambda o: linked(listed(o, 0)), ("bukan berkas biasa",)),
    Accident(
        "menjadi folder", lambda o: (listed(o, 0).unlink(), listed(o, 0).mkdir()), ("bukan berkas biasa",)
    ),
    Accident("disimpan ulang", lambda o: written(listed(o, 0), b"%PDF-1.7 lain"), ("berubah, ukurannya",)),
    Accident(
        "ditimpa yang lain",
        lambda o: shutil.copy(listed(o, 0), listed(o, 1)),
        ("Isinya sekarang isi P-000004.",),
    ),
    Accident("berkas asing", lambda o: written(o.scans / "asing.pdf"), ("asing.pdf: berkas asing",)),
    Accident(
        "disalin Explorer",
        lambda o: shutil.copy(listed(o, 0), o.scans / "P - Copy.pdf"),
        ("Isinya sama dengan P-000004.",),
    ),
    Accident(
        "huruf kecil",
        lambda o: listed(o, 0).rename(o.scans / scan(0).lower()),
        ("Namanya hanya ditulis lain",) if CASE_TELLS_NAMES_APART else (),
    ),
    Accident("NFC menjadi NFD", lambda o: decomposed(listed(o, 2)), ("Namanya hanya ditulis lain",)),
    Accident("waktu semua berkas", lambda o: later(o.root)),
    Accident("Thumbs.db", lambda o: written(o.scans / "Thumbs.db")),
    Accident("desktop.ini di Pindaian", lambda o: written(o.root / "Pindaian" / "desktop.ini")),
    Accident("kunci Office", lambda o: written(o.scans / "~$surat.docx")),
    Accident("berkas macOS", lambda o: written(o.scans / f"._{scan(0)}")),
    Accident("Thumbs.db yang besar", lambda o: large(o.scans / "Thumbs.db"), ("Thumbs.db: berkas asing",)),
)

OF_A_BAG = (
    Accident(
        "satu bit pindaian", lambda o: flip(stored(o, 0)), ("isinya berubah",), "hilang: P-000004.", FEWER
    ),
    Accident("pindaian dihapus", lambda o: stored(o, 0).unlink(), ("hilang.",), "hilang: P-000004.", FEWER),
    Accident(
        "pindaian dipindahkan keluar",
        lambda o: stored(o, 0).rename(o.root / scan(0)),
        ("hilang.",),
        "hilang: P-000004.",
        FEWER,
    ),
    Accident(
        "pindaian diganti nama",
        lambda o: stored(o, 0).rename(o.bag / "data" / "x.pdf"),
        ("menjadi data/x.pdf",),
        KEPT,
    ),
    Accident(
        "pindaian tertukar",
        lambda o: swap(stored(o, 0), stored(o, 1)),
        (f"isi data/{scan(1)}", f"isi data/{scan(0)}"),
        KEPT,
    ),
    Accident(
        "pindaian huruf kecil",
        lambda o: stored(o, 0).rename(o.bag / "data" / scan(0).lower()),
        ("hanya ditulis lain",) if CASE_TELLS_NAMES_APART else (),
        KEPT if CASE_TELLS_NAMES_APART else "",
    ),
    Accident("pindaian NFC menjadi NFD", lambda o: decomposed(stored(o, 2)), ("hanya ditulis lain",), KEPT),
    Accident(
        "pindaian ditambahkan", lambda o: written(o.bag / "data" / "x.pdf"), ("data/x.pdf: berkas asing",)
    ),
    Accident(
        "folder data diganti nama",
        lambda o: (o.bag / "data").rename(o.bag / "isi"),
        ("5 berkasnya sekarang di isi",),
        KEPT,
    ),
    Accident("folder kosong", lambda o: (o.bag / "data" / "New folder").mkdir()),
    Accident("isi.pdf dihapus", lambda o: (o.bag / "data" / "isi.pdf").unlink(), ("isi.pdf: hilang",), KEPT),
    Accident(
        "isi.pdf diubah", lambda o: flip(o.bag / "data" / "isi.pdf"), ("isi.pdf: isinya berubah",), KEPT
    ),
    Accident(
        "register diubah",
        lambda o: flip(o.bag / "data" / "register.json"),
        ("register.json: isinya berubah",),
        NOT_BUILT,
        GONE,
    ),
    Accident(
        "register dihapus",
        lambda o: (o.bag / "data" / "register.json").unlink(),
        ("register.json: hilang",),
        NOT_BUILT,
        GONE,
    ),
    Accident(
        "register terpotong",
        lambda o: cut(o.bag / "data" / "register.json"),
        ("register.json: isinya berubah",),
        NOT_BUILT,
        GONE,
    ),
    Accident("register CRLF", lambda o: line_ends(o.bag / "data" / "register.json"), (RESAVED,), KEPT),
    Accident(
        "daftar isi terpotong di tengah baris",
        lambda o: cut(tag(o, MANIFEST)),
        ("memuat baris yang tidak terbaca",),
        UNPROVED,
    ),
    Accident(
        "daftar isi terpotong di akhir baris",
        lambda o: cut(tag(o, MANIFEST), at_line_end=True),
        ("berubah atau terpotong; tidak menyebut data/register.json",),
        UNPROVED,
    ),
    Accident(
        "daftar isi dihapus",
        lambda o: tag(o, MANIFEST).unlink(),
        ("manifest-sha256.txt tidak ada",),
        UNPROVED,
    ),
    Accident(
        "daftar isi diurutkan lain",
        lambda o: reordered(tag(o, MANIFEST)),
        ("manifest-sha256.txt: isinya berubah",),
        KEPT,
    ),
    Accident("daftar isi CRLF", lambda o: line_ends(tag(o, MANIFEST)), (RESAVED,), KEPT),
    Accident("daftar isi BOM", lambda o: mark(tag(o, MANIFEST)), (RESAVED,), KEPT),
    Accident("segel dihapus", lambda o: tag(o, SEAL).unlink(), ("tagmanifest-sha256.txt tidak ada",), KEPT),
    Accident(
        "segel terpotong",
        lambda o: cut(tag(o, SEAL), at_line_end=True),
        ("tidak memuat manifest-sha256.txt",),
        KEPT,
    ),
    Accident("segel CRLF", lambda o: line_ends(tag(o, SEAL))),
    Accident("bagit.txt dihapus", lambda o: tag(o, "bagit").unlink(), ("bagit.txt tidak ada",), KEPT),
    Accident("bagit.txt CRLF", lambda o: line_ends(tag(o, "bagit")), (RESAVED,), KEPT),
    Accident("bagit.txt BOM", lambda o: mark(tag(o, "bagit")), (RESAVED,), KEPT),
    Accident(
        "bag-info.txt diubah", lambda o: flip(tag(o, "bag-info")), ("bag-info.txt: isinya berubah",), KEPT
    ),
    Accident(
        "bag-info.txt dihapus", lambda o: tag(o, "bag-info").unlink(), ("bag-info.txt tidak ada",), KEPT
    ),
    Accident("bag-info.txt CRLF", lambda o: line_ends(tag(o, "bag-info")), (RESAVED,), KEPT),
    Accident(
        "semua kosong",
        lambda o: [path.write_bytes(b"") for path in o.bag.rglob("*.*") if path.is_file()],
        ("bagit.txt tidak sesuai",),
        NOT_BUILT,
        GONE,
    ),
    Accident("desktop.ini", lambda o: written(o.bag / "desktop.ini")),
    Accident("Thumbs.db di data", lambda o: written(o.bag / "data" / "Thumbs.db")),
)

OF_THE_SPECIAL_FOLDER = (
    Accident(
        "simpanan diganti nama",
        lambda o: o.bag.rename(o.bag.with_name(f"{ONCE} - Copy")),
        ("bukan pada tempatnya",),
    ),
    Accident(
        "simpanan disalin",
        lambda o: shutil.copytree(o.bag, o.bag.with_name(f"{ONCE} - Copy")),
        (f"salinan dari simpanan 2025/{ONCE}.",),
    ),
    Accident(
        "simpanan disalin lagi",
        lambda o: shutil.copytree(o.bag, o.bag.with_name(f"{ONCE} - Salin (2)")),
        ("salinan dari simpanan",),
    ),
    Accident(
        "simpanan di tahun lain",
        lambda o: shutil.move(o.bag, o.special / "2024" / ONCE),
        (f"2024/{ONCE}: bukan pada tempatnya",),
    ),
    Accident(
        "simpanan di dua tahun",
        lambda o: shutil.copytree(o.bag, o.special / "2024" / ONCE),
        (f"2024/{ONCE}: salinan dari simpanan 2025/{ONCE}.",),
    ),
    Accident(
        "simpanan di luar tahunnya",
        lambda o: o.bag.rename(o.special / ONCE),
        (f"{ONCE}: bukan pada tempatnya",),
    ),
    Accident(
        "tahun diganti nama",
        lambda o: (o.special / "2025").rename(o.special / "2025 (lama)"),
        ("bukan pada tempatnya",) * 3,
    ),
    Accident(
        "tahun disalin",
        lambda o: shutil.copytree(o.special / "2025", o.special / "2025 - Copy"),
        ("salinan dari simpanan",) * 3,
    ),
    Accident("simpanan dihapus", lambda o: shutil.rmtree(o.bag), ("tidak ada di Folder Khusus",), "", GONE),
    Accident(
        "simpanan menjadi tautan",
        lambda o: linked(o.bag),
        ("berkas asing", "tidak ada di Folder Khusus"),
        "tautan ke tempat lain",
        GONE,
    ),
    Accident(
        "zip di sampingnya", lambda o: written(o.special / "2025" / f"{ONCE}.zip"), (".zip: berkas asing",)
    ),
    Accident(
        "versi terakhir rusak",
        lambda o: flip(of_version(o, 2, 0)),
        ("isinya berubah",),
        "Dipakai versi sebelumnya",
    ),
    Accident(
        "versi pertama rusak", lambda o: flip(of_version(o, 1, 0)), ("isinya berubah",), "utuh dan dipakai"
    ),
    Accident(
        "kedua versi rusak, di tempat lain",
        lambda o: (flip(of_version(o, 1, 0)), flip(of_version(o, 2, 1))),
        ("isinya berubah",) * 2,
        KEPT,
    ),
    Accident(
        "kedua versi rusak, di tempat sama",
        lambda o: (flip(of_version(o, 1, 0)), flip(of_version(o, 2, 0))),
        ("isinya berubah",) * 2,
        "hilang: P-000001.",
        {TWICE: 2, ONCE: 3},
    ),
    Accident(".DS_Store", lambda o: written(o.special / ".DS_Store")),
    Accident("tempat sampah diska", lambda o: written(o.special / "$RECYCLE.BIN" / "S-1-5" / "$I30.pdf")),
    Accident(
        "folder sistem diska",
        lambda o: written(o.special / "System Volume Information" / "IndexerVolumeGuid"),
    ),
    Accident(
        "simpanan program lain",
        lambda o: strange_bag(o.special / "2025" / "kiriman"),
        ("BagIt 0.97",),
        "dari program lain",
    ),
    Accident(
        "simpanan program lain di atas",
        lambda o: strange_bag(o.special / "kiriman"),
        ("BagIt 0.97",),
        "dari program lain",
    ),
)

ACCIDENTS = [
    *(("pindaian", each) for each in OF_SCANS),
    *(("simpanan", each) for each in OF_A_BAG),
    *(("folder khusus", each) for each in OF_THE_SPECIAL_FOLDER),
]


def said_of(office: Office) -> list[str]:
    expected = {
        berkas: {row["sha256"]: row["scan_id"] for row in office.rows if row["berkas"] == berkas}
        for berkas in ALL
    }
    scans = verify_scans(office.rows, office.root, folder=office.root / "Pindaian")
    return [
        str(each) for each in (*scans.findings, *verify_special_folder(office.special, expected).findings)
    ]


def test_there_are_enough_of_them_and_the_untouched_archive_is_whole(office: Office) -> None:
    assert len(ACCIDENTS) >= 60
    assert said_of(office) == []
    assert judge_bags(office.special).losses == ()


@pytest.mark.parametrize(("of", "accident"), ACCIDENTS, ids=lambda each: getattr(each, "name", each))
def test_it_is_named_as_what_it_is_and_all_that_is_left_comes_back(
    office: Office, of: str, accident: Accident
) -> None:
    accident.act(office)
    said = said_of(office)
    assert len(said) == len(accident.said), said
    assert all(part in line for part, line in zip(accident.said, said, strict=True)), said
    judged = judge_bags(office.special)
    assert {
        bag.stored.berkas: len(bag.stored.scan_rows) - len(bag.lost) for bag in judged.newest
    } == accident.back
    losses = " ".join(str(loss) for loss in judged.losses)
    assert accident.loss in losses
    assert bool(judged.losses) == bool(accident.loss), losses

"""Ways in which an office's evidence is changed behind the product's back, and what must be named for each."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from office_at_work import DeskOfAnOffice

from xl_macros.domain.step_log import GENESIS, chain_hash, chained_fields
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table

CODE, OTHER, BERKAS, SECOND = "B-2025-001.07", "B-2025-001.08", "B-2025-001", "B-2025-002"


class Tampering(NamedTuple):
    """One class: what is done, and what the check must name."""

    name: str
    act: Callable[[DeskOfAnOffice], None]
    named: tuple[str, ...]


# -- hands --------------------------------------------------------------------------------------------------


def typed(of: str, /, **cells: Any) -> Callable[[DeskOfAnOffice], None]:
    """Cells of a register row, typed over."""

    def act(desk: DeskOfAnOffice) -> None:
        desk.edit(REGISTER, lambda rows: [_with(row, cells) if row["code"] == of else row for row in rows])

    return act


def decided(**cells: Any) -> Callable[[DeskOfAnOffice], None]:
    """Cells of the first decision, typed over."""
    return lambda desk: desk.edit(DECISIONS, lambda rows: [_with(rows[0], cells), *rows[1:]])


def _with(row: Row, cells: Mapping[str, Any]) -> Row:
    row.update(cells)
    return row


def without(table: Table, key: str, value: object) -> Callable[[DeskOfAnOffice], None]:
    """A row deleted, and what stands below moved up."""
    return lambda desk: deleted(desk, table, lambda row: bool(row[key] == value))


def deleted(desk: DeskOfAnOffice, table: Table, gone: Callable[[Row], bool]) -> None:
    def change(rows: list[Row]) -> list[Row]:
        kept = [Row(row.items()) for row in rows if not gone(row)]
        for place, content in zip(rows, kept, strict=False):
            place.update(content)
        return rows[: len(kept)]

    desk.edit(table, change)


def rechained(
    table: Table, change: Callable[[list[Row]], list[Row] | None]
) -> Callable[[DeskOfAnOffice], None]:
    """A chained list changed by somebody who knows how to compute every hash anew."""

    def act(desk: DeskOfAnOffice) -> None:
        def write(rows: list[Row]) -> list[Row]:
            rows = change(rows) or rows
            head = GENESIS
            for row in rows:
                head = row["chain_hash"] = chain_hash(
                    head, {field: row[field] for field in chained_fields(table.fields)}
                )
            return rows

        desk.edit(table, write)

    return act


def bag(desk: DeskOfAnOffice, berkas: str = BERKAS) -> Path:
    return desk.folder / "Folder Khusus" / berkas[2:6] / berkas


def report(desk: DeskOfAnOffice, number: int = 1) -> Path:
    return sorted((desk.folder / "Laporan").glob("Laporan Disposisi *.pdf"))[number - 1]


def witness(desk: DeskOfAnOffice, number: int = 1) -> Path:
    return report(desk, number).with_suffix(".saksi.json")


def resealed(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """A bag's register changed, and every manifest made to fit again."""
    sidecar = folder / "data" / "register.json"
    content = json.loads(sidecar.read_bytes())
    change(content)
    sidecar.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n", "utf-8")
    _fit(folder)


def _fit(folder: Path) -> None:
    payload = sorted(path for path in (folder / "data").iterdir())
    manifest = "".join(f"{_sha(path)}  data/{path.name}\n" for path in payload)
    (folder / "manifest-sha256.txt").write_text(manifest, "utf-8")
    info = (folder / "bag-info.txt").read_text("utf-8").splitlines()
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    lines = [oxum if line.startswith("Payload-Oxum") else line for line in info]
    (folder / "bag-info.txt").write_text("\n".join(lines) + "\n", "utf-8")
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    text = "".join(f"{_sha(folder / name)}  {name}\n" for name in tags)
    (folder / "tagmanifest-sha256.txt").write_text(text, "utf-8")


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _moved_to(desk: DeskOfAnOffice, year: str) -> None:
    place = desk.folder / "Folder Khusus" / year
    place.mkdir()
    shutil.move(bag(desk), place)


def _copied_by_explorer(desk: DeskOfAnOffice) -> None:
    shutil.copytree(bag(desk), bag(desk).with_name(f"{BERKAS} - Copy"))


def put(path: Path, content: bytes = b"x") -> None:
    path.write_bytes(content)


def renamed(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


def scan(desk: DeskOfAnOffice, number: int) -> Path:
    return desk.folder / str(desk.rows(SCANS)[number - 1]["file"])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def swapped(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


# -- single acts --------------------------------------------------------------------------------------------


def _officer(rows: list[Row]) -> None:
    rows[3]["officer"] = "Orang Lain"


def _everybody(rows: list[Row]) -> None:
    for row in rows:
        row["officer"] = "Orang Lain"


def _later(rows: list[Row]) -> None:
    rows[3]["finished_at"] += timedelta(days=3)


def _two_decisions_as_one(desk: DeskOfAnOffice) -> None:
    without(DECISIONS, "berkas", SECOND)(desk)
    deleted(desk, REGISTER, lambda row: row["berkas"] == SECOND)


def _scan_hashes_swapped(rows: list[Row]) -> None:
    rows[1]["sha256"], rows[2]["sha256"] = rows[2]["sha256"], rows[1]["sha256"]
    rows[1]["size_bytes"], rows[2]["size_bytes"] = rows[2]["size_bytes"], rows[1]["size_bytes"]


def _scans_swapped_in_list_and_folder(desk: DeskOfAnOffice) -> None:
    swapped(scan(desk, 2), scan(desk, 3))
    rechained(SCANS, _scan_hashes_swapped)(desk)


def _last_scan_cut(desk: DeskOfAnOffice) -> None:
    scan(desk, 6).unlink()
    rechained(SCANS, lambda rows: rows[:-1])(desk)
    for path in (desk.folder / "Laporan").iterdir():
        if path.name.endswith(".json"):
            path.unlink()


def _reports_gone(desk: DeskOfAnOffice) -> None:
    for path in (desk.folder / "Laporan").iterdir():
        path.unlink()


def _reports_elsewhere(desk: DeskOfAnOffice) -> None:
    (desk.folder / "Kosong").mkdir()
    desk.set(reports_folder="Kosong")


def _special_elsewhere(desk: DeskOfAnOffice) -> None:
    copy = desk.folder / "Khusus Lain"
    shutil.copytree(desk.folder / "Folder Khusus", copy)
    for folder in copy.glob("*/*"):
        resealed(folder, lambda content: content.update(rows=[]))
    desk.set(special_folder="Khusus Lain")


def _foreign_report(desk: DeskOfAnOffice) -> None:
    strange = desk.folder / "Laporan" / "Laporan Disposisi 009.pdf"
    strange.write_bytes(b"%PDF-1.7 lain")
    content = json.loads(witness(desk).read_bytes())
    content |= {
        "report": strange.name,
        "number": "009",
        "register": "0" * 64,
        "office": "KPU Kabupaten Lain",
        "sha256": _sha(strange),
    }
    strange.with_suffix(".saksi.json").write_text(json.dumps(content))


def _late(content: dict[str, Any]) -> None:
    content["rows"][6]["period_text"] = "1 (satu) hari"


def _bag_added(desk: DeskOfAnOffice) -> None:
    copy = bag(desk).with_name(f"{BERKAS}_v2")
    shutil.copytree(bag(desk), copy)
    resealed(copy, _late)


def _log_cut_and_rechained(desk: DeskOfAnOffice) -> None:
    rechained(LOG, lambda rows: rows[:-1])(desk)


def _forged_by_a_master(desk: DeskOfAnOffice) -> None:
    """The log, the witness and the report's row are all rewritten; only the bags and a paper are honest."""
    rechained(LOG, _everybody)(desk)
    log = desk.rows(LOG)
    for path in (desk.folder / "Laporan").glob("*.saksi.json"):
        content = json.loads(path.read_bytes())
        content["log_head"] = log[content["log_rows"] - 1]["chain_hash"]
        content["lists"]["tblLog"]["head"] = content["log_head"]
        content["register"] = log[0]["chain_hash"]
        path.write_text(json.dumps(content))


TAMPERINGS = (
    # the register, from which everything follows
    Tampering(
        "jangka waktu diketik lain",
        typed(CODE, period_text="1 (satu) hari"),
        (f"{CODE}, Jangka Waktu (Asli): 5 (lima) tahun -> 1 (satu) hari",),
    ),
    Tampering("judul diganti", typed(CODE, information="Lain"), (f"{CODE}, Informasi:",)),
    Tampering(
        "dasar hukum dikosongkan", typed(CODE, legal_basis=None), (f"{CODE}, Dasar Hukum:", "(kosong)")
    ),
    Tampering(
        "bagian yang dikecualikan diubah",
        typed(CODE, extent="sebagian", exempt_part="NIK"),
        (f"{CODE}, Cakupan: seluruhnya -> sebagian",),
    ),
    Tampering(
        "titik mulai diketik",
        typed(CODE, anchor_on=date(2001, 1, 1)),
        (f"{CODE}, Tanggal Titik Mulai: (kosong) -> 01/01/2001",),
    ),
    Tampering(
        "nomor keputusan baris diganti",
        typed(CODE, decision_number="Nomor 732 Tahun 2025"),
        (f"{CODE}, Nomor Keputusan:",),
    ),
    Tampering(
        "baris register dihapus",
        without(REGISTER, "code", CODE),
        (f"{CODE}: tidak ada lagi di lembar Register",),
    ),
    Tampering(
        "baris register ditambahkan dengan kode",
        lambda desk: desk.edit(
            REGISTER, lambda rows: [*rows, Row({**rows[0], "code": "B-2025-001.99"}.items())]
        ),
        ("B-2025-001.99: belum tersimpan",),
    ),
    Tampering(
        "kode ditukar",
        typed(CODE, code="B-2025-001.90"),
        (f"{CODE}: tidak ada lagi", "B-2025-001.90: belum tersimpan"),
    ),
    Tampering("baris ditarik tanpa koreksi", typed(CODE, state="ditarik"), (f"{CODE}, Keadaan Baris:",)),
    Tampering(
        "tanggal keputusan diubah",
        decided(decided_on=date(2020, 8, 21)),
        (f"{BERKAS}, Tanggal Keputusan: 21/08/2025 -> 21/08/2020",),
    ),
    Tampering(
        "nomor keputusan diubah", decided(number="Nomor 999 Tahun 2025"), (f"{BERKAS}, Nomor Keputusan:",)
    ),
    Tampering(
        "keputusan dicabut dengan tangan",
        decided(standing="dicabut", standing_on=date(2026, 1, 2), standing_act="SK 1"),
        (f"{BERKAS}, Status Keputusan: berlaku -> dicabut",),
    ),
    Tampering(
        "baris keputusan dihapus", without(DECISIONS, "berkas", SECOND), (f"{SECOND}: tidak ada di register",)
    ),
    Tampering("keputusan dan barisnya dihapus", _two_decisions_as_one, (f"{SECOND}: tidak ada di register",)),
    # the chained lists
    Tampering(
        "isi log diubah",
        lambda desk: desk.edit(LOG, _officer),
        ("Lembar LogLangkah baris 8",),
    ),
    Tampering("baris log dihapus", without(LOG, "number", 3), ("Lembar LogLangkah baris 7",)),
    Tampering(
        "ujung log dipotong", lambda desk: desk.edit(LOG, lambda rows: rows[:-1]), ("ujungnya hilang",)
    ),
    Tampering("ujung log dipotong, rantai dihitung ulang", _log_cut_and_rechained, ("ujungnya hilang",)),
    Tampering(
        "nama di log diganti, rantai dihitung ulang",
        rechained(LOG, _officer),
        ("Lembar LogLangkah baris 8, Petugas:",),
    ),
    Tampering(
        "waktu di log digeser, rantai dihitung ulang",
        rechained(LOG, _later),
        ("Lembar LogLangkah baris 8, Selesai:",),
    ),
    Tampering(
        "log dan semua saksi dihitung ulang", _forged_by_a_master, ("Lembar LogLangkah baris 5, Petugas:",)
    ),
    Tampering(
        "isi daftar pindaian diubah",
        lambda desk: desk.edit(SCANS, lambda rows: rows[1].update(code=OTHER)),
        ("Lembar Pindaian baris 6",),
    ),
    Tampering(
        "pindaian dialihkan, rantai dihitung ulang",
        rechained(SCANS, lambda rows: rows[1].update(code=OTHER)),
        ("Lembar Pindaian baris 6, Kode: B-2025-001.01",),
    ),
    Tampering(
        "pindaian terakhir dibuang beserta barisnya dan saksinya",
        _last_scan_cut,
        ("P-000006 tidak ada lagi",),
    ),
    Tampering(
        "dua pindaian tertukar di daftar dan folder",
        _scans_swapped_in_list_and_folder,
        ("Lembar Pindaian baris 6, SHA-256:",),
    ),
    Tampering(
        "peristiwa dihapus",
        lambda desk: desk.edit(EVENTS, lambda rows: rows[1:]),
        ("Lembar Peristiwa baris",),
    ),
    Tampering(
        "bukti peristiwa diganti, rantai dihitung ulang",
        rechained(EVENTS, lambda rows: rows[0].update(evidence="Surat lain")),
        ("Lembar Peristiwa baris 5, Bukti:",),
    ),
    Tampering(
        "koreksi diubah",
        lambda desk: desk.edit(CORRECTIONS, lambda rows: rows[0].update(reason="lain")),
        ("Lembar Koreksi baris 5",),
    ),
    Tampering(
        "koreksi dihapus", lambda desk: desk.edit(CORRECTIONS, lambda rows: rows[1:]), ("Lembar Koreksi",)
    ),
    # scans
    Tampering(
        "satu bit pindaian berubah", lambda desk: flipped(scan(desk, 2)), ("P-000002", "isinya berubah")
    ),
    Tampering("pindaian hilang", lambda desk: scan(desk, 2).unlink(), ("P-000002", "hilang")),
    Tampering(
        "pindaian diganti nama",
        lambda desk: renamed(scan(desk, 2), "lain.pdf"),
        ("P-000002: dipindahkan atau diganti nama menjadi Pindaian/B-2025-001/lain.pdf",),
    ),
    Tampering(
        "isi dua pindaian tertukar",
        lambda desk: swapped(scan(desk, 2), scan(desk, 3)),
        ("P-000002", "P-000003"),
    ),
    Tampering(
        "berkas asing di folder pindaian",
        lambda desk: put(scan(desk, 2).with_name("asing.pdf")),
        ("asing.pdf: berkas asing",),
    ),
    # bags
    Tampering(
        "isi simpanan berubah",
        lambda desk: flipped(bag(desk) / "data" / "isi.pdf"),
        (f"2025/{BERKAS}: data/isi.pdf",),
    ),
    Tampering(
        "berkas dalam simpanan hilang",
        lambda desk: (bag(desk) / "data" / "isi.pdf").unlink(),
        ("isi.pdf: hilang",),
    ),
    Tampering(
        "berkas ditambahkan ke simpanan",
        lambda desk: put(bag(desk) / "data" / "x.pdf"),
        ("data/x.pdf: berkas asing",),
    ),
    Tampering(
        "simpanan diubah dan disegel ulang",
        lambda desk: resealed(bag(desk), _late),
        (f"2025/{BERKAS}: bukan simpanan yang tercatat",),
    ),
    Tampering(
        "versi palsu ditaruh di samping", _bag_added, (f"2025/{BERKAS}_v2: bukan simpanan yang tercatat",)
    ),
    Tampering(
        "simpanan dihapus", lambda desk: shutil.rmtree(bag(desk)), (f"{BERKAS}: tidak ada di Folder Khusus",)
    ),
    Tampering(
        "simpanan dipindahkan ke tahun lain",
        lambda desk: (
            shutil.move(bag(desk), bag(desk, "B-2099-001").parent) and None
            if bag(desk, "B-2099-001").parent.mkdir() is None
            else None
        ),
        (f"2099/{BERKAS}: bukan pada tempatnya",),
    ),
    Tampering(
        "simpanan disalin dengan nama Explorer",
        _copied_by_explorer,
        (f"2025/{BERKAS} - Copy:",),
    ),
    Tampering(
        "Folder Khusus diarahkan ke salinan kosong",
        _special_elsewhere,
        (f"2025/{BERKAS}: bukan simpanan yang tercatat",),
    ),
    # reports and witnesses
    Tampering("laporan diubah", lambda desk: flipped(report(desk)), ("isinya bukan lagi laporan 001",)),
    Tampering("laporan dihapus", lambda desk: report(desk).unlink(), ("laporan 001", "berkasnya tidak ada")),
    Tampering(
        "laporan diganti nama",
        lambda desk: renamed(report(desk), "Laporan lama.pdf"),
        ("sekarang bernama Laporan lama.pdf",),
    ),
    Tampering(
        "dua laporan tertukar", lambda desk: swapped(report(desk, 1), report(desk, 2)), ("sekarang bernama",)
    ),
    Tampering("saksi dihapus", lambda desk: witness(desk).unlink(), ("berkas saksinya hilang",)),
    Tampering(
        "saksi dirusak",
        lambda desk: put(witness(desk), b"x" + witness(desk).read_bytes()),
        ("saksi laporan ini tidak terbaca",),
    ),
    Tampering("semua laporan dan saksi dihapus", _reports_gone, ("laporan 001", "laporan 002")),
    Tampering(
        "folder laporan diarahkan ke folder kosong", _reports_elsewhere, ("laporan 001", "laporan 002")
    ),
    Tampering(
        "laporan dan saksi register lain ditaruh",
        _foreign_report,
        ("saksi dari register lain (KPU Kabupaten Lain)",),
    ),
)

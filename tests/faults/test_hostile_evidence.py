"""Every field of every file that the check or a rebuild reads, with every hostile value: words, never an exception.

Witnesses, the registers in bags (sealed anew to fit), the key's half, and the small files of the private folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.small_button import copied
from faults.tamperings import resealed, witness
from faults.whole_disk import everything
from office_at_work import DeskOfAnOffice

from xl_macros.actions.verify_archive import WHOLE
from xl_macros.archive.fixity import Checking, FolderCheck
from xl_macros.archive.judging import judge_bags
from xl_macros.click.hosts import FileHost
from xl_macros.click.office import Office
from xl_macros.click.outcomes import Ending
from xl_macros.file_engine import open_book
from xl_macros.keeping.codes import GIVEN_FILE, ever_given
from xl_macros.keeping.evidence_bags import BagRegisters, bags_against_workbook
from xl_macros.keeping.evidence_reports import reports_against_log
from xl_macros.keeping.known_layouts import LAYOUTS_FILE, remembered
from xl_macros.keeping.nightly import NAME as NIGHTLY
from xl_macros.keeping.nightly import last_run
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.sealing_key import key_problems
from xl_macros.keeping.witnesses import made_reports, report_path
from xl_macros.records import LoggedStep

HOSTILE: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, "", "x" * 40_000, "../../luar/skripsi.docx", "/etc/passwd", "CON", "a\0b",
    "\u202e\u200b", "\\\\jahat\\x", [], ["../x"], [[]], [{}], {}, {"rows": -1}, {"$date": "2025-13-99"},
    {"tblLog": {"rows": True, "head": []}},
)  # fmt: skip
RAW = (b"", b"{", b"[" * 99_999, b"\xff\xfe", b"null", b'{"a":NaN}', b'{"a":1,"a":2}', b"0" * 5_000_000)


@pytest.fixture(scope="module")
def desk(with_report: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> DeskOfAnOffice:
    desk = copied(with_report, tmp_path_factory.mktemp("bukti") / "kantor")
    assert desk.done("verify-archive").startswith(f"Semua {WHOLE}")
    return desk


@pytest.fixture(scope="module")
def office(desk: DeskOfAnOffice) -> Iterator[Office]:
    """The office as it is read, without a click."""
    book = open_book(desk.book)
    yield reading_office(FileHost(book))
    book.close()


def tried(path: Path, contents: list[bytes], look: Callable[[bytes], object]) -> None:
    """Each content in the file's place, looked at; the file as it was afterwards."""
    kept = path.read_bytes() if path.exists() else None
    try:
        for content in contents:
            path.write_bytes(content)
            look(content)
    finally:
        path.unlink() if kept is None else path.write_bytes(kept)


def mutated(good: dict[str, Any]) -> list[bytes]:
    """The record with each field hostile, with one more, and what is no record at all."""
    changed = [{**good, field: value} for field in (*good, "lain") for value in HOSTILE]
    return [json.dumps(each, ensure_ascii=False).encode("utf-8", "surrogatepass") for each in changed] + [
        *RAW
    ]


def test_no_value_in_a_witness_is_more_than_a_finding_or_leads_elsewhere(
    desk: DeskOfAnOffice, office: Office
) -> None:
    path = witness(desk)
    good = json.loads(path.read_bytes())
    (made,) = made_reports(office.tables.records(LoggedStep))

    def look(content: bytes) -> None:
        found = reports_against_log(office)
        assert all(text.strip() for text in found)
        target = report_path(office, made)
        assert target.parent == office.folders.reports
        assert target.suffix == ".pdf", content[:200]

    tried(path, mutated(good), look)
    assert reports_against_log(office) == []


def test_no_value_in_a_bags_register_is_more_than_a_loss_in_words(
    desk: DeskOfAnOffice, office: Office, tmp_path: Path
) -> None:
    special = tmp_path / "Folder Khusus"
    (bag,) = (desk.folder / "Folder Khusus").glob("*/B-*")
    good = json.loads((bag / "data" / "register.json").read_bytes())
    fields: list[tuple[str, ...]] = [(key,) for key in good]
    fields += [("decision", key) for key in good["decision"]] + [
        ("scan_rows", key) for key in good["scan_rows"][0]
    ]
    place = special / "2025" / bag.name
    copied_bag(bag, place)
    for number, field in enumerate(fields):
        for value in HOSTILE[number % 7 :: 7]:

            def change(content: dict[str, Any], field: tuple[str, ...] = field, value: Any = value) -> None:
                content.update(json.loads(json.dumps(good)))
                within = content if len(field) == 1 else content[field[0]]
                (within[0] if isinstance(within, list) else within)[field[-1]] = value

            resealed(place, change)
            judged = judge_bags(special)
            assert len(judged.newest) + len(judged.losses) == 1, (field, value)
            for sound in judged.newest:
                assert sound.name == f"2025/{bag.name}"
    with Checking() as checking:
        registers = BagRegisters(office, FolderCheck(checking, office.folders.special).manifests)
    assert bags_against_workbook(office, registers, set(), set()).problems == []


@pytest.mark.parametrize("seal", ["of before", "of now"])
def test_what_a_changed_register_says_is_not_asked_before_the_bag_is_known_to_be_sound(
    seal: str, desk: DeskOfAnOffice, tmp_path: Path
) -> None:
    """Its rows lack what every row has: whoever compared them with the register's would end there."""
    changed = copied(desk, tmp_path / "kantor")
    (bag,) = (changed.folder / "Folder Khusus").glob("*/B-*")
    tag_manifest = bag / "tagmanifest-sha256.txt"
    before = tag_manifest.read_bytes()

    def cut(content: dict[str, Any]) -> None:
        for row in content["rows"]:
            del row["decision_number"]

    resealed(bag, cut)
    if seal == "of before":
        tag_manifest.write_bytes(before)
    outcome = changed.click("verify-archive")
    assert outcome.ending is Ending.DONE
    assert not outcome.ok
    assert bag.name in outcome.text


def copied_bag(bag: Path, place: Path) -> None:
    (place / "data").mkdir(parents=True)
    for path in bag.rglob("*"):
        if path.is_file():
            (place / path.relative_to(bag)).write_bytes(path.read_bytes())


def test_no_value_in_the_small_files_is_believed_or_raises(desk: DeskOfAnOffice, office: Office) -> None:
    private, before = office.folders.private, everything(desk.folder)
    half = {"key_id": "0" * 16, "wrapped": "00" * 40}
    tried(office.folders.special / "kunci.json", mutated(half), lambda _: key_problems(office))
    nightly = {"on": "2026-08-24", "keys": ["a"]}
    tried(private / NIGHTLY, mutated(nightly), lambda _: last_run(private))
    layouts = {"a|b": {"Judul": "Informasi"}}
    tried(private / LAYOUTS_FILE, mutated(layouts), lambda _: remembered(office, "a|b", ["Informasi"]))
    tried(private / GIVEN_FILE, [*RAW], lambda _: ever_given(office))
    assert everything(desk.folder) == before

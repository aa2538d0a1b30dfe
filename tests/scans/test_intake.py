"""Taking in: half-copied files, duplicates, pages of one document, fronts and backs, disks and processes that fail."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from privacy import open_to

from xl_macros.errors import Problem, Refusal
from xl_macros.places import copying, folders
from xl_macros.scans import documents, intake
from xl_macros.scans.intake import Accepted, Duplicate, IntakeOptions, Rejected, take_in
from xl_macros.scans.sources import Waiting
from xl_macros.scans.worker_pool import Worker, WorkerPool

Pages = Callable[..., Path]
Greys = Callable[[Path], list[int]]


def only_accepted(results: list[Any]) -> Accepted:
    (document,) = [result for result in results if isinstance(result, Accepted)]
    return document


class Scanner:
    """A scanner that is still writing: each time somebody waits, the file grows."""

    def __init__(self, path: Path, clock: float) -> None:
        self.path, self.now, self.pauses = path, clock, 0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses += 1
        self.now += seconds
        with self.path.open("ab") as file:
            file.write(b"more of the page")


# -- finished or not -------------------------------------------------------------------------------------


def test_a_file_that_is_still_growing_is_left_for_later(pages: Pages, staging: Path) -> None:
    path = pages("baru.pdf", 1)
    scanner = Scanner(path, path.stat().st_mtime + 0.5)
    (result,) = take_in([path], staging, known={}, waiting=Waiting(scanner.clock, scanner.sleep))
    assert isinstance(result, Rejected)
    assert "masih disalin" in result.problem.what
    assert list(staging.iterdir()) == []


def test_fresh_files_that_stay_as_they_are_cost_one_pause_together(
    pages: Pages, staging: Path, tmp_path: Path
) -> None:
    fresh = [pages(f"baru{number}.pdf", 1, first=number) for number in range(4)]
    scanner = Scanner(tmp_path / "lain", fresh[0].stat().st_mtime + 0.5)
    results = take_in(fresh, staging, known={}, waiting=Waiting(scanner.clock, scanner.sleep))
    assert [type(result) for result in results] == [Accepted] * 4
    assert scanner.pauses == 1


def test_a_file_from_the_future_is_looked_at_twice(pages: Pages, staging: Path, tmp_path: Path) -> None:
    path = pages("besok.pdf", 1)
    scanner = Scanner(tmp_path / "lain", path.stat().st_mtime - 90_000)
    (result,) = take_in([path], staging, known={}, waiting=Waiting(scanner.clock, scanner.sleep))
    assert isinstance(result, Accepted)
    assert scanner.pauses == 1


def test_a_source_that_changes_while_it_is_copied_is_refused(
    pages: Pages, staging: Path, settled: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages("berubah.pdf", 2)
    honest = folders.create_private_file

    def meanwhile(target: Path) -> Any:
        with path.open("ab") as file:
            file.write(b"\n%more")
        return honest(target)

    monkeypatch.setattr(folders, "create_private_file", meanwhile)
    (result,) = take_in([path], staging, known={}, waiting=settled)
    assert isinstance(result, Rejected)
    assert "berubah selagi disalin" in result.problem.what
    assert list(staging.iterdir()) == []


# -- the same thing twice --------------------------------------------------------------------------------


def test_a_scan_that_is_listed_already_names_its_number(
    pages: Pages, staging: Path, settled: Waiting
) -> None:
    path = pages("a.pdf", 2)
    first = only_accepted(take_in([path], staging, known={}, waiting=settled))
    (again,) = take_in([path], staging, known={first.source_sha256: "P-000007"}, waiting=settled)
    assert isinstance(again, Duplicate)
    assert again.scan_id == "P-000007"
    assert "P-000007" in again.problem.what


def test_a_photo_whose_pdf_is_listed_is_a_duplicate_by_its_result(
    photos: Pages, staging: Path, settled: Waiting
) -> None:
    path = photos("foto.jpg", 120)
    first = only_accepted(take_in([path], staging, known={}, waiting=settled))
    results = take_in([path], staging / "lagi", known={first.sha256: "P-000003"}, waiting=settled)
    assert [type(result) for result in results] == [Duplicate]
    assert list((staging / "lagi").iterdir()) == []


def test_a_file_chosen_twice_is_taken_once(pages: Pages, staging: Path, settled: Waiting) -> None:
    path = pages("a.pdf", 1)
    copy = path.with_name("salinan a.pdf")
    copy.write_bytes(path.read_bytes())
    first, second = take_in([path, copy], staging, known={}, waiting=settled)
    assert isinstance(first, Accepted)
    assert isinstance(second, Duplicate)
    assert second.scan_id == ""
    assert second.problem.what == "salinan a.pdf sama persis dengan a.pdf yang juga dipilih."


def test_each_photo_of_a_document_is_known_again(photos: Pages, staging: Path, settled: Waiting) -> None:
    chosen = [photos(f"{number}.jpg", 60 + 20 * number) for number in range(3)]
    document = only_accepted(take_in(chosen, staging, known={}, waiting=settled))
    hashes = document.source_sha256.split()
    assert len(hashes) == 3
    known = dict.fromkeys([*hashes, document.sha256], "P-000001 pada B-2025-001.01")
    fourth = photos("4.jpg", 200)
    options = IntakeOptions(skip_known=True)  # all of the scanner's folder, where older photos still lie
    results = take_in([chosen[1], fourth], staging / "lagi", known=known, options=options, waiting=settled)
    again = next(result for result in results if isinstance(result, Duplicate))
    assert again.problem.what == "1.jpg sudah terdaftar sebagai P-000001 pada B-2025-001.01."
    assert [result.source for result in results if isinstance(result, Accepted)] == [(fourth,)]


def test_a_note_about_one_photo_of_many_names_it(corpus: Path, staging: Path, settled: Waiting) -> None:
    chosen = [corpus / "foto.jpg", corpus / "arah-0.jpg"]
    document = only_accepted(take_in(chosen, staging, known={}, waiting=settled))
    assert [note.split(":")[0] for note in document.notes] == ["arah-0.jpg"]


# -- pages of one document -------------------------------------------------------------------------------


def test_photos_of_one_call_are_one_document_in_natural_order(
    photos: Pages, staging: Path, settled: Waiting, greys: Greys
) -> None:
    chosen = [photos("Hal 10.jpg", 200), photos("hal 9.jpg", 150), photos("hal 1.jpg", 100)]
    document = only_accepted(take_in(chosen, staging, known={}, waiting=settled))
    assert document.pages == 3
    assert greys(document.staged) == [100, 150, 200]
    assert [source.name for source in document.source] == ["hal 1.jpg", "hal 9.jpg", "Hal 10.jpg"]


def test_photos_can_be_kept_apart(photos: Pages, staging: Path, settled: Waiting) -> None:
    chosen = [photos(f"{number}.jpg", 60 + number) for number in range(3)]
    results = take_in(chosen, staging, known={}, options=IntakeOptions(apart=True), waiting=settled)
    assert [result.pages for result in results if isinstance(result, Accepted)] == [1, 1, 1]


def test_each_pdf_is_a_document_beside_the_photos(
    pages: Pages, photos: Pages, staging: Path, settled: Waiting
) -> None:
    chosen = [photos("1.jpg", 80), pages("a.pdf", 3), photos("2.jpg", 90), pages("b.pdf", 2, first=50)]
    results = take_in(chosen, staging, known={}, waiting=settled)
    assert [(result.source[0].name, result.pages) for result in results if isinstance(result, Accepted)] == [
        ("1.jpg", 2),
        ("a.pdf", 3),
        ("b.pdf", 2),
    ]


def test_a_bad_photo_gets_its_own_line_and_the_document_says_that_it_is_missing(
    photos: Pages, staging: Path, settled: Waiting, greys: Greys
) -> None:
    chosen = [photos("1.jpg", 80), photos("2.jpg", 90), photos("3.jpg", 100)]
    chosen[1].write_bytes(chosen[1].read_bytes()[:400])
    results = take_in(chosen, staging, known={}, waiting=settled)
    document = only_accepted(results)
    assert greys(document.staged) == [80, 100]
    assert any("Tidak ikut dalam dokumen ini: 2.jpg" in note for note in document.notes)
    (bad,) = [result for result in results if isinstance(result, Rejected)]
    assert bad.source.name == "2.jpg"
    assert list(staging.iterdir()) == [document.staged]


def test_one_bad_file_never_stops_the_good_ones(corpus: Path, staging: Path, settled: Waiting) -> None:
    names = ["terpotong-separuh.pdf", "pindai-1-halaman.pdf", "folder.pdf", "lahir-digital.pdf", "kosong.pdf"]
    results = take_in([corpus / name for name in names], staging, known={}, waiting=settled)
    assert [isinstance(result, Accepted) for result in results] == [False, True, False, True, False]


def test_progress_counts_every_file_once(corpus: Path, staging: Path, settled: Waiting) -> None:
    names = ["pindai-1-halaman.pdf", "kosong.pdf", "lahir-digital.pdf", "foto.jpg"]
    seen: list[tuple[int, int, str]] = []
    take_in(
        [corpus / name for name in names],
        staging,
        known={},
        waiting=settled,
        progress=lambda done, total, name: seen.append((done, total, name)),
    )
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert [(done, total) for done, total, _ in seen][-3:] == [(2, 4), (3, 4), (4, 4)]
    assert {name for _, _, name in seen} == set(names) - {"kosong.pdf"}


# -- fronts and backs ------------------------------------------------------------------------------------


def test_fronts_and_backs_of_a_turned_stack_come_into_reading_order(
    pages: Pages, staging: Path, settled: Waiting, widths: Greys
) -> None:
    fronts, backs = pages("depan.pdf", 3, first=0), pages("belakang.pdf", 3, first=100)
    options = IntakeOptions(interleave=True)
    document = only_accepted(take_in([fronts, backs], staging, known={}, options=options, waiting=settled))
    assert widths(document.staged) == [0, 102, 1, 101, 2, 100]
    assert list(staging.iterdir()) == [document.staged]


def test_backs_fed_one_by_one_are_not_reversed(
    pages: Pages, staging: Path, settled: Waiting, widths: Greys
) -> None:
    fronts, backs = pages("depan.pdf", 3, first=0), pages("belakang.pdf", 2, first=100)
    options = IntakeOptions(interleave=True, backs_reversed=False)
    document = only_accepted(take_in([fronts, backs], staging, known={}, options=options, waiting=settled))
    assert widths(document.staged) == [0, 100, 1, 101, 2]


def test_photos_are_interleaved_by_halves(
    photos: Pages, staging: Path, settled: Waiting, greys: Greys
) -> None:
    chosen = [photos(f"{number}.jpg", 40 + 20 * number) for number in range(4)]
    options = IntakeOptions(interleave=True)
    document = only_accepted(take_in(chosen, staging, known={}, options=options, waiting=settled))
    assert greys(document.staged) == [40, 100, 60, 80]


def test_unequal_fronts_and_backs_are_refused_with_their_numbers(
    pages: Pages, staging: Path, settled: Waiting
) -> None:
    options = IntakeOptions(interleave=True)
    chosen = [pages("depan.pdf", 3), pages("belakang.pdf", 2, first=100)]
    results = take_in(chosen, staging, known={}, options=options, waiting=settled)
    assert [type(result) for result in results] == [Rejected, Rejected]
    assert "depan (3) dan belakang (2)" in results[0].problem.what  # type: ignore[union-attr]
    assert list(staging.iterdir()) == []


def test_with_a_bad_half_nothing_is_interleaved(
    pages: Pages, corpus: Path, staging: Path, settled: Waiting
) -> None:
    options = IntakeOptions(interleave=True)
    chosen = [pages("depan.pdf", 3), corpus / "terpotong-ekor.pdf"]
    results = take_in(chosen, staging, known={}, options=options, waiting=settled)
    assert [type(result) for result in results] == [Rejected, Rejected]
    assert list(staging.iterdir()) == []


# -- limits, disks, processes ----------------------------------------------------------------------------


def test_a_file_above_the_size_limit_is_not_even_read(pages: Pages, staging: Path, settled: Waiting) -> None:
    path = pages("besar.pdf", 1)
    (result,) = take_in(
        [path], staging, known={}, options=IntakeOptions(max_source_bytes=100), waiting=settled
    )
    assert isinstance(result, Rejected)
    assert "terlalu besar" in result.problem.what


def test_pages_above_the_limit_are_refused(pages: Pages, staging: Path, settled: Waiting) -> None:
    (result,) = take_in(
        [pages("tebal.pdf", 4)], staging, known={}, options=IntakeOptions(max_pages=3), waiting=settled
    )
    assert isinstance(result, Rejected)
    assert "4 halaman (batasnya 3)" in result.problem.what


class FullDisk:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, path: Path, room: int) -> None:
        self.file, self.room = path.open("xb"), room

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, data: bytes) -> int:
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= len(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()


def test_a_full_disk_stops_the_button_in_words_and_leaves_no_half_copy(
    pages: Pages, staging: Path, settled: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "create_private_file", lambda target: FullDisk(target, 200))
    with pytest.raises(Refusal, match="Diska penuh"):
        take_in([pages("a.pdf", 2)], staging, known={}, waiting=settled)
    assert list(staging.iterdir()) == []


def test_what_is_staged_is_private_from_the_start(
    pages: Pages, photos: Pages, staging: Path, settled: Waiting
) -> None:
    before = os.umask(0)
    try:
        take_in([pages("a.pdf", 1), photos("b.jpg", 100)], staging, known={}, waiting=settled)
    finally:
        os.umask(before)
    assert [open_to(path) for path in (staging, *staging.iterdir())] == [[], [], []]


def test_a_disk_that_gives_back_other_bytes_is_noticed(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = copying.copy_hashed

    def lying(source: Path, target: Path) -> copying.Hashed:
        hashed = honest(source, target)
        content = bytearray(target.read_bytes())
        content[100] ^= 1
        target.write_bytes(content)
        return hashed

    monkeypatch.setattr(copying, "copy_hashed", lying)
    with pytest.raises(Refusal, match="tidak sama dengan aslinya"):
        copying.copy_verified(pages("a.pdf", 1), tmp_path / "salinan.pdf")
    assert not (tmp_path / "salinan.pdf").exists()


def test_a_copy_that_was_altered_behind_our_back_is_not_accepted(
    pages: Pages, staging: Path, settled: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = documents.prepare

    def tampering(source: Any, copy: Path, hashed: Any, bench: Any) -> Any:
        part = honest(source, copy, hashed, bench)
        with part.pdf.open("ab") as file:
            file.write(b"\n")
        return part

    monkeypatch.setattr(intake, "prepare", tampering)
    (result,) = take_in([pages("a.pdf", 1)], staging, known={}, waiting=settled)
    assert isinstance(result, Rejected)
    assert "tidak sama dengan aslinya" in result.problem.what
    assert list(staging.iterdir()) == []


def test_a_parsing_process_that_dies_is_replaced(corpus: Path) -> None:
    path = str(corpus / "pindai-1-halaman.pdf")
    with Worker() as worker:
        assert worker.ask("count_pages", path=path, max_pages=9) == {
            "pages": 1,
            "signed": False,
            "locked": False,
        }
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()
        assert isinstance(worker.ask("count_pages", path=path, max_pages=9), Problem)
        assert worker.ask("count_pages", path=path, max_pages=9) == {
            "pages": 1,
            "signed": False,
            "locked": False,
        }


def test_what_the_parsing_process_does_not_foresee_ends_it_and_refuses_the_file(corpus: Path) -> None:
    with Worker() as worker:
        answer = worker.ask("count_pages", path=str(corpus / "tidak-ada-di-sini.pdf"), max_pages=9)
        assert isinstance(answer, Problem)
        assert "tidak dapat diproses dengan aman" in answer.what


def test_parsing_that_takes_too_long_is_ended(corpus: Path, tmp_path: Path) -> None:
    with Worker() as worker:
        answer = worker.ask(
            "check_pdf",
            seconds=0.05,
            path=str(corpus / "bom-isi.pdf"),
            output=str(tmp_path / "x.pdf"),
            max_pages=9,
        )
        assert isinstance(answer, Problem)
        assert "terlalu lama" in answer.what
        path = str(corpus / "pindai-1-halaman.pdf")
        assert worker.ask("count_pages", path=path, max_pages=9) == {
            "pages": 1,
            "signed": False,
            "locked": False,
        }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps the address space limit")
def test_a_bomb_within_little_memory_is_refused_and_not_fatal(corpus: Path, tmp_path: Path) -> None:
    with Worker(memory_bytes=400_000_000) as worker:
        answer = worker.ask(
            "check_pdf", path=str(corpus / "bom-objek.pdf"), output=str(tmp_path / "x.pdf"), max_pages=9
        )
        assert isinstance(answer, Problem)


def test_parsing_processes_end_with_the_call(corpus: Path, staging: Path, settled: Waiting) -> None:
    worker = Worker()
    worker.ask("count_pages", path=str(corpus / "pindai-1-halaman.pdf"), max_pages=9)
    process = worker._process
    assert process is not None
    worker.stop()
    assert process.poll() is not None


def test_without_the_heic_reader_the_message_tells_how_to_set_the_phone(
    corpus: Path, staging: Path, settled: Waiting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pi_heif.py").write_text("raise ImportError\n", encoding="ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    chosen = [corpus / "foto.heic", corpus / "foto.jpg"]
    with WorkerPool(1) as pool:  # a new one: its processes are on a computer without the reader
        photo, other = take_in(
            chosen, staging, known={}, options=IntakeOptions(apart=True), waiting=settled, pool=pool
        )
    assert isinstance(photo, Rejected)
    assert "Paling Kompatibel" in photo.problem.cure
    assert isinstance(other, Accepted)
    assert list(staging.iterdir()) == [other.staged]

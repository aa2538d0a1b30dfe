"""Electronic signatures: told as they are, kept to the byte, and never carried into something they do not cover."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from corpus_pdfs import attachment, names_script, plain, scan
from corpus_signed import SIGNER, altered, signed_pdf, with_addition
from pikepdf import Dictionary, Name, String

from xl_macros.scans.intake import Accepted, Asked, IntakeOptions, Rejected, Result, take_in
from xl_macros.scans.signatures import signatures_of
from xl_macros.scans.sources import Waiting
from xl_macros.scans.versions import insert_page, interleave, replace_page

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def taken(path: Path, staging: Path, settled: Waiting, **options: object) -> Result:
    (result,) = take_in([path], staging, known={}, options=IntakeOptions(**options), waiting=settled)  # type: ignore[arg-type]
    return result


def test_signer_time_and_wholeness_are_read(write: Write) -> None:
    (signature,) = signatures_of(write("tte.pdf", signed_pdf()))
    assert signature.signer == SIGNER
    assert signature.whole is True
    assert signature.covers_whole_file
    assert signature.signed_at is not None


def test_an_addition_behind_it_is_seen_and_the_signed_bytes_are_still_whole(write: Write) -> None:
    (signature,) = signatures_of(write("tte.pdf", with_addition(signed_pdf())))
    assert (signature.whole, signature.covers_whole_file) == (True, False)


def test_a_changed_byte_is_seen(write: Write) -> None:
    (signature,) = signatures_of(write("tte.pdf", altered(signed_pdf())))
    assert (signature.signer, signature.whole) == (SIGNER, False)


def test_a_range_that_leaves_out_more_than_the_signature_is_not_whole(write: Write) -> None:
    content = signed_pdf()
    start = content.index(b"/ByteRange [ 0 ") + len(b"/ByteRange [ 0 ")
    length = content[start : content.index(b" ", start)]
    shorter = content.replace(length + b" ", b"%d " % (int(length) - 10), 1)
    assert signatures_of(write("tte.pdf", shorter))[0].whole is False


def test_nonsense_in_place_of_a_signature_cannot_be_judged(corpus: Path) -> None:
    (signature,) = signatures_of(corpus / "bertanda-tangan.pdf")
    assert (signature.signer, signature.whole) == ("", None)


def test_a_file_without_signatures_has_none(write: Write) -> None:
    assert signatures_of(write("biasa.pdf", plain())) == ()


def usage_rights(pdf: pikepdf.Pdf) -> None:
    right = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3], Contents=String("x")
    )
    pdf.Root.Perms = Dictionary(UR3=pdf.make_indirect(right))


def test_usage_rights_of_adobe_reader_are_no_signature(write: Write, staging: Path, settled: Waiting) -> None:
    path = write("formulir.pdf", scan(1, usage_rights))
    assert signatures_of(path) == ()
    result = taken(path, staging, settled)
    assert isinstance(result, Accepted)
    assert not result.signed
    assert result.sha256 == result.source_sha256


def test_a_form_with_usage_rights_is_cleaned_like_any_other(
    write: Write, staging: Path, settled: Waiting
) -> None:
    def both(pdf: pikepdf.Pdf) -> None:
        usage_rights(pdf)
        names_script(pdf)

    result = taken(write("formulir.pdf", scan(1, both)), staging, settled)
    assert isinstance(result, Accepted)
    assert any("Hak pakai Adobe Reader" in note for note in result.notes)
    with pikepdf.open(result.staged) as pdf:
        assert "/Perms" not in pdf.Root


def test_on_attaching_it_is_told_and_not_a_byte_changes(
    write: Write, staging: Path, settled: Waiting
) -> None:
    result = taken(write("tte.pdf", signed_pdf()), staging, settled)
    assert isinstance(result, Accepted)
    assert result.signed
    assert result.sha256 == result.source_sha256
    (note,) = result.notes
    assert note.startswith(f"Bertanda tangan elektronik: {SIGNER} pada ")
    assert "utuh" in note
    assert note.endswith("Keabsahan sertifikatnya tidak diperiksa.")


def test_a_broken_signature_is_told_as_broken(write: Write, staging: Path, settled: Waiting) -> None:
    result = taken(write("tte.pdf", altered(signed_pdf())), staging, settled)
    assert isinstance(result, Accepted)
    assert "TIDAK utuh lagi" in result.notes[0]


def test_a_padded_signed_file_keeps_its_signature(write: Write, staging: Path, settled: Waiting) -> None:
    result = taken(write("tte.pdf", signed_pdf() + bytes(2000)), staging, settled)
    assert isinstance(result, Accepted)
    (signature,) = signatures_of(result.staged)
    assert (signature.whole, signature.covers_whole_file) == (True, True)


def test_attachments_in_a_signed_file_need_a_yes_and_are_sealed(
    write: Write, staging: Path, settled: Waiting
) -> None:
    path = write("tte.pdf", signed_pdf(1, attachment))
    asked = taken(path, staging, settled)
    assert isinstance(asked, Asked)
    assert asked.option == "keep_attachments"
    assert "berkas sisipan" in asked.problem.what
    assert list(staging.iterdir()) == []
    kept = taken(path, staging, settled, keep_attachments=True)
    assert isinstance(kept, Accepted)
    assert kept.must_seal
    assert kept.sha256 == kept.source_sha256


def test_a_script_in_a_signed_file_is_refused_whatever_is_said(
    write: Write, staging: Path, settled: Waiting
) -> None:
    path = write("tte.pdf", signed_pdf(1, names_script))
    result = taken(path, staging, settled, keep_attachments=True)
    assert isinstance(result, Rejected)
    assert not isinstance(result, Asked)
    assert "JavaScript" in result.problem.what


@pytest.mark.parametrize("change", [replace_page, insert_page])
def test_a_new_version_of_a_signed_document_is_asked_about_and_then_says_what_it_is(
    change: Callable[..., Accepted | Rejected],
    write: Write,
    staging: Path,
    is_sound_pdf: Callable[[Path], None],
) -> None:
    stored, new = write("P-000001 tte.pdf", signed_pdf()), write("baru.pdf", plain(3))
    before = stored.read_bytes()
    asked = change(stored, 1, new, staging)
    assert isinstance(asked, Asked)
    assert asked.option == "copy_without_signature"
    assert list(staging.iterdir()) == []
    made = change(stored, 1, new, staging, options=IntakeOptions(copy_without_signature=True))
    assert isinstance(made, Accepted)
    assert made.notes[-1] == (
        "Tanda tangan elektronik tidak berlaku lagi pada versi ini; aslinya P-000001 tte.pdf."
    )
    assert signatures_of(made.staged) == ()
    assert stored.read_bytes() == before
    is_sound_pdf(made.staged)


def test_a_signed_file_is_no_page_of_another(write: Write, staging: Path) -> None:
    new = write("tte.pdf", signed_pdf(1))
    options = IntakeOptions(copy_without_signature=True)
    result = replace_page(write("lama.pdf", plain(2)), 1, new, staging, options=options)
    assert isinstance(result, Rejected)
    assert "tidak dapat menjadi halaman berkas lain" in result.problem.what
    assert list(staging.iterdir()) == []


def test_signed_fronts_and_backs_are_not_interleaved(write: Write, staging: Path) -> None:
    results = interleave(write("depan.pdf", signed_pdf(2)), write("belakang.pdf", plain(2)), staging)
    assert all(isinstance(result, Rejected) for result in results)
    assert "bertanda tangan" in results[0].problem.what  # type: ignore[union-attr]
    assert list(staging.iterdir()) == []


def test_empty_pages_of_a_signed_file_stay(write: Write, staging: Path, settled: Waiting) -> None:
    def blank(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page(page_size=(595, 842))

    result = taken(write("tte.pdf", signed_pdf(1, blank)), staging, settled, drop_blank=True)
    assert isinstance(result, Accepted)
    assert result.pages == 2
    assert result.sha256 == result.source_sha256

"""What the fuzzers have found, each with what is right instead. A new finding becomes a line here when it is mended."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from xl_macros.domain.period import read_period
from xl_macros.scans.bounds import Damaged
from xl_macros.scans.pdf import check_pdf


@pytest.mark.parametrize("text", ["5 tahun s.d. 32 Desember 2029", "5 tahun s.d. 1/2/2029"])
def test_a_length_beside_an_end_that_is_no_date_is_not_handed_on(text: str) -> None:
    period = read_period(text)
    assert period.contradiction is not None
    assert (period.length, period.until_on) == (None, None)


@pytest.mark.parametrize(
    "text", ["10`5 tahun", "10'5 tahun", "10\u20195 tahun", "10\ufffe5 tahun", "10\ud8005 tahun"]
)
def test_two_numbers_with_a_mark_between_them_are_not_one(text: str) -> None:
    period = read_period(text)
    assert period.length is None
    assert period.contradiction is not None


def test_a_file_inside_a_pdf_that_is_reached_as_a_picture_is_not_kept(tmp_path: Path) -> None:
    source, output = tmp_path / "masuk.pdf", tmp_path / "bersih.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 400))
        hidden = pdf.make_stream(b"MZ not really", Type=pikepdf.Name.EmbeddedFile)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=hidden))
        pdf.save(source)
    answer = check_pdf(str(source), str(output), 50)
    assert answer["notes"] == ["Dibuang dari salinan: berkas sisipan."]
    assert check_pdf(str(output), str(tmp_path / "lagi.pdf"), 50)["notes"] == []
    with pikepdf.open(output) as clean:
        assert not any(
            b"MZ" in each.read_bytes() for each in clean.objects if isinstance(each, pikepdf.Stream)
        )


@pytest.mark.parametrize("place", [b"/Rotate ", b"/Size "])
def test_a_number_that_the_parser_cannot_hold_is_the_documents_fault(place: bytes, tmp_path: Path) -> None:
    source = tmp_path / "masuk.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400)).Rotate = 0
        pdf.save(source, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start, found, rest = source.read_bytes().partition(place)
    assert found
    source.write_bytes(start + place + b"9" * 400 + rest)
    with pytest.raises(Damaged):
        check_pdf(str(source), str(tmp_path / "bersih.pdf"), 50)


def with_a_length(stated: bytes, *, trailing: bytes = b"") -> bytes:
    """One page whose content stream states that length, in a file whose table of contents is right."""
    drawing = b"0 0 1 rg 20 20 200 300 re f\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Resources << >> /Contents 4 0 R >>",
        b"<< %s >>\nstream\n%s%s\nendstream" % (stated, drawing, trailing),
        b"",
    ]
    content, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return content + head + b"startxref\n%d\n%%%%EOF\n" % len(content)


@pytest.mark.parametrize("stated", [b"/Length 5", b"/Length 4000", b"", b"/Length /X", b"/Length 28"])
def test_a_page_whose_length_is_wrong_keeps_what_is_drawn_on_it(stated: bytes, tmp_path: Path) -> None:
    source, output = tmp_path / "masuk.pdf", tmp_path / "bersih.pdf"
    source.write_bytes(with_a_length(stated))
    answer = check_pdf(str(source), str(output), 50)
    assert answer["notes"], "the empty object at least is untidy"
    with pikepdf.open(output) as pdf:
        assert b"20 20 200 300 re" in pdf.pages[0].Contents.read_bytes()

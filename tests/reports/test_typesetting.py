from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pikepdf
import pytest
from pdfa_look import faults

from xl_macros.reports.typesetting import as_plain

Printed = Callable[[str | None], bytes]


def test_the_same_input_gives_the_same_bytes_in_another_process_zone_and_language(tmp_path):
    script = (
        "import sys, hashlib; from datetime import datetime;"
        "from xl_macros.reports.letter import Letterhead, Signatory;"
        "from xl_macros.reports.disposition_report import DispositionReport, render_disposition_report as r;"
        "d = DispositionReport(letterhead=Letterhead(lines=('KPU',)), number='1', made_at=datetime(2026, 1, 5, 8),"
        "to='a', reporter=Signatory(position='p', name='n'), subject='c', summary='d', log_head='ab' * 32,"
        "signatory=Signatory(position='p', name='n'));"
        "print(hashlib.sha256(r(d)).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"TZ": zone, "LC_ALL": "C", "HOME": str(tmp_path), "SOURCE_DATE_EPOCH": epoch},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for zone, epoch in (("Asia/Makassar", "0"), ("America/New_York", "99999"))
    }
    assert len(hashes) == 1


def test_every_page_type_is_the_same_twice(printed: Printed):
    assert printed(None) == printed(None)


def test_every_page_type_declares_pdf_a_2b_and_pdf_ua_and_keeps_to_it(printed: Printed):
    with pikepdf.open(io.BytesIO(printed(None))) as pdf:
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["dc:title"].strip()
        intent = pdf.Root.OutputIntents[0]
        assert intent.S == "/GTS_PDFA1"
        assert len(intent.DestOutputProfile.read_bytes()) > 100
        assert not pdf.is_encrypted
        assert pdf.check_pdf_syntax() == []


def test_every_page_type_has_title_language_and_structure(printed: Printed):
    with pikepdf.open(io.BytesIO(printed(None))) as pdf:
        assert str(pdf.Root.Lang) == "id-ID"
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert "/StructTreeRoot" in pdf.Root


def test_every_font_is_embedded_and_ours(printed: Printed):
    with pikepdf.open(io.BytesIO(printed(None))) as pdf:
        fonts = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert "Liberation" in str(font.FontName)
            assert any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_no_page_carries_anything_active(printed: Printed):
    forbidden = {
        "/JavaScript",
        "/JS",
        "/OpenAction",
        "/AA",
        "/Launch",
        "/EmbeddedFiles",
        "/SubmitForm",
        "/RichMedia",
    }
    with pikepdf.open(io.BytesIO(printed(None))) as pdf:
        assert "/AcroForm" not in pdf.Root
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert not forbidden & set(thing.keys())
                assert thing.get("/S") not in forbidden


def test_qpdf_finds_nothing_wrong(printed: Printed, tmp_path: Path):
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not on this machine")
    file = tmp_path / "page.pdf"
    file.write_bytes(printed(None))
    checked = subprocess.run(["qpdf", "--check", str(file)], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_pdfa_look_finds_nothing_wrong(printed: Printed, tmp_path: Path):
    file = tmp_path / "page.pdf"
    file.write_bytes(printed(None))
    assert faults(file) == []


def test_the_document_date_is_the_office_time_it_was_given(samples):
    from xl_macros.reports.disposition_sheet import render_disposition_sheet

    made = render_disposition_sheet(samples.sheet(made_at=datetime(2026, 1, 5, 8, 0)))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260105000000Z"  # 08.00 WITA


@pytest.mark.parametrize("attack", ["markup", 7, 8, 9, 10])
def test_hostile_text_in_every_field_stays_text_on_the_page(
    printed: Printed, samples, attack: int | str, tmp_path: Path
):
    text = " ".join(samples.hostile[:7]) if attack == "markup" else samples.hostile[attack]
    pdf = printed(text)
    for page, width, height, x0, y0, x1, y1, word in samples.word_boxes(pdf, tmp_path):
        assert x0 >= 0, (page, word)
        assert x1 <= width + 1, (page, word)
        assert y0 >= -1, (page, word)
        assert y1 <= height + 1, (page, word)


@pytest.mark.parametrize("attack", range(7))
def test_markup_in_data_is_printed_letter_by_letter(samples, attack: int):
    from xl_macros.reports.disposition_report import render_disposition_report

    text = samples.hostile[attack]
    shown = samples.squeezed(
        samples.whole_text(render_disposition_report(samples.report(subject=text, summary=text)))
    )
    assert shown.count(samples.squeezed(text)) >= 2


def test_data_cannot_make_the_template_read_a_file(samples):
    from xl_macros.reports.disposition_report import render_disposition_report

    text = samples.whole_text(render_disposition_report(samples.report(summary='#read("gaya.typ")')))
    assert "#let" not in text
    assert '#read("gaya.typ")' in text


def test_values_arrive_as_words():
    assert as_plain(
        {
            "a": date(2025, 8, 1),
            "b": datetime(2025, 8, 1, 7, 5),
            "c": 7.5,
            "d": None,
            "e": (True, 3),
            "f": b"\x01",
        }
    ) == {
        "a": {"long": "1 Agustus 2025", "short": "01/08/2025"},
        "b": {"long": "1 Agustus 2025", "short": "01/08/2025 07.05", "date": "01/08/2025"},
        "c": "7,5",
        "d": None,
        "e": [True, 3],
        "f": [1],
    }


def test_a_value_that_cannot_be_put_on_a_page_is_refused():
    with pytest.raises(TypeError, match="object"):
        as_plain({"a": object()})

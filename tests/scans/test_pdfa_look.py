"""The look at PDF/A sees what it is for: each fault put into a conforming file is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfa_look import faults

from xl_macros.scans.pdf_archival import declare_archival


def add_font(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))


def add_stream(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Kept = pdf.make_stream(b"", **entries)

    return add


def no_claim(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfaid:part"]


FAULTS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "declares no PDF/A": no_claim,
    "is not embedded": add_font,
    "picture with interpolation": add_stream(Subtype=pikepdf.Name.Image, Interpolate=True),
    "PostScript": add_stream(Subtype=pikepdf.Name.PS),
    "data in another file": add_stream(F=pikepdf.String("lain.bin")),
    "/DeviceCMYK without": add_stream(Subtype=pikepdf.Name.Image, ColorSpace=pikepdf.Name.DeviceCMYK),
    "/DeviceRGB without": lambda pdf: (
        pdf.pages[0].contents_add(b"1 0 0 rg")
        or pdf.Root.OutputIntents[0].__setitem__("/S", pikepdf.Name.Other)
    ),
    "active content": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    ),
    "/Title differs": lambda pdf: pdf.docinfo.__setitem__("/Title", "Lain"),
    "/ModDate without": lambda pdf: pdf.docinfo.__setitem__("/ModDate", "D:20260101000000Z"),
    "annotation that is not printed": lambda pdf: pdf.Root.__setitem__(
        "/Kept",
        pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text)),
    ),
}


def written(path: Path, spoil: Callable[[pikepdf.Pdf], object] = lambda _: None) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        declare_archival(pdf)
        spoil(pdf)
        pdf.save(path, deterministic_id=True)
    return path


def test_a_conforming_file_has_no_fault(tmp_path: Path) -> None:
    assert faults(written(tmp_path / "baik.pdf")) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(fault: str, tmp_path: Path) -> None:
    assert any(fault in found for found in faults(written(tmp_path / "cacat.pdf", FAULTS[fault])))


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    plain = written(tmp_path / "baik.pdf")
    with pikepdf.open(plain) as pdf:
        pdf.save(tmp_path / "kunci.pdf", encryption=pikepdf.Encryption(owner="x"))
    assert "encrypted" in faults(tmp_path / "kunci.pdf")

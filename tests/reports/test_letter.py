from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from xl_macros.errors import Refusal
from xl_macros.reports.disposition_report import render_disposition_report
from xl_macros.reports.letter import LOGO_WIDEST_PX, load_logo


def picture(path: Path, mode: str = "RGBA", size: tuple[int, int] = (900, 600), **how: object) -> Path:
    Image.new(mode, size, "red" if mode != "RGBA" else (255, 0, 0, 0)).save(path, **how)
    return path


@pytest.mark.parametrize(
    ("name", "mode"), [("a.png", "RGBA"), ("a.png", "P"), ("a.jpg", "RGB"), ("a.jpg", "CMYK")]
)
def test_a_logo_becomes_a_small_flat_png(tmp_path: Path, name: str, mode: str):
    with Image.open(io.BytesIO(load_logo(picture(tmp_path / name, mode)))) as logo:
        assert logo.format == "PNG"
        assert logo.mode == "RGB"
        assert max(logo.size) == LOGO_WIDEST_PX


def test_transparency_becomes_white(tmp_path: Path):
    with Image.open(io.BytesIO(load_logo(picture(tmp_path / "a.png")))) as logo:
        assert logo.getpixel((0, 0)) == (255, 255, 255)


def test_what_else_the_file_carried_is_gone(tmp_path: Path):
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "rahasia")
    assert b"rahasia" not in load_logo(picture(tmp_path / "a.png", pnginfo=note))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"%PDF-1.7"]
)
def test_what_is_no_picture_is_refused_with_the_setting_to_mend(tmp_path: Path, content: bytes):
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    with pytest.raises(Refusal, match="tidak dapat dibaca") as refused:
        load_logo(file)
    assert "Berkas logo" in refused.value.cure


def test_a_missing_logo_is_refused(tmp_path: Path):
    with pytest.raises(Refusal, match="tidak ditemukan"):
        load_logo(tmp_path / "tidak ada.png")


def test_a_picture_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(Refusal, match="tidak dapat dibaca"):
        load_logo(picture(tmp_path / "a.png"))


def test_the_logo_stands_on_the_report_with_a_text_for_those_who_do_not_see_it(samples, tmp_path: Path):
    report = samples.report()
    with_logo = replace(
        report, letterhead=replace(report.letterhead, logo=load_logo(picture(tmp_path / "a.png")))
    )
    with pikepdf.open(io.BytesIO(render_disposition_report(with_logo))) as pdf:
        alts = {str(o["/Alt"]) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o}
    assert "Logo kantor" in alts
    assert any(alt.startswith("Garis waktu pengecualian: B-2015-001, 2 informasi") for alt in alts)
    assert "Kode QR berisi kode saksi catatan langkah" in alts

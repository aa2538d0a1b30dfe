"""Everyday files that are whole although something about them is odd, and some that only look so.

Sizes are kept small by flat pages: what matters is what each file says of itself.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pikepdf
from corpus_case import Case, written
from corpus_images import tiff
from corpus_pdfs import add_scan_page, hand_page, locked, plain, saved, scan, written_by_hand
from corpus_pixels import encoded, grey_page, jpeg
from corpus_signed import altered, signed_pdf, with_addition
from pikepdf import Dictionary, Name, String
from PIL import Image, ImageDraw

TIDIED = "disimpan ulang"


def sheet(width: int, height: int, mode: str = "1") -> Image.Image:
    """A page of so many pixels with lines on it."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    for number in range(1, 26):
        top = height * number // 28
        draw.rectangle((width // 10, top, width * 8 // 10, top + max(2, height // 200)), fill=0)
    return page.convert(mode)


def larger_size() -> bytes:
    content = plain(9)
    found = re.search(rb"/Size (\d+)", content)
    assert found is not None
    return content.replace(found[0], b"/Size %d" % (int(found[1]) + 1))


def hand_written(extra: bytes = b"/Resources << >>", **options: object) -> bytes:
    return hand_page(extra, **options)  # type: ignore[arg-type]


def offset_zero() -> bytes:
    """An entry that says: in use, at the very start; macOS and Word write it."""
    content = hand_written()
    table = content.rindex(b"xref\n0 4")
    return content[:table] + content[table:].replace(b"0 4\n", b"0 5\n", 1).replace(
        b"trailer", b"0000000000 00000 n \ntrailer", 1
    ).replace(b"/Size 4", b"/Size 5")


def space_before_table() -> bytes:
    content = hand_written(b"/Resources << >> /Rotate 90")
    place = int(content.rpartition(b"startxref\n")[2].split(b"\n")[0])
    return content.replace(b"startxref\n%d" % place, b"startxref\n%d" % (place + 1), 1).replace(
        b"endobj\nxref", b"endobj\n  xref", 1
    )


def packed_content(cut: int = 0, *, flushed: bool = False) -> bytes:
    """A page whose packed content lacks its last bytes: up to four are the checksum, more are content."""
    drawing = b"q 0.5 g 50 50 100 100 re f Q\n" * 40
    if flushed:
        drawing += b"q Q\n"
        packer = zlib.compressobj()
        packed = packer.compress(drawing) + packer.flush(zlib.Z_SYNC_FLUSH)
    else:
        packed = zlib.compress(drawing)
    packed = packed[: len(packed) - cut]
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    return hand_page(b"/Resources << >> /Contents 4 0 R", objects=[stream])


def table_that_forgets_itself() -> bytes:
    """A cross-reference stream without an entry for itself: 133 reference files of veraPDF have one."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    ]
    out, entries = bytearray(b"%PDF-1.5\n"), [(0, 0, 255)]
    for number, body in enumerate(bodies, start=1):
        entries.append((1, len(out), 0))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    rows = b"".join(bytes((kind,)) + at.to_bytes(4, "big") + bytes((more,)) for kind, at, more in entries)
    out += (
        b"4 0 obj\n<< /Type /XRef /Size 5 /Index [0 4] /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n"
        % len(rows)
    )
    return bytes(out) + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def wrong_hints() -> bytes:
    """A file for fast web view, changed afterwards: its hints do not fit, and no reader looks at them."""
    content = scan(3, linearize=True)
    found = re.search(rb"/O (\d+)", content)
    assert found is not None
    return content.replace(found[0], b"/O %d" % (int(found[1]) - 1), 1)


def missing_content() -> bytes:
    """A page that names a content which is not in the file."""
    return hand_page(b"/Resources << >> /Contents [9 0 R]")


def lost_page() -> bytes:
    """Two pages are named, the second is not there: lenient readers show the first and say nothing."""
    return written_by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
        ]
    )


def rights(pdf: pikepdf.Pdf) -> None:
    """What Adobe's server writes into forms that its Reader may fill in: no one has signed."""
    right = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3], Contents=String("x")
    )
    pdf.Root.Perms = Dictionary(UR3=pdf.make_indirect(right))


def strange_name(pdf: pikepdf.Pdf) -> None:
    """Placeholders of the length of what stands for names that are no UTF-8."""
    pdf.Root[Name("/Aneh")] = Dictionary(S=Name("/JavaZZZ"))


def tiny_page() -> bytes:
    pdf = pikepdf.new()
    add_scan_page(pdf, 1)
    pdf.add_blank_page(page_size=(20, 20))
    return saved(pdf)


def with_thumbnail() -> bytes:
    """A page and behind it a small picture of it, which calls itself that."""
    small = sheet(160, 226)
    small.encoderinfo = {"tiffinfo": {254: 1}, "compression": "group4"}
    return tiff([sheet(620, 877), small, sheet(620, 876)], compression="group4")


def pdfs() -> Iterator[Case]:
    yield Case(
        "size-satu-lebih.pdf", "/Size of the trailer is one too large", written(larger_size()), 9, TIDIED
    )
    yield Case("offset-nol.pdf", "an entry with offset 0", written(offset_zero()), 1, TIDIED)
    yield Case(
        "tanpa-resources.pdf",
        "an empty page without /Resources",
        written(hand_page(b"/Rotate 180")),
        1,
        TIDIED,
    )
    yield Case(
        "kunci-ganda.pdf",
        "a key twice in one dictionary",
        written(hand_written(b"/Resources << >> /Rotate 0 /Rotate 0")),
        1,
        TIDIED,
    )
    yield Case(
        "spasi-sebelum-tabel.pdf",
        "white space before xref",
        written(space_before_table()),
        1,
        TIDIED,
    )
    yield Case(
        "tanpa-checksum.pdf",
        "a stream without its checksum",
        written(packed_content(4)),
        1,
        TIDIED,
    )
    yield Case(
        "tanpa-akhir.pdf",
        "a stream flushed and never ended",
        written(packed_content(flushed=True)),
        1,
        TIDIED,
    )
    yield Case(
        "aliran-terpotong.pdf", "a stream without its last content", written(packed_content(12)), says="rusak"
    )
    yield Case(
        "tabel-lupa-diri.pdf",
        "a cross-reference stream that does not list itself",
        written(table_that_forgets_itself()),
        1,
        TIDIED,
    )
    yield Case(
        "petunjuk-salah.pdf", "fast web view with hints that do not fit", written(wrong_hints()), 3, TIDIED
    )
    yield Case(
        "ekor-nol-900.pdf", "900 zeros behind the end", written(plain(2) + bytes(900)), 2, untouched=True
    )
    yield Case(
        "ekor-nol-1100.pdf", "1,100 zeros behind the end", written(plain(11) + bytes(1100)), 11, "Bita kosong"
    )
    yield Case(
        "isi-hilang.pdf", "a page's content is not in the file", written(missing_content()), says="rusak"
    )
    yield Case(
        "halaman-hilang.pdf", "one of two pages is not in the file", written(lost_page()), says="tidak sesuai"
    )
    yield Case(
        "hak-pakai.pdf",
        "usage rights of Adobe Reader, no signature",
        written(scan(1, rights)),
        1,
        untouched=True,
    )
    yield Case(
        "nama-aneh.pdf",
        "a name that is no UTF-8",
        written(scan(1, strange_name).replace(b"/JavaZZZ", b"/J#ff#fe")),
        1,
        untouched=True,
    )
    yield Case(
        "halaman-mungil.pdf",
        "one page of seven millimetres",
        written(tiny_page()),
        2,
        "Halaman 2 sangat kecil",
        untouched=True,
    )
    yield Case(
        "terkunci-rusak.pdf",
        "owner's lock and cut off",
        written(locked("rahasia", "")[:-300]),
        says="terpotong",
    )
    yield Case(
        "tte.pdf", "really signed", written(signed_pdf), 2, "isi yang ditandatangani utuh", untouched=True
    )
    yield Case(
        "tte-tambahan.pdf",
        "added to after signing",
        written(lambda: with_addition(signed_pdf(1))),
        1,
        "ada tambahan sesudahnya",
        untouched=True,
    )
    yield Case(
        "tte-berubah.pdf",
        "changed after signing",
        written(lambda: altered(signed_pdf(3))),
        3,
        "TIDAK utuh lagi",
        untouched=True,
    )


REFERS, REBUILT = "menyebut berkas lain", "dibangun ulang"
DRAWING = b"0 0 1 rg 20 20 200 300 re f\n"


def of_a_length(stated: bytes, turned: int) -> bytes:
    """A page whose content states that length; `turned` makes each of them another document."""
    content = b"<< %s >>\nstream\n%s\nendstream" % (stated, DRAWING)
    return hand_page(b"/Resources << >> /Rotate %d /Contents 4 0 R" % turned, objects=[content])


def referring(kind: str) -> bytes:
    """A scan that names a file on a server, in one of the ways in which a PDF can without running anything."""
    pdf = pikepdf.new()
    add_scan_page(pdf, 40 + len(kind))
    page, there = pdf.pages[0], String("\\\\server\\x.pdf")
    if kind == "thread":
        action = Dictionary(S=Name.Thread, F=there, D=0)
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        page.Annots = pikepdf.Array([pdf.make_indirect(note)])
    elif kind == "filespec":
        named = Dictionary(Type=Name.Filespec, F=there)
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=named)
        page.Annots = pikepdf.Array([pdf.make_indirect(note)])
    elif kind == "opi":
        picture = next(iter(page.get_images().values()))
        picture.OPI = Dictionary({"/2.0": Dictionary(Type=Name.OPI, F=String("x.tif"), Version=2)})
    else:
        pdf.Root.SpiderInfo = Dictionary(V=1)
    return saved(pdf)


def pdfs_of_strange_lengths() -> Iterator[Case]:
    lengths = {
        "kurang": b"/Length 5",
        "lebih": b"/Length 400",
        "tidak-ada": b"",
        "bukan-angka": b"/Length /X",
    }
    for turned, (name, stated) in enumerate(lengths.items()):
        yield Case(
            f"panjang-{name}.pdf",
            "a stream that states a wrong length",
            written(of_a_length(stated, 90 * turned)),
            1,
            REBUILT,
        )
    yield Case(
        "tanpa-tanda-akhir.pdf",
        "whole, but for the end mark",
        written(hand_page(b"/Resources << >> /Rotate 270").rstrip().removesuffix(b"%%EOF")),
        1,
        TIDIED,
    )
    yield Case(
        "tertimbun.pdf",
        "something large behind the end mark",
        written(hand_page(b"/Resources << >> /Rotate 180 /UserUnit 1.0") + b"MZ" + bytes(range(256)) * 9),
        says="tertimbun data lain",
    )
    for kind in ("thread", "filespec", "opi", "spider"):
        yield Case(
            f"menyebut-{kind}.pdf",
            "names a file that is not in it",
            written(lambda kind=kind: referring(kind)),
            1,
            REFERS,
            untouched=True,
        )


def pictures() -> Iterator[Case]:
    fax = encoded(sheet(1728, 1100), "TIFF", compression="group3", dpi=(204, 98))
    yield Case("faks-204x98.tif", "a fax of standard resolution", written(fax), 1)
    yield Case(
        "a4-600dpi-1bit.tif",
        "A4 at 600 dpi, black and white",
        written(encoded(sheet(4961, 7016), "TIFF", compression="group4", dpi=(600, 600))),
        1,
    )
    yield Case(
        "a3-300dpi.jpg", "A3 at 300 dpi", written(jpeg(sheet(3508, 4961, "L"), dpi=(300, 300), quality=20)), 1
    )
    yield Case(
        "f4-200dpi.png", "folio at 200 dpi", written(encoded(sheet(1693, 2598), "PNG", dpi=(200, 200))), 1
    )
    yield Case(
        "a4-96dpi-bohong.tif",
        "A4 at 300 dpi whose software says 96",
        written(encoded(sheet(2480, 3508), "TIFF", compression="group4", dpi=(96, 96))),
        1,
    )
    yield Case("layar-panjang.png", "a long screenshot", written(encoded(sheet(1080, 9600), "PNG")), 1)
    yield Case(
        "a4-600dpi-abu.png",
        "A4 at 600 dpi, grey",
        written(lambda: encoded(sheet(4961, 7016, "L"), "PNG", dpi=(600, 600))),
        1,
        "diperkecil ke 200 dpi dari 600 dpi (4961 x 7016 menjadi 1654 x 2339 titik)",
    )
    yield Case(
        "thumbnail.tif", "two pages and a thumbnail between them", written(with_thumbnail()), 2, "thumbnail"
    )
    yield Case(
        "dua-ukuran.tif",
        "two pages in their order",
        written(tiff([grey_page(1), grey_page(2)], compression="tiff_lzw")),
        2,
    )


def as_it_comes() -> list[Case]:
    return [*pdfs(), *pdfs_of_strange_lengths(), *pictures()]

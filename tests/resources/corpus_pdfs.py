"""The PDFs of the corpus: good ones, dangerous ones, broken ones. Small, made from scratch, the same each time."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pikepdf
from corpus_case import Case, written
from corpus_pixels import grey_page, jpeg
from pikepdf import Array, Dictionary, Name, Stream, String

A4 = (595, 842)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """The same bytes each time; the first half of the ID would come from the clock."""
    buffer = io.BytesIO()
    settings: dict[str, object] = {"static_id" if "encryption" in options else "deterministic_id": True}
    pdf.save(buffer, **(settings | options))  # type: ignore[arg-type]
    return buffer.getvalue()


def add_scan_page(pdf: pikepdf.Pdf, number: int = 1, size: tuple[int, int] = A4) -> pikepdf.Page:
    """A page that is one greyscale JPEG, as a scanner makes it."""
    page = pdf.add_blank_page(page_size=size)
    picture = Stream(pdf, jpeg(grey_page(number)))
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Filter=Name.DCTDecode,
        Width=248,
        Height=351,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
    page.Contents = pdf.make_stream(f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do Q".encode())
    return page


def scan(
    pages: int = 1, change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, **options: object
) -> bytes:
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        add_scan_page(pdf, number)
    change(pdf)
    return saved(pdf, **options)


@cache
def plain(pages: int = 1) -> bytes:
    return scan(pages)


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('halo')"))


def link(pdf: pikepdf.Pdf, action: Dictionary) -> None:
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 90, 30], A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["daftar.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ not really", filename="daftar.exe")


def rich_media(pdf: pikepdf.Pdf) -> None:
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.RichMedia,
        Rect=[10, 10, 90, 90],
        RichMediaContent=Dictionary(),
        RichMediaSettings=Dictionary(),
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def sign(pdf: pikepdf.Pdf) -> None:
    """The structure of an electronic signature; whether it is valid nobody asks here."""
    signature = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        ByteRange=[0, 10, 20, 10],
        Contents=String("tanda tangan"),
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String("ttd"),
        Rect=[0, 0, 0, 0],
        V=pdf.make_indirect(signature),
    )
    widget = pdf.make_indirect(field)
    pdf.pages[0].Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=[widget], SigFlags=3)


def sign_and_script(pdf: pikepdf.Pdf) -> None:
    sign(pdf)
    names_script(pdf)


def form(pdf: pikepdf.Pdf, *, dynamic: bool) -> None:
    pdf.Root.AcroForm = Dictionary(
        Fields=[], XFA=pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    )
    if dynamic:
        pdf.Root.NeedsRendering = True


def chain_in_outline(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=javascript())
    item = pdf.make_indirect(Dictionary(Title=String("Bab 1"), A=action))
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = outlines
    pdf.Root.Outlines = outlines


def hidden_script(pdf: pikepdf.Pdf) -> None:
    """A script where no reader looks and no sanitizer goes: it cannot be removed, so the file is refused."""
    pdf.pages[0].obj[Name("/Rahasia")] = Dictionary(Dalam=javascript())


def names_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("mulai"), pdf.make_indirect(javascript())]))
    )


def page_automatic(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


def packed_blanks(before: bytes, megabytes: int, after: bytes) -> bytes:
    """`before`, then that many MB of blanks, then `after`, packed twice: a few kB.

    One block that was packed without looking back can be repeated as it is; so this takes no time.
    """
    packer, blanks = zlib.compressobj(9), b" " * (1 << 20)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.adler32(before)
    for _ in range(megabytes):
        check = zlib.adler32(blanks, check)
    end = (packer.compress(after) + packer.flush())[:-4] + struct.pack(">I", zlib.adler32(after, check))
    return zlib.compress(start + block * megabytes + end, 9)


def bomb() -> bytes:
    """Page content of 1 GB of blanks in a few kB."""
    content = packed_blanks(b"q", 1024, b"Q")
    stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(content)
    return hand_page(b"/Resources << >> /Contents 4 0 R", objects=[stream + content + b"\nendstream"])


def object_stream_bomb() -> bytes:
    """An object stream that grows to 1 GB when it is opened, with a cross-reference stream that points into it."""
    twice = packed_blanks(b"3 0 << /Type /Pages /Kids [] /Count 0 ", 1024, b">>")
    out = bytearray(b"%PDF-1.5\n")
    places = [len(out)]
    out += b"1 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n"
    places.append(len(out))
    out += (
        b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n"
        % len(twice)
    )
    out += twice + b"\nendstream\nendobj\n"
    table = len(out)
    entries = [(0, 0, 255), (1, places[0], 0), (1, places[1], 0), (2, 2, 0), (1, table, 0)]
    rows = b"".join(
        bytes((kind,)) + where.to_bytes(4, "big") + bytes((extra,)) for kind, where, extra in entries
    )
    out += b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    return bytes(out) + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def written_by_hand(objects: list[bytes]) -> bytes:
    """A PDF with a right cross-reference table around objects that a library would not write. Object 1 is the root."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )


def hand_page(
    extra: bytes = b"",
    kids: bytes = b"[3 0 R]",
    count: int = 1,
    box: bytes = b"0 0 595 842",
    objects: Sequence[bytes] = (),
) -> bytes:
    return written_by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids %s /Count %d >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] %s >>" % (box, extra or b"/Resources << >>"),
            *objects,
        ]
    )


def page_tree_bomb(levels: int = 8, fan: int = 10) -> bytes:
    """Each node of the page tree names the next one ten times: a kilobyte that says a hundred million pages."""
    nodes = [
        b"<< /Type /Pages /Kids [%s] /Count 2000 >>" % b" ".join([b"%d 0 R" % (number + 3)] * fan)
        for number in range(levels)
    ]
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (levels + 1)
    return written_by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def attachment_note(pdf: pikepdf.Pdf) -> None:
    """A program as a paper clip on the page, not in the list of attachments."""
    content = pdf.make_stream(b"MZ not really", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("daftar.exe"), EF=Dictionary(F=content))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[10, 10, 30, 30], FS=spec)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def digital() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(b"BT /F1 18 Tf 72 760 Td (Lembar uji konsekuensi) Tj ET")
    return saved(pdf)


def damaged_jpeg() -> bytes:
    content = bytearray(plain(2))
    picture = content.find(b"\xff\xda") + 600
    content[picture : picture + 300] = random.Random(7).randbytes(300)  # noqa: S311  the same damage each time
    return bytes(content)


def incremental() -> bytes:
    """A second version written behind the first, as signing and annotating programs do."""
    first = hand_page()
    place = len(first)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Resources << >> >>"
    changed = b"3 0 obj\n" + page + b"\nendobj\n"
    previous = first.rpartition(b"startxref\n")[2].split(b"\n")[0]
    return (
        first
        + changed
        + b"xref\n3 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (place, previous, place + len(changed))
    )


def many_pages() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 2004))
    return hand_page(kids=b"[" + kids + b"]", count=2001, objects=[page] * 2000)


def locked(owner: str, user: str) -> bytes:
    return scan(encryption=pikepdf.Encryption(owner=owner, user=user, R=6))


def image_of(width: int, height: int) -> bytes:
    data = zlib.compress(b"\0" * 9)
    stream = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray" % (
        width,
        height,
    )
    stream += (
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
        + data
        + b"\nendstream"
    )
    return hand_page(b"/Resources << /XObject << /Im0 4 0 R >> >>", objects=[stream])


def good() -> Iterator[Case]:
    yield Case("pindai-1-halaman.pdf", "one scanned page", written(plain()), 1, untouched=True)
    yield Case("pindai-10-halaman.pdf", "ten scanned pages", written(plain(10)), 10, untouched=True)
    yield Case("lahir-digital.pdf", "text, no picture", written(digital()), 1, untouched=True)
    yield Case(
        "aliran-objek.pdf",
        "objects and cross-references in compressed streams (PDF 1.5)",
        written(scan(2, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
        2,
        untouched=True,
    )
    yield Case("linear.pdf", "linearised for the web", written(scan(3, linearize=True)), 3, untouched=True)
    yield Case("perubahan-bertahap.pdf", "an incremental update", written(incremental()), 1, untouched=True)
    yield Case(
        "sebenarnya-pdf.jpg",
        "a PDF with the name of a JPEG",
        written(plain(3)),
        3,
        "berakhiran .jpg",
        untouched=True,
    )
    yield Case(
        "tanpa-akhiran", "a PDF without extension", written(plain(4)), 4, "tanpa akhiran", untouched=True
    )
    yield Case(
        "Uji Konsekuensi e\u0301.pdf",
        "name in the decomposed Unicode form",
        written(plain(5)),
        5,
        untouched=True,
    )
    page_link = Dictionary(S=Name.URI, URI=String("https://contoh.example/"))
    yield Case(
        "tautan-web.pdf",
        "an ordinary web link stays",
        written(scan(1, lambda p: link(p, page_link))),
        1,
        untouched=True,
    )
    yield Case(
        "bertanda-tangan.pdf",
        "a signature's structure with nonsense in it: told, and not a byte may change",
        written(scan(1, sign)),
        1,
        "Bertanda tangan elektronik",
        untouched=True,
    )
    yield Case(
        "terkunci-pemilik.pdf",
        "owner password only: opens for everybody, printing forbidden",
        written(locked("rahasia", "")),
        1,
        "Pembatasan pemilik",
        untouched=True,
    )
    yield Case(
        "sisa-surel-di-depan.pdf",
        "mail header before the PDF header",
        written(b"From: a@b\r\n\r\n" + plain(6)),
        6,
        "di luar dokumen",
    )
    yield Case(
        "data-di-belakang.pdf",
        "a second file behind the end mark",
        written(plain(7) + b"PK\x03\x04" + b"x" * 300),
        7,
        "di luar dokumen",
    )


def active() -> Iterator[Case]:
    yield Case(
        "skrip-pembuka.pdf",
        "JavaScript run on opening",
        written(scan(1, lambda p: p.Root.__setitem__("/OpenAction", javascript()))),
        1,
        "JavaScript",
    )
    yield Case(
        "skrip-bernama.pdf",
        "JavaScript in the document's name tree",
        written(scan(2, names_script)),
        2,
        "JavaScript",
    )
    hidden = scan(3, names_script, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield Case(
        "skrip-tersembunyi.pdf",
        "JavaScript inside an object stream, invisible to a byte search",
        written(hidden),
        3,
        "JavaScript",
    )
    yield Case(
        "skrip-berantai.pdf",
        "JavaScript behind /Next of a bookmark's action",
        written(scan(1, chain_in_outline)),
        1,
        "JavaScript",
    )
    yield Case(
        "jalankan-program.pdf",
        "a link that launches a program",
        written(scan(1, lambda p: link(p, Dictionary(S=Name.Launch, F=String("cmd.exe"))))),
        1,
        "perintah ke luar",
    )
    yield Case(
        "tautan-berkas.pdf",
        "a link to a file on another computer",
        written(scan(1, lambda p: link(p, Dictionary(S=Name.URI, URI=String("file://server/x"))))),
        1,
        "perintah ke luar",
    )
    yield Case(
        "kirim-formulir.pdf",
        "a button that sends the form away",
        written(scan(1, lambda p: link(p, Dictionary(S=Name.SubmitForm, F=String("http://x.example"))))),
        1,
        "perintah ke luar",
    )
    yield Case("berkas-sisipan.pdf", "an attached program", written(scan(1, attachment)), 1, "berkas sisipan")
    yield Case(
        "klip-sisipan.pdf",
        "a program as a paper clip on the page",
        written(scan(1, attachment_note)),
        1,
        "berkas sisipan",
    )
    yield Case("media-kaya.pdf", "a RichMedia annotation", written(scan(1, rich_media)), 1, "suara, video")
    yield Case(
        "tindakan-halaman.pdf",
        "an action when the page opens (AA)",
        written(scan(1, page_automatic)),
        1,
        "tindakan otomatis",
    )
    yield Case(
        "formulir-xfa.pdf",
        "an XFA form over fixed pages",
        written(scan(1, lambda p: form(p, dynamic=False))),
        1,
        "formulir XFA",
    )
    yield Case(
        "formulir-xfa-dinamis.pdf",
        "an XFA form without fixed pages",
        written(scan(1, lambda p: form(p, dynamic=True))),
        says="formulir dinamis",
    )
    yield Case(
        "skrip-bertanda-tangan.pdf",
        "signed and with JavaScript: stripping would break the signature",
        written(scan(1, sign_and_script)),
        says="bertanda tangan",
    )
    yield Case(
        "skrip-tak-terbuang.pdf",
        "JavaScript where the sanitizer does not go",
        written(scan(1, hidden_script)),
        says="tidak dapat dibuang",
    )


def broken() -> Iterator[Case]:
    yield Case("kosong.pdf", "0 bytes", written(b""), says="kosong")
    yield Case("terpotong-ekor.pdf", "the last 200 bytes are missing", written(plain(2)[:-200]), says="rusak")
    yield Case(
        "terpotong-separuh.pdf", "half of the file", written(plain(3)[: len(plain(3)) // 2]), says="rusak"
    )
    yield Case(
        "ekor-nol.pdf",
        "a copy that reserved its size and was not finished: zeros to the end",
        written(plain(3)[:4000] + b"\0" * 3000),
        says="rusak",
    )
    yield Case("gambar-rusak.pdf", "damage inside a page's JPEG", written(damaged_jpeg()), says="rusak")
    yield Case(
        "tabel-rusak.pdf",
        "startxref points nowhere, and everything is there",
        written(plain(8).rpartition(b"startxref")[0] + b"startxref\n12\n%%EOF\n"),
        8,
        "dibangun ulang",
    )
    yield Case(
        "terkunci.pdf", "password to open", written(locked("rahasia", "rahasia")), says="terkunci kata sandi"
    )
    yield Case("tanpa-halaman.pdf", "no page", written(hand_page(kids=b"[]", count=0)), says="rusak")
    yield Case(
        "jumlah-bohong.pdf", "says nine pages, has one", written(hand_page(count=9)), says="tidak sesuai"
    )
    yield Case(
        "pohon-bom.pdf",
        "page tree of a kilobyte with a hundred million pages",
        written(page_tree_bomb()),
        says="rusak",
    )
    yield Case(
        "semiliar-halaman.pdf",
        "says a thousand million pages",
        written(hand_page(count=10**9)),
        says="1000000000 halaman",
    )
    yield Case("terlalu-banyak-halaman.pdf", "2001 pages", written(many_pages()), says="2001 halaman")
    yield Case(
        "pohon-melingkar.pdf",
        "page tree that contains itself",
        written(hand_page(kids=b"[2 0 R]")),
        says="rusak",
    )
    yield Case(
        "halaman-raksasa.pdf",
        "a page of 350 metres",
        written(hand_page(box=b"0 0 999999 999999")),
        says="tidak wajar",
    )
    yield Case(
        "halaman-lebar.pdf",
        "a page of 10 metres",
        written(hand_page(box=b"0 0 28000 842")),
        says="tidak wajar",
    )
    yield Case(
        "halaman-titik.pdf",
        "a page of 3 millimetres",
        written(hand_page(box=b"0 0 9 9")),
        1,
        "sangat kecil",
        untouched=True,
    )
    yield Case(
        "gambar-raksasa.pdf",
        "a picture said to have ten thousand million pixels",
        written(image_of(100000, 100000)),
        says="terlalu besar",
    )
    yield Case("bom-isi.pdf", "page content that grows to 1 GB", written(bomb), says="terlalu besar")
    yield Case("bom-objek.pdf", "object stream that grows to 1 GB", written(object_stream_bomb), says="rusak")
    yield Case(
        "bersarang.pdf",
        "arrays nested 30,000 deep",
        written(hand_page(b"/Resources << >> /X " + b"[" * 30000 + b"]" * 30000)),
        says="rusak",
    )
    yield Case(
        "hanya-kepala.pdf", "header, a word, end mark", written(b"%PDF-1.4\nhalo\n%%EOF\n"), says="rusak"
    )
    yield Case(
        "halaman-web.pdf",
        "HTML with the name of a PDF",
        written(b"<!DOCTYPE html><title>Masuk</title>"),
        says="halaman web",
    )
    yield Case(
        "word.pdf",
        "a Word file with the name of a PDF",
        written(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml"),
        says="Word, Excel atau ZIP",
    )
    yield Case(
        "program.pdf",
        "a Windows program with a PDF header in it",
        written(b"MZ" + b"\0" * 90 + b"%PDF-1.4"),
        says="program",
    )
    yield Case("teks.pdf", "plain text", written(b"Kepada Yth. Sekretaris"), says="bukan dokumen pindaian")


def pdf_cases() -> list[Case]:
    return [*good(), *active(), *broken()]

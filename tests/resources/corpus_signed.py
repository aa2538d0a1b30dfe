"""Electronically signed PDFs, really signed with a key of the tests: the only files here that differ each time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache

import pikepdf
from corpus_pdfs import add_scan_page
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, String

SIGNER = "Penguji TTE"
_ROOM = 8192  # bytes kept for the signature in the file
_HOLE = b"<" + b"00" * _ROOM + b">"


@cache
def _identity() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(2036, 1, 1))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def signed_pdf(pages: int = 2, change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None) -> bytes:
    """A scan of so many pages with a signature over the whole file."""
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        add_scan_page(pdf, number)
    change(pdf)
    signature = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/adbe.pkcs7.detached"),
        ByteRange=Array([0, 9999999999, 9999999999, 9999999999]),
        Contents=String(bytes(_ROOM)),
        M=String("D:20260102101500+07'00'"),
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String("TTE"),
        Rect=[50, 50, 250, 100],
        V=pdf.make_indirect(signature),
    )
    widget = pdf.make_indirect(field)
    pdf.pages[0].Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=[widget], SigFlags=3)
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return _filled(buffer.getvalue())


def _filled(content: bytes) -> bytes:
    """The file with its byte range and its signature written into the room kept for them."""
    start = re.search(rb"/Contents <(?:00)+>", content)
    assert start is not None
    hole, end = start.end() - len(_HOLE), start.end()
    numbers = b"/ByteRange [ 0 %d %d %d ]" % (hole, end, len(content) - end)
    place = re.search(rb"/ByteRange \[ 0 (?:9999999999 ?)+\]", content)
    assert place is not None
    content = content.replace(place[0], numbers.ljust(len(place[0])))
    key, certificate = _identity()
    packed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(content[:hole] + content[end:])
        .add_signer(certificate, key, hashes.SHA256())
        .sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    )
    filled = b"<" + packed.hex().encode().ljust(2 * _ROOM, b"0") + b">"
    return content[:hole] + filled + content[end:]


def with_addition(content: bytes) -> bytes:
    """A second revision behind the signed one: whole, but no more all that there is."""
    previous = content.rpartition(b"startxref\n")[2].split(b"\n")[0]
    size = int(content.rpartition(b"/Size ")[2].split(b" ")[0])
    root = content.rpartition(b"/Root ")[2].split(b" ")[0]
    at = len(content)
    added = b"%d 0 obj\n<< /Catatan (tambahan) >>\nendobj\n" % size
    return (
        content
        + added
        + b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, at, size + 1, root, previous, at + len(added))
    )


def altered(content: bytes) -> bytes:
    """One byte changed after signing: the first page is a point narrower."""
    changed = content.replace(b"595 842", b"594 842", 1)
    assert changed != content
    return changed

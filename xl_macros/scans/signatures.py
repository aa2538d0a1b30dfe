"""Electronic signatures (TTE) of a PDF, read offline: who signed, when, and whether the signed bytes are whole.

Whole means: the bytes that the signature covers give the digest in it, and the certificate inside the file fits the
signature. Whether that certificate is to be trusted, was valid or was revoked is not asked here: that needs the
issuer's list, and the office's own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl_macros.patterns import regex
from xl_macros.scans.cms_signature import CmsSignature, digest_of_name

if TYPE_CHECKING:
    import pikepdf

_DATE = regex(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")
_CHUNK = 1 << 20


class Signature(NamedTuple):
    """One signature: `signer` as its certificate says ("" when unreadable), `signed_at` as the file says.

    `whole`: True, False, or None where it cannot be judged here (an algorithm or form that is not known).
    `covers_whole_file`: nothing was added behind it.
    """

    signer: str
    signed_at: datetime | None
    whole: bool | None
    covers_whole_file: bool


def signatures_of(path: Path) -> tuple[Signature, ...]:
    """The signatures of a PDF, in the order of their places in the file; () when there are none.

    For files that were taken in: raises what pikepdf raises for one that cannot be opened.
    """
    import pikepdf

    with pikepdf.open(path) as pdf:
        return read_signatures(pdf, path)


def read_signatures(pdf: pikepdf.Pdf, path: Path) -> tuple[Signature, ...]:
    """The same of a PDF that is open."""
    read = [(_byte_range(value), value) for value in signature_values(pdf)]
    read.sort(key=lambda pair: pair[0] or [])
    return tuple(_signature(value, span, path) for span, value in read)


def in_words(found: tuple[Signature, ...]) -> list[str]:
    """A sentence per signature for staff; none of them says that a certificate is to be trusted."""
    return [_sentence(one) for one in found]


_WHOLE = {
    True: "isi yang ditandatangani utuh",
    False: "isi yang ditandatangani TIDAK utuh lagi",
    None: "keutuhan isi tidak dapat diperiksa di sini",
}


def _sentence(one: Signature) -> str:
    zone = f" (UTC{one.signed_at:%z})" if one.signed_at and one.signed_at.tzinfo else ""
    at = f" pada {one.signed_at:%d/%m/%Y pukul %H.%M}{zone}" if one.signed_at else ""
    more = "" if one.covers_whole_file else ", ada tambahan sesudahnya"
    who = one.signer or "nama tidak terbaca"
    return (
        f"Bertanda tangan elektronik: {who}{at}; {_WHOLE[one.whole]}{more}. "
        "Keabsahan sertifikatnya tidak diperiksa."
    )


def signature_values(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The signature dictionaries of people and time stamps; Adobe Reader's usage rights are none."""
    import pikepdf

    rights = _usage_rights(pdf)
    found: list[pikepdf.Dictionary] = []
    for top in pdf.objects:
        for holder in _dictionaries(top):
            if "/ByteRange" in holder and not (holder.is_indirect and holder.objgen in rights):
                found.append(holder)
    permissions = pdf.Root.get("/Perms")
    direct = (
        [permissions.get(key) for key in ("/UR", "/UR3")]
        if isinstance(permissions, pikepdf.Dictionary)
        else []
    )
    return [one for one in found if one.is_indirect or one not in direct]


def has_usage_rights(pdf: pikepdf.Pdf) -> bool:
    """Whether Adobe Reader was allowed more in this file (/Perms /UR or /UR3): no signature of a person."""
    import pikepdf

    permissions = pdf.Root.get("/Perms")
    return isinstance(permissions, pikepdf.Dictionary) and ("/UR3" in permissions or "/UR" in permissions)


def _usage_rights(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    import pikepdf

    permissions = pdf.Root.get("/Perms")
    if not isinstance(permissions, pikepdf.Dictionary):
        return set()
    rights = [permissions.get(key) for key in ("/UR", "/UR3")]
    return {one.objgen for one in rights if isinstance(one, pikepdf.Dictionary) and one.is_indirect}


def _dictionaries(value: object, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """Dictionaries written directly inside `value`: a signature may stand in its field without a number."""
    import pikepdf

    if depth > 6 or not isinstance(value, (pikepdf.Dictionary, pikepdf.Array)):
        return
    if isinstance(value, pikepdf.Dictionary):
        yield value
    members = (
        [member for _, member in value.items()] if isinstance(value, pikepdf.Dictionary) else list(value)
    )
    for member in members:
        if isinstance(member, pikepdf.Object) and not member.is_indirect:
            yield from _dictionaries(member, depth + 1)


def _byte_range(value: pikepdf.Dictionary) -> list[int] | None:
    import pikepdf

    stated = value.get("/ByteRange")
    if not isinstance(stated, pikepdf.Array) or len(stated) != 4:
        return None
    numbers = [int(one) for one in stated if isinstance(one, int)]
    return numbers if len(numbers) == 4 and min(numbers) >= 0 else None


def _signature(value: pikepdf.Dictionary, span: list[int] | None, path: Path) -> Signature:
    size = path.stat().st_size
    covers = span is not None and span[0] == 0 and _is_the_end(path, span[2] + span[3], size)
    contents = value.get("/Contents")
    packed = bytes(contents) if contents is not None else b""
    try:
        signed = CmsSignature(packed)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return Signature(_text(value.get("/Name")), _pdf_date(_text(value.get("/M"))), None, covers)
    whole = None if span is None else _is_whole(path, span, packed, size, signed)
    signer = signed.signer or _text(value.get("/Name"))
    return Signature(signer, signed.signed_at or _pdf_date(_text(value.get("/M"))), whole, covers)


def _is_the_end(path: Path, at: int, size: int) -> bool:
    if at > size:
        return False
    with path.open("rb") as file:
        file.seek(at)
        return size - at < _CHUNK and not file.read().strip(b"\x00\t\n\x0c\r ")


def _is_whole(path: Path, span: list[int], packed: bytes, size: int, signed: CmsSignature) -> bool | None:
    """False where the digest is another one, where more than the signature itself is left out, or bytes are missing."""
    start, length, behind, rest = span
    if start != 0 or behind < length or behind + rest > size:
        return False
    with path.open("rb") as file:
        file.seek(length)
        if re.sub(rb"\s", b"", file.read(behind - length)).lower() != b"<" + packed.hex().encode() + b">":
            return False
        digest = digest_of_name(signed.algorithm)
        if digest is None:
            return None
        for at, count in ((start, length), (behind, rest)):
            file.seek(at)
            left = count
            while left:
                chunk = file.read(min(_CHUNK, left))
                digest.update(chunk)
                left -= len(chunk)
    return signed.fits(digest.digest())


def _text(value: object) -> str:
    import pikepdf

    return str(value).strip() if isinstance(value, pikepdf.String) else ""


def _pdf_date(text: str) -> datetime | None:
    """A date of PDF (`D:20260102101500+07'00'`)."""
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, utc, sign, off_hours, off_minutes = found.groups()
    zone = "+00:00" if utc else f"{sign}{off_hours}:{off_minutes or '00'}" if sign else ""
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
    except ValueError:
        return None

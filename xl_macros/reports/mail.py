"""The mail draft with the report attached, as an `.eml` file. Nothing here sends anything.

Names, subjects and addresses come from cells: they are cleaned or refused before they become headers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xl_macros.clock import WITA
from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.places.copying import hash_file
from xl_macros.reports.printable import clean, one_line

SHORTEST_PASSWORD = 8
LONGEST_MAILBOX = 400
"""An address has at most 254 characters (RFC 5321); the rest is room for a name. Longer cells are not even read."""

_PLACEHOLDER = regex(r"\{([^{}]*)\}")
_NAMED = regex(r"([a-z_]+)(?::0?(\d{1,2})d)?")
_ADDRESS = regex(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9])?@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_NAME_AND_ADDRESS = regex(r'"?([^"<>@]*?)"?\s*<([^<>\s]+)>')


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """What goes into the draft. `sender` and `to` are `name@domain` or `Name <name@domain>`.

    A `sender` without an address (empty, or an officer's name) leaves the header out: the mail program then
    uses the account that sends. `made_at` is office time.
    """

    sender: str
    to: str
    subject: str
    body: str
    attachment_name: str
    attachment: bytes
    made_at: datetime


def compose_eml(draft: MailDraft) -> bytes:
    """The draft as an RFC 5322 message that mail programs open unsent (`X-Unsent: 1`).

    The same draft gives the same bytes. Raises Refusal for an address that is not a plain one.
    """
    from email.message import EmailMessage  # slow to import, and only mail needs it
    from email.policy import SMTP

    digest = _digest(draft)
    message = EmailMessage(policy=SMTP)
    if "@" in draft.sender:
        message["From"] = _mailbox(draft.sender, "Pengirim")
    message["To"] = _mailbox(draft.to, "Penerima")
    message["Subject"] = one_line(draft.subject)
    message["Date"] = draft.made_at.replace(tzinfo=draft.made_at.tzinfo or WITA)
    message["Message-ID"] = f"<{digest[:40]}@kecuali.invalid>"  # .invalid: never a real host (RFC 2606)
    message["X-Unsent"] = "1"
    message["Content-Language"] = "id"
    message.set_content(clean(draft.body) + "\n", charset="utf-8", cte="quoted-printable")
    message.add_attachment(
        draft.attachment,
        maintype="application",
        subtype="pdf",
        filename=attachment_name(draft.attachment_name),
    )
    message.set_boundary(f"=_kecuali_{digest[-32:]}")
    return message.as_bytes()


def attachment_name(name: str) -> str:
    """A file name without folders, line ends or characters that Windows refuses; ends in .pdf."""
    stem = re.sub(r'[<>:"/\\|?*]+', "-", one_line(name)).strip(" .-")
    stem = stem[:-4].rstrip(" .-") if stem.lower().endswith(".pdf") else stem
    return f"{stem[:120] or 'laporan'}.pdf"


def fill_template(text: str, fields: Mapping[str, str | int]) -> str:
    """The text with `{name}` (or `{name:03d}` for a number) replaced once by its field.

    Nothing else is understood: no attributes, no indexes, no expressions, and a value that looks like a
    placeholder stays as it is. Raises Refusal that names a placeholder without a field.
    """

    def value(found: re.Match[str]) -> str:
        named = _NAMED.fullmatch(found.group(1))
        if named is None or named.group(1) not in fields:
            known = ", ".join("{" + name + "}" for name in fields)
            raise Refusal(
                f"Templat memuat {found.group()} yang tidak dikenal.",
                cure=f"Di lembar Pengaturan gunakan hanya {known}.",
            )
        filled = str(fields[named.group(1)])
        return filled.zfill(int(named.group(2))) if named.group(2) else filled

    return _PLACEHOLDER.sub(value, text)


def check_recipient(address: str, allowed_domain: str) -> bool:
    """Whether the address lies in the allowed domain or below it; several domains are parted by commas.

    The address must be one plain ASCII address: look-alike letters, a second address and an address hidden in
    the display name are all False, never repaired.
    """
    plain = _plain_address(address)
    if plain is None:
        return False
    domain = plain.rpartition("@")[2].lower()
    allowed = [part.strip().lower().lstrip("@") for part in allowed_domain.split(",")]
    return any(domain == part or domain.endswith(f".{part}") for part in allowed if part)


def refuse_exempted_attachment(
    attachment: Path | bytes, *, known_scan_hashes: Collection[str], guarded_folders: Collection[Path] = ()
) -> None:
    """Raises Refusal when the attachment is an exempted document.

    It is one when its SHA-256 (hex) is that of a stored scan, or when the file, links resolved, lies in one of
    the guarded folders (the special folder, the scans).
    """
    cure = "Lampirkan hanya laporan disposisi; dokumen yang dikecualikan tetap di Folder Khusus."
    if isinstance(attachment, Path):
        real = attachment.resolve()
        if any(real.is_relative_to(folder.resolve()) for folder in guarded_folders):
            raise Refusal(
                f"Lampiran {attachment.name} berada di folder dokumen yang dikecualikan.", cure=cure
            )
        digest = hash_file(attachment).sha256
    else:
        digest = hashlib.sha256(attachment).hexdigest()
    if digest in {known.lower() for known in known_scan_hashes}:
        raise Refusal("Lampiran itu adalah dokumen yang dikecualikan.", cure=cure)


def protect_pdf(pdf: bytes, password: str) -> bytes:
    """The PDF locked with AES-256 (PDF 2.0, revision 6). A locked file is no PDF/A: the kept copy stays open.

    Raises Refusal for a password of fewer than eight characters.
    """
    import io
    import secrets

    import pikepdf  # only when a report is locked

    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(
            f"Kata sandi terlalu pendek; perlu sedikitnya {SHORTEST_PASSWORD} karakter.",
            cure="Ulangi dengan kata sandi yang lebih panjang.",
        )
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        locked = pikepdf.Encryption(
            owner=secrets.token_urlsafe(32), user=password, R=6, aes=True, metadata=True
        )
        document.save(out, encryption=locked)
    return out.getvalue()


def _plain_address(text: str) -> str | None:
    if len(text) > LONGEST_MAILBOX:
        return None
    bare = text.strip()
    named = _NAME_AND_ADDRESS.fullmatch(bare)
    if named:
        bare = named.group(2)
    return bare if _ADDRESS.fullmatch(bare) and ".." not in bare else None


def _mailbox(text: str, who: str) -> object:
    from email.headerregistry import Address  # slow to import, and only mail needs it

    if any(c in text for c in "\r\n\0") or (address := _plain_address(text)) is None:
        raise Refusal(
            f"{who} “{one_line(text)[:80]}” bukan alamat surel yang lengkap.",
            cure="Tulis satu alamat, misalnya sekretaris@kpu.go.id.",
        )
    named = _NAME_AND_ADDRESS.fullmatch(text.strip())
    return Address(display_name=one_line(named.group(1)) if named else "", addr_spec=address)


def _digest(draft: MailDraft) -> str:
    digest = hashlib.sha256()
    for part in (
        draft.sender,
        draft.to,
        draft.subject,
        draft.body,
        draft.attachment_name,
        str(draft.made_at),
    ):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    digest.update(draft.attachment)
    return digest.hexdigest()

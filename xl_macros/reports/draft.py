"""A mail draft as its file holds it, and what a PC that cannot show it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAIL_ITEM = 0  # Outlook's olMailItem


class DesktopError(Exception):
    """A program of the PC could not be reached; the next way is tried."""


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """What classic Outlook needs, read back from the `.eml`: one attachment with its name."""

    to: str
    subject: str
    body: str
    attachment_name: str
    attachment: bytes


def read_draft(eml_path: Path) -> ReadDraft:
    """The draft's parts. Raises ValueError when the file is not a draft of ours."""
    from email import message_from_bytes  # slow to import, and only mail needs it
    from email.message import EmailMessage
    from email.policy import default

    message = message_from_bytes(eml_path.read_bytes(), policy=default)
    text = message.get_body(("plain",))
    attached = next(message.iter_attachments(), None)
    content = attached.get_content() if isinstance(attached, EmailMessage) else None
    if text is None or attached is None or not isinstance(content, bytes):
        raise ValueError(f"{eml_path.name}: no text or no attached file")
    return ReadDraft(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=text.get_content(),
        attachment_name=attached.get_filename() or "laporan.pdf",
        attachment=content,
    )

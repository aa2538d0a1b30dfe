"""What this engine refuses, as exceptions of its own (English; the button surround translates)."""

from __future__ import annotations


class FileEngineError(Exception):
    """Base of everything that this engine raises on its own account."""


class UnreadableWorkbook(FileEngineError):
    """The file is no workbook that this engine may open: encrypted, binary, damaged or hostile."""


class UnsafeEdit(FileEngineError):
    """The edit asked for would break or drop something that the workbook holds. Nothing was changed."""


class ChangedOnDisk(FileEngineError):
    """Another program changed the file after it was opened here."""

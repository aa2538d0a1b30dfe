"""What this engine refuses, as exceptions of its own (English; the button surround translates)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class FileEngineError(Exception):
    """Base of everything that this engine raises on its own account."""


class UnreadableWorkbook(FileEngineError):
    """The file is no workbook that this engine may open: encrypted, binary, damaged or hostile."""


class UnsafeEdit(FileEngineError):
    """The edit asked for would break or drop something that the workbook holds. Nothing was changed."""


class ChangedOnDisk(FileEngineError):
    """Another program changed the file after it was opened here."""


class ImpossibleValue(FileEngineError, ValueError):
    """No cell can hold that value. Nothing was changed."""


class NotWellFormed(FileEngineError):
    """A part to be saved is no XML: a fault of this engine. Nothing was saved."""


class NoSuchPlace(FileEngineError, IndexError):
    """A row, column or sheet that no workbook has, or this one has not."""


@contextmanager
def refused_by_name(where: str) -> Iterator[None]:
    """What a damaged file makes Python say, said as UnreadableWorkbook with the place where it was met."""
    try:
        yield
    except NoSuchPlace as problem:
        raise UnreadableWorkbook(f"{where} cannot be read: {problem}") from problem
    except FileEngineError:
        raise
    except (ValueError, IndexError, OverflowError, MemoryError, TypeError, RecursionError) as problem:
        raise UnreadableWorkbook(f"{where} cannot be read: {problem or type(problem).__name__}") from problem

"""The text of scans by their hash, so that a search reads each scan once and not each time.

A file in the office's private folder, which may vanish: it is made again from the scans. Sealed scans never stand in
it, and what is no longer listed is taken out.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from xl_macros.errors import Refusal
from xl_macros.places.private import make_private_dir

NAME = "teks-pindaian-1.sqlite"
"""The number goes up when texts are kept in another form."""

_PATIENCE_SECONDS = 2.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS page (sha256 TEXT, number INTEGER, text TEXT, PRIMARY KEY (sha256, number)) "
    "WITHOUT ROWID"
)
"""Page 0 of a scan is blank and says that the scan was read."""


class TextIndex:
    """Texts as they are compared (the caller's business), page by page. One that cannot be used knows nothing."""

    def __init__(self, private: Path) -> None:
        self._path = private / NAME

    def known(self) -> frozenset[str]:
        """The hashes of the scans that were read."""
        return frozenset(row[0] for row in self._ask("SELECT sha256 FROM page WHERE number = 0"))

    def with_text(self) -> frozenset[str]:
        """The hashes of the scans with a page on which anything stands."""
        return frozenset(row[0] for row in self._ask("SELECT DISTINCT sha256 FROM page WHERE text != ''"))

    def pages_with(self, wanted: str) -> Mapping[str, Sequence[int]]:
        """By hash, the numbers of the pages (from 1) in which the text stands."""
        found: dict[str, list[int]] = {}
        asked = "SELECT sha256, number FROM page WHERE instr(text, ?) ORDER BY sha256, number"
        for sha256, number in self._ask(asked, (wanted,)):
            found.setdefault(sha256, []).append(number)
        return found

    def keep(self, read: Iterable[tuple[str, Sequence[str]]], listed: Collection[str]) -> None:
        """Add the pages of scans, by hash, and forget every scan that is not `listed`."""
        gone = [(each,) for each in self.known() - set(listed)]
        rows = [(sha256, number, text) for sha256, pages in read for number, text in enumerate(["", *pages])]
        if rows:
            self._make()
        self._change("DELETE FROM page WHERE sha256 = ?", gone)
        self._change("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", rows)

    def forget(self, sha256: str) -> None:
        """Take out the text of a scan whose file is removed, pages and all."""
        self._change("DELETE FROM page WHERE sha256 = ?", [(sha256,)])

    def _make(self) -> None:
        with contextlib.suppress(OSError, Refusal):
            make_private_dir(self._path.parent)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))

    def _ask(self, question: str, values: Sequence[str] = ()) -> list[tuple[str, int]]:
        answer: list[tuple[str, int]] = []
        self._with(lambda database: answer.extend(database.execute(question, values)))
        return answer

    def _change(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        def change(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(statement, rows)

        if rows:
            self._with(change)

    def _with(self, act: Callable[[sqlite3.Connection], None]) -> None:
        """Act on the database where there is one; a damaged one is thrown away, a busy one left alone."""
        if not self._path.is_file():
            return
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)) as database:
                database.execute("PRAGMA secure_delete = ON")  # what is taken out leaves no trace in the file
                database.execute("PRAGMA synchronous = OFF")  # it can be made again
                database.execute(_TABLE)
                act(database)
        except sqlite3.OperationalError:  # busy, or on a disk that cannot be written
            return
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

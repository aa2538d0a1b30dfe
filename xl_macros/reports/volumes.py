"""A long document in volumes: each is set in a process of its own, and all are joined to one PDF.

Typst keeps some 150 kB for each row of a table and gives nothing back between documents, so that twenty thousand
entries set at once take three gigabytes. A process that runs out of memory is a refusal, and ends no click's own.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from xl_macros.errors import Refusal
from xl_macros.reports.joining import Whole
from xl_macros.reports.typesetting import as_plain, render_plain
from xl_macros.scans.worker_pool import child_command

T = TypeVar("T")

_SECONDS = 600.0


class Volume(NamedTuple):
    """Which volume of how many, and how many rows stand in those before."""

    number: int
    of: int
    before: int


def in_volumes(rows: Sequence[T], longest: int) -> Iterator[tuple[Volume, Sequence[T]]]:
    """The rows, at most `longest` to a volume; one volume when there are none."""
    of = max(1, -(-len(rows) // longest))
    for number in range(of):
        start = number * longest
        yield Volume(number + 1, of, start), rows[start : start + longest]


def render_volumes(template: str, volumes: Sequence[object], *, made_at: datetime) -> bytes:
    """`render` of each volume's data, joined; the same data gives the same bytes. Refused when one cannot be set."""
    plain = (json.dumps(as_plain(data), ensure_ascii=False, separators=(",", ":")) for data in volumes)
    if len(volumes) == 1:
        return render_plain(template, next(plain), made_at=made_at)
    whole = Whole()
    for each in plain:
        where = (str(number) for number in whole.place)
        whole.add(_apart(each.encode(), template, made_at.isoformat(), *where))
    return whole.finished()


def _apart(given: bytes, *what: str) -> bytes:
    """What a process of its own (`volume_main`) makes of the bytes."""
    command = child_command("reports.volume_main", *what)
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and constants
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode or not done.stdout:
        raise Refusal(
            "Dokumen sepanjang ini tidak dapat disusun di komputer ini: memori atau waktunya tidak cukup.",
            cure="Tutup program lain, lalu klik lagi.",
        )
    return done.stdout

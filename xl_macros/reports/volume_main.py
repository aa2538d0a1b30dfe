"""The process that sets one volume, its data as JSON on stdin, or joins them all; the PDF on stdout."""

from __future__ import annotations

import sys
from datetime import datetime

from xl_macros.reports.typesetting import typeset
from xl_macros.reports.volumes import PAPER_ONLY, for_joining, joined, unpacked


def main() -> None:
    """Entry point: `volume_main set TEMPLATE MADE_AT NUMBER`, or `volume_main join`."""
    given = sys.stdin.buffer.read()
    match sys.argv[1:]:
        case ["set", template, made_at, number]:
            moment, tagged = datetime.fromisoformat(made_at), template not in PAPER_ONLY
            made = typeset(template, given.decode(), made_at=moment, tagged=tagged)
            sys.stdout.buffer.write(for_joining(made, int(number)))
        case _:
            sys.stdout.buffer.write(joined(unpacked(given)))

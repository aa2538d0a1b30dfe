"""The process that sets one volume, its data as JSON on stdin; its part of the joined PDF on stdout."""

from __future__ import annotations

import sys
from datetime import datetime

from xl_macros.reports.joining import Place, as_part
from xl_macros.reports.typesetting import render_plain


def main() -> None:
    """Entry point: `volume_main TEMPLATE MADE_AT PLACE...`, the place as its numbers."""
    template, made_at, *place = sys.argv[1:]
    made = render_plain(template, sys.stdin.buffer.read().decode(), made_at=datetime.fromisoformat(made_at))
    sys.stdout.buffer.write(as_part(made, Place(*map(int, place))))

"""The process that sets one volume: its data as JSON on stdin, the PDF on stdout."""

from __future__ import annotations

import sys
from datetime import datetime

from xl_macros.reports.typesetting import render_plain
from xl_macros.reports.volumes import for_joining


def main() -> None:
    """Entry point: `volume_main TEMPLATE MADE_AT NUMBER`."""
    template, made_at, number = sys.argv[1:]
    plain = sys.stdin.buffer.read().decode()
    made = render_plain(template, plain, made_at=datetime.fromisoformat(made_at))
    sys.stdout.buffer.write(for_joining(made, int(number)))

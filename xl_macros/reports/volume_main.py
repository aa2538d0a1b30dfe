"""The process that sets one volume: its data as JSON on stdin, the PDF on stdout."""

from __future__ import annotations

import sys
from datetime import datetime

from xl_macros.reports.typesetting import render_plain


def main() -> None:
    """Entry point: `volume_main TEMPLATE MADE_AT`."""
    template, made_at = sys.argv[1:]
    plain = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(render_plain(template, plain, made_at=datetime.fromisoformat(made_at)))

"""QR codes as vector pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass

from xl_macros.reports.printable import one_line

LONGEST_PAYLOAD = 300
_MASK = 3
"""Any of the eight masks is right for a reader (ISO/IEC 18004, 7.8); to try all takes six times as long."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code to draw: what it says when read, and what a screen reader says instead."""

    payload: str
    alt: str = "Kode QR"

    def svg(self) -> str:
        """The code as SVG text: dark modules on white with the quiet zone of four modules that readers need.

        A payload is cleaned, and cut where it is longer than any code of ours: the page can then still be
        printed and the reader finds no such code. Error correction M: a stamp or a fold over a seventh of
        the modules still reads.
        """
        import segno  # only buttons that print pay for it

        out = io.BytesIO()
        code = segno.make(
            one_line(self.payload)[:LONGEST_PAYLOAD],
            error="m",
            micro=False,
            boost_error=False,
            mask=_MASK,
        )
        code.save(out, kind="svg", border=4, light="#fff", xmldecl=False, svgns=True, nl=False)
        return out.getvalue().decode("utf-8")

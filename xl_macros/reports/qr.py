"""QR codes as vector pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code to draw: what it says when read, and what a screen reader says instead."""

    payload: str
    alt: str = "Kode QR"

    def svg(self) -> str:
        """The code as SVG text: dark modules on white with the quiet zone of four modules that readers need.

        Error correction M: a stamp or a fold over a seventh of the modules still reads.
        """
        import segno  # only buttons that print pay for it

        out = io.BytesIO()
        code = segno.make(self.payload, error="m", micro=False, boost_error=False)
        code.save(out, kind="svg", border=4, light="#fff", xmldecl=False, svgns=True, nl=False)
        return out.getvalue().decode("utf-8")

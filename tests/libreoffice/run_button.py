"""What the workbook's VBA starts in these tests: `-P -m xl_macros BUTTON --wb=...`, over LibreOffice's document.

The product's own entrance does everything; only the engine behind xlwings is put in place first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import xlwings
from live_calc import connect, open_document, wait_for
from uno_engine import Engine

from xl_macros.__main__ import main


def run(arguments: list[str]) -> int:
    """One button; `arguments` as VBA wrote them."""
    context = wait_for("LibreOffice", lambda: connect(os.environ["KECUALI_UNO_PIPE"]))
    engine = xlwings.Engine(impl=Engine(open_document(context)))
    xlwings.engines.add(engine)
    engine.activate()
    return main(arguments)


if __name__ == "__main__":
    after_module = sys.argv.index("xl_macros") + 1
    sys.exit(run(sys.argv[after_module:]))

"""What the ribbon says of the office's state: the next step, and why a button of the SOP has nothing to do now.

Only what clicks alone can change is said: a button that waits for something that staff type is never grey, since
the ribbon is asked again only after a click.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.domain.procedure import CHECK_STEP, LAST_STEP, STORE_STEP
from xl_macros.keeping.steps import Berkas, step_label
from xl_macros.tables.home_sheet import NEXT_STEP, RIBBON

NOTHING_YET = "Belum ada keputusan yang diterima. Tulis keputusannya, lalu klik Terima Keputusan (langkah 1)."


def ribbon_texts(berkas: Sequence[Berkas]) -> dict[str, str]:
    """By control: the label of the next step, or why the button is grey."""
    running = [each for each in berkas if each.due is not None]
    texts = {NEXT_STEP: _next_step(running)}
    if not berkas:
        return texts | dict.fromkeys(RIBBON, NOTHING_YET)
    due = [each.due.number if each.due else LAST_STEP + 1 for each in berkas]
    if CHECK_STEP not in due:
        texts["check_recap"] = "Tidak ada rekapitulasi yang menunggu pemeriksaan. Susun dahulu (langkah 3)."
    if max(due) < STORE_STEP:
        texts["store_documents"] = "Belum ada rekapitulasi yang disetujui PDID (langkah 4)."
    if max(due) < LAST_STEP:
        texts["export_disposition"] = "Belum ada berkas di Folder Khusus. Simpan dahulu (langkah 5)."
    if not any(row.step == LAST_STEP for each in berkas for row in each.log):
        texts["email_report"] = "Belum ada laporan. Ekspor dahulu (langkah 6)."
    return texts


def _next_step(running: Sequence[Berkas]) -> str:
    if len(running) != 1 or running[0].due is None:
        return f"Langkah berikut ({len(running)} berkas)" if running else ""
    return f"{step_label(running[0].due)}: {running[0].code}"

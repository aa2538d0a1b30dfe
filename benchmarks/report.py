"""The disposition report of 2,000 entries against Typst's own time for an equally large plain table.

Run: python benchmarks/report.py [--entries 2000] [--rounds 3] [--at-most 3.0]

The plain table has the same rows and texts, fonts, PDF standard and tags, set by one bare call of Typst. The
report does more: it gathers shared wordings, draws, repeats headers, keeps rows whole and packs the file. Each
measurement runs in a fresh process, since Typst remembers what it has laid out; the two take turns, and the
best of the rounds counts. Exit code 1 when the ratio is above `--at-most`.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

from xl_macros.places.resources import template
from xl_macros.reports.disposition_report import DispositionReport, render_disposition_report
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.recap_lines import RecapGroup, RecapLine
from xl_macros.reports.timeline import TimelineSpan

PLAIN = """
#let rows = json(bytes(sys.inputs.data))
#set document(title: "x")
#set page(paper: "a4", margin: 20mm)
#set text(font: "Liberation Sans", size: 8.5pt, lang: "id")
#table(
  columns: (25mm, 1fr, 1.1fr, 26mm, 19mm, 26mm),
  table.header([Kode], [Informasi], [Jangka waktu], [Dasar hukum], [Berakhir], [Status]),
  ..rows.flatten(),
)
"""
TITLES = (
    "Fotokopi KTP elektronik dan akta kelahiran",
    "Surat keterangan kesehatan dari rumah sakit pemerintah yang ditunjuk oleh KPU",
    "Surat tanda terima LHKPN",
    "Daftar riwayat hidup, profil singkat dan rekam jejak",
)
WORDINGS = (
    "5 (lima) tahun, kecuali pihak yang rahasianya diungkap memberikan persetujuan tertulis dan/atau "
    "pengungkapan berkaitan dengan posisi seseorang dalam jabatan publik",
    "5 tahun sejak tanggal penetapan",
    "30 tahun",
)


def groups(entries: int, *, shared: bool) -> tuple[RecapGroup, ...]:
    """`entries` lines over 40 quarters; `shared` wordings as in real decisions, or each line its own."""
    made: list[list[RecapLine]] = [[] for _ in range(40)]
    for n in range(entries):
        quarter = n % 40
        made[quarter].append(
            RecapLine(
                code=f"B-{2016 + n % 10}-{n // 10 % 1000:03d}.{n % 10 + 1:02d}",
                title=f"{TITLES[n % 4]} nomor {n}",
                legal_basis="UU 14/2008 Pasal 17 huruf h angka 3",
                period_text=WORDINGS[n // 40 % 3]
                if shared
                else f"{n} hari sejak putusan berkekuatan hukum tetap",
                end_on=date(2026 + quarter // 4, quarter % 4 * 3 + 1, n % 28 + 1),
                status="berlaku",
                status_symbol="●",
            )
        )
    return tuple(
        RecapGroup(title=f"Berakhir tahun {2026 + q // 4} triwulan {q % 4 + 1}", lines=tuple(lines))
        for q, lines in enumerate(made)
        if lines
    )


def report_of(recap: tuple[RecapGroup, ...]) -> DispositionReport:
    """A report that holds this recap."""
    return DispositionReport(
        letterhead=Letterhead(lines=("KOMISI PEMILIHAN UMUM", "KABUPATEN MANGGARAI BARAT")),
        number="001/LAP-PDID/XI/2026",
        made_at=datetime(2026, 11, 30, 14, 30),
        to="Sekretaris",
        reporter=Signatory(position="Kepala Sub Bagian", name=""),
        subject="Laporan",
        summary="Uji waktu.",
        signatory=Signatory(position="Sekretaris", name="Nama"),
        groups=recap,
        spans=tuple(
            TimelineSpan(label=line.code, count=1, end_on=line.end_on)
            for group in recap
            for line in group.lines
        ),
        log_head="3f" * 32,
    )


def measure(kind: str, entries: int, *, shared: bool) -> tuple[float, int, int]:
    """Seconds, bytes and pages of one run in this process; imports are paid beforehand."""
    import pikepdf
    import typst

    recap = groups(entries, shared=shared)
    report = report_of(recap)
    began = time.perf_counter()
    if kind == "laporan":
        pdf = render_disposition_report(report)
    else:
        rows = [
            [
                ln.code,
                ln.title,
                ln.period_text,
                ln.legal_basis,
                f"{ln.end_on:%d/%m/%Y}",
                f"{ln.status_symbol} {ln.status}",
            ]
            for group in recap
            for ln in group.lines
        ]
        pdf = typst.compile(
            PLAIN.encode(),
            format="pdf",
            font_paths=[str(template("fonts"))],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(rows)},
            pdf_standards=["a-2b", "ua-1"],
            timestamp=datetime(2026, 11, 30, tzinfo=UTC),
        )
    seconds = time.perf_counter() - began
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return seconds, len(pdf), len(document.pages)


def best(entries: int, rounds: int, *, shared: bool) -> dict[str, tuple[float, int, int]]:
    """The best round of each kind; the kinds take turns."""
    found: dict[str, tuple[float, int, int]] = {}
    for _ in range(rounds):
        for kind in ("tabel", "laporan"):
            command = [
                sys.executable,
                __file__,
                "--one",
                kind,
                "--entries",
                str(entries),
                *(["--shared"] if shared else []),
            ]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, size, pages = json.loads(made.stdout)
            found[kind] = min(found.get(kind, (seconds, size, pages)), (seconds, size, pages))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit code 1 when the report took more than the stated multiple of the plain table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-most", type=float, default=3.0)
    parser.add_argument("--one", choices=("tabel", "laporan"), help=argparse.SUPPRESS)
    parser.add_argument("--shared", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure(given.one, given.entries, shared=given.shared)))
        return 0
    worst = 0.0
    print(f"{'wordings':<10}{'plain table':>24}{'report':>26}{'ratio':>8}   ({given.entries} entries)")
    for shared in (True, False):
        found = best(given.entries, given.rounds, shared=shared)
        ratio = found["laporan"][0] / found["tabel"][0]
        worst = max(worst, ratio)
        cells = [f"{s:6.2f} s {b / 1e6:5.1f} MB {p:4d} p" for s, b, p in (found["tabel"], found["laporan"])]
        print(f"{'shared' if shared else 'own':<10}{cells[0]:>24}{cells[1]:>26}{ratio:>8.2f}")
    return 1 if worst > given.at_most else 0


if __name__ == "__main__":
    sys.exit(main())

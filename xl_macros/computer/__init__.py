"""What is missing on this PC, each with its cure: the probes behind *Periksa Komputer*."""

from __future__ import annotations

from collections.abc import Callable

from xl_macros.computer import binaries, programs, safety, surroundings
from xl_macros.computer.check import Check, Context, Subject
from xl_macros.computer.machine import Machine, this_machine

__all__ = ["Check", "Context", "Machine", "Subject", "run_checks", "this_machine"]

Probe = Callable[[Context], Check | list[Check]]

PROBES: tuple[Probe, ...] = (
    programs.check_python,
    programs.check_interpreter,
    programs.check_xlwings,
    programs.check_excel,
    safety.check_trusted_location,
    safety.check_download_mark,
    safety.check_place,
    safety.check_path_length,
    safety.check_folders,
    safety.check_free_space,
    surroundings.check_clock,
    surroundings.check_printer,
    surroundings.check_mail,
    binaries.check_binaries,
    programs.check_typst,
    programs.check_ocr,
    programs.check_heic,
    surroundings.check_holidays,
    surroundings.check_settings,
    surroundings.check_officers,
)
"""In the order in which they are shown."""


def run_checks(subject: Subject, machine: Machine | None = None) -> list[Check]:
    """Every finding about this PC (or the one given) and the office's workbook, in a fixed order."""
    context = Context(subject, machine or this_machine())
    findings: list[Check] = []
    for probe in PROBES:
        found = probe(context)
        findings += found if isinstance(found, list) else [found]
    return findings

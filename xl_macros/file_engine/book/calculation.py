"""What tells Excel to calculate when it opens the file."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from xl_macros.file_engine.opc.package import Package, Relationship
from xl_macros.file_engine.opc.safe_xml import flag, tag

# CT_Workbook: what may only stand after calcPr.
_AFTER_CALC = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
               "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip


def ask_for_calculation(workbook: etree._Element, touch: Callable[[], None]) -> None:
    """Has everything computed on load; `touch` is called when that was not asked for before."""
    found = workbook.find(tag("calcPr"))
    if found is None:
        found = etree.Element(tag("calcPr"))
        later = {tag(name) for name in _AFTER_CALC}
        place = next((i for i, element in enumerate(workbook) if element.tag in later), len(workbook))
        workbook.insert(place, found)
    if not flag(found, "fullCalcOnLoad"):
        found.set("fullCalcOnLoad", "1")
        touch()


def drop_chain(package: Package, workbook_part: str, chain: Relationship) -> None:
    """Takes out the chain of calculation.

    It lists the cells with formulas; Excel repairs files in which it lists others, and builds it anew.
    """
    package.unrelate(workbook_part, chain.id)
    package.remove(chain.target)

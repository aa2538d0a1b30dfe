"""Formulas as Excel shows them and as the file holds them."""

from __future__ import annotations

import re

from xl_macros.file_engine.cells.formulas import OPAQUE
from xl_macros.patterns import regex

_THIS_ROW_SHORT = regex(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<table>[\w.\\]+)?\[@(?P<column>\[(?:[^\[\]]|'.)*\]|[^\[\]]*)\]"
)

# Functions that came after the 2007 file format carry a prefix in the file, which Excel does not show.
_FUTURE = frozenset(
    ["ACOT", "ACOTH", "AGGREGATE", "ARABIC", "BASE", "BETA.DIST", "BETA.INV", "BINOM.DIST", "BINOM.DIST.RANGE",
     "BINOM.INV", "BITAND", "BITLSHIFT", "BITOR", "BITRSHIFT", "BITXOR", "CEILING.MATH", "CEILING.PRECISE",
     "CHISQ.DIST", "CHISQ.DIST.RT", "CHISQ.INV", "CHISQ.INV.RT", "CHISQ.TEST", "COMBINA", "CONCAT",
     "CONFIDENCE.NORM", "CONFIDENCE.T", "COT", "COTH", "COVARIANCE.P", "COVARIANCE.S", "CSC", "CSCH", "DAYS",
     "DECIMAL", "ERF.PRECISE", "ERFC.PRECISE", "EXPON.DIST", "F.DIST", "F.DIST.RT", "F.INV", "F.INV.RT",
     "F.TEST", "FILTERXML", "FLOOR.MATH", "FLOOR.PRECISE", "FORECAST.ETS", "FORECAST.LINEAR", "FORMULATEXT",
     "GAMMA", "GAMMA.DIST", "GAMMA.INV", "GAMMALN.PRECISE", "GAUSS", "HYPGEOM.DIST", "IFNA", "IFS", "IMCOSH",
     "IMCOT", "IMCSC", "IMCSCH", "IMSEC", "IMSECH", "IMSINH", "IMTAN", "ISFORMULA", "ISOWEEKNUM", "LOGNORM.DIST",
     "LOGNORM.INV", "MAXIFS", "MINIFS", "MODE.MULT", "MODE.SNGL", "MUNIT", "NEGBINOM.DIST", "NORM.DIST",
     "NORM.INV", "NORM.S.DIST", "NORM.S.INV", "NUMBERVALUE", "PDURATION", "PERCENTILE.EXC", "PERCENTILE.INC",
     "PERCENTRANK.EXC", "PERCENTRANK.INC", "PERMUTATIONA", "PHI", "POISSON.DIST", "QUARTILE.EXC", "QUARTILE.INC",
     "RANK.AVG", "RANK.EQ", "RRI", "SEC", "SECH", "SHEET", "SHEETS", "SKEW.P", "STDEV.P", "STDEV.S", "SWITCH",
     "T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "T.TEST", "TEXTJOIN", "UNICHAR", "UNICODE",
     "VAR.P", "VAR.S", "WEBSERVICE", "WEIBULL.DIST", "XOR", "Z.TEST", "XLOOKUP", "XMATCH", "LET", "LAMBDA",
     "UNIQUE", "SEQUENCE", "RANDARRAY", "SORTBY", "FILTER", "SORT", "TEXTBEFORE", "TEXTAFTER", "TEXTSPLIT",
     "VSTACK", "HSTACK", "TOROW", "TOCOL", "WRAPROWS", "WRAPCOLS", "TAKE", "DROP", "CHOOSEROWS", "CHOOSECOLS",
     "EXPAND", "ARRAYTOTEXT", "VALUETOTEXT", "BYROW", "BYCOL", "MAKEARRAY", "MAP", "REDUCE", "SCAN", "ISOMITTED"]
)  # fmt: skip
_WORKSHEET_ONLY = frozenset({"FILTER", "SORT"})
_FUNCTION = regex(rf"(?P<opaque>{OPAQUE})|(?<![\w.])(?P<name>[A-Za-z][A-Za-z0-9.]*)(?=\()")
_PREFIX = regex(r"_xlfn\.(?:_xlws\.)?|_xlws\.|_xlpm\.")


def to_file(formula: str, table: str | None = None) -> str:
    """A formula as typed (with or without `=`) in the form of the file.

    `[@Column]` becomes `Table[[#This Row],[Column]]`; `table` is the table that holds the cell.
    """
    text = formula.removeprefix("=")
    if "[@" in text:
        text = _THIS_ROW_SHORT.sub(lambda match: _this_row(match, table), text)
    if "(" in text:
        text = _FUNCTION.sub(_with_prefix, text)
    return text


def _this_row(match: re.Match[str], table: str | None) -> str:
    name = match["table"] or table
    if match["text"] or name is None:
        return match[0]
    column = match["column"]
    if not column:
        return f"{name}[#This Row]"
    return f"{name}[[#This Row],{column if column.startswith('[') else f'[{column}]'}]"


def _with_prefix(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None or name.upper() not in _FUTURE:
        return match[0]
    return f"_xlfn._xlws.{name}" if name.upper() in _WORKSHEET_ONLY else f"_xlfn.{name}"


def from_file(formula: str) -> str:
    """A formula of the file as Excel shows it, `=` included."""
    return "=" + (_PREFIX.sub("", formula) if "_xl" in formula else formula)

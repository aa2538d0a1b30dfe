"""Formulas as text: moving relative references, and the differences between the file and Excel's screen."""

from __future__ import annotations

import re

from .addresses import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number, parse_area

# What must not be looked into: texts, quoted sheet names, bracketed structured references (up to 3 levels).
_OPAQUE = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\]'
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_REFERENCE = re.compile(
    rf"(?P<opaque>{_OPAQUE})"
    rf"|(?<![\w.$])(?P<cell>{_CELL})(?![\w(.!]|\[)"
    r"|(?<![\w.$])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(.!])"
    r"|(?<![\w.$])(?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})(?![\w(.!])"
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)\Z")

_THIS_ROW_SHORT = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<table>[\w.\\]+)?\[@(?P<column>\[(?:[^\[\]]|'.)*\]|[^\[\]]*)\]"
)

# Functions that came after the 2007 file format carry a prefix in the file, which Excel does not show.
_FUTURE = frozenset(
    ["ACOT", "ACOTH", "AGGREGATE", "ARABIC", "BASE", "BETA.DIST", "BETA.INV", "BINOM.DIST", "BINOM.DIST.RANGE", "BINOM.INV", "BITAND", "BITLSHIFT", "BITOR", "BITRSHIFT", "BITXOR", "CEILING.MATH", "CEILING.PRECISE", "CHISQ.DIST", "CHISQ.DIST.RT", "CHISQ.INV", "CHISQ.INV.RT", "CHISQ.TEST", "COMBINA", "CONCAT", "CONFIDENCE.NORM", "CONFIDENCE.T", "COT", "COTH", "COVARIANCE.P", "COVARIANCE.S", "CSC", "CSCH", "DAYS", "DECIMAL", "ERF.PRECISE", "ERFC.PRECISE", "EXPON.DIST", "F.DIST", "F.DIST.RT", "F.INV", "F.INV.RT", "F.TEST", "FILTERXML", "FLOOR.MATH", "FLOOR.PRECISE", "FORECAST.ETS", "FORECAST.LINEAR", "FORMULATEXT", "GAMMA", "GAMMA.DIST", "GAMMA.INV", "GAMMALN.PRECISE", "GAUSS", "HYPGEOM.DIST", "IFNA", "IFS", "IMCOSH", "IMCOT", "IMCSC", "IMCSCH", "IMSEC", "IMSECH", "IMSINH", "IMTAN", "ISFORMULA", "ISOWEEKNUM", "LOGNORM.DIST", "LOGNORM.INV", "MAXIFS", "MINIFS", "MODE.MULT", "MODE.SNGL", "MUNIT", "NEGBINOM.DIST", "NORM.DIST", "NORM.INV", "NORM.S.DIST", "NORM.S.INV", "NUMBERVALUE", "PDURATION", "PERCENTILE.EXC", "PERCENTILE.INC", "PERCENTRANK.EXC", "PERCENTRANK.INC", "PERMUTATIONA", "PHI", "POISSON.DIST", "QUARTILE.EXC", "QUARTILE.INC", "RANK.AVG", "RANK.EQ", "RRI", "SEC", "SECH", "SHEET", "SHEETS", "SKEW.P", "STDEV.P", "STDEV.S", "SWITCH", "T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "T.TEST", "TEXTJOIN", "UNICHAR", "UNICODE", "VAR.P", "VAR.S", "WEBSERVICE", "WEIBULL.DIST", "XOR", "Z.TEST", "XLOOKUP", "XMATCH", "LET", "LAMBDA", "UNIQUE", "SEQUENCE", "RANDARRAY", "SORTBY", "FILTER", "SORT", "TEXTBEFORE", "TEXTAFTER", "TEXTSPLIT", "VSTACK", "HSTACK", "TOROW", "TOCOL", "WRAPROWS", "WRAPCOLS", "TAKE", "DROP", "CHOOSEROWS", "CHOOSECOLS", "EXPAND", "ARRAYTOTEXT", "VALUETOTEXT", "BYROW", "BYCOL", "MAKEARRAY", "MAP", "REDUCE", "SCAN", "ISOMITTED"]
)
_WORKSHEET_ONLY = frozenset({"FILTER", "SORT"})
_FUNCTION = re.compile(rf"(?P<opaque>{_OPAQUE})|(?<![\w.])(?P<name>[A-Za-z][A-Za-z0-9.]*)(?=\()")
_PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlws\.|_xlpm\.")


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when copied so many rows down and columns right.

    References that would leave the sheet become `#REF!`.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            return _moved_corner(match["cell"], rows, columns)
        span = match["columns"] or match["rows"]
        if not span:
            return match[0]
        first, last = span.split(":")
        shift = columns if match["columns"] else rows
        ends = [_moved_end(end, shift, bool(match["columns"])) for end in (first, last)]
        return "#REF!" if None in ends else f"{ends[0]}:{ends[1]}"

    return _REFERENCE.sub(move, formula)


def _moved_corner(text: str, rows: int, columns: int) -> str:
    match = _CORNER.match(text)
    assert match is not None
    column = column_number(match[2]) + (0 if match[1] else columns)
    row = int(match[4]) + (0 if match[3] else rows)
    if not (1 <= column <= MAX_COLUMN and 1 <= row <= MAX_ROW):
        return "#REF!"
    return f"{match[1]}{column_letters(column)}{match[3]}{row}"


def _moved_end(text: str, shift: int, is_column: bool) -> str | None:
    if text.startswith("$"):
        return text
    number = (column_number(text) if is_column else int(text)) + shift
    if not 1 <= number <= (MAX_COLUMN if is_column else MAX_ROW):
        return None
    return column_letters(number) if is_column else str(number)


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


def reference_of(formula: str) -> tuple[str | None, Area] | None:
    """Sheet name and area of a formula that is one plain reference, None for any other formula."""
    text = formula.removeprefix("=").strip()
    sheet, mark, address = text.rpartition("!")
    area = parse_area(address)
    if area is None:
        return None
    if not mark:
        return None, area
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, area


def quoted_sheet(name: str) -> str:
    """A sheet name as formulas carry it: in apostrophes unless it is a plain word."""
    if (
        re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name)
        and parse_area(name) is None
        and not _CORNER.match(name)
    ):
        return name
    return "'" + name.replace("'", "''") + "'"

"""Tables as xlwings sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from xl_macros.file_engine.api.api_range import Range
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.tables import growing
from xl_macros.file_engine.tables.table_file import TableFile

if TYPE_CHECKING:
    from xl_macros.file_engine.api.api_sheet import Sheet


@supports(base_classes.Tables)
class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Native:
        return Native("Tables")

    def __call__(self, key: Any) -> Table:
        tables = self._sheet.file.tables
        if isinstance(key, int):
            if not 1 <= key <= len(tables):
                raise NoSuchObjectError(f"There is no table {key} on the sheet '{self._sheet.name}'.")
            return Table(self._sheet, tables[key - 1])
        for table in tables:
            if table.name.lower() == str(key).lower():
                return Table(self._sheet, table)
        raise NoSuchObjectError(f"There is no table '{key}' on the sheet '{self._sheet.name}'.")

    def __len__(self) -> int:
        return len(self._sheet.file.tables)

    def __iter__(self) -> Iterator[Table]:
        return iter([Table(self._sheet, table) for table in self._sheet.file.tables])

    def __contains__(self, key: Any) -> bool:
        try:
            self(key)
        except NoSuchObjectError:
            return False
        return True


@supports(base_classes.Table)
class Table(base_classes.Table):
    """A table (Excel's ListObject)."""

    def __init__(self, sheet: Sheet, file: TableFile) -> None:
        self._sheet, self.file = sheet, file

    @property
    def api(self) -> Native:
        return Native("Table")

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property  # type: ignore[misc]  # `supports` refuses the setter
    def name(self) -> str:
        return self.file.name

    display_name = name

    def _range(self, area: Area | None) -> Range | None:
        return Range(self._sheet, area) if area is not None else None

    @property
    def range(self) -> Range:
        return Range(self._sheet, self.file.area)

    @property
    def data_body_range(self) -> Range | None:
        return self._range(None if self.file.is_blank else self.file.body_area)

    @property
    def header_row_range(self) -> Range | None:
        return self._range(self.file.header_area)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' name
        """Makes the table cover another range with the same first cell; see docs/file-engine.md."""
        growing.resize(self.file, range.impl.area)

    @property  # type: ignore[misc]  # `supports` refuses the setter
    def show_totals(self) -> bool:
        return self.file.totals_rows > 0

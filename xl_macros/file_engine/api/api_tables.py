"""Tables as xlwings sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from xl_macros.file_engine.api.api_range import Range
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.cells.addresses import Area
from xl_macros.file_engine.opc.safe_xml import flag
from xl_macros.file_engine.tables import growing, new_table
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

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = None,
        destination: Any = None,
        table_style_name: Any = None,
        name: Any = None,
    ) -> Table:
        """A new table over a range of this sheet."""
        if source_type is not None or link_source is not None or destination is not None:
            raise NotImplementedError(
                "Tables.add(source_type, link_source, destination) is not supported by the file engine."
            )
        area = source.impl.area
        made = new_table.add(self._sheet.file, area, name, has_headers is not False, table_style_name)
        return Table(self._sheet, made)


class _StyleSwitch:
    """One of the switches of a table's style, as a property."""

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, table: Table, _owner: type) -> bool:
        return flag(table.file.style_info, self._attribute)

    def __set__(self, table: Table, value: bool) -> None:
        table.file.style_info.set(self._attribute, "1" if value else "0")
        table.file.touch()


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

    @property
    def name(self) -> str:
        return self.file.name

    @name.setter
    def name(self, value: str) -> None:
        new_table.rename(self.file, value)

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

    @property
    def totals_row_range(self) -> Range | None:
        return self._range(self.file.totals_area)

    @property
    def insert_row_range(self) -> Range | None:
        return self._range(self.file.body_area if self.file.is_blank else None)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' name
        """Makes the table cover another range with the same first cell; see docs/file-engine.md."""
        growing.resize(self.file, range.impl.area)

    @property
    def show_autofilter(self) -> bool:
        return self.file.has_filter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.file.set_filter(bool(value))

    @property
    def show_headers(self) -> bool:
        return self.file.header_rows > 0

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        new_table.show_headers(self.file, bool(value))

    @property
    def show_totals(self) -> bool:
        return self.file.totals_rows > 0

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        new_table.show_totals(self.file, bool(value))

    show_table_style_column_stripes = _StyleSwitch("showColumnStripes")
    show_table_style_row_stripes = _StyleSwitch("showRowStripes")
    show_table_style_first_column = _StyleSwitch("showFirstColumn")
    show_table_style_last_column = _StyleSwitch("showLastColumn")

    @property
    def table_style(self) -> str | None:
        value = self.file.style_info.get("name")
        return str(value) if value is not None else None

    @table_style.setter
    def table_style(self, value: str) -> None:
        self.file.style_info.set("name", value)
        self.file.touch()

"""The built sheets for a click that may draw none of them."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.tables.rows import TableStore


class LateViews:
    """`keeping/views.py`, imported when a sheet is to be drawn: a quarter of the time to a button's first line."""

    def after_button(self, office: Office) -> str:
        from xl_macros.keeping import views

        return views.after_button(office)

    def redraw(self, office: Office, sheets: Sequence[str], before: TableStore) -> None:
        from xl_macros.keeping import views

        views.redraw(office, sheets, before)

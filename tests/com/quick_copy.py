"""The copy of a workbook whose file was never written ("quick" saving): the book itself, read without being counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw
from fake_excel.dispatch import Line

_WRAPPED = (xw.Book, xw.Sheet, xw.Range, xw.main.Collection, xw.main.Table, xw.main.Name)


class Uncounted:
    """An object of xlwings' that is entered without a crossing; closing it does nothing."""

    def __init__(self, inner: Any, line: Line) -> None:
        self._inner, self._line = inner, line

    def close(self) -> None:
        """The book goes on being open."""

    def __getattr__(self, name: str) -> Any:
        with self._line.uncounted():
            return self._given(getattr(self._inner, name))

    def __getitem__(self, key: Any) -> Any:
        with self._line.uncounted():
            return self._given(self._inner[key])

    def __iter__(self) -> Iterator[Any]:
        with self._line.uncounted():
            found = list(self._inner)
        return iter([self._given(each) for each in found])

    def __call__(self, *arguments: Any) -> Any:
        with self._line.uncounted():
            return self._given(self._inner(*arguments))

    def _given(self, value: Any) -> Any:
        is_object = (
            isinstance(value, _WRAPPED)
            or callable(value)
            or type(value).__module__.startswith("xl_macros.click")
        )
        return Uncounted(value, self._line) if is_object else value


def quick_copy(book: xw.Book, line: Line) -> Callable[..., Any]:
    """In place of `excel_copy._opened`: the copy is asked for and counted, and the open book is read instead."""

    def opened(save_copy: Callable[[str], object], path: Any, _errors: Any) -> Any:
        save_copy(str(path))
        return Uncounted(book, line)

    return opened

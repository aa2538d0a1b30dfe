"""Engine, applications and books as xlwings sees them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from xl_macros.file_engine.api import api_values
from xl_macros.file_engine.api.api_names import Names
from xl_macros.file_engine.api.api_range import Range
from xl_macros.file_engine.api.api_sheet import Sheet, Sheets
from xl_macros.file_engine.api.api_support import Native, supports
from xl_macros.file_engine.book.workbook_file import WorkbookFile

_CAREFUL_ANSWERS = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


class FileEngine:
    """The engine object that xlwings talks to."""

    name = "file"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        """One value on its way to a cell."""
        return api_values.prepared(value)

    clean_value_data = staticmethod(api_values.clean)


@supports(base_classes.Apps)
class Apps(base_classes.Apps):
    """The applications of this process; the active one comes first."""

    def __init__(self, engine: FileEngine) -> None:
        self.engine = engine
        self._apps: list[App] = []
        self._numbers = itertools.count(1)

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:  # noqa: ARG002 - xlwings' signature
        app = App(self, next(self._numbers))
        self._apps.insert(0, app)
        if add_book:
            raise NotImplementedError("Books.add is not supported by the file engine.")
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing to clean: no process belongs to an application."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def remove(self, app: App) -> None:
        if app in self._apps:
            self._apps.remove(app)

    def put_first(self, app: App) -> None:
        self._apps.remove(app)
        self._apps.insert(0, app)


@supports(base_classes.App)
class App(base_classes.App):
    """An application: some open books and the settings that macros switch."""

    # Remembered, without any effect here.
    visible: bool = False
    screen_updating: bool = True
    display_alerts: bool = True
    enable_events: bool = True
    interactive: bool = True
    cut_copy_mode: Any = None
    status_bar: Any = False
    calculation: str = "automatic"

    def __init__(self, apps: Apps, number: int) -> None:
        self._apps, self._number = apps, number
        self._books = Books(self)
        self.alerts: list[str] = []

    @property
    def engine(self) -> FileEngine:
        return self._apps.engine

    @property
    def api(self) -> Native:
        return Native("App")

    @property
    def pid(self) -> int:
        return self._number

    @property
    def version(self) -> str:
        """The Excel version whose behaviour is followed."""
        return "16.0"

    @property
    def hwnd(self) -> None:
        return None

    @property
    def path(self) -> str:
        return ""

    @property
    def books(self) -> Books:
        return self._books

    @property
    def selection(self) -> Range | None:
        return self._books.active.sheets.active.selection if len(self._books) else None

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002 - xlwings' signature
        self._apps.put_first(self)

    def quit(self) -> None:
        for book in list(self._books):
            book.close()
        self._apps.remove(self)

    def kill(self) -> None:
        self.quit()

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:  # noqa: ARG002 - xlwings' signature
        """Nobody is there to ask: keeps the text in `alerts` and answers with what changes nothing."""
        self.alerts.append(str(prompt))
        return _CAREFUL_ANSWERS.get(buttons or "ok", "cancel")


@supports(base_classes.Books)
class Books(base_classes.Books):
    """The open books of an application."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []
        self._active: Book | None = None

    @property
    def api(self) -> Native:
        return Native("Books")

    @property
    def active(self) -> Book:
        if self._active is None:
            raise LookupError("No book is open.")
        return self._active

    def __call__(self, name_or_index: Any) -> Book:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self._books):
                raise KeyError(name_or_index)
            return self._books[name_or_index - 1]
        for book in self._books:
            if book.name.lower() == str(name_or_index).lower():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._books))

    def open(self, fullname: Any, *settings: Any, **named: Any) -> Book:
        """Opens a file. Of Excel's settings only those that change nothing here may be given."""
        password = named.get("password") or (settings[3] if len(settings) > 3 else None)
        if password is not None:
            raise NotImplementedError("Books.open(password=...) is not supported by the file engine.")
        path = Path(fullname)
        return self._opened(Book(self, WorkbookFile(path), path.name, path))

    def _opened(self, book: Book) -> Book:
        self._books.append(book)
        self._active = book
        return book

    def activate(self, book: Book) -> None:
        self._active = book

    def close(self, book: Book) -> None:
        if book in self._books:
            self._books.remove(book)
        if self._active is book:
            self._active = self._books[-1] if self._books else None


@supports(base_classes.Book)
class Book(base_classes.Book):
    """An open workbook."""

    def __init__(self, books: Books, file: WorkbookFile, name: str, path: Path | None) -> None:
        self._books, self.file = books, file
        self._name, self._path = name, path

    @property
    def api(self) -> Native:
        return Native("Book")

    @property
    def app(self) -> App:
        return self._books.app

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return str(self._path) if self._path is not None else self._name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self, None)

    def sheet_of(self, file: Any) -> Sheet:
        """The xlwings sheet of a worksheet file."""
        return Sheet(self, file)

    def activate(self) -> None:
        self._books.activate(self)

    def close(self) -> None:
        """Closes the book; what was not saved is lost."""
        self._books.close(self)
        self.file.unload()

    def save(self, path: Any = None, password: Any = None) -> None:
        """Saves in place or as another file. See docs/file-engine.md for what is kept and refused."""
        if password is not None:
            raise NotImplementedError("Book.save(password=...) is not supported by the file engine.")
        if path is not None:
            target = Path(path).absolute()
        else:
            target = self._path if self._path is not None else Path.cwd() / self._name
        if not target.suffix:
            target = target.with_name(target.name + ".xlsx")
        self.file.save(target)
        self._path, self._name = target, target.name

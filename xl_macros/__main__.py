"""What the workbook's VBA starts: `pythonw -m xl_macros BUTTON --wb=... --from_xl=1 --hwnd=... --exchange=DIR`.

The exchange folder carries text that a command line cannot: `answers.txt` comes in with what the dialogs
asked, `message.txt` goes out with what to show (UTF-8; its first line says how the button ended).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from xl_macros.actions import catalogue
from xl_macros.click import macro
from xl_macros.click.hosts import ExcelHost, FileHost, calling_book
from xl_macros.click.office import Answers, Office
from xl_macros.light_import import import_xlwings
from xl_macros.places.folders import replace_private
from xl_macros.tables.rows import TableStore

NAMES = {button.__name__: button for button in catalogue.BUTTONS}
TEXTS = ("officer", "kind", "event", "on", "evidence", "note", "verdict", "direction", "recipient", "target")
LONGEST_ANSWERS_BYTES = 1 << 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run the button named by the first argument and return its exit code; 2 for wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in {"install", "repair", "uninstall"}:
        from xl_macros.install import main_install

        return main_install(arguments)
    if not arguments or arguments[0] not in NAMES:
        print(f"usage: python -m xl_macros BUTTON ...; BUTTON is one of {', '.join(NAMES)}", file=sys.stderr)  # noqa: T201  # command line
        return 2
    exchange = next(
        (Path(word.split("=", 1)[1]) for word in arguments if word.startswith("--exchange=")), None
    )
    outcome = _clicked(arguments[0], exchange)
    if exchange:
        leave_message(exchange / "message.txt", outcome)
    return outcome.exit_code


def _clicked(button: str, exchange: Path | None) -> macro.Outcome:
    try:
        answers = read_answers(exchange / "answers.txt") if exchange else Answers()
    except OSError as error:
        return macro.explain(error, macro.Click(button))
    return macro.run(macro.Click(button, answers), NAMES[button], open_calling_book, LateViews())


class LateViews:
    """`keeping/views.py`, imported when a sheet is to be drawn: a quarter of the time to a button's first line."""

    def after_button(self, office: Office) -> None:
        from xl_macros.keeping import views

        views.after_button(office)

    def redraw(self, office: Office, sheets: Sequence[str], before: TableStore) -> None:
        from xl_macros.keeping import views

        views.redraw(office, sheets, before)


def open_calling_book() -> FileHost | ExcelHost:
    """The workbook whose button was clicked, found once, by the arguments xlwings itself uses."""
    xw = import_xlwings()
    book = calling_book(xw)
    return ExcelHost(book) if book.app.engine.name == "excel" else FileHost(book)


def read_answers(path: Path) -> Answers:
    """The dialogs' answers, lines `key=value`; unknown keys are left alone."""
    if not path.exists():
        return Answers()
    with path.open("rb") as file:
        text = file.read(LONGEST_ANSWERS_BYTES).decode("utf-8-sig", "replace")
    # Only a line feed ends a line: text pasted into a dialog may hold other line ends, and an answer behind them.
    pairs = [line.split("=", 1) for line in text.split("\n") if "=" in line]
    given = {key.strip(): value.strip() for key, value in pairs}
    return Answers(
        **{key: given[key] for key in TEXTS if given.get(key)},  # type: ignore[arg-type]  # text fields only
        files=tuple(Path(value) for key, value in pairs if key.strip() == "file" and value.strip()),
        preview=given.get("preview") == "ya",
        confirmed=given.get("confirmed") == "ya",
    )


def leave_message(path: Path, outcome: macro.Outcome) -> None:
    """Write what the workbook shows; complete under its name or not there at all, since VBA polls for it."""
    replace_private(path, f"{outcome.ending}\n{outcome.text}\n".encode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())

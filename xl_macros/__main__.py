"""What the workbook's VBA starts: `pythonw -m xl_macros BUTTON --wb=... --from_xl=1 --hwnd=... --exchange=DIR`.

The exchange folder carries text that a command line cannot: `answers.txt` comes in with what the dialogs
asked, `message.txt` goes out with what to show (UTF-8; its first line says how the button ended).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from xl_macros import collecting  # noqa: F401 - before everything else
from xl_macros.actions.catalogue import BY_NAME, Action
from xl_macros.click import macro
from xl_macros.click.hosts import ExcelHost, FileHost, calling_book
from xl_macros.click.recorder import Recorder, kept, recorder_for
from xl_macros.click.request import Request, UnknownAnswerError, asked
from xl_macros.errors import Refusal
from xl_macros.keeping.late_views import LateViews
from xl_macros.light_import import import_xlwings
from xl_macros.places.folders import replace_private

LONGEST_ANSWERS_BYTES = 1 << 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run the button named by the first argument and return its exit code; 2 for wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in {"install", "repair", "uninstall"}:
        from xl_macros.install import main_install

        return main_install(arguments)
    if not arguments or arguments[0] not in BY_NAME:
        usage = f"usage: python -m xl_macros ACTION ...; ACTION is one of {', '.join(BY_NAME)}"
        print(usage, file=sys.stderr)  # noqa: T201  # a command line prints
        return 2
    exchange = next(
        (Path(word.split("=", 1)[1]) for word in arguments if word.startswith("--exchange=")), None
    )
    outcome = _clicked(arguments[0], exchange)
    if exchange:
        leave_message(exchange / "message.txt", outcome)
    return outcome.exit_code


def _clicked(name: str, exchange: Path | None) -> macro.Outcome:
    action = BY_NAME[name]
    try:
        request = read_request(action, exchange / "answers.txt") if exchange else action.request()
    except Refusal as refusal:
        return macro.Outcome(macro.Ending.REFUSED, str(refusal))
    except (OSError, UnknownAnswerError) as error:
        return macro.explain(error, macro.Click(name))
    click = macro.Click(name, request, label=action.label)
    recorder = recorder_for(name, request)
    open_book = partial(open_calling_book, recorder) if recorder else open_calling_book
    outcome = macro.run(click, lambda office: action.run(office, request), open_book, LateViews())
    return kept(recorder, outcome) if recorder else outcome


def open_calling_book(recorder: Recorder | None = None) -> FileHost | ExcelHost:
    """The workbook whose button was clicked, found once, by the arguments xlwings itself uses."""
    xw = import_xlwings()
    book = calling_book(xw, recorder=recorder)
    excels = sys.modules.get(
        "xlwings._xlwindows"
    )  # asking the book for its engine would be two calls to Excel
    return ExcelHost(book) if excels and isinstance(book.impl, excels.Book) else FileHost(book)


def read_request(action: Action, path: Path) -> Request:
    """What the workbook's dialogs asked for the action, lines `key=value`.

    Raises Refusal for an answer that cannot be read, UnknownAnswerError for one that the action does not own.
    """
    if not path.exists():
        return action.request()
    with path.open("rb") as file:
        text = file.read(LONGEST_ANSWERS_BYTES).decode("utf-8-sig", "replace")
    # Only a line feed ends a line: text pasted into a dialog may hold other line ends, and an answer behind them.
    pairs = [line.split("=", 1) for line in text.split("\n") if "=" in line]
    return asked(action.request, [(key.strip(), value.strip()) for key, value in pairs])


def leave_message(path: Path, outcome: macro.Outcome) -> None:
    """Write what the workbook shows; complete under its name or not there at all, since VBA polls for it."""
    replace_private(path, f"{outcome.ending}\n{outcome.text}\n".encode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())

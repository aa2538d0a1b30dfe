"""Take out each repair of how a click speaks to Excel, one at a time: some test must fail each time.

Run: python tests/com/mutations.py [NAME ...]   (a few minutes; `--list` only names them)

The repairs are those for which an Excel of the field was the reason: what it keeps in a file that it saves, Excel
that is busy, that is gone, and files that another program holds. Each is taken out in a copy of the checkout.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
COPIED = ("xl_macros", "tests", "templates", "workbook", "docs", "benchmarks")
KEPT, GONE, SURROUND = (
    f"tests/com/test_{name}.py" for name in ("kept_by_excel", "busy_and_gone", "surround_in_excel")
)
IMPORT, HELD = "tests/com/test_import_in_a_click.py", "tests/places/test_held_files.py"


class Mutation(NamedTuple):
    """A repair taken out: in `file`, `repaired` (there once) becomes `broken`; `tests` are where it must show."""

    name: str
    file: str
    repaired: str
    broken: str
    tests: tuple[str, ...]


_STATE, _HOSTS, _OBJECTS, _ERRORS, _MACRO, _OUTCOMES, _LIGHT = (
    f"xl_macros/{name}.py"
    for name in (
        "click/excel_state", "click/hosts", "click/com_objects", "click/com_errors", "click/macro",
        "click/outcomes", "light_import",
    )
)  # fmt: skip

MUTATIONS = (
    # what Excel keeps in a file that it saves
    Mutation(
        "sheets are closed before Save",
        _HOSTS,
        "self._close_sheets()\n        with self._written(self.path):",
        "with self._written(self.path):",
        (KEPT,),
    ),
    Mutation(
        "sheets are closed before SaveCopyAs",
        _HOSTS,
        "self._close_sheets()\n        make_private(target.parent)",
        "make_private(target.parent)",
        (KEPT,),
    ),
    Mutation(
        "calculation is left alone while a button writes",
        _STATE,
        "        app.EnableEvents = False\n",
        "        app.EnableEvents = False\n        app.Calculation = XL_CALCULATION_MANUAL\n",
        (KEPT,),
    ),
    Mutation(
        "the manual calculation of an earlier version is repaired",
        _STATE,
        "    app.Calculation = XL_CALCULATION_AUTOMATIC\n",
        "",
        (KEPT,),
    ),
    Mutation("... and told", _MACRO, "[*changed, recover(desk)]", "[recover(desk)]", (KEPT,)),
    Mutation(
        "a mode that somebody chose since is kept",
        _STATE,
        "    mark = private / SAVED_MARK\n",
        "    mark = private / 'tidak-dibaca'\n",
        (KEPT,),
    ),
    Mutation(
        "a sheet that somebody left open is closed by schema's list",
        _STATE,
        "                if name not in wanted and not self._sheets.is_protected(name):\n",
        "                if name not in PROTECTED_SHEETS:\n",
        (KEPT, SURROUND),
    ),
    Mutation(
        "what stays allowed on a sheet is schema's word",
        _STATE,
        "    if name in PROTECTED_SHEETS:\n        return _by_schema(name)\n",
        "",
        (KEPT, SURROUND),
    ),
    # what `import xlwings` does in a click
    Mutation("xlwings asks Excel for no licence", _LIGHT, '    "xlwings.pro",\n', "", (IMPORT,)),
    Mutation(
        "no sockets are opened",
        _LIGHT,
        '    "xlwings.com_server": ("serve",),\n',
        "",
        (IMPORT,),
    ),
    Mutation(
        "makepy is not run",
        _LIGHT,
        "        with _without_makepy(gencache):\n",
        "        if True:\n",
        (IMPORT,),
    ),
    Mutation(
        "no Excel is ended at the end of the process",
        _LIGHT,
        "        atexit.unregister(windows.cleanup)\n",
        "        pass\n",
        (IMPORT,),
    ),
    # busy
    Mutation(
        "patience is ours from the first call",
        _HOSTS,
        "    patience = replace_wrapper(xlwindows, sleep, recorder)\n",
        "    patience = Patience(sleep)\n",
        (GONE,),
    ),
    Mutation(
        "between two tries there is a pause",
        _OBJECTS,
        "        self._sleep(BUSY_PAUSE_SECONDS)\n",
        "",
        (GONE,),
    ),
    Mutation("a cell in edit mode is busy", _ERRORS, ", VBA_E_IGNORE})", "})", (GONE,)),
    Mutation(
        "... also inside Excel's word for every refusal",
        _ERRORS,
        "return inner if inner in BUSY_CODES | GONE_CODES else code",
        "return code",
        (GONE,),
    ),
    Mutation(
        "a book that could not be asked for is no book that is missing",
        _ERRORS,
        "        return is_busy(error.__context__)\n",
        "        return False\n",
        (GONE,),
    ),
    Mutation(
        "an assignment that is rejected is busy, not a name that is missing",
        _OBJECTS,
        "            except AttributeError:\n                number =",
        "            except ZeroDivisionError:\n                number =",
        (GONE,),
    ),
    Mutation(
        "a member that could not be asked for is busy, not missing",
        _OBJECTS,
        "    except AttributeError as error:\n        _tell(com_error, inner, name, error)\n",
        "    except ZeroDivisionError:\n        raise\n",
        (GONE,),
    ),
    Mutation(
        "a TypeError of an object without types is busy",
        _OBJECTS,
        "    except TypeError as error:\n",
        "    except ZeroDivisionError as error:\n",
        (GONE,),
    ),
    Mutation(
        "an object handed over without types gets them",
        _OBJECTS,
        "return type(self)(self._learned(self._typed(value)))",
        "return type(self)(self._learned(value))",
        (GONE,),
    ),
    Mutation(
        "Protect gets its arguments by position",
        _STATE,
        "        sheet.Protect(*(given.get(name, name in allowed) for name in ARGUMENTS_OF_PROTECT))\n",
        "        sheet.Protect(**{name: given.get(name, name in allowed) for name in ARGUMENTS_OF_PROTECT})\n",
        (GONE,),
    ),
    # gone
    Mutation(
        "every number of Windows for a server that is gone is known",
        _ERRORS,
        "        -2147417848,  # 0x80010108",
        "        # 0x80010108",
        (GONE,),
    ),
    Mutation(
        "a window that is no longer there is an Excel that is gone",
        _HOSTS,
        "    except (OSError, xlwindows.pywintypes.error) as error:",
        "    except ZeroDivisionError as error:",
        (GONE,),
    ),
    Mutation(
        "a book that cannot be asked for may be an Excel that is gone",
        _ERRORS,
        "        return is_gone(error.__context__)\n",
        "        return False\n",
        (GONE,),
    ),
    # what is put back
    Mutation(
        "one step that fails does not keep the others from being made",
        _STATE,
        "    except Exception:  # noqa: BLE001  # whatever it is",
        "    except OSError:  # whatever it is",
        (GONE, SURROUND),
    ),
    Mutation(
        "Excel is waited for anew before all is put back",
        _STATE,
        "        self._host.patience_anew()\n",
        "",
        (GONE, SURROUND),
    ),
    Mutation(
        "which sheets stand open is remembered before they are opened",
        _STATE,
        "        self._look_around(wanted)\n        self._remember()\n",
        "        self._look_around(wanted)\n",
        (SURROUND, GONE, KEPT),
    ),
    Mutation(
        "the status bar is given back",
        _MACRO,
        '            host.status("")\n',
        "            pass\n",
        (SURROUND, GONE),
    ),
    Mutation(
        "a busy Excel is waited for anew for the status bar",
        _HOSTS,
        "        if not text:\n            self._patience.renew()\n",
        "",
        (GONE, SURROUND),
    ),
    # files that another program holds
    Mutation(
        "a held file is tried again",
        "xl_macros/held_files.py",
        "    for pause in PAUSES_SECONDS:\n",
        "    for pause in ():\n",
        (HELD,),
    ),
    Mutation(
        "a held file is told in its own words",
        _OUTCOMES,
        "    elif is_held(error):\n        found = _held_refusal(error)\n",
        "",
        (HELD, "tests/click/test_macro.py"),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table; exit code 1 when a repair could be taken out without any test noticing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="repairs, by a part of their name; none: all")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args(arguments)
    wanted = [each for each in MUTATIONS if not given.names or any(name in each.name for name in given.names)]
    if given.list:
        print(*(each.name for each in wanted), sep="\n")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for name in COPIED:
            shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(CHECKOUT / "pyproject.toml", copy / "pyproject.toml")
        print("| taken out | noticed by |\n|---|---|", flush=True)
        unnoticed = [each for each in wanted if not _noticed(copy, each)]
    return 1 if unnoticed else 0


def _noticed(copy: Path, mutation: Mutation) -> bool:
    file = copy / mutation.file
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace(mutation.repaired, mutation.broken), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        *mutation.tests,
    ]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    finally:
        file.write_text(before, encoding="utf-8")
    failed = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    said = failed.partition(" - ")[0].removeprefix("FAILED ").removeprefix("ERROR ").rpartition("::")[2]
    print(f"| {mutation.name} | {said or '**nothing**'} |", flush=True)
    return done.returncode == 1 and bool(failed)


if __name__ == "__main__":
    sys.exit(main())

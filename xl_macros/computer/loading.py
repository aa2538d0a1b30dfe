"""Loading modules in a process of its own, which a broken one may take down with it."""

from __future__ import annotations

import ctypes
import importlib
import subprocess
import sys
from collections.abc import Callable, Sequence

LOAD_SECONDS = 90.0
LOADED, FAILED, ABSENT = "dimuat", "gagal", "tidak ada"
START = f"import sys; from {__name__} import main; sys.exit(main(sys.argv[1:]))"


def load_modules(modules: Sequence[str], run: Callable[[Sequence[str], float], str]) -> dict[str, str]:
    """Each module's answer. One that ends the whole process is the one that failed; the rest is tried without it.

    Raises OSError or subprocess.SubprocessError when no second process can be started.
    """
    left, answers = list(modules), dict[str, str]()
    while left:
        try:
            said = run([sys.executable, "-P", "-c", START, *left], LOAD_SECONDS)
        except subprocess.CalledProcessError as crash:
            said = crash.stdout.decode("utf-8", "replace") if crash.stdout else ""
            if not said:
                raise
        lines = [line.split("\t") for line in said.splitlines() if "\t" in line]
        answers |= {module: answer.strip() for module, answer in lines}
        left = [module for module in left if answers.get(module) not in {LOADED, FAILED, ABSENT}]
        if left:  # the first without an answer is the one that ended the process
            answers[left.pop(0)] = FAILED
    return answers


def has_library(name: str) -> bool:
    """Whether Windows finds a run-time library; True elsewhere, where none is missed."""
    if sys.platform != "win32":
        return True
    try:
        ctypes.WinDLL(name)
    except OSError:
        return False
    return True


def main(modules: Sequence[str]) -> int:
    """Load the modules in turn and print what came of each: a line when it begins, a line when it is done."""
    for module in modules:
        _say(module, "mulai")
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            _say(module, ABSENT if error.name == module.split(".")[0] else FAILED)
        except (ImportError, OSError, RuntimeError):
            _say(module, FAILED)
        else:
            _say(module, LOADED)
    return 0


def _say(module: str, answer: str) -> None:
    sys.stdout.write(f"{module}\t{answer}\n")
    sys.stdout.flush()

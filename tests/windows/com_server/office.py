"""An office whose Excel is a process of its own under wine, and clicks that go the ribbon's whole way into it.

`with Office(windows, checkout) as office`: then `office.click(...)`. cscript runs what the VBA runs, pythonw starts;
unpatched xlwings and pywin32 find the window of the other process, which serves the fake Excel of tests/com over COM.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, Self

from windows_python import WindowsPython

HERE = Path(__file__).resolve().parent
WIDL = "x86_64-w64-mingw32-widl"


@dataclass(frozen=True, slots=True)
class Clicked:
    """What became of one click: as the VBA shows it, and what it cost."""

    button: str
    exit_code: int | None
    """What WScript.Shell.Run gave; None when the click did not come back in time."""
    ending: str
    text: str
    seconds: float
    wire: dict[str, int]
    """Calls that reached Excel, by kind."""


class Office:
    """One office folder C:\\kantor-NAME with its register, and the Excel that has it open."""

    def __init__(self, windows: WindowsPython, checkout: Path, name: str = "satu") -> None:
        self.windows, self.checkout, self.name = windows, checkout.resolve(), name
        self.environment = windows.environment | {"PYTHONPATH": "C:\\test_tools", "KECUALI_PERSEN": "%"}
        self.target, self.drive = windows.folder, windows.drive
        self.local, self.windows_local = windows.local, windows.windows_local
        self.server, self.starts = self.drive / f"excel_server_{name}", 0
        self.folder, self.windows_folder = (
            self.drive / f"kantor-{name}",
            PureWindowsPath(f"C:\\kantor-{name}"),
        )

    # -- making ready ----------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """The server's folder and a filled register; done anew each time."""
        shutil.rmtree(self.server, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.server.mkdir()
        shutil.copytree(self.checkout / "tests/com/fake_excel", self.server / "fake_excel",
                        ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
        for name in ("excel_server.py", "excel_windows.py", "served.py", "click.vbs"):
            shutil.copy(HERE / name, self.server)
        subprocess.run([sys.executable, HERE / "make_idl.py", self.server], check=True,
                       env=os.environ | {"PYTHONPATH": str(self.checkout / "tests/com")})  # fmt: skip
        subprocess.run([WIDL, "-m64", "-L", self.drive / "windows/system32", "-t", "-o", "fake.tlb", "fake.idl"],
                       cwd=self.server, check=True)  # fmt: skip
        from excel_office import _filled_workbook

        from xl_macros.scans.specimen import make_scan_pdf
        from xl_macros.tables.schema import WORKBOOK_NAME

        (self.folder / "kantor").mkdir(parents=True, mode=0o700)
        (self.folder / "kantor" / WORKBOOK_NAME).write_bytes(_filled_workbook())
        for seed, name in enumerate(("keputusan", "informasi")):
            (self.folder / f"{name}.pdf").write_bytes(make_scan_pdf([name], seed=seed, pages=1))

    # -- Excel -----------------------------------------------------------------------------------------------

    @property
    def control(self) -> Path:
        """Where this Excel is told things and answers."""
        return self.drive / f"excel_{self.name}_{self.starts}"

    def start(self, seconds: float = 300, *arguments: str) -> None:
        """Excel with the register open. Its output goes through a pipe: a file is no handle Python takes under wine."""
        self.starts += 1  # no Excel that was slow to end answers for the next one
        shutil.rmtree(self.control, ignore_errors=True)
        book = next((self.folder / "kantor").glob("*.xlsm"))
        python = self.local / "Kecuali/venv/Scripts/python.exe"
        log = self.target / f"excel_{self.name}.log"
        words = [python, f"C:\\{self.server.name}\\excel_server.py", self.windows_folder / "kantor" / book.name,
                 f"C:\\{self.control.name}", *arguments]  # fmt: skip
        script = 'log=$1; shift; wine "$@" </dev/null 2>&1 | cat >"$log"'
        self.excel = subprocess.Popen(["sh", "-c", script, "sh", log, *map(str, words)], env=self.environment,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        deadline = time.monotonic() + seconds
        while not (self.control / "ready.json").exists():
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"Excel did not start: {log.read_text(errors='replace') if log.exists() else ''}"
                )
            time.sleep(0.1)

    def order(self, patience: float = 15, **what: Any) -> Any:
        """Tell the server something and return its answer."""
        answer = self.control / "answer.json"
        answer.unlink(missing_ok=True)
        draft = self.control / "order.tmp"
        draft.write_text(json.dumps(what))
        draft.rename(self.control / "order.json")
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            with contextlib.suppress(FileNotFoundError, ValueError):  # not there yet, or half written
                return json.loads(answer.read_text())
            time.sleep(0.02)
        raise TimeoutError(f"Excel did not answer {what}")

    def stop(self, patience: float = 30) -> None:
        """Excel ends; what else runs in the prefix goes on."""
        with contextlib.suppress(TimeoutError, FileNotFoundError):
            self.order(do="quit", patience=patience)
        with contextlib.suppress(
            ProcessLookupError
        ):  # a service of wine may hold its pipe long after its end
            os.killpg(self.excel.pid, signal.SIGKILL)
        self.excel.wait()

    def __enter__(self) -> Self:
        self.prepare()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- the user --------------------------------------------------------------------------------------------

    def select(self, sheet: str, table: str, row: int = 1) -> None:
        """Stand on a row of a table."""
        self.order(do="select", sheet=sheet, table=table, row=row)

    def click(
        self, button: str, seconds: float = 300, last_call: int | None = None, **answers: Any
    ) -> Clicked:
        """One click; answers as the dialogs give them, `file` a path or several, `confirmed=True` for a yes.

        With `last_call` Excel ends at its so many-th call.
        """
        ready = json.loads((self.control / "ready.json").read_text())
        name = f"kecuali-{time.time_ns()}"
        exchange, windows_exchange = self.local / "Temp" / name, self.windows_local / "Temp" / name
        exchange.mkdir(mode=0o700, parents=True)
        (exchange / "answers.txt").write_text("\n".join(_lines(answers)), encoding="utf-8")
        self.order(do="reset", last_call=last_call)
        begun = time.perf_counter()
        with (
            contextlib.suppress(subprocess.TimeoutExpired),
            (self.target / f"click_{self.name}.log").open("w") as log,
        ):
            subprocess.run(["wine", "cscript", "//nologo", f"C:\\{self.server.name}\\click.vbs", button, ready["book"],
                            str(ready["hwnd"]), str(windows_exchange)], env=self.environment, timeout=seconds,
                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)  # fmt: skip
        took = time.perf_counter() - begun
        if not (exchange / "click.txt").exists():  # the host was ended, its pythonw goes on
            subprocess.run(["wine", "taskkill", "/f", "/im", "pythonw.exe"], env=self.environment, timeout=30,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           check=False)  # fmt: skip
        wire = {}
        with contextlib.suppress(TimeoutError):  # an Excel that was killed answers nothing
            wire = self.order(do="dump", patience=15 if last_call is None else 1)["wire"]
        message, report = exchange / "message.txt", exchange / "click.txt"
        ending, text = (
            message.read_text(encoding="utf-8").split("\n", 1) if message.exists() else ("mati", "")
        )
        code = report.read_text(errors="replace").splitlines()[0] if report.exists() else ""
        shutil.rmtree(exchange)
        return Clicked(button, int(code) if code else None, ending, text.strip(), round(took, 2), wire)

    def tour(self) -> Iterator[Clicked]:
        """Every button, in the order of the SOP."""
        from sop_clicks import acts

        for act in acts(self.folder / "keputusan.pdf", self.folder / "informasi.pdf"):
            if act.on_table is not None:
                self.select(act.on_table.sheet, act.on_table.name)
            answers = {**act.answers, "officer": act.officer}
            if "file" in answers:
                answers["file"] = [self._seen_there(file) for file in answers["file"]]
            if "other" in answers:
                answers["other"] = self._seen_there(answers["other"])
            yield self.click(act.button, **answers)

    def _seen_there(self, path: str | Path) -> PureWindowsPath:
        return self.windows_folder / Path(path).relative_to(self.folder)


def _lines(answers: dict[str, Any]) -> list[str]:
    pairs = [
        (key, one)
        for key, given in answers.items()
        for one in (given if isinstance(given, list) else [given])
    ]
    return [f"{key}={'ya' if value is True else value}" for key, value in pairs]

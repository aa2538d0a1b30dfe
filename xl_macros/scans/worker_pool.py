"""The parent's side of the parsing processes: started when first needed, reused, replaced when they die."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from xl_macros.errors import Problem
from xl_macros.places.own_process import child_command

MEMORY_BYTES = 1_600_000_000
SECONDS_PER_FILE = 60.0
SECONDS_PER_MEGABYTE = 0.5
_LIMIT_SECONDS = 900.0

_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(256 << 20)}
"""glibc: keep what a picture took for the next one instead of giving it back and asking anew for each of its rows,
which costs a third of the check. Other systems' allocators do not look at these."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy comes with the library that looks at JPEGs; its own library would take memory for each of a PC's cores."""


def time_allowed(size_bytes: int) -> float:
    """Seconds that parsing a file of that size may take: generous, but bounded."""
    return min(_LIMIT_SECONDS, SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * size_bytes / 1_000_000)


@dataclass(frozen=True, slots=True)
class Damage(Problem):
    """The file's content is missing or does not decode; while it is fresh that may not be the last word."""


@dataclass(frozen=True, slots=True)
class Question(Problem):
    """The file can be taken on an explicit yes: `what` says what that would mean."""


@dataclass(frozen=True, slots=True)
class ComputerFault(Problem):
    """This computer could not finish the check; nothing is said about the file."""


_KINDS: dict[str, type[Problem]] = {"Damaged": Damage, "ToBeAsked": Question}

_RUNTIME = (
    "Pasang Microsoft Visual C++ Redistributable (vc_redist.x64) dari microsoft.com, atau minta bantuan admin; "
    "lalu jalankan Periksa Komputer."
)
_CURES = {"zxingcpp": _RUNTIME}
"""Libraries that need more than themselves: zxing-cpp's wheel for Windows does not bring MSVCP140.dll."""

_REINSTALL = (
    "Jalankan Periksa Komputer dan sampaikan pesan ini kepada admin; berkasnya tidak perlu dipindai ulang."
)


def missing_library(name: str) -> ComputerFault:
    """What is said where a library cannot be loaded; `name` is the module's."""
    module = name.partition(".")[0]
    what = f"Komputer ini tidak dapat memuat modul {name}: berkas belum diperiksa."
    return ComputerFault(what, _CURES.get(module, _REINSTALL))


class Worker:
    """One parsing process. Not for use by two threads at once."""

    def __init__(self, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._interrupted = False

    def ask(
        self, op: str, *, seconds: float = SECONDS_PER_FILE, **arguments: Any
    ) -> dict[str, Any] | Problem:
        """Run one operation in the child; a Problem when the file is refused, too slow or deadly."""
        if self._interrupted:
            self.stop()
            self._interrupted = False
        process = self._process or self._start()
        request = {"op": op, "cpu_seconds": int(seconds), **arguments}
        line = self._exchange(process, json.dumps(request).encode("ascii") + b"\n", seconds)
        if line is None:
            self.stop()
            return Problem(
                f"Pemeriksaan berkas memakan waktu terlalu lama (dihentikan setelah {seconds:.0f} detik).",
                "Tutup program lain lalu ulangi; bila tetap, bagi menjadi beberapa berkas.",
            )
        answer: dict[str, Any] = json.loads(line) if line else {"crash": _ending(process)}
        if "crash" in answer:
            self.stop()
            return _crashed(answer["crash"])
        if "fault" in answer:
            return missing_library(answer["fault"])
        if "problem" in answer:
            return _KINDS.get(answer.get("kind", ""), Problem)(*answer["problem"])
        return dict(answer["ok"])

    def _start(self) -> subprocess.Popen[bytes]:
        command = child_command("scans.worker_main", str(self._memory_bytes), str(int(SECONDS_PER_FILE)))
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and constants
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_KEEP_MEMORY, **_ONE_THREAD},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], request: bytes, seconds: float) -> bytes | None:
        """The answer line, b"" when the child died, None when time ran out."""
        assert process.stdin is not None  # noqa: S101  both are pipes by construction
        assert process.stdout is not None  # noqa: S101
        answers: queue.Queue[bytes] = queue.Queue()
        try:
            process.stdin.write(request)
            process.stdin.flush()
        except OSError:
            return b""
        # A thread because a pipe cannot be polled on Windows.
        reader = threading.Thread(target=lambda: answers.put(_read_line(process)), daemon=True)
        reader.start()
        try:
            return answers.get(timeout=seconds)
        except queue.Empty:
            process.kill()
            reader.join()
            return None

    def interrupt(self) -> None:
        """Kill the child; whoever waits for its answer is told, and the next question gets a new child."""
        self._interrupted = True
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the child and reap it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _crashed(how: str) -> ComputerFault:
    what = f"Berkas tidak dapat diproses dengan aman: program pemeriksa di komputer ini berhenti ({how})."
    return ComputerFault(what, "Ulangi sekali lagi. " + _REINSTALL)


def _ending(process: subprocess.Popen[bytes]) -> str:
    """How a process without a last word ended: killed by the system for its processor time, or by a signal."""
    try:
        code = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "tidak menjawab"
    return f"sinyal {-code}" if code < 0 else f"kode {code}"


def _read_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None  # noqa: S101  a pipe by construction
    line = process.stdout.readline()
    return line if line.endswith(b"\n") else b""


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return  # bytes for a child that is gone could not be flushed: nobody needs them


class WorkerPool:
    """A few workers for a few threads; each borrows one for the time of a question."""

    def __init__(self, size: int = 2, memory_bytes: int = MEMORY_BYTES) -> None:
        self.size = size
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._all = [Worker(memory_bytes) for _ in range(size)]
        for worker in reversed(self._all):
            self._idle.put(worker)

    @contextmanager
    def borrow(self) -> Iterator[Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def ask(
        self, op: str, *, seconds: float = SECONDS_PER_FILE, **arguments: Any
    ) -> dict[str, Any] | Problem:
        """`Worker.ask` on whichever worker is free."""
        with self.borrow() as worker:
            return worker.ask(op, seconds=seconds, **arguments)

    def interrupt(self) -> None:
        """End what is being worked on, from any thread: those who wait are told that it failed."""
        for worker in self._all:
            worker.interrupt()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._all:
            worker.stop()


def borrowed(pool: WorkerPool | None, size: int = 2) -> AbstractContextManager[WorkerPool]:
    """The caller's pool, left running; or a new one for the time of the `with`."""
    return WorkerPool(size) if pool is None else nullcontext(pool)

"""A process that reads files while this one goes on.

Threads would not do: whoever hashes small files asks for the interpreter several times for each, and waits for it
for as long as another thread computes. While tables were compared, two threads read next to nothing.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Sequence
from queue import SimpleQueue
from typing import IO, cast

from xl_macros.places.hashing import Seen
from xl_macros.places.own_process import child_command

Wanted = Sequence[tuple[str, int | None]]
"""Addresses of files, with their size where it is known."""


class Answer:
    """What was seen of files, once the process has come to them."""

    def __init__(self) -> None:
        self.line: SimpleQueue[bytes] = SimpleQueue()

    def seen(self) -> list[Seen] | None:
        """It is waited for; None where the process has ended before."""
        line = self.line.get()
        return [Seen(*each) for each in json.loads(line)] if line.endswith(b"\n") else None


class ReadingProcess:
    """A process that looks at files (`hashing.see`) one after the other. Raises OSError when it cannot be started.

    What it is asked waits here, and in the pipe only what goes into a pipe.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and constants
            child_command("places.hashing"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._is_over = False
        self._waiting: SimpleQueue[tuple[Wanted, Answer] | None] = SimpleQueue()
        self._asked: SimpleQueue[Answer | None] = SimpleQueue()
        # Threads because a pipe cannot be polled on Windows.
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._send, self._take)]
        for thread in self._threads:
            thread.start()

    def ask(self, files: Wanted) -> Answer:
        """Have these files looked at after all that was asked before."""
        answer = Answer()
        self._waiting.put((files, answer))
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._is_over = True
        self._process.kill()
        self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not sent to a process that is gone
                cast("IO[bytes]", pipe).close()

    def _send(self) -> None:
        pipe = cast("IO[bytes]", self._process.stdin)
        while (waiting := self._waiting.get()) is not None:
            files, answer = waiting
            self._asked.put(answer)
            with contextlib.suppress(OSError):  # it has ended: whoever waits is told so
                if not self._is_over:
                    pipe.write(json.dumps(files).encode("ascii") + b"\n")
                    pipe.flush()
        self._asked.put(None)

    def _take(self) -> None:
        pipe = cast("IO[bytes]", self._process.stdout)
        while (answer := self._asked.get()) is not None:
            answer.line.put(pipe.readline())

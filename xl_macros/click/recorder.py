"""Writing down a click's conversation with Excel: asked for at *Periksa Komputer*, then once more at the next click.

Every call of a click goes through the patient objects (`com_objects.py`), which hand it to the recorder when there
is one. What is written down, and that nothing of the office is, says `recording.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import xl_macros
from xl_macros.click.outcomes import Outcome, log_folder
from xl_macros.click.recording import BadRecordingError, Exchange, Header, Recording, encode
from xl_macros.click.request import Request
from xl_macros.places.folders import make_private, replace_private

NEXT = "rekam-tombol-berikutnya"
"""Lies beside the log while the next click is to be recorded too."""


@dataclass(slots=True)
class Recorder:
    """The conversation of one click, to be kept in `file`."""

    button: str
    file: Path
    clock: Callable[[], float] = time.perf_counter
    binding: Literal["late", "early", "none"] = "none"
    exchanges: list[Exchange] = field(default_factory=list)
    _objects: int = 0

    def number(self) -> int:
        """The number of a new object."""
        self._objects += 1
        return self._objects - 1

    def watched(self, asked: Exchange, act: Callable[[], Any]) -> Callable[[], Any]:
        """The act, each attempt of which is written down with its error."""

        def attempt() -> Any:
            begun = self.clock()
            try:
                result = act()
            except Exception as error:
                self._add(asked, begun, error=_number_of(error))
                raise
            self._add(asked, begun)
            return result

        return attempt

    def _add(self, asked: Exchange, begun: float, error: str = "") -> None:
        spent = round((self.clock() - begun) * 1e6)
        self.exchanges.append(_with(asked, micros=spent, error=error))

    def came(self, answer: str | None) -> None:
        """What the last attempt gave; None when it was no question to Excel after all."""
        last = self.exchanges.pop()
        if answer is not None:
            self.exchanges.append(_with(last, came=answer))

    def recording(self) -> Recording:
        return Recording(Header(1, self.button, xl_macros.__version__, self.binding), tuple(self.exchanges))


def _with(exchange: Exchange, **changes: Any) -> Exchange:
    import msgspec

    return msgspec.structs.replace(exchange, **changes)


def _number_of(error: Exception) -> str:
    """Excel's number, and its own inside it; the class of what is no error of Excel's."""
    code = getattr(error, "hresult", None)
    if not isinstance(code, int):
        return type(error).__name__
    details: Sequence[Any] | None = getattr(error, "excepinfo", None)
    inner = details[5] if details and len(details) > 5 else None
    return f"{code}/{inner}" if isinstance(inner, int) else str(code)


def recorder_for(button: str, request: Request) -> Recorder | None:
    """The recorder of a click that is to be recorded; None for every other click.

    Who asks for it at *Periksa Komputer* has the click after it recorded too, whichever button it is: one that writes
    says more of Excel.
    """
    folder = log_folder()
    wanted: Path | None = getattr(request, "record", None)
    if wanted is None:
        try:
            (folder / NEXT).unlink()
        except OSError:  # there is none
            return None
        return Recorder(button, folder / f"rekaman-{button}.jsonl")
    with suppress(OSError):
        make_private(folder)
        replace_private(folder / NEXT, b"")
    return Recorder(button, wanted if wanted.is_absolute() else folder / wanted.name)


def kept(recorder: Recorder, outcome: Outcome) -> Outcome:
    """The outcome with a sentence about the recording, which lies in its file now."""
    if not recorder.exchanges:
        return outcome
    try:
        make_private(recorder.file.parent)
        replace_private(recorder.file, encode(recorder.recording()))
    except (OSError, BadRecordingError):
        return outcome._replace(text=f"{outcome.text}\nRekaman percakapan dengan Excel tidak dapat ditulis.")
    said = f"Percakapan dengan Excel direkam, tanpa isi register: {recorder.file}"
    if (log_folder() / NEXT).exists():
        said += "\nTombol berikutnya yang Anda klik ikut direkam, satu kali."
    return outcome._replace(text=f"{outcome.text}\n{said}", paths=(*outcome.paths, recorder.file))

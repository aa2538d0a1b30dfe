"""A recorded conversation with an Excel, said again to the fake one: each answer that differs.

What differs with the office and not with Excel is not compared: what cells hold, how long tables are, how long it
took, and whether Excel was busy just then.
"""

from __future__ import annotations

from datetime import datetime
from types import MethodType
from typing import Any

from excel_office import ExcelOffice
from fake_excel.dispatch import CDispatch, DispatchBaseClass
from fake_excel.variants import ComError
from fake_excel.windows import _dispatch

from xl_macros.click.com_errors import BUSY_CODES
from xl_macros.click.recording import Exchange, Recording, described

CELLS = frozenset({"Value", "Value2", "Formula"})
"""Members whose answer depends on what somebody typed."""
_CELL_KINDS = frozenset({"nothing", "number", "text", "yesno", "date", "money"})


def differences(recording: Recording, office: ExcelOffice) -> list[str]:
    """What the fake answers in another way, a line each: the number of the line in the file, the call, both answers."""
    return _Replay(office).differences(recording)


class _Replay:
    def __init__(self, office: ExcelOffice) -> None:
        self.office = office
        self.objects: dict[int, Any] = {0: _dispatch(office.excel.hwnd)}
        self.classes: dict[int, str] = {0: "_ExcelWindow"}
        self.sized: set[int] = set()
        """Ranges that were asked for by their address: as high and wide here as there."""

    def differences(self, recording: Recording) -> list[str]:
        found = []
        for line, exchange in enumerate(recording.exchanges, start=2):
            if exchange.on not in self.objects or _is_busy(exchange):
                continue  # what kept the object from being had here is a difference already
            here = self._answer(exchange)
            there = (exchange.error and f"error {exchange.error}") or exchange.came
            if self._comparable(exchange, here) != self._comparable(exchange, there):
                owner = self.classes[exchange.on]
                found.append(
                    f"{line}: {exchange.asked} {owner}.{exchange.member}({', '.join(exchange.given)}): "
                    f"there {there or 'nothing said'}, here {here or 'nothing said'}"
                )
        return found

    def _answer(self, exchange: Exchange) -> str:  # noqa: PLR0911  one line per kind of answer
        """What the fake says, written down as the recorder would have."""
        given = [self._handed_over(each, exchange) for each in exchange.given]
        try:
            result = _ask(self.objects[exchange.on], exchange, given)
        except ComError as error:
            inner = error.excepinfo[5] if error.excepinfo else None
            return f"error {error.hresult}" + (f"/{inner}" if inner is not None else "")
        except NotImplementedError:
            return "no such member"
        except (AttributeError, TypeError) as error:
            return f"error {type(error).__name__}"
        if isinstance(result, (CDispatch, DispatchBaseClass)):
            return self._object(exchange, result)
        if isinstance(result, MethodType):
            return "a method"
        if exchange.asked == "each":
            return f"objects={len(result)}"
        return "" if exchange.asked == "set" else described(result, exchange.member)

    def _object(self, exchange: Exchange, result: Any) -> str:
        if not exchange.came.startswith("object="):
            return "object"
        number = int(exchange.came.partition("=")[2])
        self.objects[number] = result
        self.classes[number] = type(result._oleobj_.inner).__name__
        if exchange.member == "Range" and exchange.given:
            self.sized.add(number)
        return exchange.came

    def _handed_over(self, written: str, exchange: Exchange) -> Any:  # noqa: PLR0911  one line per kind
        kind, _, detail = written.partition("=")
        match kind:
            case "object":
                return self.objects.get(int(detail))
            case "text":
                return detail or self._text(exchange)
            case "number":
                return int(detail or 1)
            case "yes" | "yesno":
                return True
            case "no":
                return False
            case "rows":
                size, _, kinds = detail.partition(":")
                height, width = map(int, size.split("x"))
                cell = {"text": "teks", "number": 1.0}.get(kinds.split("+")[-1])
                return [[cell] * width] * height
            case "date":
                return datetime(2026, 1, 2)
            case _:
                return None

    def _text(self, exchange: Exchange) -> str:
        """A text that was not written down, for the member that got it."""
        if self.classes[exchange.on] == "Workbooks":
            return self.office.book.name
        return str(self.office.folder / "salinan.xlsm") if exchange.member == "SaveCopyAs" else "teks"

    def _comparable(self, exchange: Exchange, answer: str) -> str:
        kind, _, detail = answer.partition("=")
        if exchange.member in CELLS and kind in _CELL_KINDS:
            return "a cell"
        if kind == "rows" and exchange.on in self.sized:
            return f"rows {detail.partition(':')[0]}"
        return kind  # numbers, addresses and numbers of objects differ with the office


def _ask(target: Any, exchange: Exchange, given: list[Any]) -> Any:
    match exchange.asked:
        case "set":
            setattr(target, exchange.member, given[0])
        case "each":
            return list(target)
        case "call" if exchange.member == "Item":
            return target(*given)
        case "call":
            return getattr(target, exchange.member)(*given)
        case _:
            return getattr(target, exchange.member)
    return None


def _is_busy(exchange: Exchange) -> bool:
    numbers = exchange.error.split("/") if exchange.error else []
    return any(number.lstrip("-").isdigit() and int(number) in BUSY_CODES for number in numbers)

"""What an error of a call to Excel means: Excel is busy, is gone, or has said no. Judged here and nowhere else.

The same moment comes in many classes: pywin32's com_error, its AttributeError or TypeError of a late-bound object
that could not ask for a name, an OSError of the window that is no longer there. `com_objects.py` turns the first
two meanings into the classes below, which nothing between Excel and the surround mistakes for "no such thing".
"""

from __future__ import annotations

RPC_E_CALL_REJECTED = -2147418111  # 0x80010001
RPC_E_SERVERCALL_RETRYLATER = -2147417846  # 0x8001010A
VBA_E_IGNORE = -2146777998  # 0x800AC472: a cell is being edited
BUSY_CODES = frozenset({RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE})

RPC_S_SERVER_UNAVAILABLE = -2147023174  # 0x800706BA
GONE_CODES = frozenset(
    {
        RPC_S_SERVER_UNAVAILABLE,
        -2147023170,  # 0x800706BE: the call failed
        -2147023169,  # 0x800706BF: the call failed and was not executed
        -2147417848,  # 0x80010108: the object has disconnected from its clients
        -2147418105,  # 0x80010007: the server died, the call may have been executed
        -2147418094,  # 0x80010012: the server died, the call was not executed
    }
)

DISP_E_EXCEPTION = -2147352567  # 0x80020009: Excel itself said no; its own number stands in excepinfo
DISP_E_BADINDEX = -2147352565  # 0x8002000B: no such item in a collection
NOT_THERE = frozenset({DISP_E_EXCEPTION, DISP_E_BADINDEX})


class StillBusyError(Exception):
    """Excel rejected a call for as long as we were willing to wait."""

    hresult = RPC_E_CALL_REJECTED


class ExcelGoneError(Exception):
    """The Excel that was clicked is no longer there."""

    hresult = RPC_S_SERVER_UNAVAILABLE


def code_of(error: BaseException) -> int | None:
    """The number that tells what happened: Excel's own where it gave one."""
    code = getattr(error, "hresult", None)
    details = getattr(error, "excepinfo", None)
    inner = details[5] if code == DISP_E_EXCEPTION and details else None
    return inner if inner in BUSY_CODES | GONE_CODES else code


def is_busy(error: BaseException) -> bool:
    """Whether an error says that Excel is busy or a cell is being edited."""
    if isinstance(error, KeyError) and error.__context__ is not None:  # xlwings' book not found, and why
        return is_busy(error.__context__)
    return (
        type(error).__name__ == "ExcelBusyError" or code_of(error) in BUSY_CODES
    )  # the name is xlwings' own


def is_gone(error: BaseException) -> bool:
    """Whether an error says that the Excel it worked with is no longer there."""
    if isinstance(error, KeyError) and error.__context__ is not None:
        return is_gone(error.__context__)
    return code_of(error) in GONE_CODES


def is_no(error: BaseException) -> bool:
    """Whether Excel itself declined: it is there, it has time, and what was asked cannot be done."""
    return getattr(error, "hresult", None) == DISP_E_EXCEPTION and not (is_busy(error) or is_gone(error))


def own_words(error: BaseException) -> str:
    """What Excel itself says of its no, as a sentence to show; never to be logged, since it may name files."""
    details = getattr(error, "excepinfo", None)
    said = " ".join(str(details[2] or "").split()) if details else ""
    return f' Excel mengatakan: "{said}"' if said else ""


def is_missing(error: BaseException) -> bool:
    """Whether Excel says that a collection has no such item."""
    return getattr(error, "hresult", None) in NOT_THERE and not (is_busy(error) or is_gone(error))

"""The bound on parsing processes under Windows, over a kernel32 that behaves as the documented one."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from xl_macros.scans.windows_job import ExtendedLimits, enter_job

PSEUDO_HANDLE_OF_THIS_PROCESS = -1


class Kernel32:
    """Jobs and their limits; `refusing` names the call that fails, as on a system that forbids nested jobs."""

    def __init__(self, refusing: str = "") -> None:
        self.refusing = refusing
        self.limits: dict[int, ExtendedLimits] = {}
        self.members: list[tuple[int, int]] = []

    def CreateJobObjectW(self, security: None, name: None) -> int:  # noqa: N802  its name in Windows
        if self.refusing == "create":
            return 0
        self.limits[0x1A4] = ExtendedLimits()
        return 0x1A4

    def SetInformationJobObject(self, job: int, kind: int, limits: Any, size: int) -> int:  # noqa: N802
        # Windows refuses a structure of another size than the kind of information has.
        if self.refusing == "limits" or kind != 9 or size != 144:
            return 0
        self.limits[job] = ExtendedLimits.from_buffer_copy(ctypes.string_at(limits, size))
        return 1

    def AssignProcessToJobObject(self, job: int, process: int) -> int:  # noqa: N802
        if self.refusing == "assign" or job not in self.limits:
            return 0
        self.members.append((job, process))
        return 1

    def GetCurrentProcess(self) -> int:  # noqa: N802
        return PSEUDO_HANDLE_OF_THIS_PROCESS


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes are those of 64-bit Windows")
def test_the_process_is_in_a_job_with_its_memory_bounded_that_ends_with_it() -> None:
    system = Kernel32()
    assert enter_job(system, 1_600_000_000)
    assert system.members == [(0x1A4, PSEUDO_HANDLE_OF_THIS_PROCESS)]
    limits = system.limits[0x1A4]
    assert limits.process_memory == 1_600_000_000
    assert limits.basic.flags & 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    assert limits.basic.flags & 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE


def test_the_limits_lie_where_windows_looks_for_them() -> None:
    # offsets of JOBOBJECT_EXTENDED_LIMIT_INFORMATION in winnt.h, 64 bits
    assert (ExtendedLimits.io_counters.offset, ExtendedLimits.process_memory.offset) == (64, 112)
    assert type(ExtendedLimits().basic).flags.offset == 16


@pytest.mark.parametrize("call", ["create", "limits", "assign"])
def test_a_system_that_refuses_is_told(call: str) -> None:
    assert not enter_job(Kernel32(call), 1_600_000_000)

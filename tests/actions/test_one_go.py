"""What a click does for many scans or berkas, it does to whole tables once, as for one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from office_at_work import CHECKER, DECISION, ENTRY, MAKER, DeskOfAnOffice, filled

from tests.actions.conftest import copied
from xl_macros.keeping import register
from xl_macros.keeping.chained import CHAINS
from xl_macros.tables import rows as table_rows
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, REGISTER

WHOLE_TABLES = (
    *("filled_rows", "records_of", "columns_of_records", "columns_of"),
    *("appended", "blank_places", "change_to"),
)
"""Whatever goes over all rows of a table, or one column of them."""


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a click went over a table, by what did."""
    done: list[str] = []

    def counted(name: str) -> None:
        function = getattr(table_rows, name)
        monkeypatch.setattr(table_rows, name, lambda *given: done.append(name) or function(*given))

    for name in WHOLE_TABLES:
        counted(name)
    records = TableStore.records
    monkeypatch.setattr(
        TableStore, "records", lambda store, kind: done.append(kind.__name__) or records(store, kind)
    )
    return done


def passes_of(
    passes: list[str], desk: DeskOfAnOffice, button: str, officer: str, **answers: object
) -> Counter[str]:
    passes.clear()
    desk.done(button, officer, **answers)
    return Counter(name for name in passes if name != "Officer")  # a handful of rows, asked for each berkas


def office_of(folder: Path, decisions: int) -> DeskOfAnOffice:
    """So many decisions of one entry each, received and scanned."""
    desk = filled(folder, entries=1)
    numbers = [f"Nomor {700 + place} Tahun 2025" for place in range(decisions)]
    desk.edit(DECISIONS, lambda _: [Row({**DECISION, "number": number}.items()) for number in numbers])
    desk.edit(REGISTER, lambda _: [Row({**ENTRY, "decision_number": number}.items()) for number in numbers])
    for place, number in enumerate(numbers, start=1):
        desk.done("receive-decision", CHECKER, target=number)
        code = f"B-2025-{place:03d}"
        desk.done("attach-scans", target=code, files=(desk.scan(f"keputusan {place}", 2 * place),))
        desk.done("attach-scans", target=f"{code}.01", files=(desk.scan(f"satu {place}", 2 * place + 1),))
    return desk


def test_four_scans_take_as_many_passes_over_tables_as_one(
    received: DeskOfAnOffice, tmp_path: Path, passes: list[str]
) -> None:
    other = copied(received, tmp_path / "lain")
    files = tuple(other.scan(name, seed) for seed, name in enumerate("abcd", start=1))
    one, four = (
        passes_of(passes, desk, "attach-scans", MAKER, target="B-2025-001.01", files=some)
        for desk, some in ((received, files[:1]), (other, files))
    )
    assert one == four


def test_three_berkas_take_as_many_passes_over_tables_as_one(tmp_path: Path, passes: list[str]) -> None:
    clicks = {
        "build-recap": (MAKER, {}),
        "check-recap": (CHECKER, {"verdict": "setuju", "confirmed": True}),
        "store-documents": (MAKER, {"confirmed": True}),
        "export-disposition": (MAKER, {"confirmed": True}),
    }
    of_one, of_three = office_of(tmp_path / "satu", 1), office_of(tmp_path / "tiga", 3)
    for button, (officer, answers) in clicks.items():
        one, three = (
            passes_of(passes, desk, button, officer, target=targets, **answers)
            for desk, targets in (
                (of_one, ("B-2025-001",)),
                (of_three, ("B-2025-001", "B-2025-002", "B-2025-003")),
            )
        )
        assert one == three, button


def test_a_check_makes_the_rows_of_a_list_once_and_assesses_the_register_once(
    stored: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    rows, assess = table_rows.filled_rows, register._assess
    monkeypatch.setattr(
        table_rows, "filled_rows", lambda table, *of: made.append(table.name) or rows(table, *of)
    )
    monkeypatch.setattr(register, "_assess", lambda *given: made.append("assessed") or assess(*given))
    stored.done("verify-archive", CHECKER)
    lists = {table.name: 1 for table in (REGISTER, DECISIONS, *CHAINS)}
    assert {name: made.count(name) for name in ("assessed", *lists)} == {"assessed": 1, **lists}

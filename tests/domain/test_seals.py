"""The seal of a berkas: what changes it, what does not, and the form that a stranger can compute."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from xl_macros.domain.entry import Status
from xl_macros.domain.seals import (
    ASSESSED_FIELDS,
    CORRECTION_FIELDS,
    DATED,
    DECISION_FIELDS,
    ENTRY_FIELDS,
    EVENT_FIELDS,
    Sealed,
    canonical_form,
    changed_cells,
    seal,
    sealed_status,
)
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, REGISTER, Filled

DECISION = {"berkas": "B-2025-001", "number": "731/2025", "decided_on": date(2025, 8, 21)}
ENTRY = {"code": "B-2025-001.01", "period_text": "5 tahun", "status": DATED, "end_on": date(2030, 8, 21)}


def sealed(**parts: Any) -> str:
    return seal(Sealed(**{"decision": DECISION, "entries": [ENTRY], **parts}))


def test_the_form_is_the_one_of_the_documentation() -> None:
    form = canonical_form(Sealed(DECISION, [ENTRY], [{"number": 1, "kind": "putusan"}], [{"number": 2}]))
    assert form.split("\n") == [
        "kecuali-segel 1",
        'keputusan {"berkas":"B-2025-001","decided_on":"2025-08-21","number":"731/2025"}',
        'informasi {"code":"B-2025-001.01","end_on":"2030-08-21","period_text":"5 tahun","status":"bertanggal"}',
        'peristiwa {"kind":"putusan","number":"1"}',
        'koreksi {"number":"2"}',
    ]
    assert (
        seal(Sealed(DECISION, [ENTRY]))
        == hashlib.sha256("\n".join(form.split("\n")[:3]).encode()).hexdigest()
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"decision": {**DECISION, "decided_on": date(2020, 8, 21)}},
        {"decision": {**DECISION, "standing": "dicabut"}},
        {"entries": [{**ENTRY, "period_text": "1 hari"}]},
        {"entries": [{**ENTRY, "end_on": date(2031, 8, 21)}]},
        {"entries": [ENTRY, {**ENTRY, "code": "B-2025-001.02"}]},
        {"entries": []},
        {"events": [{"number": 1, "kind": "putusan"}]},
        {"corrections": [{"number": 1, "kind": "perbaiki isi"}]},
        {"events": [{"number": 1, "kind": "kata lain"}]},
    ],
)
def test_whatever_was_decided_on_changes_the_seal(parts: dict[str, Any]) -> None:
    assert sealed(**parts) != sealed()


@pytest.mark.parametrize(
    "parts",
    [
        {"decision": {**DECISION, "note": "x", "step": 5, "agenda_number": "7"}},
        {
            "entries": [
                {
                    **ENTRY,
                    "place": "Lemari 2",
                    "note": "x",
                    "scans": 3,
                    "explanation": "x",
                    "mark_on": date(2030, 7, 1),
                }
            ]
        },
        {"decision": {**DECISION, "date_text": "", "decided_by": None}},
        {"events": [{"number": 1, "kind": "disposisi diterima"}]},
        {"events": [{"number": 1, "kind": "penetapan PPID"}, {"number": 2, "kind": "pengumuman"}]},
        {"corrections": [{"number": 1, "kind": "tandai temuan"}]},
    ],
)
def test_what_goes_on_by_itself_does_not(parts: dict[str, Any]) -> None:
    assert sealed(**parts) == sealed()


def test_the_order_of_rows_makes_no_difference() -> None:
    other = {**ENTRY, "code": "B-2025-001.02"}
    assert sealed(entries=[ENTRY, other]) == sealed(entries=[other, ENTRY])


def test_time_alone_changes_no_status() -> None:
    assert {sealed_status(each) for each in (Status.IN_FORCE, Status.ENDS_SOON, Status.ENDED)} == {DATED}
    others = set(Status) - {Status.IN_FORCE, Status.ENDS_SOON, Status.ENDED}
    assert {sealed_status(each) for each in others} == {each.value for each in others}


def test_the_sealed_fields_are_columns_and_all_that_staff_type_about_an_exemption_is_among_them() -> None:
    for table, fields in (
        (DECISIONS, DECISION_FIELDS),
        (REGISTER, (*ENTRY_FIELDS, *ASSESSED_FIELDS)),
        (EVENTS, EVENT_FIELDS),
        (CORRECTIONS, CORRECTION_FIELDS),
    ):
        assert set(fields) <= set(table.fields)
    typed = {column.field for column in REGISTER.columns if column.filled is Filled.BY_STAFF}
    assert typed - set(ENTRY_FIELDS) == {"place", "note"}


def test_changed_cells_are_named_old_and_new() -> None:
    before, after = {"a": 9, "b": None, "c": "x"}, {"a": "9", "b": "", "c": "y"}
    assert changed_cells(before, after, ("a", "b", "c")) == [("c", "x", "y")]

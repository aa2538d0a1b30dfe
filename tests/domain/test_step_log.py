"""The hash chain: one canonical form, and every kind of tampering found at its row."""

from __future__ import annotations

import hashlib
import math
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.domain.step_log import (
    GENESIS,
    ChainReport,
    canonical,
    chain_hash,
    chained_fields,
    verify_chain,
)

DEFINITION = Path(__file__).parents[2] / "docs" / "rantai-hash.md"
FIELDS = ("number", "berkas", "officer", "finished_at", "hours_used")
Row = dict[str, object]


def chain(contents: list[Row]) -> list[Row]:
    rows, head = [], GENESIS
    for content in contents:
        head = chain_hash(head, content)
        rows.append({**content, "chain_hash": head})
    return rows


def log(length: int = 6) -> list[Row]:
    return chain(
        [
            {
                "number": number,
                "berkas": "B-2025-001",
                "officer": f"Petugas {number}",
                "finished_at": datetime(2025, 8, 22, 9, number),
                "hours_used": number / 4,
            }
            for number in range(1, length + 1)
        ]
    )


def checked(rows: list[Row], expected_head: str | None = None) -> ChainReport:
    return verify_chain(rows, FIELDS, expected_head)


# -- the canonical form ----------------------------------------------------------------------------------


def test_the_example_in_the_written_definition_is_what_the_program_computes() -> None:
    row = {
        "number": 1,
        "berkas": "B-2025-001",
        "step": 1,
        "officer": "Maria Téa",
        "finished_at": datetime(2025, 8, 22, 9, 15),
        "hours_used": 0.75,
        "direction": None,
    }
    definition = DEFINITION.read_text(encoding="utf-8")
    assert f"    {GENESIS}\n    {canonical(row)}\n\n    {chain_hash(GENESIS, row)}\n" in definition
    assert (
        chain_hash(GENESIS, row)
        == hashlib.sha256((GENESIS + "\n" + canonical(row)).encode("ascii")).hexdigest()
    )


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("B-2025-001", '{"x":"B-2025-001"}'),
        ("00123", '{"x":"00123"}'),
        ("", "{}"),
        (None, "{}"),
        ("a\r\nb\rc\nd", r'{"x":"a\nb\nc\nd"}'),
        ("Te\u0301a", r'{"x":"T\u00e9a"}'),
        ("\ud800", r'{"x":"\ud800"}'),
        (True, '{"x":"ya"}'),
        (False, '{"x":"tidak"}'),
        (0, '{"x":"0"}'),
        (12, '{"x":"12"}'),
        (12.0, '{"x":"12"}'),
        (100.0, '{"x":"100"}'),
        (-0.0, '{"x":"0"}'),
        (7.5, '{"x":"7.5"}'),
        (0.1 + 0.2, '{"x":"0.3"}'),
        (1 / 3, '{"x":"0.333333"}'),
        (1e21, '{"x":"1000000000000000000000"}'),
        (date(2025, 8, 21), '{"x":"2025-08-21"}'),
        (datetime(2025, 8, 21, 9), '{"x":"2025-08-21T09:00:00"}'),
        (datetime(2025, 8, 21, 8, 59, 59, 999_999), '{"x":"2025-08-21T09:00:00"}'),
        (datetime(2025, 8, 21, 9, 0, 0, 1), '{"x":"2025-08-21T09:00:00"}'),
    ],
)
def test_a_value_has_one_form_that_survives_a_workbook(value: object, form: str) -> None:
    assert canonical({"x": value}) == form


def test_the_order_of_the_fields_does_not_matter_but_their_names_do() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1}) == '{"a":"2","b":"1"}'
    assert chain_hash(GENESIS, {"a": 1}) != chain_hash(GENESIS, {"b": 1})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_does_not_go_into_the_chain(value: float) -> None:
    with pytest.raises(ValueError, match="bukan bilangan"):
        canonical({"x": value})


def test_a_value_of_another_kind_does_not_go_into_the_chain() -> None:
    with pytest.raises(TypeError, match="list does not go into the chain"):
        canonical({"x": []})


def test_columns_that_are_rewritten_later_are_not_chained() -> None:
    fields = ("scan_id", "file", "chain_hash", "checked_at", "check_result", "link")
    assert chained_fields(fields) == ("scan_id", "file")


# -- chains that hold ------------------------------------------------------------------------------------


def test_an_empty_list_holds() -> None:
    assert checked([]) == ChainReport(True, None, None, GENESIS)
    assert checked([], GENESIS).ok


def test_an_untouched_chain_holds_and_gives_its_head() -> None:
    rows = log()
    assert checked(rows) == ChainReport(True, None, None, str(rows[-1]["chain_hash"]))


def test_a_head_from_an_earlier_report_is_found_in_a_chain_that_has_grown() -> None:
    assert checked(log(6), expected_head=str(log(3)[-1]["chain_hash"]).upper() + " ").ok


def test_columns_added_later_and_left_empty_do_not_disturb_older_rows() -> None:
    assert verify_chain(log(), (*FIELDS, "new_column")).ok


# -- tampering -------------------------------------------------------------------------------------------


def test_a_changed_row_is_named() -> None:
    rows = log()
    rows[2]["officer"] = "Orang Lain"
    report = checked(rows)
    assert (report.ok, report.first_bad_row_index) == (False, 2)
    assert report.reason == "Isi baris ini berubah, atau baris tepat di atasnya diubah atau dihapus."


def test_a_removed_row_is_noticed_at_the_row_below() -> None:
    rows = log()
    del rows[2]
    report = checked(rows)
    assert report.first_bad_row_index == 2
    assert report.reason == "Ada baris tepat di atas baris ini yang dihapus."


def test_a_removed_first_row_is_noticed() -> None:
    report = checked(log()[1:])
    assert report.first_bad_row_index == 0
    assert report.reason == "Ada baris tepat di atas baris ini yang dihapus."


def test_a_removed_scan_is_noticed_by_its_running_number() -> None:
    rows = chain([{"scan_id": f"P-{number:06d}", "pages": 1.0} for number in range(1, 5)])
    del rows[1]
    report = verify_chain(rows, ("scan_id", "pages"))
    assert report.first_bad_row_index == 1
    assert report.reason == "Ada baris tepat di atas baris ini yang dihapus."


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0, 4.0], [0.5, 1.5, 2.5, 3.5], ["a", "b", "c", "d"]])
def test_a_removed_row_is_noticed_whatever_numbers_the_rows(values: list[object]) -> None:
    rows = chain([{"number": value} for value in values])
    del rows[1]
    assert verify_chain(rows, ("number",)).first_bad_row_index == 1


def test_an_inserted_row_without_a_valid_hash_is_named() -> None:
    rows = log()
    rows.insert(2, {**rows[2], "officer": "Sisipan", "chain_hash": "ab" * 32})
    report = checked(rows)
    assert report.first_bad_row_index == 2
    assert report.reason == "Baris ini disisipkan: baris di bawahnya menyambung ke baris di atasnya."


@pytest.mark.parametrize("at", [0, 2, 5])
def test_an_inserted_row_with_a_valid_hash_of_its_own_is_named(at: int) -> None:
    rows = log()
    content = {**{field: rows[at][field] for field in FIELDS}, "officer": "Sisipan"}
    above = str(rows[at - 1]["chain_hash"]) if at else GENESIS
    rows.insert(at, {**content, "chain_hash": chain_hash(above, content)})
    report = checked(rows)
    assert report.first_bad_row_index == at
    assert report.reason == "Baris ini disisipkan: baris sesudahnya tidak menyambung kepadanya."


def test_two_swapped_rows_are_named() -> None:
    rows = log()
    rows[2], rows[3] = rows[3], rows[2]
    report = checked(rows)
    assert report.first_bad_row_index == 2
    assert report.reason == "Urutan baris berubah: baris ini seharusnya berada lebih ke bawah."


def test_a_row_moved_up_is_named() -> None:
    rows = log()
    rows.insert(1, rows.pop(4))
    assert checked(rows).first_bad_row_index == 1


def test_an_emptied_hash_is_named() -> None:
    rows = log()
    rows[3]["chain_hash"] = None
    report = checked(rows)
    assert (report.first_bad_row_index, report.reason) == (3, "Rantai hash baris ini kosong.")


def test_a_row_whose_hash_was_recomputed_breaks_the_row_below() -> None:
    rows = log()
    rows[2]["officer"] = "Orang Lain"
    content = {field: rows[2][field] for field in FIELDS}
    rows[2]["chain_hash"] = chain_hash(str(rows[1]["chain_hash"]), content)
    report = checked(rows)
    assert report.first_bad_row_index == 3
    assert "tepat di atasnya diubah" in str(report.reason)


@pytest.mark.parametrize("value", [[], math.nan, object(), "\ud800"])
def test_what_cannot_be_hashed_does_not_verify_and_does_not_raise(value: object) -> None:
    rows = log()
    rows[2]["officer"] = value
    assert checked(rows).first_bad_row_index == 2


@pytest.mark.parametrize("stored", ["\ud800", "bukan hash", "é" * 64, 12.5])
def test_a_hash_cell_with_anything_else_in_it_does_not_raise(stored: object) -> None:
    rows = log()
    rows[2]["chain_hash"] = stored
    assert checked(rows).first_bad_row_index == 2


def test_a_cut_off_tail_is_found_by_the_head_of_an_earlier_report() -> None:
    rows = log()
    head = str(rows[-1]["chain_hash"])
    assert checked(rows[:-2]).ok  # the chain alone cannot know
    report = checked(rows[:-2], expected_head=head)
    assert (report.ok, report.first_bad_row_index) == (False, None)
    assert "baris di akhir daftar dihapus" in str(report.reason)
    assert not checked([], expected_head=head).ok


def test_a_chain_recomputed_as_a_whole_is_found_by_the_head_of_an_earlier_report() -> None:
    forged = [{field: row[field] for field in FIELDS} for row in log()]
    forged[0]["officer"] = "Orang Lain"
    assert checked(chain(forged)).ok
    assert not checked(chain(forged), expected_head=str(log()[-1]["chain_hash"])).ok


def test_a_table_without_fields_is_compared_by_its_hashes_alone() -> None:
    rows = chain([{}, {}])
    assert verify_chain(rows, ()).ok
    rows[0]["chain_hash"] = "0"
    assert verify_chain(rows, ()).first_bad_row_index == 0


CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 3)),
    st.dates(),
    st.datetimes(max_value=datetime(9999, 1, 1)),
)
LISTS = st.lists(st.fixed_dictionaries({"number": st.integers(1, 99), "a": CELLS}), min_size=1, max_size=8)


@settings(deadline=None)
@given(contents=LISTS)
def test_every_chain_holds(contents: list[Row]) -> None:
    assert verify_chain(chain(contents), ("number", "a")).ok


@settings(deadline=None)
@given(contents=LISTS, data=st.data(), value=CELLS)
def test_any_single_change_is_found_no_later_than_the_row_below(
    contents: list[Row], data: st.DataObject, value: object
) -> None:
    rows = chain(contents)
    index = data.draw(st.integers(0, len(rows) - 1))
    changed = {**contents[index], "a": value}
    if canonical(changed) == canonical(contents[index]):
        return
    rows[index]["a"] = value
    report = verify_chain(rows, ("number", "a"))
    assert not report.ok
    assert report.first_bad_row_index == index


@settings(deadline=None)
@given(contents=LISTS, data=st.data())
def test_any_removal_insertion_and_swap_is_found(contents: list[Row], data: st.DataObject) -> None:
    rows = chain(contents)
    head = str(rows[-1]["chain_hash"])
    index = data.draw(st.integers(0, len(rows) - 1))
    assert not verify_chain(rows[:index] + rows[index + 1 :], ("number", "a"), head).ok
    assert not verify_chain([*rows[:index], rows[index], *rows[index:]], ("number", "a")).ok
    other = data.draw(st.integers(0, len(rows) - 1))
    if other != index:
        rows[index], rows[other] = rows[other], rows[index]
        assert not verify_chain(rows, ("number", "a")).ok


@settings(deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(["number", "a", "chain_hash"]), CELLS), max_size=5))
def test_no_content_whatever_makes_the_verification_raise(rows: list[Row]) -> None:
    assert verify_chain(rows, ("number", "a")).ok is (not rows)

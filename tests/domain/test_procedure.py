"""The six steps of the SOP: order, roles, times and the two-person rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from xl_macros.domain.procedure import (
    APPROVED,
    HOURS_PER_DAY,
    PDID,
    RETURNED,
    Officer,
    Step,
    check_officer,
    check_turn,
    is_estimate,
    last_counted,
    next_step,
    read_standard,
    sop_steps,
    steps_from_rows,
    timeliness,
    was_returned,
)
from xl_macros.errors import NOTHING_CHANGED, Refusal
from xl_macros.records import LoggedStep, SopStep

MARIA = Officer("Maria Téa", role="PDID")
YOHANES = Officer("Yohanes Jehadu", role="Desk Pelayanan")


def step(number: int) -> Step:
    return sop_steps()[number - 1]


def done(number: int, officer: str = "Yohanes Jehadu", output: str = "") -> LoggedStep:
    return LoggedStep(step=number, officer=officer, finished_at=datetime(2026, 1, 5, 9), output=output)


def done_up_to(number: int) -> list[LoggedStep]:
    return [done(each, output=APPROVED if each == 4 else "") for each in range(1, number + 1)]


# -- the steps -------------------------------------------------------------------------------------------


def test_the_steps_are_those_of_the_sop_with_its_times_and_outputs() -> None:
    steps = sop_steps()
    assert [each.number for each in steps] == [1, 2, 3, 4, 5, 6]
    assert [each.standard_text for each in steps] == ["1 jam", "2 jam", "2 jam", "1 hari", "1 hari", "3 jam"]
    assert sum(each.standard_hours for each in steps) == 23
    assert [each.role for each in steps] == ["PDID", *["Desk Pelayanan"] * 2, "PDID", *["Desk Pelayanan"] * 2]
    assert step(4).output == "Rekapitulasi/Arahan"
    assert step(1).name.startswith("Meneruskan Keputusan KPU")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2 jam", 2),
        ("1 hari", HOURS_PER_DAY),
        ("1 Hari Kerja", 7.5),
        ("1,5 jam", 1.5),
        ("0.5 jam", 0.5),
        ("30 menit", 0.5),
        ("1 hari 2 jam", 9.5),
        ("1 hari, 2 jam dan 30 menit", 10),
        (" 3JAM ", 3),
    ],
)
def test_a_standard_time_is_read_as_staff_write_it(text: str, hours: float) -> None:
    assert read_standard(text) == pytest.approx(hours)


@pytest.mark.parametrize("text", ["", "2", "jam", "dua jam", "2 minggu", "2 jam saja", None])
def test_a_standard_time_that_cannot_be_read_is_refused_in_words(text: object) -> None:
    with pytest.raises(ValueError, match="tidak terbaca"):
        read_standard(text)


def test_the_office_may_edit_roles_and_times_of_the_steps() -> None:
    steps = steps_from_rows(
        [SopStep(2, role="PDID", standard="1 hari"), SopStep(unread={"step": "x"}), SopStep(9)]
    )
    assert (steps[1].role, steps[1].standard_hours, steps[1].standard_text) == ("PDID", 7.5, "1 hari")
    assert steps[1].name == step(2).name
    assert (steps[0], *steps[2:]) == (sop_steps()[0], *sop_steps()[2:])


# -- the order -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(6))
def test_the_next_step_is_the_one_after_the_last_finished(number: int) -> None:
    assert next_step(done_up_to(number)) == step(number + 1)


def test_after_the_sixth_step_none_is_due() -> None:
    assert next_step(done_up_to(6)) is None


def test_a_step_that_was_begun_but_not_finished_is_still_due() -> None:
    assert next_step([*done_up_to(1), LoggedStep(step=2, finished_at=None)]) == step(2)


def test_a_returned_recap_makes_step_three_due_again() -> None:
    returned = [*done_up_to(3), done(4, output=f"{RETURNED}: lengkapi tanggal")]
    assert was_returned(returned[-1])
    assert next_step(returned) == step(3)
    assert next_step([*returned, done(3)]) == step(4)
    assert next_step([*returned, done(3), done(4, output=APPROVED)]) == step(5)


def test_rows_out_of_order_do_not_bring_a_later_step_nearer() -> None:
    assert next_step([done(5), done(1)]) == step(2)
    assert next_step([*done_up_to(3), done(2)]) == step(4)


def test_the_office_s_own_steps_are_given_back() -> None:
    steps = steps_from_rows([SopStep(1, role="Desk Pelayanan")])
    due = next_step([], steps)
    assert due is not None
    assert due.role == "Desk Pelayanan"


@pytest.mark.parametrize(("number", "finished"), [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5)])
def test_a_step_whose_turn_it_is_may_begin(number: int, finished: int) -> None:
    check_turn(step(number), done_up_to(finished))


@pytest.mark.parametrize(("number", "finished"), [(2, 2), (3, 3)])
def test_scans_may_be_added_and_the_recap_made_again_until_the_next_step(number: int, finished: int) -> None:
    check_turn(step(number), done_up_to(finished))


def test_a_step_whose_turn_has_not_come_is_refused_with_the_one_to_do_first() -> None:
    with pytest.raises(Refusal) as caught:
        check_turn(step(5), done_up_to(2))
    assert str(caught.value) == (
        "Langkah 5 (Menyimpan dokumen informasi yang dikecualikan dalam bentuk digital atau elektronik) "
        "belum gilirannya: langkah 3 belum selesai.\n"
        f"{NOTHING_CHANGED}\n"
        "Kerjakan dahulu langkah 3: Membuat daftar informasi dikecualikan berdasarkan jangka waktu "
        "pengecualian."
    )


@pytest.mark.parametrize(("number", "finished"), [(1, 1), (2, 3), (3, 4), (4, 4), (5, 5)])
def test_a_step_whose_turn_has_passed_is_refused(number: int, finished: int) -> None:
    with pytest.raises(Refusal, match="sudah selesai"):
        check_turn(step(number), done_up_to(finished))


def test_no_step_is_taken_again_when_all_six_are_done() -> None:
    with pytest.raises(Refusal, match="keenam langkah sudah selesai"):
        check_turn(step(6), done_up_to(6))


# -- who may -----------------------------------------------------------------------------------------------


def test_the_officer_s_role_must_be_the_step_s() -> None:
    check_officer(step(1), MARIA, [])
    check_officer(step(2), Officer("Yohanes", role=" desk  pelayanan"), [])
    with pytest.raises(
        Refusal, match=r"Langkah 1 dikerjakan oleh PDID; Yohanes Jehadu tercatat sebagai Desk"
    ):
        check_officer(step(1), YOHANES, [])
    with pytest.raises(Refusal, match="tercatat sebagai tanpa peran"):
        check_officer(step(1), Officer("Tamu"), [])


def test_the_maker_of_the_recap_is_not_its_checker_even_in_another_spelling() -> None:
    log = [*done_up_to(2), done(3, "  MARIA  téa")]
    with pytest.raises(Refusal, match="Maria Téa membuat rekapitulasi ini"):
        check_officer(step(4), MARIA, log)


def test_another_officer_checks_the_recap() -> None:
    check_officer(step(4), MARIA, done_up_to(3))


def test_what_counts_is_who_made_the_recap_last() -> None:
    returned = done(4, "Maria Téa", RETURNED)
    log = [*done_up_to(2), done(3, "Maria Téa"), returned, done(3, "Yohanes Jehadu")]
    check_officer(step(4), MARIA, log)
    with pytest.raises(Refusal):
        check_officer(step(4), MARIA, [*log, returned, done(3, "Maria Téa")])


def test_a_recap_that_was_only_begun_has_no_maker() -> None:
    check_officer(step(4), MARIA, [LoggedStep(step=3, officer="Maria Téa", finished_at=None)])


def test_a_recap_whose_maker_is_not_recorded_cannot_be_checked() -> None:
    with pytest.raises(Refusal, match="Pembuat rekapitulasi tidak tercatat"):
        check_officer(step(4), MARIA, [done(3, "")])


# -- on time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "standard", "words"),
    [
        (0, 2, "tepat waktu"),
        (2, 2, "tepat waktu"),
        (2.0000001, 2, "tepat waktu"),
        (2 + 1 / 3600, 2, "terlambat 0,01 jam"),
        (3, 2, "terlambat 1 jam"),
        (3.5, 2, "terlambat 1,5 jam"),
        (9.25, 7.5, "terlambat 1,75 jam"),
        (107.5, 7.5, "terlambat 100 jam"),
    ],
)
def test_late_is_what_takes_longer_than_the_standard(used: float, standard: float, words: str) -> None:
    assert timeliness(used, standard) == words


def test_a_recap_may_not_be_checked_by_its_maker_under_a_new_title() -> None:
    log = [LoggedStep(step=3, officer="Yohanes Darmawan", finished_at="x")]
    titled = Officer("Yohanes Darmawan, S.H.", role=PDID, account="yohanes")
    with pytest.raises(Refusal, match=r"rekapitulasi ini \(sebagai Yohanes Darmawan\), maka"):
        check_officer(sop_steps()[3], titled, log)


def test_a_recap_may_not_be_checked_from_its_makers_account() -> None:
    step = sop_steps()[3]
    log = [LoggedStep(step=3, officer="Yohanes Darmawan", account="yohanes", finished_at="x")]
    renamed = Officer("Yohanes D., S.H.", role=PDID, account="YOHANES")
    with pytest.raises(Refusal, match=r"\(sebagai Yohanes Darmawan, dengan akun Windows yang sama\)"):
        check_officer(step, renamed, log)
    check_officer(step, Officer("Maria", role=PDID, account="maria"), log)


def test_who_reopened_a_recap_did_not_make_it() -> None:
    step = sop_steps()[3]
    log = [
        LoggedStep(step=3, officer="Yohanes", finished_at="x"),
        LoggedStep(step=3, officer="Maria", finished_at="x", output="Dibuka kembali ke langkah 3"),
    ]
    check_officer(step, Officer("Maria", role=PDID), log)


def test_the_row_that_counted_last_is_where_the_running_step_began() -> None:
    assert last_counted([]) is None
    log: list[LoggedStep] = [LoggedStep(step=number, finished_at=number) for number in (1, 2, 3)]
    again = LoggedStep(step=3, finished_at=9)
    assert last_counted([*log, again]) == again
    assert (
        last_counted([*log, LoggedStep(step=2, finished_at=9), LoggedStep(step=3, finished_at=None)])
        == log[-1]
    )
    reopened = LoggedStep(step=2, finished_at=10, output="Dibuka kembali ke langkah 2")
    assert last_counted([*log, reopened]) == reopened
    assert last_counted([*log, reopened._replace(step=5)]) == log[-1]


def test_a_timeliness_that_rests_on_undecreed_days_says_so() -> None:
    assert timeliness(1, 2, estimate=True) == "tepat waktu (perkiraan)"
    assert timeliness(3.5, 2, estimate=True) == "terlambat 1,5 jam (perkiraan)"
    assert is_estimate("terlambat 1,5 jam (perkiraan)")
    assert not is_estimate("tepat waktu")
    assert not is_estimate(None)

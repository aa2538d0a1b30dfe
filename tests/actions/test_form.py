"""The form sheet: an action's questions, filled in by staff, checked together, carried out in the action's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, filled

from xl_macros.actions.catalogue import ACTIONS, BY_NAME, Action
from xl_macros.actions.forms import complaints_beside, filled_in, form_of, questions, selected_codes
from xl_macros.click.office import Selection
from xl_macros.click.request import UnknownAnswerError
from xl_macros.file_engine import open_book
from xl_macros.keeping.known_layouts import LAYOUTS_FILE, remembered
from xl_macros.keeping.reading import open_file, reading_office
from xl_macros.tables.form_sheet import (
    ANSWER_COLUMN,
    CHOICES,
    CHOICES_LEFT,
    EMPTY,
    FIRST_LINE,
    LEFT,
    LINES,
    STATE,
    TOP,
    FilledForm,
    read_form,
)
from xl_macros.tables.schema import EVENTS, FORM_SHEET, REGISTER

CODE = "B-2025-001.01"


@pytest.fixture
def desk(tmp_path: Path) -> DeskOfAnOffice:
    desk = filled(tmp_path / "kantor")
    desk.done("receive-decision", CHECKER, target=NUMBER)
    return desk


def sheet(desk: DeskOfAnOffice) -> list[tuple[Any, Any, Any]]:
    """Label, answer and note of each line that asks something."""
    book = open_book(desk.book)
    try:
        values = book.sheets[FORM_SHEET].range((FIRST_LINE, LEFT), (FIRST_LINE + LINES - 1, LEFT + 2)).value
        return [tuple(line) for line in values if line[0] is not None]
    finally:
        book.close()


def title(desk: DeskOfAnOffice) -> str:
    book = open_book(desk.book)
    try:
        return str(book.sheets[FORM_SHEET].range((TOP, LEFT)).value)
    finally:
        book.close()


def choices(desk: DeskOfAnOffice, label: str) -> list[str]:
    """What the dropdown beside the line offers."""
    book = open_book(desk.book)
    try:
        row = FIRST_LINE + [line[0] for line in sheet(desk)].index(label)
        count, *offered = (
            book.sheets[FORM_SHEET].range((row, CHOICES_LEFT), (row, CHOICES_LEFT + CHOICES)).value
        )
        return [str(each) for each in offered[: int(count)]]
    finally:
        book.close()


def fill_in(desk: DeskOfAnOffice, **answers: Any) -> None:
    """What staff type into the answer cells, by the label of the line."""
    book = open_book(desk.book)
    labels = [line[0] for line in sheet(desk)]
    for label, answer in answers.items():
        row = FIRST_LINE + labels.index(label.replace("_", " "))
        book.sheets[FORM_SHEET].range((row, ANSWER_COLUMN)).value = answer
    book.save()
    book.close()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_s_questions_have_room_on_the_sheet(action: Action) -> None:
    assert len(questions(action)) <= LINES


def test_the_form_shows_the_questions_with_what_is_known(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=("event=putusan", f"target={CODE}"))
    lines = {label: answer for label, answer, _ in sheet(desk)}
    assert "Peristiwa" not in lines  # chosen in the menu, and said in the title
    assert title(desk) == "Catat Peristiwa: putusan"
    assert lines["Kode"] == CODE
    assert lines["Tanggal"] == f"{desk.now:%d/%m/%Y}"
    assert lines["Bukti"] is None


def test_a_filled_form_is_carried_out_and_gone(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=("event=persetujuan tertulis", f"target={CODE}"))
    fill_in(desk, Hasil="diberikan", Bukti="Surat 12/2026", Tanggal=date(2026, 8, 20))
    said = desk.done("submit-form")
    assert CODE in said
    (event,) = desk.rows(EVENTS)
    assert (event["kind"], event["target"], event["evidence"]) == (
        "persetujuan tertulis",
        CODE,
        "Surat 12/2026",
    )
    assert sheet(desk) == []
    assert desk.asked("undo-last").startswith("Urungkan Catat Peristiwa")


def test_all_complaints_stand_beside_their_fields_and_nothing_else_has_changed(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=(f"target={CODE}",))
    fill_in(desk, Peristiwa="pesta", Tanggal="kemarin dulu")
    outcome = desk.click("submit-form")
    assert outcome.exit_code == 1
    assert "tidak ada yang dikerjakan" in outcome.text
    notes = {label: (answer, note) for label, answer, note in sheet(desk)}
    assert notes["Peristiwa"][0] == "pesta"
    assert notes["Peristiwa"][1].startswith("▲ 'pesta' tidak dikenal")
    assert notes["Tanggal"][1].startswith("▲ 'kemarin dulu' bukan tanggal")
    assert desk.rows(EVENTS) == []
    fill_in(desk, Peristiwa="persetujuan tertulis", Hasil="diberikan", Tanggal="20/08/2026", Bukti="Surat")
    desk.done("submit-form")
    assert len(desk.rows(EVENTS)) == 1


def test_a_refused_action_leaves_the_form_as_it_was_filled_in(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=("event=putusan", f"target={CODE}"))
    before = sheet(desk)
    assert "Bukti" in desk.refused("submit-form")
    assert sheet(desk) == before


def test_a_form_that_is_given_up_is_empty(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="check_recap")
    assert sheet(desk) != []
    desk.done("clear-form")
    assert sheet(desk) == []
    book = open_book(desk.book)
    assert book.sheets[FORM_SHEET].range((TOP + 1, LEFT)).value == EMPTY
    book.close()


def test_without_a_form_there_is_nothing_to_carry_out(desk: DeskOfAnOffice) -> None:
    assert "belum berisi isian" in desk.refused("submit-form")


@pytest.mark.parametrize(
    ("form", "said"), [("hantu", "tidak ada"), (None, "tidak ada"), ("self-test", "tidak memerlukan")]
)
def test_what_asks_nothing_has_no_form(desk: DeskOfAnOffice, form: str | None, said: str) -> None:
    assert said in desk.refused("show-form", form=form)


def test_what_the_host_has_answered_already_is_kept_beside_the_form(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="attach-scans", given=("file=/a/1.pdf", "file=/a/2.pdf", "kind=informasi"))
    book = open_book(desk.book)
    form = read_form(book)
    book.close()
    assert form.kept == "file=/a/1.pdf\nfile=/a/2.pdf"
    values, complaints = filled_in(BY_NAME["attach_scans"], form)
    assert complaints == []
    assert values["files"] == (Path("/a/1.pdf"), Path("/a/2.pdf"))
    assert values["kind"] == "informasi"


def test_an_answer_that_the_action_does_not_own_is_wrong(desk: DeskOfAnOffice) -> None:
    office = reading_office(open_file(desk.book), desk.now)
    with pytest.raises(UnknownAnswerError):
        form_of(office, BY_NAME["check_recap"], [("evidence", "x")])


def test_several_codes_stand_in_one_cell(desk: DeskOfAnOffice) -> None:
    asked = [field.name for field in questions(BY_NAME["store_documents"])]
    assert asked == ["target"]
    for written in ("B-2025-001; B-2025-002", "B-2025-001, B-2025-002", "B-2025-001\nB-2025-002"):
        values, _ = filled_in(BY_NAME["store_documents"], FilledForm("store_documents", "", (written,)))
        assert values["target"] == ("B-2025-001", "B-2025-002")


@pytest.mark.parametrize(
    ("sheet_name", "row", "height", "found"),
    [
        ("Register", 5, 2, [CODE, "B-2025-001.02"]),
        ("Register", 6, 1, ["B-2025-001.02"]),
        ("Keputusan", 5, 1, ["B-2025-001"]),
        ("Beranda", 5, 1, []),
    ],
)
def test_the_selected_rows_are_the_codes_meant(
    desk: DeskOfAnOffice, sheet_name: str, row: int, height: int, found: list[str]
) -> None:
    office = reading_office(open_file(desk.book), desk.now)
    office.selection = Selection(sheet_name, row, height)
    assert selected_codes(office) == found


def test_a_list_s_columns_are_shown_with_their_meaning_and_can_be_changed(desk: DeskOfAnOffice) -> None:
    listed = desk.folder / "daftar.csv"
    listed.write_text(
        "No;Perihal;Alasan;Masa;Paraf\n1;Data gaji pegawai;UU 14/2008 Pasal 17 huruf h;5 tahun;x\n",
        encoding="utf-8",
    )
    desk.done("show-form", form="import-list", given=(f"file={listed}", "target=Nomor 9 Tahun 2026"))
    shown = {label: (answer, note) for label, answer, note in sheet(desk)}
    assert shown["Nomor Keputusan"][0] == "Nomor 9 Tahun 2026"
    assert "Data gaji pegawai" in shown["Perihal"][1]
    fill_in(desk, Perihal="Informasi", Alasan="Dasar Hukum", Masa="Jangka Waktu (Asli)", Paraf="abaikan")
    said = desk.done("submit-form", confirmed=True)
    assert "1 informasi ditulis" in said
    row = desk.rows(REGISTER)[-1]
    assert (row["information"], row["legal_basis"], row["period_text"]) == (
        "Data gaji pegawai",
        "UU 14/2008 Pasal 17 huruf h",
        "5 tahun",
    )


def test_a_complaint_keeps_what_was_said_of_the_columns(desk: DeskOfAnOffice) -> None:
    listed = desk.folder / "daftar.csv"
    listed.write_text(
        "No;Informasi;Dasar Hukum;Jangka Waktu\n1;A;UU 14/2008 Pasal 17 huruf h;5 tahun\n", encoding="utf-8"
    )
    desk.done("show-form", form="import-list", given=(f"file={listed}",))
    book = open_book(desk.book)
    form = read_form(book)
    book.close()
    action = BY_NAME["import_list"]
    office = reading_office(open_file(desk.book), desk.now)
    told = complaints_beside(office, action, form, [(questions(action)[0], "salah")])
    assert [line.label for line in told.lines][-4:] == ["No", "Informasi", "Dasar Hukum", "Jangka Waktu"]
    assert told.lines[0].note == "▲ salah"


@pytest.mark.parametrize("given", [(), ("file=a.csv", "file=b.csv")])
def test_without_one_list_there_are_no_columns_to_ask_about(
    desk: DeskOfAnOffice, given: tuple[str, ...]
) -> None:
    desk.done("show-form", form="import-list", given=given)
    assert [label for label, _, _ in sheet(desk)] == [
        field.ask.label for field in questions(BY_NAME["import_list"])
    ]


def test_what_the_columns_meant_is_remembered_for_the_next_list_of_that_layout(desk: DeskOfAnOffice) -> None:
    heads = "No;Perihal;Alasan;Masa;Paraf\n"
    for number, subject in enumerate(("Data gaji pegawai", "Data cuti pegawai"), start=1):
        listed = desk.folder / f"daftar {number}.csv"
        listed.write_text(f"{heads}1;{subject};UU 14/2008 Pasal 17 huruf h;5 tahun;x\n", encoding="utf-8")
        desk.done("show-form", form="import-list", given=(f"file={listed}", "target=Nomor 9 Tahun 2026"))
        shown = {label: answer for label, answer, _ in sheet(desk)}
        if number == 1:
            fill_in(
                desk, Perihal="Informasi", Alasan="Catatan", Masa="Jangka Waktu (Asli)", Paraf="Tempat Fisik"
            )
        else:
            assert (shown["Alasan"], shown["Paraf"]) == ("Catatan", "Tempat Fisik")
        desk.done("submit-form", confirmed=True)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": {"b": 1}}', b"[" * 100_000])
def test_what_was_remembered_and_cannot_be_read_proposes_nothing(
    desk: DeskOfAnOffice, content: bytes
) -> None:
    (desk.folder / ".kecuali" / LAYOUTS_FILE).write_bytes(content)
    office = reading_office(open_file(desk.book), desk.now)
    assert remembered(office, "x", ("Informasi",)) == {}


@pytest.mark.parametrize("action", ["submit_form", "clear_form", "undo_last", "hantu"])
def test_a_form_of_a_button_that_has_none_is_not_carried_out(desk: DeskOfAnOffice, action: str) -> None:
    forged(desk, action, "")
    assert "belum berisi isian" in desk.refused("submit-form", confirmed=True)


def test_a_form_with_an_answer_that_nobody_asks_is_refused(desk: DeskOfAnOffice) -> None:
    forged(desk, "record_event", "jahat=1")
    assert "memuat isian 'jahat'" in desk.refused("submit-form", confirmed=True)


def test_a_form_does_not_say_who_filled_it_in(desk: DeskOfAnOffice) -> None:
    given = ("event=persetujuan tertulis", f"target={CODE}", "outcome=diberikan", "evidence=Surat 1")
    forged(desk, "record_event", f"event=persetujuan tertulis\nconfirmed=ya\nofficer={CHECKER}", given)
    desk.done("submit-form", MAKER)
    assert desk.rows(EVENTS)[0]["officer"] == MAKER


def forged(desk: DeskOfAnOffice, action: str, kept: str, given: tuple[str, ...] = ()) -> None:
    """A form as somebody wrote it into the workbook by hand."""
    desk.done("show-form", form="record-event", given=given)
    book = open_book(desk.book)
    top, left = STATE
    for row, value in ((top, action), (top + 1, kept)):
        book.sheets[FORM_SHEET].range((row, left)).value = value
    book.save()
    book.close()


def test_an_event_s_form_asks_what_its_kind_can_have(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=("event=pengumuman", f"target={CODE}"))
    assert [label for label, _, _ in sheet(desk)] == ["Kode", "Tanggal", "Oleh", "Bukti", "Catatan"]
    desk.done("show-form", form="record-event", given=("event=putusan", f"target={CODE}"))
    assert "membuka sebagian" in choices(desk, "Hasil")
    assert "diberikan" not in choices(desk, "Hasil")
    desk.done("show-form", form="record-event", given=("event=pesta",))
    assert "Peristiwa" in [label for label, _, _ in sheet(desk)]


def test_a_disposition_is_recorded_by_boxes_and_choices_alone(desk: DeskOfAnOffice) -> None:
    desk.set(disposition_offices="Ketua; Kasubbag Teknis; Kasubbag Hukum")
    desk.done("attach-scans", target="B-2025-001", files=(desk.scan("balik", 9),), kind="disposisi")
    desk.done("show-form", form="record-event", given=("event=disposisi diterima", "target=B-2025-001"))
    assert choices(desk, "Bukti") == ["Pindaian P-000001"]
    assert choices(desk, "Catatan") == [
        "tanggapan dan saran",
        "proses lebih lanjut",
        "koordinasi dan konfirmasi",
    ]
    assert choices(desk, "Kasubbag Hukum") == ["ya", "tidak"]
    fill_in(
        desk, Bukti="Pindaian P-000001", Catatan="proses lebih lanjut", Kasubbag_Hukum="ya", Kasubbag_Teknis="tidak",
        Ketua="Ya", Oleh="Kepala KPU Provinsi",
    )  # fmt: skip
    desk.done("submit-form")
    (event,) = desk.rows(EVENTS)
    assert event["by_whom"] == "Ketua; Kasubbag Hukum; Kepala KPU Provinsi"
    assert event["note"] == "proses lebih lanjut"


def test_the_paper_that_a_disposition_answers_is_chosen(reported: DeskOfAnOffice) -> None:
    reported.done("show-form", form="record-event", given=("event=disposisi diterima", f"target={CODE}"))
    assert choices(reported, "Terkait") == ["lembar disposisi langkah 1", "Laporan 001/LAP-PDID/VIII/2026"]


def test_a_disposition_passed_on_to_nobody_is_asked_about(desk: DeskOfAnOffice) -> None:
    back = {"event": "disposisi diterima", "on": desk.now.date(), "evidence": "Agenda 12"}
    asked = desk.asked("record-event", target="B-2025-001", forwarded=("Ketua=tidak",), **back)
    assert "pilih ya pada tujuannya" in asked
    desk.done("record-event", target="B-2025-001", forwarded=("Ketua",), **back)
    assert desk.rows(EVENTS)[0]["by_whom"] == "Ketua"


def test_a_complaint_keeps_boxes_with_their_choices_and_what_was_ticked(desk: DeskOfAnOffice) -> None:
    desk.done("show-form", form="record-event", given=("event=disposisi diterima", "target=B-2025-001"))
    fill_in(desk, Tanggal="lusa", Ketua="ya")
    assert desk.click("submit-form").exit_code == 1
    notes = {label: (answer, note) for label, answer, note in sheet(desk)}
    assert notes["Tanggal"][1].startswith("▲ 'lusa' bukan tanggal")
    assert notes["Ketua"] == ("ya", "diteruskan kepadanya?")
    assert choices(desk, "Ketua") == ["ya", "tidak"]


def test_a_correction_s_form_asks_what_its_kind_needs_and_offers_the_columns_of_the_row(
    desk: DeskOfAnOffice,
) -> None:
    desk.done("show-form", form="correct", given=("kind=perbaiki isi", "target=B-2025-001"))
    assert title(desk) == "Koreksi: perbaiki isi"
    labels = [label for label, _, _ in sheet(desk)]
    assert labels == ["Kode", "Alasan *", "Diminta oleh", "Kolom", "Isi yang benar", "Bukti"]
    assert choices(desk, "Diminta oleh") == [CHECKER, MAKER]
    assert "Tanggal Keputusan" in choices(desk, "Kolom")
    fill_in(desk, Kolom="Nomor Agenda", **{"Alasan *": "salah ketik", "Isi yang benar": "41/PDID"})
    desk.done("submit-form", CHECKER)
    desk.done("show-form", form="correct", given=("kind=tarik informasi", f"target={CODE}"))
    assert [label for label, _, _ in sheet(desk)] == ["Kode", "Alasan *", "Diminta oleh", "Bukti"]
    desk.done("show-form", form="correct", given=("kind=tandai temuan", f"target={CODE}"))
    notes = {label: note for label, _, note in sheet(desk)}
    assert notes["Isi yang benar"].startswith("sebagian kata temuannya")
    desk.done("show-form", form="correct")
    assert "Koreksi *" in [label for label, _, _ in sheet(desk)]
    assert "Informasi" in choices(desk, "Kolom")

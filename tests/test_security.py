"""Behind each statement of SECURITY.md stands a test: this table names it, and a statement without a row fails."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCUMENT = TESTS.parent / "SECURITY.md"

BEHIND: dict[str, tuple[str, ...]] = {
    # -- whom to fear
    "every file and folder is private": (
        "places/test_folders.py::test_files_are_private_at_every_moment",
        "click/test_transaction.py::test_nothing_is_readable_by_others_at_any_moment_whatever_the_umask",
        "archive/test_special_folder.py::test_on_windows_only_the_officers_and_the_system_get_in",
        "click/test_lock.py::test_in_a_folder_that_a_group_shares_the_group_may_use_what_is_made",
    ),
    "what is being prepared lies inside": ("scans/test_intake.py::test_what_is_staged_is_private_from_the_start",),
    "contents are judged by what they are": (
        "scans/test_corpus.py::test_each_file_is_taken_in_or_refused_for_the_reason_in_the_table",
    ),
    "parsing happens in a subprocess": (
        "scans/test_intake.py::test_parsing_processes_end_with_the_call",
        "scans/test_intake.py::test_parsing_that_takes_too_long_is_ended",
        "scans/test_intake.py::test_a_bomb_within_little_memory_is_refused_and_not_fatal",
        "scans/test_windows_job.py::test_the_process_is_in_a_job_with_its_memory_bounded_that_ends_with_it",
    ),
    "active content is stripped or refused": (
        "scans/test_corpus.py::test_a_script_that_a_byte_search_does_not_see_is_found",
        "scans/test_signatures.py::test_a_script_in_a_signed_file_is_refused_whatever_is_said",
    ),
    "text never becomes a formula": (
        "faults/test_hostile_cells.py::test_text_in_the_cells_of_staff_stays_text_in_every_workbook",
        "faults/test_hostile_cells.py::test_markup_in_the_cells_of_staff_is_printed_and_not_run",
        "faults/test_hostile_cells.py::test_no_cell_and_no_setting_becomes_a_header_of_the_mail",
        "faults/test_hostile_settings.py::test_whatever_stands_in_a_setting_is_text_or_is_refused",
    ),
    "a link in place of an office folder": (
        "faults/test_links.py::test_an_office_with_a_link_in_place_of_a_folder_is_refused",
    ),
    "a pipe, link, device or folder": (
        "faults/test_odd_files.py::test_what_is_no_file_is_never_waited_for_and_nothing_is_written_through_it",
    ),
    "log, scan list, events and corrections are hash-chained": (
        "faults/test_tampering.py::test_the_first_row_that_is_wrong_is_named",
        "faults/test_tampering_archive.py::test_what_was_tampered_with_is_named",
    ),
    "steps 3 to 5 bear a seal": (
        "domain/test_seals.py::test_whatever_was_decided_on_changes_the_seal",
        "faults/test_tampering_archive.py::test_what_was_tampered_with_is_named",
        "actions/test_reports_made.py::test_what_changed_since_it_was_stored_is_asked_about_at_step_6",
    ),
    "the heads stand on every report": (
        "reports/test_disposition_report.py::test_the_head_hash_can_be_read_from_the_printed_code",
        "actions/test_store_and_report.py::test_the_report_says_who_did_what_and_bears_the_head_of_the_log",
        "faults/test_tampering_archive.py::test_a_head_from_paper_is_found_or_missed",
    ),
    "PDID must be another person": (
        "actions/test_identity_and_codes.py::test_who_made_the_recap_does_not_check_it_under_another_name",
        "actions/test_identity_and_codes.py::test_two_rows_of_one_person_are_refused",
        "actions/test_identity_and_codes.py::test_a_name_with_a_letter_that_nobody_sees_is_the_same_name",
    ),
    "what was approved is corrected by two": (
        "actions/test_correct.py::test_what_is_approved_is_corrected_by_pdid_at_the_word_of_somebody_else",
    ),
    "a record that recovery reads": (
        "click/test_hostile_records.py::test_no_value_of_any_field_of_a_journal_reaches_out",
        "click/test_hostile_records.py::test_no_value_of_any_field_of_an_undo_record_reaches_out",
        "click/test_hostile_records.py::test_no_value_of_any_field_of_the_list_of_own_clicks_removes_anything",
        "click/test_hostile_records.py::test_a_record_of_another_office_of_the_same_account_is_put_aside",
    ),
    "what does not fit is put aside and told": (
        "click/test_hostile_records.py::test_a_journal_of_another_account_or_computer_is_put_aside_in_words",
        "click/test_transaction.py::test_a_damaged_journal_is_refused_once_put_aside_and_the_next_click_works",
    ),
    "names and paths from settings": (
        "places/test_gate.py::test_no_hostile_text_is_a_name",
        "places/test_gate.py::test_no_hostile_setting_is_a_folder",
        "places/test_gate.py::test_no_hostile_row_of_the_list_is_a_scan",
        "archive/test_hostile_bags.py::test_a_sidecar_with_a_hostile_name_is_left_out_in_words",
        "commands/test_rebuild_register.py::test_a_forged_register_builds_nothing_and_writes_nothing_elsewhere",
        "actions/test_merge_copy.py::test_no_file_that_the_other_copy_s_list_names_is_taken_but_a_scan_of_that_berkas",
    ),
    "a form is carried out only": (
        "actions/test_form.py::test_a_form_of_a_button_that_has_none_is_not_carried_out",
        "actions/test_form.py::test_a_form_does_not_say_who_filled_it_in",
    ),
    "one transaction per button": (
        "click/test_transaction.py::test_after_a_power_cut_at_any_step_the_next_start_has_all_or_nothing_and_says_so",
        "faults/test_kill_buttons.py::test_nothing_is_lost_whichever_button_is_killed",
        "faults/test_every_button_on_a_broken_disk.py"
        "::test_a_button_on_a_broken_disk_is_told_plainly_and_leaves_all_or_nothing",
    ),
    "locks": (
        "click/test_lock.py::test_a_second_process_is_refused_and_told_who_holds_the_office",
        "click/test_lock.py::test_a_killed_holder_holds_nothing",
    ),
    "verified copies": ("scans/test_intake.py::test_a_disk_that_gives_back_other_bytes_is_noticed",),
    "backups, undo": (
        "click/test_transaction.py::test_undo_works_after_a_power_cut_at_any_step",
        "actions/test_restore_backup.py::test_a_copy_is_put_back_and_the_check_is_whole",
    ),
    "the mail takes only the report": (
        "actions/test_reports_made.py::test_the_mail_takes_the_report_that_is_named",
    ),
    "renamed, swapped, foreign and older": (
        "actions/test_reports_made.py::test_a_swapped_a_renamed_and_an_altered_report_are_refused",
        "actions/test_reports_made.py::test_a_foreign_report_with_a_longer_log_is_not_taken",
    ),
    "a recipient outside": ("actions/test_store_and_report.py::test_a_stranger_is_asked_about",),
    "nothing is ever sent": (
        "reports/test_mail.py::test_the_draft_is_marked_unsent_and_has_the_headers_of_a_mail",
        "reports/test_mail_opener.py::test_classic_outlook_gets_the_whole_draft_on_its_screen",
    ),
    "no scan is attached and no berkas stored": (
        "actions/test_store_and_report.py::test_no_scan_is_put_into_a_synchronised_place_unless_allowed",
        "actions/test_store_and_report.py::test_a_synchronised_place_is_refused_unless_allowed",
    ),
    "*Periksa Komputer* names it": (
        "computer/test_safety.py::test_a_synced_folder_is_wrong_unless_the_office_allows_it",
    ),
    "versions pinned with hashes": (
        "supply_chain/test_dependencies.py::test_every_line_of_a_lock_is_pinned_by_hash_and_names_no_host",
        "supply_chain/test_dependencies.py::test_the_npm_tool_of_ci_is_pinned_by_hash_and_nothing_of_it_runs_at_install",
        "install/test_bundle.py::test_a_wheel_with_another_hash_than_the_locked_one_never_reaches_the_stick",
    ),
    "reasons in `docs/dependencies.md`": (
        "supply_chain/test_dependencies.py::test_each_package_has_its_reason_its_day_and_on_every_pc_its_replacement",
    ),
    "SBOM on every stick": (
        "install/test_sbom.py::test_the_bill_is_valid_by_the_standards_own_schema",
        "install/test_bundle.py::test_a_stick_holds_wheels_for_windows_and_all_that_pasang_needs",
    ),
    "`python run.py audit` asks": (
        "supply_chain/test_dependencies.py::test_the_audit_never_takes_unasked_for_clean",
        "supply_chain/test_dependencies.py::test_an_audit_without_its_service_says_so",
    ),
    # -- more statements
    "Never open in doubt": (
        "domain/test_period.py::test_a_number_that_belongs_to_something_else_is_no_length_and_no_date",
        "domain/test_expiry_properties.py::test_no_entry_whatever_raises_or_opens_without_a_date",
        "domain/test_plausibility.py::test_a_contradicted_date_opens_nothing",
        "domain/test_event_papers.py::test_no_single_paper_opens_what_its_verdict_does_not",
        "actions/test_recap_and_check.py::test_an_entry_without_decision_is_never_open",
        "actions/test_identity_and_codes.py::test_a_date_changed_afterwards_opens_nothing",
    ),
    "Nothing is deleted by its name alone": (
        "click/test_hostile_records.py::test_without_its_list_nothing_is_pruned",
        "commands/test_rebuild_register.py::test_what_lies_beside_the_new_folder_stays_whatever_it_is_called",
    ),
    "Only backups that this account": (
        "click/test_hostile_records.py::test_in_a_shared_folder_only_our_own_copies_are_pruned",
        "click/test_hostile_records.py::test_two_registers_with_one_folder_of_copies_leave_each_others_alone",
    ),
    "Withdrawn documents go": (
        "actions/test_correct.py::test_a_withdrawn_scan_s_file_really_goes_when_the_correction_says_so",
    ),
    "The text of plain scans that": (
        "scans/test_text_index.py::test_only_the_owner_reads_it",
        "actions/test_doors.py::test_a_removed_scan_s_text_goes_with_its_file",
        "actions/test_sealed_scans.py::test_sealed_text_is_never_kept",
    ),
    "what lies in the private folder": (
        "click/test_hostile_records.py::test_undone_files_are_listed_with_age_and_size_and_go_after_so_many_days",
    ),
    "What the file engine writes": (
        "file_engine/test_strict_parts.py::test_a_fault_in_escaping_is_met_before_the_file_is_replaced",
    ),
    "A reference that climbs": (
        "file_engine/test_packages.py::test_a_relationship_that_climbs_above_the_root_stays_there",
        "file_engine/test_hostile_files.py::test_names_that_climb_are_refused",
    ),
    "Lists are parsed in the limited process": (
        "scans/test_sheets.py::test_a_page_beyond_its_bounds_is_refused",
        "scans/test_sheets.py::test_a_binary_workbook_that_lies_is_read_or_said_to_be_damaged",
    ),
    "A calendar pack is refused": (
        "domain/test_calendar_pack.py::test_what_is_no_pack_is_refused_with_its_place",
        "domain/test_calendar_pack.py::test_any_bytes_are_a_pack_or_refused",
    ),
    "Of an electronic signature": ("scans/test_signatures.py::test_signer_time_and_wholeness_are_read",),
    "certificates are not checked": ("scans/test_signatures.py::test_signer_time_and_wholeness_are_read",),
    "Attachments in a signed file": (
        "scans/test_signatures.py::test_attachments_in_a_signed_file_need_a_yes_and_are_sealed",
    ),
    "One workbook, whatever it is": (
        "commands/test_consolidate.py::test_no_file_however_odd_ends_the_recap",
        "commands/test_consolidate.py::test_any_exception_of_one_workbook_is_its_problem",
    ),
    "it carries numbers, codes, dates": (
        "commands/test_consolidate.py::test_no_free_text_of_an_office_travels_in_any_sheet",
        "commands/test_consolidate.py::test_the_recap_is_private_whatever_the_umask_and_a_failed_write_is_said_in_words",
    ),
    "Restoring refuses a copy": (
        "actions/test_restore_backup.py::test_what_cannot_be_restored_is_refused",
        "actions/test_restore_backup.py::test_another_register_s_copy_is_not_put_back",
    ),
    "Merging refuses a workbook": (
        "actions/test_merge_copy.py::test_what_is_no_copy_of_this_office_is_refused",
        "actions/test_merge_copy.py::test_codes_that_no_button_gives_are_not_taken",
        "actions/test_merge_copy.py::test_a_scan_whose_file_is_gone_there_is_not_taken",
    ),
    "A recovery key, and the password": (
        "actions/test_sealed_scans.py"
        "::test_no_stored_file_can_be_read_and_the_recovery_key_is_shown_until_it_is_confirmed",
        "actions/test_store_and_report.py"
        "::test_a_protected_report_opens_only_with_the_password_which_is_shown_until_it_is_confirmed",
    ),
    "until then each click that uses them": (
        "actions/test_sealed_scans.py::test_a_new_paper_counts_once_confirmed_and_the_old_one_until_then",
    ),
    "Nothing goes into the key store": (
        "actions/test_sealed_scans.py"
        "::test_nothing_goes_to_the_key_store_and_no_key_waits_when_the_click_is_refused",
        "actions/test_sealed_scans.py"
        "::test_a_click_killed_between_its_save_and_its_message_shows_the_key_again_and_opens_what_it_sealed",
        "actions/test_store_and_report.py"
        "::test_a_mail_killed_between_its_save_and_the_key_store_locks_nothing_with_a_lost_password",
    ),
    "`kunci.json` that is lost": (
        "actions/test_sealed_scans.py"
        "::test_a_lost_or_foreign_half_is_found_by_the_check_and_by_the_self_test_and_seals_nothing_more",
    ),
    "The office's own words for papers": (
        "actions/test_media_papers.py::test_the_office_changes_the_words_of_both_forms_in_one_file",
        "actions/test_media_papers.py::test_a_template_that_cannot_be_filled_is_named",
        "actions/test_media_papers.py::test_what_is_wrong_with_an_own_text_is_told_before_a_paper_is_wanted",
        "actions/test_media_papers.py::test_a_folder_of_templates_that_leads_elsewhere_is_refused",
    ),
    "A logo is never taken": ("actions/test_events_and_archive.py::test_no_guarded_picture_is_a_logo",),
    "An administrator's click": (
        "click/test_lock.py::test_what_an_administrators_click_makes_belongs_to_the_offices_account",
        "file_engine/test_saving.py::test_a_saved_file_is_for_those_it_was_for",
    ),
    "a copy in the folder of copies": (
        "click/test_lock.py::test_a_copy_in_the_folder_of_copies_refuses_clicks",
    ),
    "LibreOffice's lock": ("click/test_lock.py::test_a_workbook_that_libreoffice_has_open_is_refused",),
    "A share without locks": (
        "click/test_lock.py::test_on_a_share_without_locks_buttons_work_and_the_file_that_stands_in_goes",
        "click/test_lock.py::test_a_holder_on_another_computer_is_named_at_once",
    ),
}  # fmt: skip
"""How a statement begins, and the tests that would fail were it not so."""


def statements() -> list[str]:
    """The parts between semicolons, outside brackets: of the table's last column, and of the further statements."""
    text = DOCUMENT.read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ")[-1] for line in text.splitlines() if line.startswith("| ")][1:]
    further = text.split("## More statements")[1].split("\n## ")[0]
    items = [" ".join(item.split()) for item in further.split("\n* ")[1:]]
    return [part.strip().rstrip(".") for each in [*cells, *items] for part in re.split(r";(?![^(]*\))", each)]


@cache
def names_in(module: str) -> set[str]:
    tree = ast.parse((TESTS / module).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"}


def test_every_statement_has_its_row_and_every_row_its_statement() -> None:
    said = statements()
    assert len(said) > 50
    by_row = {key: [each for each in said if each.startswith(key)] for key in BEHIND}
    assert {key: found for key, found in by_row.items() if len(found) != 1} == {}
    assert [each for each in said if not any(each.startswith(key) for key in BEHIND)] == []


@pytest.mark.parametrize("statement", BEHIND)
def test_the_tests_behind_a_statement_are_there(statement: str) -> None:
    for named in BEHIND[statement]:
        module, _, test = named.partition("::")
        assert test in names_in(module), named

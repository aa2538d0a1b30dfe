Attribute VB_Name = "Tombol"
Option Explicit

' What the buttons on the sheet Beranda call, for when the ribbon is missing: one macro per button, of its name.

Public Sub receive_decision()
    StartButton "receive_decision"
End Sub

Public Sub import_list()
    StartButton "show_form|form=import_list|?file"
End Sub

Public Sub attach_scans()
    StartButton "attach_scans|?file"
End Sub

Public Sub compute_expiry()
    StartButton "compute_expiry"
End Sub

Public Sub build_recap()
    StartButton "build_recap"
End Sub

Public Sub check_recap()
    StartButton "show_form|form=check_recap"
End Sub

Public Sub store_documents()
    StartButton "store_documents"
End Sub

Public Sub export_disposition()
    StartButton "export_disposition"
End Sub

Public Sub email_report()
    StartButton "email_report"
End Sub

Public Sub export_public_list()
    StartButton "export_public_list"
End Sub

Public Sub copy_list()
    StartButton "show_form|form=copy_list"
End Sub

Public Sub draft_paper()
    StartButton "show_form|form=draft_paper"
End Sub

Public Sub record_event()
    StartButton "show_form|form=record_event"
End Sub

Public Sub correct()
    StartButton "show_form|form=correct"
End Sub

Public Sub verify_archive()
    StartButton "verify_archive"
End Sub

Public Sub submit_form()
    StartButton "submit_form"
End Sub

Public Sub clear_form()
    StartButton "clear_form"
End Sub

Public Sub next_step()
    StartButton "next_step"
End Sub

Public Sub find_text()
    StartButton "show_form|form=find_text"
End Sub

Public Sub list_due()
    StartButton "list_due"
End Sub

Public Sub print_covers()
    StartButton "print_covers"
End Sub

Public Sub update_calendar()
    StartButton "show_form|form=update_calendar|?file"
End Sub

Public Sub open_guide()
    StartButton "open_guide"
End Sub

Public Sub edit_templates()
    StartButton "edit_templates"
End Sub

Public Sub merge_copy()
    StartButton "show_form|form=merge_copy"
End Sub

Public Sub upgrade_workbook()
    StartButton "upgrade_workbook|?file"
End Sub

Public Sub restore_backup()
    StartButton "show_form|form=restore_backup"
End Sub

Public Sub undo_last()
    StartButton "undo_last"
End Sub

Public Sub self_test()
    StartButton "self_test"
End Sub

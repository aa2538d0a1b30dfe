Attribute VB_Name = "Langkah"
Option Explicit

' Excel forgets its own list of undoable steps when a macro writes; what it offers instead is to take the click back.

Private Const WRITES_NOTHING As String = "|self_test|find_text|list_due|open_guide|show_form|clear_form|undo_last|"

' Called last of all by a click: whatever runs after it would take the offer away again.
Public Sub OfferUndo(ByVal button As String, ByVal ending As String)
    If ending <> "selesai" Or InStr(WRITES_NOTHING, "|" & button & "|") > 0 Then Exit Sub
    On Error Resume Next ' LibreOffice has no such list
    Application.OnUndo "Urungkan tombol Kecuali yang terakhir", "UndoLastClick"
    On Error GoTo 0
End Sub

Public Sub UndoLastClick()
    StartButton "undo_last"
End Sub

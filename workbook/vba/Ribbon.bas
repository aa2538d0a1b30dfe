Attribute VB_Name = "Ribbon"
Option Explicit

' The callbacks of the tab Dikecualikan. A control's tag says what it asks for. What may change - the label of the next
' step, and why a button has nothing to do now - stands in the cells kecualiPita, which the program writes with every
' click: the control's id, what is said now, and its usual tip. Whatever of that is lost, all buttons stay as they are.

Private Const STATES_SHEET As String = "Beranda"
Private Const STATES_NAME As String = "kecualiPita"

Private shown As Object ' the ribbon, as Excel gave it; lost when VBA is reset

Public Sub OnLoad(ui As Object)
    Set shown = ui
End Sub

Public Sub OnAction(control As IRibbonControl)
    StartButton control.Tag
End Sub

Public Sub GetLabel(control As IRibbonControl, ByRef answer As Variant)
    answer = SaidOf(control.ID, 2)
    If answer = "" Then answer = SaidOf(control.ID, 3)
    If answer = "" Then answer = "Langkah Berikut"
End Sub

Public Sub GetEnabled(control As IRibbonControl, ByRef answer As Variant)
    answer = (SaidOf(control.ID, 2) = "")
End Sub

Public Sub GetSupertip(control As IRibbonControl, ByRef answer As Variant)
    answer = SaidOf(control.ID, 2)
    If answer = "" Then answer = SaidOf(control.ID, 3)
End Sub

' After a click: Excel asks for labels and states again.
Public Sub RefreshRibbon()
    On Error Resume Next ' a ribbon that is lost is shown as it was
    If Not shown Is Nothing Then shown.Invalidate
    On Error GoTo 0
End Sub

' What stands beside the control's id in that column of the cells; "" when there is nothing to be read.
Private Function SaidOf(ByVal id As String, ByVal column As Long) As String
    Dim states As Object, row As Long
    On Error GoTo Lost
    Set states = ThisWorkbook.Worksheets(STATES_SHEET).Range(STATES_NAME)
    For row = 1 To states.Rows.Count
        If CStr(states.Cells(row, 1).Value) = PlainId(id) Then SaidOf = CStr(states.Cells(row, column).Value)
    Next row
    Exit Function
Lost:
    SaidOf = ""
End Function

' A menu and a split button bear the action's name behind their kind.
Private Function PlainId(ByVal id As String) As String
    PlainId = id
    If Left(id, 5) = "menu_" Then PlainId = Mid(id, 6)
    If Left(id, 6) = "split_" Then PlainId = Mid(id, 7)
End Function

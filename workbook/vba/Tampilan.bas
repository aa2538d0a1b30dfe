Attribute VB_Name = "Tampilan"
Option Explicit

' What the ribbon does to the view alone, without Python: columns and rows are shown or hidden, no cell is changed.

Private Const CAPTION As String = "Kecuali"
Private Const HEADER_ROW As Long = 4
Private Const REGISTER_SHEET As String = "Register"
Private Const FOLDED As String = "kecualiRinci" ' and the sheet's name
Private Const BETWEEN_BOTH As Long = 1 ' xlAnd

' `what` is the control's tag: !kolom, or !saring and what is to be seen.
Public Sub ChangeView(ByVal what As String)
    Dim parts As Variant
    parts = Split(what, "|")
    If parts(0) = "!kolom" Then ShowOrFoldColumns ActiveSheet
    If parts(0) = "!saring" Then FilterRegister parts(1), parts(2)
End Sub

' Excel does not open what a [+] sign folds on a protected sheet, but lets columns be shown there.
Private Sub ShowOrFoldColumns(ByVal sheet As Object)
    Dim folded As Object
    Set folded = FoldedColumns(sheet)
    If folded Is Nothing Then
        MsgBox "Lembar " & sheet.Name & " tidak punya kolom rinci. Yang punya: Register, Keputusan, Peristiwa, Koreksi, " & _
            "LogLangkah, Pindaian dan Rekapitulasi.", vbInformation, CAPTION
    Else
        folded.Hidden = Not folded.Columns(1).Hidden
    End If
End Sub

' The columns that the workbook names as rarely used; Nothing where it names none.
Private Function FoldedColumns(ByVal sheet As Object) As Object
    On Error Resume Next
    Set FoldedColumns = sheet.Range(FOLDED & sheet.Name).EntireColumn
    On Error GoTo 0
End Function

' An empty `wanted` shows all rows again; "tahun ini" is between the first and the last day of this year.
Private Sub FilterRegister(ByVal header As String, ByVal wanted As String)
    Dim sheet As Object, heads As Object, column As Long, thisYear As Long
    Set sheet = ThisWorkbook.Worksheets(REGISTER_SHEET)
    sheet.Activate
    Set heads = sheet.Cells(HEADER_ROW, 1)
    For column = 1 To 80
        If IsFiltered(CellText(sheet.Cells(HEADER_ROW, column))) Then heads.AutoFilter column
    Next column
    column = ColumnOf(sheet, header)
    If wanted = "" Or column = 0 Then Exit Sub
    If wanted = "tahun ini" Then
        thisYear = DatePart("yyyy", Date)
        heads.AutoFilter column, ">=" & CLng(DateSerial(thisYear, 1, 1)), BETWEEN_BOTH, _
            "<=" & CLng(DateSerial(thisYear, 12, 31))
    Else
        heads.AutoFilter column, wanted
    End If
End Sub

Private Function IsFiltered(ByVal header As String) As Boolean
    IsFiltered = (header = "Status" Or header = "Temuan" Or header = "Berakhir" Or header = "Pindaian")
End Function

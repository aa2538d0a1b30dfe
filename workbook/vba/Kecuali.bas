Attribute VB_Name = "Kecuali"
Option Explicit

Public Sub Run(ByVal button As String)
    MsgBox button
End Sub

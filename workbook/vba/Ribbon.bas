Attribute VB_Name = "Ribbon"
Option Explicit

Public Sub OnAction(control As IRibbonControl)
    Kecuali.Run control.ID
End Sub

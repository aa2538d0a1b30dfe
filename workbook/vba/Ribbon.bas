Attribute VB_Name = "Ribbon"
Option Explicit

' The one callback of the tab Dikecualikan: the control's tag says what it asks for.
Public Sub OnAction(control As IRibbonControl)
    StartButton control.Tag
End Sub

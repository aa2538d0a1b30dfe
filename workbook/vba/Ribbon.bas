Attribute VB_Name = "Ribbon"
Option Explicit

' The one callback of the tab Dikecualikan: the button's id is the name of the Python function.
Public Sub OnAction(control As IRibbonControl)
    StartButton control.ID
End Sub

"""Run by LibreOffice's own Python: opens a workbook with its macros and prints what they answer, as JSON.

    libreoffice_calls.py WORKBOOK PROFILE-FOLDER INTERPRETER

The module Kecuali is lengthened in memory by functions that call its private ones; the file stays as it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PROBES = """
Public Function ProbeColumns() As String
    ProbeColumns = ColumnOf(ThisWorkbook.Worksheets("Petugas"), "Akun Windows") & "|" & _
        ColumnOf(ThisWorkbook.Worksheets("Petugas"), "Tidak Ada")
End Function

Public Function ProbeUtf8(ByVal text As String) As String
    Dim folder As String
    folder = NewExchangeFolder()
    WriteUtf8 folder & "answers.txt", text
    ProbeUtf8 = ReadUtf8(folder & "answers.txt")
    RemoveFolder folder
    If Dir(folder & "answers.txt") <> "" Then ProbeUtf8 = "left behind"
End Function

Public Function ProbeAnswer() As String
    Dim answers As String
    AddAnswer answers, "note", "satu" & vbCr & vbLf & "dua"
    ProbeAnswer = answers
End Function

Public Function ProbeRun(ByVal python As String) As String
    Dim folder As String, ending As String, text As String
    folder = NewExchangeFolder()
    WriteUtf8 folder & "answers.txt", "officer=Bonafantura" & vbLf
    RunPython python, "compute_expiry", folder
    ReadMessage folder & "message.txt", ending, text
    RemoveFolder folder
    ProbeRun = ending & "|" & text
End Function

Public Function ProbeSilence() As String
    Dim ending As String, text As String
    ReadMessage "/nonexistent/message.txt", ending, text
    ProbeSilence = ending & "|" & text
End Function

Public Function ProbeRefused() As String
    Dim number As Variant
    startReason = "Permission denied"
    For Each number In Array(70, -2147020345, -2147024671, -2147024894, 5)
        startRefused = number
        ProbeRefused = ProbeRefused & WhyNoMessage() & "|"
    Next number
    startRefused = 0
End Function

Public Function ProbeRenamed() As String
    Dim names As New Collection, accounts As New Collection
    ThisWorkbook.Worksheets("Pengaturan").Name = "Setelan"
    ReadOfficers names, accounts
    ProbeRenamed = names.Count & "|" & RecordedInterpreter() & "|" & (SheetNamed("Pengaturan") Is Nothing)
End Function
"""


OF_RIBBON = """
Public Function ProbeStates() As String
    ProbeStates = SaidOf("next_step", 3) & "|" & SaidOf("menu_check_recap", 2)
    ProbeStates = ProbeStates & "|" & SaidOf("split_store_documents", 3)
    RefreshRibbon
    ThisWorkbook.Worksheets("Beranda").Name = "Depan"
    ProbeStates = ProbeStates & "|" & SaidOf("next_step", 3) & "|" & SaidOf("menu_check_recap", 2)
    ThisWorkbook.Worksheets("Depan").Name = "Beranda"
End Function
"""

OF_VIEW = """
Public Function ProbeColumnsFolded() As String
    Dim sheet As Object
    Set sheet = ThisWorkbook.Worksheets("Register")
    sheet.Activate
    StartButton "!kolom"
    ProbeColumnsFolded = sheet.Columns(13).Hidden & sheet.Columns(14).Hidden
    StartButton "!kolom"
    ProbeColumnsFolded = ProbeColumnsFolded & sheet.Columns(13).Hidden & sheet.Columns(14).Hidden
End Function

Public Function ProbeFilter() As String
    Dim sheet As Object
    Set sheet = ThisWorkbook.Worksheets("Register")
    sheet.Cells(5, 2).Value = "satu"
    sheet.Cells(5, 3).Value = "x segera berakhir"
    StartButton "!saring|Status|=*segera berakhir"
    ProbeFilter = ActiveSheet.Name & sheet.Rows(5).Hidden
    StartButton "!saring|Status|=*menunggu*"
    ProbeFilter = ProbeFilter & sheet.Rows(5).Hidden
End Function
"""


def main() -> None:
    book, profile, interpreter = sys.argv[1:4]
    pipe = f"kecuali-{Path(profile).name}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = connect(pipe, office)
        sys.stdout.write(json.dumps(ask(desktop, book, interpreter)))
        desktop.terminate()
        office.wait(120)  # a busy machine takes its time over closing
    finally:
        office.kill()


def connect(pipe: str, office: subprocess.Popen[bytes]) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + 60
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline or office.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def ask(desktop: object, book: str, interpreter: str) -> dict[str, object]:
    always = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
    options = (option("Hidden", True), option("MacroExecutionMode", always))
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(book), "_blank", 0, options)
    library = document.BasicLibraries.getByName("VBAProject")
    answers = {
        "modules": sorted(library.ElementNames),
        "sheets": list(document.Sheets.ElementNames),
        "names": {name: resolved(document, name) for name in document.NamedRanges.ElementNames},
    }
    answers["counts"] = {
        name: count(document, name) for name in document.NamedRanges.ElementNames if "daftar" in name
    }
    library.replaceByName("Kecuali", library.getByName("Kecuali") + PROBES)
    library.replaceByName("Ribbon", library.getByName("Ribbon") + OF_RIBBON)
    library.replaceByName("Tampilan", library.getByName("Tampilan") + OF_VIEW)
    for module, name in (
        ("Ribbon", "ProbeStates"),
        ("Tampilan", "ProbeColumnsFolded"),
        ("Tampilan", "ProbeFilter"),
    ):
        where = f"vnd.sun.star.script:VBAProject.{module}.{name}?language=Basic&location=document"
        answers[name] = document.getScriptProvider().getScript(where).invoke((), (), ())[0]
    for name, arguments in (
        ("ProbeColumns", ()),
        ("ProbeUtf8", ("nama=Bonafantura é ✓ 😀\nkedua",)),
        ("ProbeAnswer", ()),
        ("ProbeRun", (interpreter,)),
        ("ProbeSilence", ()),
        ("ProbeRefused", ()),
        ("ProbeRenamed", ()),
    ):
        where = f"vnd.sun.star.script:VBAProject.Kecuali.{name}?language=Basic&location=document"
        answers[name] = document.getScriptProvider().getScript(where).invoke(arguments, (), ())[0]
    document.setModified(False)
    document.close(True)
    return answers


def count(document: object, name: str) -> int:
    """How many items LibreOffice finds in a dropdown's list."""
    cell = document.Sheets.getByName("Beranda").getCellRangeByName("Z99")
    cell.setFormula(f"=COUNTA({name})")
    return int(cell.getValue()) if cell.getError() == 0 else -1


def option(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def resolved(document: object, name: str) -> str:
    """The cells a defined name stands for, as LibreOffice sees them; '' when it cannot say."""
    cells = document.NamedRanges.getByName(name).getReferredCells()
    return cells.AbsoluteName if cells is not None else ""


if __name__ == "__main__":
    main()

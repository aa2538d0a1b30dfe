Attribute VB_Name = "Kecuali"
Option Explicit

' Starts Python for the clicked button, waits, and shows what it answered.
'
' What a command line cannot carry crosses in a private folder: answers.txt goes out (lines key=value), message.txt
' comes back (first line: selesai, ditolak, tanya or galat; then the text to show), both UTF-8. The same text runs in
' Excel 2013 and later and in LibreOffice; in LibreOffice Python is started beside us and message.txt is waited for.

Private Const CAPTION As String = "Kecuali"
Private Const LONGEST_PROMPT As Long = 1000
Private Const PATIENCE_SECONDS As Long = 1800
Private Const FILE_KINDS As String = "Pindaian dan daftar,*.pdf;*.jpg;*.jpeg;*.jpe;*.jfif;*.png;*.tif;*.tiff;" & _
    "*.heic;*.heif;*.bmp;*.dib;*.webp;*.xlsx;*.xlsm;*.xls;*.ods;*.csv,Semua berkas,*.*"
Private Const HEADER_ROW As Long = 4
Private Const FORM_ROW As Long = 8
Private Const FORM_COLUMN As Long = 3
Private Const BROKEN As String = "#" ' what stands for a cell that holds an error

' How the start went: what Run itself said, else the exit code of the program.
Private startRefused As Long
Private startReason As String
Private startCode As Long
' Whether Python was given the click: from then on nobody here can say that nothing was changed.
Private handedOver As Boolean

' `spec` names an action and what is known already, between bars: record_event|event=putusan. "?file" asks for files;
' what begins with ! only changes the view.
' Whatever goes wrong here ends in words: no button ever shows Excel's box with the key Debug.
Public Sub StartButton(ByVal spec As String)
    On Error GoTo Failed
    If Left(spec, 1) = "!" Then
        ChangeView spec
    Else
        Work spec
    End If
Cleared:
    On Error Resume Next
    Application.StatusBar = False
    Application.EnableEvents = True
    Application.ScreenUpdating = True
    RefreshRibbon
    Exit Sub
Failed:
    Warn IIf(handedOver, "Tombol ini sudah dijalankan, tetapi jawabannya tidak dapat ditampilkan. Lihat dahulu di " & _
        "Beranda apa yang sudah tercatat.", "Tombol ini tidak dapat dijalankan. Tidak ada yang diubah.") & vbLf & vbLf & _
        "Periksa lembar Pengaturan, Petugas dan Formulir: namanya tidak boleh diganti, dan isinya tidak boleh galat " & _
        "seperti #N/A. Lalu klik lagi; bila tetap begitu, tutup dan buka kembali buku kerja ini." & vbLf & vbLf & _
        "Keterangan bagi pemelihara: " & Err.Number & " " & Err.Description
    Resume Cleared
End Sub

Private Sub Work(ByVal spec As String)
    Dim python As String, button As String, answers As String, exchange As String, ending As String, text As String
    handedOver = False
    If Not BookIsUsable() Then Exit Sub
    python = Interpreter()
    If python = "" Then Exit Sub
    button = Split(spec, "|")(0)
    If Not AskFor(button, spec, answers) Then Exit Sub
    Do
        exchange = NewExchangeFolder()
        If exchange = "" Then Exit Sub
        WriteUtf8 exchange & "answers.txt", answers
        Application.StatusBar = "Kecuali sedang bekerja; mohon tunggu ..."
        handedOver = True
        RunPython python, button, exchange
        Application.StatusBar = False
        ReadMessage exchange & "message.txt", ending, text
        RemoveFolder exchange
        If ending <> "tanya" Then Exit Do
        If MsgBox(text, vbYesNo + vbQuestion, CAPTION) <> vbYes Then Exit Sub
        answers = answers & "confirmed=ya" & vbLf
    Loop
    If button = "show_form" And ending = "selesai" Then
        ShowForm
    Else
        ShowEnding ending, text
    End If
    OfferUndo button, ending
End Sub

' The form stands there now: the user goes on in its first answer.
Private Sub ShowForm()
    ThisWorkbook.Worksheets("Formulir").Activate
    ThisWorkbook.Worksheets("Formulir").Cells(FORM_ROW, FORM_COLUMN).Select
End Sub

' -- before Python is started -----------------------------------------------------------------------------

Private Function BookIsUsable() As Boolean
    BookIsUsable = False
    If ThisWorkbook.Path = "" Then
        Warn "Buku kerja ini belum pernah disimpan. Simpan dahulu di folder kantor, lalu klik lagi."
    ElseIf InStr(ThisWorkbook.Name, "=") > 0 Then
        Warn "Nama buku kerja ini memuat tanda =. Tutup, ganti namanya tanpa tanda itu, buka kembali, lalu klik lagi."
    Else
        BookIsUsable = True
    End If
End Function

Private Function Interpreter() As String
    Dim path As String
    path = RecordedInterpreter()
    If path = "" And OnWindows() Then path = "%LOCALAPPDATA%\Kecuali\venv\Scripts\pythonw.exe"
    If OnWindows() Then path = CreateObject("WScript.Shell").ExpandEnvironmentStrings(path)
    If path <> "" Then
        If FileIsThere(path) Then
            Interpreter = path
            Exit Function
        End If
    End If
    Interpreter = ""
    Warn "Program Kecuali belum terpasang di komputer ini, atau telah dipindahkan." & vbLf & vbLf & _
        "Jalankan pasang.cmd dari USB atau folder pemasangan, lalu klik tombol ini lagi. Tidak ada yang diubah." & _
        vbLf & vbLf & "Yang dicari: " & IIf(path = "", "(belum diisi pada lembar Pengaturan)", path)
End Function

' What Pengaturan names; "" when sheet or name are gone: Python itself then says which, with the cure.
Private Function RecordedInterpreter() As String
    On Error Resume Next
    RecordedInterpreter = CellText(ThisWorkbook.Worksheets("Pengaturan").Range("kecualiPython"))
    On Error GoTo 0
    If RecordedInterpreter = BROKEN Then RecordedInterpreter = ""
End Function

' The sheet of that name, Nothing when it was renamed or deleted.
Private Function SheetNamed(ByVal name As String) As Object
    Dim sheet As Object
    For Each sheet In ThisWorkbook.Worksheets
        If sheet.Name = name Then Set SheetNamed = sheet
    Next sheet
End Function

Public Function CellText(ByVal cell As Object) As String
    Dim held As Variant
    held = cell.Value
    If IsError(held) Then
        CellText = BROKEN
    Else
        CellText = Trim(CStr(held))
    End If
End Function

Private Function OnWindows() As Boolean
    OnWindows = (Environ("OS") = "Windows_NT")
End Function

Private Function FileIsThere(ByVal path As String) As Boolean
    If OnWindows() Then
        FileIsThere = CreateObject("Scripting.FileSystemObject").FileExists(path)
    Else
        FileIsThere = (Dir(path) <> "")
    End If
End Function

' -- what the buttons ask ---------------------------------------------------------------------------------

' False when the user gave up. The answers are lines key=value.
Private Function AskFor(ByVal button As String, ByVal spec As String, ByRef answers As String) As Boolean
    Dim parts As Variant, i As Long, at As Long
    answers = ""
    AskFor = True
    If button <> "self_test" Then AskFor = AskOfficer(answers)
    parts = Split(spec, "|")
    For i = 1 To UBound(parts)
        If Not AskFor Then Exit Function
        at = InStr(parts(i), "=")
        If parts(i) = "?file" Then
            AskFor = AskFiles(button, answers)
        Else
            AddAnswer answers, Left(parts(i), at - 1), Mid(parts(i), at + 1)
        End If
    Next i
End Function

Private Function AskOfficer(ByRef answers As String) As Boolean
    Dim names As Collection, accounts As Collection, account As String, found As Long, i As Long
    Set names = New Collection
    Set accounts = New Collection
    ReadOfficers names, accounts
    AskOfficer = True
    If names.Count = 0 Then Exit Function ' Python refuses in its own words
    account = LCase(Environ("USERNAME"))
    For i = 1 To names.Count
        If account <> "" And LCase(accounts(i)) = account Then
            found = IIf(found = 0, i, -1)
        End If
    Next i
    If found <= 0 Then found = ChooseFrom(names, "Siapa yang bertugas?")
    AskOfficer = (found > 0)
    If AskOfficer Then AddAnswer answers, "officer", names(found)
End Function

Private Sub ReadOfficers(names As Collection, accounts As Collection)
    Dim sheet As Object, nameColumn As Long, accountColumn As Long, row As Long
    Set sheet = SheetNamed("Petugas")
    If sheet Is Nothing Then Exit Sub
    nameColumn = ColumnOf(sheet, "Nama")
    accountColumn = ColumnOf(sheet, "Akun Windows")
    If nameColumn = 0 Or accountColumn = 0 Then Exit Sub
    row = HEADER_ROW + 1
    Do While CellText(sheet.Cells(row, nameColumn)) <> ""
        If CellText(sheet.Cells(row, nameColumn)) <> BROKEN Then
            names.Add CellText(sheet.Cells(row, nameColumn))
            accounts.Add CellText(sheet.Cells(row, accountColumn))
        End If
        row = row + 1
    Loop
End Sub

' What is chosen for a form is handed on as known already.
Private Function AskFiles(ByVal button As String, ByRef answers As String) As Boolean
    Dim choice As Long, files As Variant, file As Variant
    AskFiles = False
    choice = vbNo
    If button = "attach_scans" Then
        choice = MsgBox("Lampirkan semua berkas yang ada di folder pemindai?" & vbLf & vbLf & _
            "Ya = semua berkas di folder pemindai" & vbLf & "Tidak = pilih sendiri berkasnya", _
            vbYesNoCancel + vbQuestion, CAPTION)
    End If
    If choice = vbCancel Then Exit Function
    If choice = vbNo Then
        files = Application.GetOpenFilename(FILE_KINDS, 1, "Pilih berkasnya (boleh lebih dari satu)", , True)
        If Not IsArray(files) Then Exit Function
        For Each file In files
            If button = "show_form" Then
                AddAnswer answers, "given", "file=" & CStr(file)
            Else
                AddAnswer answers, "file", CStr(file)
            End If
        Next file
    End If
    AskFiles = True
End Function

Public Function ColumnOf(ByVal sheet As Object, ByVal header As String) As Long
    Dim column As Long
    For column = 1 To 80
        If CellText(sheet.Cells(HEADER_ROW, column)) = header Then
            ColumnOf = column
            Exit Function
        End If
    Next column
    ColumnOf = 0
End Function

' The number of the chosen item, 0 when the user gave up: one question for each, and no number to type.
Private Function ChooseFrom(ByVal items As Collection, ByVal question As String) As Long
    Dim i As Long, choice As Long
    ChooseFrom = 0
    For i = 1 To items.Count
        choice = MsgBox(Shortened(question & vbLf & vbLf & items(i) & "?"), vbYesNoCancel + vbQuestion, CAPTION)
        If choice = vbCancel Then Exit Function
        If choice = vbYes Then
            ChooseFrom = i
            Exit Function
        End If
    Next i
End Function

Private Sub AddAnswer(ByRef answers As String, ByVal key As String, ByVal value As String)
    value = Replace(Replace(value, vbCr, " "), vbLf, " ")
    answers = answers & key & "=" & value & vbLf
End Sub

' -- the start --------------------------------------------------------------------------------------------

' No cmd.exe is in between, so spaces, accents and & mean nothing. Run on Windows puts environment variables in their
' places: a % that belongs to a name crosses as a variable that holds it. The work folder is kept off the module search
' path (-P). What kept it from starting is kept: Windows and antivirus programs say it nowhere else.
Private Sub RunPython(ByVal python As String, ByVal button As String, ByVal exchange As String)
    Dim host As Object, folder As String
    folder = Left(exchange, Len(exchange) - 1) ' a backslash before the closing quote would hide it
    If OnWindows() Then
        Set host = CreateObject("WScript.Shell")
        host.Environment("PROCESS").Item("KECUALI_PERSEN") = "%"
        On Error Resume Next ' a start that failed leaves no message, and that is answered in words
        startCode = host.Run(Replace(CommandLine(python, button, ThisWorkbook.Name, folder, Application.Hwnd), _
            "%", "%KECUALI_PERSEN%"), 0, True)
        startRefused = Err.Number
        startReason = Err.Description
        On Error GoTo 0
    Else
        Shell CommandLine(python, button, ThisWorkbook.Path & "/" & ThisWorkbook.Name, folder, 0)
        WaitFor exchange & "message.txt"
    End If
End Sub

' The arguments that xlwings' Book.caller() reads, and the folder through which we talk.
Private Function CommandLine(ByVal python As String, ByVal button As String, ByVal book As String, _
        ByVal folder As String, ByVal window As Variant) As String
    CommandLine = """" & python & """ -P -m xl_macros " & button & " ""--wb=" & book & """ --from_xl=1 --hwnd=" & _
        window & " ""--exchange=" & folder & """"
End Function

Private Sub WaitFor(ByVal path As String)
    Dim deadline As Date
    deadline = DateAdd("s", PATIENCE_SECONDS, Now)
    Do While Dir(path) = "" And Now < deadline
        DoEvents
    Loop
End Sub

' -- the answer -------------------------------------------------------------------------------------------

Private Sub ReadMessage(ByVal path As String, ByRef ending As String, ByRef text As String)
    Dim whole As String, cut As Long
    ending = "mati"
    text = WhyNoMessage()
    If Not FileIsThere(path) Then Exit Sub
    whole = Replace(ReadUtf8(path), vbCr, "")
    cut = InStr(whole, vbLf)
    If cut = 0 Then Exit Sub
    ending = Left(whole, cut - 1)
    text = Mid(whole, cut + 1)
    Do While Right(text, 1) = vbLf
        text = Left(text, Len(text) - 1)
    Loop
End Sub

' Refused by Windows, or started and died: the one needs an administrator, the other another click.
Private Function WhyNoMessage() As String
    If startRefused <> 0 Then
        WhyNoMessage = "Python tidak dapat dijalankan dari Excel. Tidak ada yang diubah." & vbLf & vbLf & WhoRefused() & _
            vbLf & vbLf & "Keterangan: " & startRefused & " " & startReason
    Else
        WhyNoMessage = "Python berhenti sebelum sempat menjawab. Kode: " & startCode & "." & vbLf & vbLf & _
            "Klik tombol ini sekali lagi; bila ada pekerjaan yang terputus, ia diselesaikan atau dikembalikan lebih " & _
            "dahulu." & vbLf & "Bila tetap begitu, klik Periksa Komputer atau jalankan pasang.cmd lagi: di akhirnya " & _
            "disebut bagian program yang diblokir atau hilang."
    End If
End Function

' By the number of Windows (HRESULT; VBA has 70, 53 and 76 for the commonest) who stopped the start, and the cure.
Private Function WhoRefused() As String
    Const ASK As String = "Mintalah administrator komputer ini mengizinkan pythonw.exe di %LOCALAPPDATA%\Kecuali"
    Select Case startRefused
        Case 70, -2147024891 ' access denied
            WhoRefused = "Windows atau antivirus menolaknya; biasanya aturan Microsoft Defender ""Block all Office " & _
                "applications from creating child processes"". " & ASK & " sebagai pengecualian dari aturan itu."
        Case -2147020345, -2147023636 ' application control, restriction policy
            WhoRefused = "Smart App Control atau kebijakan aplikasi (AppLocker, WDAC) menolaknya. Smart App Control " & _
                "tidak mengenal pengecualian: ia harus dimatikan di Keamanan Windows. Bila itu kebijakan kantor: " & ASK & "."
        Case -2147024671, -2147024670 ' virus found, file removed for it
            WhoRefused = "Antivirus menganggap pythonw.exe berbahaya. " & ASK & ", lalu jalankan lagi pasang.cmd."
        Case 53, 76, -2147024894, -2147024893 ' no such file
            WhoRefused = "Berkasnya tidak ada lagi; mungkin dihapus antivirus. Jalankan lagi pasang.cmd."
        Case Else
            WhoRefused = "Windows atau antivirus menolaknya. " & ASK & ". Yang biasanya menolak: aturan Microsoft " & _
                "Defender ""Block all Office applications from creating child processes"", Smart App Control, atau " & _
                "antivirus lain."
    End Select
End Function

Private Sub ShowEnding(ByVal ending As String, ByVal text As String)
    Dim icon As Long
    icon = vbCritical
    If ending = "selesai" Then icon = vbInformation
    If ending = "ditolak" Then icon = vbExclamation
    MsgBox Shortened(text), icon, CAPTION
End Sub

Private Sub Warn(ByVal text As String)
    MsgBox Shortened(text), vbExclamation, CAPTION
End Sub

' A message box holds about a thousand characters and cuts the rest without a word.
Private Function Shortened(ByVal text As String) As String
    Shortened = text
    If Len(text) > LONGEST_PROMPT Then Shortened = Left(text, LONGEST_PROMPT - 4) & " ..."
End Function

' -- files ------------------------------------------------------------------------------------------------

' A new folder of the user's own, with the closing separator; "" (and a word to the user) when there is none.
Private Function NewExchangeFolder() As String
    Dim path As String
    Randomize
    path = "kecuali-" & Format(Now, "yyyymmdd") & "-" & CStr(CLng(Timer * 100)) & "-" & CStr(Int(Rnd * 1000000))
    On Error GoTo Failed
    If OnWindows() Then
        path = Environ("TEMP") & "\" & path
        NewExchangeFolder = CreateObject("Scripting.FileSystemObject").CreateFolder(path).ShortPath & "\"
    Else
        path = IIf(Environ("XDG_RUNTIME_DIR") <> "", Environ("XDG_RUNTIME_DIR"), "/tmp") & "/" & path
        MkDir path
        NewExchangeFolder = path & "/"
    End If
    Exit Function
Failed:
    NewExchangeFolder = ""
    Warn "Folder sementara tidak dapat dibuat: " & path & vbLf & vbLf & _
        "Periksa apakah diska penuh, lalu klik lagi. Tidak ada yang diubah."
End Function

Private Sub RemoveFolder(ByVal exchange As String)
    On Error Resume Next ' what cannot be removed lies in the user's own temporary folder
    Kill exchange & "answers.txt"
    Kill exchange & "message.txt"
    RmDir Left(exchange, Len(exchange) - 1)
    On Error GoTo 0
End Sub

Private Sub WriteUtf8(ByVal path As String, ByVal text As String)
    Dim file As Integer, bytes() As Byte, used As Long, i As Long, code As Long, low As Long
    ReDim bytes(0 To 4 * Len(text) + 3)
    For i = 1 To Len(text)
        code = AscW(Mid(text, i, 1)) And &HFFFF&
        If code >= &HD800& And code <= &HDBFF& And i < Len(text) Then
            low = AscW(Mid(text, i + 1, 1)) And &HFFFF&
            code = &H10000 + (code - &HD800&) * &H400& + (low - &HDC00&)
            i = i + 1
        End If
        AddUtf8 bytes, used, code
    Next i
    file = FreeFile
    Open path For Binary Access Write As #file
    For i = 0 To used - 1
        Put #file, , bytes(i)
    Next i
    Close #file
End Sub

Private Sub AddUtf8(ByRef bytes() As Byte, ByRef used As Long, ByVal code As Long)
    Dim shift As Long, lead As Long
    If code < &H80& Then
        bytes(used) = code
        used = used + 1
        Exit Sub
    End If
    shift = &H40&
    lead = &HC0&
    If code >= &H800& Then
        shift = &H1000&
        lead = &HE0&
    End If
    If code >= &H10000 Then
        shift = &H40000
        lead = &HF0&
    End If
    bytes(used) = lead Or (code \ shift)
    used = used + 1
    Do While shift > 1
        shift = shift \ &H40&
        bytes(used) = &H80& Or ((code \ shift) And &H3F&)
        used = used + 1
    Loop
End Sub

Private Function ReadUtf8(ByVal path As String) As String
    Dim file As Integer, size As Long, position As Long, code As Long, more As Long, one As Byte, text As String
    file = FreeFile
    Open path For Binary Access Read As #file
    size = LOF(file)
    Do While position < size
        Get #file, , one
        position = position + 1
        code = one
        more = 0
        If code >= &HC0& Then more = 1
        If code >= &HE0& Then more = 2
        If code >= &HF0& Then more = 3
        If more > 0 Then code = code And (&H3F& \ 2 ^ more)
        Do While more > 0 And position < size
            Get #file, , one
            position = position + 1
            code = code * &H40& + (one And &H3F&)
            more = more - 1
        Loop
        If code >= &H10000 Then
            text = text & ChrW(&HD800& + (code - &H10000) \ &H400&)
            code = &HDC00& + ((code - &H10000) And &H3FF&)
        End If
        If code <> &HFEFF& Then text = text & ChrW(code)
    Loop
    Close #file
    ReadUtf8 = text
End Function

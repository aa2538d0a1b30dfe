@echo off
rem Melepas Kecuali dari akun Windows ini. Register, pindaian dan Folder Khusus tidak dihapus.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
cd /d "%TEMP%"
set "APP=%~dp0"
if not exist "%APP%venv\Scripts\python.exe" goto hapus
"%APP%venv\Scripts\python.exe" -I -m xl_macros uninstall
if not "%ERRORLEVEL%"=="0" goto gagal
:hapus
if exist "%APP%venv" rd /s /q "%APP%venv"
if exist "%APP%venv" goto gagal
echo Selesai.
pause
del /q "%APP%perbaiki.cmd" 2>nul
del /q "%~f0" & exit 0
:gagal
echo.
echo Kecuali belum terlepas seluruhnya. Tutup Excel, lalu jalankan lagi.
pause
exit /b 1

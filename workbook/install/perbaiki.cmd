@echo off
rem Memperbaiki pemasangan Kecuali bagi akun Windows ini.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
"%~dp0venv\Scripts\python.exe" -I -m xl_macros repair
if "%ERRORLEVEL%"=="0" goto selesai
echo.
echo Belum berhasil. Jalankan lagi pasang.cmd dari stik atau folder pemasangan.
:selesai
pause

@echo off
rem Memasang atau memperbaiki Kecuali bagi akun Windows ini. Tidak perlu hak administrator.
rem Folder yang diseret ke atas berkas ini menjadi folder kantor.
rem Tanpa delayed expansion, dan "call" hanya tanpa argumen: tanda seperti ^& dan ! pada alamat folder tetap utuh.
rem Hasil tiap program dibaca dari ERRORLEVEL; "&&" dan "||" tidak dipakai.
setlocal EnableExtensions DisableDelayedExpansion
set "SINI=%~dp0"
set "KANTOR=%~1"
set "VENV=%LOCALAPPDATA%\Kecuali\venv"
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "VERSI="
if exist "%SINI%wheels\versi.txt" set /p VERSI=<"%SINI%wheels\versi.txt"
set "UJI=import os,sys,sysconfig,venv,ensurepip;v='.'.join(map(str,sys.version_info[:2]));sys.exit(not(sys.version_info>=(3,11) and sys.maxsize>2**32 and sysconfig.get_platform()!='win-arm64' and 'WindowsApps' not in sys.base_prefix and v in (os.environ.get('VERSI') or v).split()))"
set "PY="
set "DICOBA="

if not exist "%VENV%\Scripts\python.exe" goto cari
"%VENV%\Scripts\python.exe" -I -c "import pip;%UJI%" >nul 2>nul
if "%ERRORLEVEL%"=="0" goto paket

:cari
for %%V in (3.13 3.12 3.14 3.11 3) do (
  set KANDIDAT=py.exe -%%V
  call :coba
)
for %%N in (python.exe python3.exe) do (
  set KANDIDAT=%%N
  call :coba
)
for %%T in ("%LOCALAPPDATA%\Programs\Python" "%LOCALAPPDATA%\Python" "%ProgramFiles%" "%SystemDrive%\") do (
  set "TEMPAT=%%~T"
  call :telusuri
)
if defined PY goto venv
if defined DICOBA goto tanpa_python
set "DICOBA=1"
pushd "%SINI%"
for %%I in (python-3*-amd64.exe) do (
  echo Memasang Python dengan %%~nxI ...
  start "" /wait "%%~fI" /passive InstallAllUsers=0 InstallLauncherAllUsers=0 Include_launcher=1 Include_test=0
)
popd
goto cari

:venv
echo Menyiapkan Python untuk Kecuali ...
%PY% -I -m venv --clear "%VENV%"
if not "%ERRORLEVEL%"=="0" goto gagal_venv

:paket
echo Memasang paket. Ini dapat memakan waktu beberapa menit ...
if exist "%SINI%wheels\requirements.txt" goto dari_stik
"%VENV%\Scripts\python.exe" -I -m pip install -q --disable-pip-version-check --no-warn-script-location --compile --force-reinstall "kecuali[heic]"
if not "%ERRORLEVEL%"=="0" goto gagal_paket
goto susun
:dari_stik
"%VENV%\Scripts\python.exe" -I -m pip --isolated install -q --disable-pip-version-check --no-warn-script-location --compile --force-reinstall --no-index --find-links "%SINI%wheels" --require-hashes -r "%SINI%wheels\requirements.txt"
if not "%ERRORLEVEL%"=="0" goto gagal_paket

:susun
if defined KANTOR goto susun_di
"%VENV%\Scripts\python.exe" -I -m xl_macros install
goto hasil
:susun_di
"%VENV%\Scripts\python.exe" -I -m xl_macros install --folder "%KANTOR%"
:hasil
if not "%ERRORLEVEL%"=="0" goto gagal_susun
echo.
echo Selesai. Tutup Excel bila masih terbuka, lalu buka register dari menu Start: Kecuali.
pause
exit /b 0

:coba
if defined PY goto :eof
%KANDIDAT% -I -c "%UJI%" >nul 2>nul
if "%ERRORLEVEL%"=="0" set PY=%KANDIDAT%
goto :eof

:telusuri
if not exist "%TEMPAT%" goto :eof
pushd "%TEMPAT%"
for /d %%D in (Python3* pythoncore-3*) do (
  set KANDIDAT="%%~fD\python.exe"
  call :coba
)
popd
goto :eof

:tanpa_python
echo.
echo Python belum ada di komputer ini, atau versinya tidak cocok.
if defined VERSI echo Stik ini dibuat untuk Python %VERSI%.
echo Yang diperlukan: Python 3.11 atau lebih baru, 64-bit, dari python.org (bukan dari Microsoft Store).
echo 1. Buka python.org/downloads/windows dan unduh "Windows installer (64-bit)" versi 3.13.
echo 2. Jalankan pemasang itu, centang "Add python.exe to PATH", lalu pilih "Install Now".
echo 3. Jalankan lagi pasang.cmd ini.
echo Tanpa internet: salin pemasang itu ke folder pasang.cmd ini, lalu jalankan lagi pasang.cmd.
pause
exit /b 1

:gagal_venv
echo.
echo Folder "%VENV%" tidak dapat disiapkan.
echo Tutup Excel, lalu jalankan lagi pasang.cmd. Bila tetap gagal, periksa ruang kosong dan antivirus.
pause
exit /b 1

:gagal_paket
echo.
echo Paket tidak dapat dipasang; lihat pesan di atas.
echo Tutup Excel, lalu jalankan lagi pasang.cmd. Tanpa internet, pasang dari stik yang berisi folder "wheels";
echo bila sudah dari stik, stik itu mungkin rusak atau tidak lengkap: buatlah lagi.
pause
exit /b 1

:gagal_susun
echo.
echo Pemasangan belum selesai; lihat pesan di atas, lalu jalankan lagi pasang.cmd.
pause
exit /b 1

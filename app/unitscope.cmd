@echo off
rem Starts Unitscope on Windows; builds it first when the sources have changed since the last build.
rem   UNITSCOPE_JDK        a JDK 25, if the usual places do not hold one
rem   UNITSCOPE_JAVA_OPTS  further options for java
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
set "OUT=%ROOT%\target"

set "JDK="
call :try "%UNITSCOPE_JDK%"
call :try "%JAVA_HOME%"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :try "%%~D"
if not defined JDK (
  echo unitscope: JDK 25 not found; install one, or name it with UNITSCOPE_JDK or JAVA_HOME 1>&2
  exit /b 3
)

rem Names, sizes and times of all sources: changes when a file is edited, added or removed.
set "PRINT="
for /f "usebackq delims=" %%F in (`powershell -NoProfile -Command "$t = (Get-ChildItem -LiteralPath (Join-Path $env:ROOT 'pom.xml'), (Join-Path $env:ROOT 'src\pom.xml'), (Join-Path $env:ROOT 'src\main'), (Join-Path $env:ROOT 'app\pom.xml'), (Join-Path $env:ROOT 'app\src\main') -Recurse -File | ForEach-Object { $_.FullName + $_.Length + $_.LastWriteTimeUtc.Ticks }) -join ';'; $h = [Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($t)); -join ($h[0..7] | ForEach-Object { $_.ToString('x2') })"`) do set "PRINT=%%F"
if not defined PRINT (
  echo unitscope: PowerShell is needed to see whether the sources have changed 1>&2
  exit /b 3
)
set "IMAGE=%OUT%\run\%PRINT%"
if not exist "%IMAGE%" (
  call :build
  if errorlevel 1 exit /b 3
)

"%JDK%\bin\java" -Xmx4g -XX:+UseParallelGC --module-path "%IMAGE%\javafx" --add-modules javafx.controls,jdk.incubator.vector --enable-native-access=javafx.graphics %UNITSCOPE_JAVA_OPTS% -cp "%IMAGE%\unitscope-app.jar;%IMAGE%\lib\*" org.unitscope.app.Main %*
exit /b %ERRORLEVEL%

:try
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25" "%~1\release" >nul 2>nul && set "JDK=%~1"
exit /b 0

:build
where mvn >nul 2>nul || (
  echo unitscope: Maven not found; it is needed to build; install mvn 1>&2
  exit /b 1
)
if not exist "%OUT%\run" mkdir "%OUT%\run"
:wait
2>nul mkdir "%OUT%\run.lock" || (
  echo unitscope: waiting for another build; remove "%OUT%\run.lock" if there is none 1>&2
  timeout /t 2 /nobreak >nul
  if exist "%IMAGE%" exit /b 0
  goto wait
)
echo unitscope: building (the first time takes about a minute) ... 1>&2
set "JAVA_HOME=%JDK%"
call mvn -q -B -ntp -f "%ROOT%\pom.xml" -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true package > "%OUT%\build.log" 2>&1
if errorlevel 1 (
  findstr /b /c:"[ERROR]" "%OUT%\build.log" 1>&2
  echo unitscope: the build failed; all of it is in "%OUT%\build.log" 1>&2
  rmdir "%OUT%\run.lock"
  exit /b 1
)
mkdir "%IMAGE%.new"
xcopy /e /i /q /y "%OUT%\app\javafx" "%IMAGE%.new\javafx" >nul
xcopy /e /i /q /y "%OUT%\app\lib" "%IMAGE%.new\lib" >nul
copy /y "%OUT%\app\unitscope-app.jar" "%IMAGE%.new\" >nul
move "%IMAGE%.new" "%IMAGE%" >nul
rmdir "%OUT%\run.lock"
exit /b 0

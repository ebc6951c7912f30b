@echo off
rem The belfry command of an installed Belfry: runs in the application's own Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\belfry.exe" "%~dp0..\app.asar.unpacked\dist\cli\belfry.js" %*

# Builds the packages and the launch template into artifacts/, as build.sh does and with the same options: .\build.ps1
# --portable
$ErrorActionPreference = 'Stop'

if (-not (Get-Command node -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('build.ps1 needs Node 20 or later: https://nodejs.org')
    exit 3
}
& node (Join-Path $PSScriptRoot 'packaging/build.mjs') @args
exit $LASTEXITCODE

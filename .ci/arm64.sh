#!/usr/bin/env bash
# Links the arm64 package on x64, and runs it there under qemu: what both need, from Debian's packages.
#   .ci/arm64.sh install                    installs what link and test need; needs root
#   .ci/arm64.sh install_linker             installs the linker and the C library of arm64
#   .ci/arm64.sh install_emulator           installs qemu
#   .ci/arm64.sh emulate BINARY FOLDER      writes FOLDER/bootstrap, which runs BINARY
#   .ci/arm64.sh tests                      the filter of the end-to-end tests that run there
set -euo pipefail

link=(clang lld binutils-aarch64-linux-gnu libc6-dev-arm64-cross libstdc++-12-dev-arm64-cross)
# What the binary loads when it runs on Lambda: the C library, TLS and the certificates.
runtime=(libc6 libgcc-s1 libstdc++6 libssl3 zlib1g ca-certificates)

missing() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || printf '%s ' "$package"
  done
}

install() { install_packages "${link[@]}" qemu-user-static; }
install_linker() { install_packages "${link[@]}"; }
install_emulator() { install_packages qemu-user-static; }

install_packages() {
  local needed
  needed=$(missing "$@")
  if [ -z "$needed" ]; then return; fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "The arm64 package needs these packages of Debian 12: $needed" >&2
    return 1
  fi
  apt-get update -qq
  # shellcheck disable=SC2086  # a list of names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed
}

# The packages of arm64 are unpacked into a folder: this system stays as it is.
emulate() {
  local binary=$1 folder=$2
  local root=$folder/root debs=$folder/packages lists=$folder/lists
  mkdir -p "$root" "$debs" "$lists/partial"
  local options=(-q -q -oAPT::Architecture=arm64 -oAPT::Architectures=arm64 -oDir::State::Lists="$lists"
    -oDir::Cache::pkgcache= -oDir::Cache::srcpkgcache= -oAPT::Sandbox::User="$(id -un)")
  apt-get "${options[@]}" update
  (cd "$debs" && apt-get "${options[@]}" download "${runtime[@]}")
  local deb
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$root"; done
  printf '#!/bin/sh\nexec /usr/bin/qemu-aarch64-static -L %q %q "$@"\n' "$root" "$binary" >"$folder/bootstrap"
  chmod +x "$folder/bootstrap"
}

tests() {
  echo "FullyQualifiedName~EndToEnd.Tests.Onboarding|FullyQualifiedName~EndToEnd.Tests.Runtime|FullyQualifiedName~EndToEnd.Tests.Deployment"
}

"$@"

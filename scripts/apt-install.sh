#!/bin/sh
# apt-install.sh PACKAGE…: installs Debian packages without a question, fetching the package lists only when it must.
set -eu
export DEBIAN_FRONTEND=noninteractive

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

quiet_install() {
    as_root apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 </dev/null
}

quiet_install "$@" && exit 0
as_root apt-get update >/dev/null 2>&1 </dev/null || true
quiet_install "$@"

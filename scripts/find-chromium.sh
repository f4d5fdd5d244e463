#!/bin/sh
# Prints the path of the Chromium that the browser tests drive; installs it on Debian when it may.
set -eu

look() {
    for name in "${ALLMANNING_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name"; then exit 0; fi
    done
}

if [ -n "${ALLMANNING_CHROMIUM:-}" ] && ! command -v "$ALLMANNING_CHROMIUM" >/dev/null; then
    echo "ALLMANNING_CHROMIUM=$ALLMANNING_CHROMIUM is not a program that can be run. Correct it or leave it out." >&2
    exit 1
fi
look
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing Chromium for the browser tests …" >&2
    "$(dirname "$0")/apt-install.sh" chromium || true
    look
fi
cat >&2 <<'END'
The browser tests need Chromium, and none was found. Do one of these, then run make again:
  - as root on Debian:         apt install chromium
  - a browser somewhere else:  make test ALLMANNING_CHROMIUM=/path/to/chromium
END
exit 1

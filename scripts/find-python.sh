#!/bin/sh
# Prints the path of a Python 3.12 or newer, or says on stderr what to do.
# Every candidate is run, since version managers leave shims on PATH that exist and fail.
set -eu

fits='import sys; sys.exit(sys.version_info < (3, 12))'
seen=''

probe() {
    path=$(command -v "$1" 2>/dev/null) || return 0
    if "$path" -c "$fits" >/dev/null 2>&1; then
        printf '%s\n' "$path"
        exit 0
    fi
    version=$("$path" --version 2>/dev/null) || version='does not run'
    seen="$seen
    $path: $version"
}

if [ -n "${PYTHON:-}" ]; then
    probe "$PYTHON"
    echo "PYTHON=$PYTHON is not a Python 3.12 or newer.$seen" >&2
    echo "Give the path of one that is, or leave PYTHON out and let make look for itself." >&2
    exit 1
fi

versions=${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}/versions
for name in python3.13 python3.14 python3.12 python3 \
    "$versions"/3.13*/bin/python3 "$versions"/3.14*/bin/python3 "$versions"/3.12*/bin/python3; do
    probe "$name"
done

cat >&2 <<END
Allmänning needs Python 3.12 or newer, and none was found. Looked at:${seen:-
    (nothing named python3)}
Do one of these, then run make again:
  - Debian 13 or Ubuntu 24.04:   apt install python3 python3-venv
  - any machine:                 install uv; with uv on PATH, make lets it fetch Python 3.13
  - a Python somewhere else:     make demo PYTHON=/path/to/python3.13
END
exit 1

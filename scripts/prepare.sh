#!/bin/sh
# prepare.sh run|dev: makes .venv hold exactly what the lock file names, and Allmänning itself.
# Says nothing and needs no network when that is already so.
set -eu
cd -P "$(dirname "$0")/.."
here=$(pwd)

case "${1:-}" in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*) echo "usage: scripts/prepare.sh run|dev" >&2; exit 2 ;;
esac

say() { printf '%s\n' "$*" >&2; }

wanted="$(cat requirements.lock requirements-dev.lock pyproject.toml | cksum)"

# Its scripts name the folder they were made in, so an environment that was moved or copied is made anew.
is_usable() {
    grep -qsF "$here/.venv" .venv/bin/activate &&
        .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null
}

is_ready() {
    [ "$(cat ".venv/ready-$1" 2>/dev/null)" = "$wanted" ] && is_usable
}

get_venv_module() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing python$version-venv, which Debian ships apart from Python …"
        scripts/apt-install.sh "python$version-venv" && return
    fi
    say "$1 cannot make virtual environments. Run once as root: apt install python$version-venv"
    say "or install uv. Then run make again."
    exit 1
}

make_environment() {
    if ! python=$(scripts/find-python.sh 2>/dev/null); then
        # uv fetches a Python by itself; without it, the search says what it saw and what to do, and fails.
        if ! command -v uv >/dev/null || [ -n "${PYTHON:-}" ]; then scripts/find-python.sh; fi
        python=3.13
    fi
    rm -rf .venv
    say "Making .venv with $python …"
    if command -v uv >/dev/null; then
        uv venv --quiet --seed --python "$python" .venv
    else
        "$python" -c 'import ensurepip, venv' 2>/dev/null || get_venv_module "$python"
        "$python" -m venv .venv
    fi
}

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input "$@"
    fi
}

# Two makes at once must not fill the same folder.
if command -v flock >/dev/null; then
    exec 9<pyproject.toml
    flock 9
fi

is_ready "$1" && exit 0
is_usable || make_environment
say "Installing the packages named in $lock …"
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation -e .
printf '%s\n' "$wanted" >".venv/ready-$1"
# The development lock holds everything of the other one; a house test keeps it so.
[ "$1" = run ] || printf '%s\n' "$wanted" >.venv/ready-run

#!/bin/sh
# Makes .venv-bench hold exactly what benchmarks/requirements.lock names: the peers that the rules are measured beside.
# Needs .venv, for its Python; says nothing and needs no network when everything is there.
set -eu
cd -P "$(dirname "$0")/.."
lock=benchmarks/requirements.lock
wanted="$(cat "$lock" | cksum) $(.venv/bin/python -V)"

[ "$(cat .venv-bench/ready 2>/dev/null)" = "$wanted" ] && .venv-bench/bin/python -c '' 2>/dev/null && exit 0

printf 'Installing the peers named in %s …\n' "$lock" >&2
rm -rf .venv-bench
if uv=$(command -v uv || command -v .venv/bin/uv); then
    "$uv" venv --quiet --python .venv/bin/python .venv-bench
    "$uv" pip install --quiet --python .venv-bench/bin/python --require-hashes -r "$lock"
else
    .venv/bin/python -m venv .venv-bench
    .venv-bench/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock"
fi
printf '%s\n' "$wanted" >.venv-bench/ready

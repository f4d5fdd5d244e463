#!/bin/sh
# Resolves pyproject.toml and the peers of the benchmarks into lock files: every package with its hash, and no address to
# fetch it from.
set -eu
cd "$(dirname "$0")/.."

if ! uv=$(command -v uv); then
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
    uv=.venv/bin/uv
fi

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-annotate --no-header "$@"
}

compile --group build pyproject.toml -o requirements.lock
compile --all-extras --group dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
compile --constraint requirements-dev.lock benchmarks/requirements.in -o benchmarks/requirements.lock

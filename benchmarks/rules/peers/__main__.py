"""Our engine beside others: `python -m benchmarks.rules.peers`, with the options of `make bench`."""

from benchmarks.__main__ import main

if __name__ == "__main__":
    main("--peers")

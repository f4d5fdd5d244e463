"""The figures of the rule language alone: `python -m benchmarks.rules`, with the options of `make bench`."""

from benchmarks.__main__ import main

if __name__ == "__main__":
    main("--no-demo", "--alone")

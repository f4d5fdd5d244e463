"""Our engine beside others and beside what an expert would write by hand: the same rules, the same households, one run."""

"""What speaks an outside standard: one folder each, with the same file names in each."""

"""One module for each thing a caseworker does."""

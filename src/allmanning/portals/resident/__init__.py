"""For the resident: ask, apply, follow, understand."""

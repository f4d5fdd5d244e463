"""A whole case as one file: handed out, and taken in again. The schema stands in docs/look-up/case-bundle.md."""

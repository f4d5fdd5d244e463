"""Retention (gallring): how long cases are kept by which decision, what is due, and its removal."""

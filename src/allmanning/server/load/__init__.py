"""Visitors that press the program's own pages over HTTP, and how long each answer took. For figures and for drills."""

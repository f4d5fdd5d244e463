"""The rule language: text in, a graph of frozen nodes, and the readers of it. Standard library only.

`parse` is the door. `evaluate` is the meaning; `decide`, `bounds` and `ask`, and `explain` must agree with it.
"""

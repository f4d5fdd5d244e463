"""The rule language: text in, a graph of frozen nodes, and the readers of it. Standard library only."""

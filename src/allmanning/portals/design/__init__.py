"""The look: base pages, the reckoning, forms, themes, texts. All portals stand on it.

A portal makes plain values (Field, Step, Table, a package's Line) and hands them to the tags of `{% load design %}`;
it writes no CSS of its own. The how-to, with an example of each, is docs/look-up/design-system.md.
"""

"""The look: base pages, the reckoning, forms, themes, texts. All portals stand on it."""

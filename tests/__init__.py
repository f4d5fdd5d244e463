"""Tests mirror src/allmanning, room by room."""

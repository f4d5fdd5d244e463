"""Allmänning: build a welfare service once, run it in every municipality."""

"""The tags and filters that templates load with {% load design %}."""

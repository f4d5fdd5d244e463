"""System checks of login providers."""

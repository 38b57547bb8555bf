"""Checks of the user banking."""

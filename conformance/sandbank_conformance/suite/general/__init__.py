"""Checks of the general."""

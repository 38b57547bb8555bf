"""Checks of the control."""

"""Checks of the consumer."""

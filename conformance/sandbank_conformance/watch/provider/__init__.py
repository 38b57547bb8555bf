"""Checks of a provider: of its connector, and of the calls that it makes."""

"""Checks of a product: of the calls that it makes."""

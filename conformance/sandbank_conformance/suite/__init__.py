"""The checks: one observation each, marked with the requirement that it proves."""

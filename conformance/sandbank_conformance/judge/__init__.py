"""The other direction: grading calls that a provider or a product made."""

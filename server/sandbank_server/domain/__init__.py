"""The rules of the bank-feed world: values and decisions, no clock, no input or output."""

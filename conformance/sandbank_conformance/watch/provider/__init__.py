"""A provider under judgement: its connector, and the calls that it makes; `test_…` has checks."""

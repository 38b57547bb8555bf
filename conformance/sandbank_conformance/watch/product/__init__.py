"""A product under judgement: the calls that it makes; `test_…` has the checks."""

"""A product under judgement: what it is asked to do, and what is seen of it meanwhile."""

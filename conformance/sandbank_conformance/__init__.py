"""The conformance suite: proves any implementation against the documented rules."""

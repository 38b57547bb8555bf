"""The outside world behind the ports: store, clock, ids, keys."""

"""The use cases: one function per thing a caller can ask."""

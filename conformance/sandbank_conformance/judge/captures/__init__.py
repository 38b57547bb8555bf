"""Calls as somebody captured them: a body, an .http file, curl lines, a HAR."""

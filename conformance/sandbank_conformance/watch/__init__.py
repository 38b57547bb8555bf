"""Judging callers by watching them: a sandbox is called, and what was called is looked at."""

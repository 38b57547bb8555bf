"""Requests that nobody thought of: Schemathesis against the documents, judged by the catalogue."""

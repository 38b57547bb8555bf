"""The wire: documents to operations, requests to calls, refusals to error bodies."""

"""The contract: the OpenAPI documents and the catalogue of requirements, shared by both halves."""

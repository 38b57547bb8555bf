"""The sandbox: a server that implements the documented behaviour."""

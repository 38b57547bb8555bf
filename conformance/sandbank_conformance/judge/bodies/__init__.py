"""What stands in a body, and where; what is broken is mended as far as that can be guessed."""

"""What was found of captured calls, told in several forms."""

"""What a run leaves behind: every report reads the same lines."""

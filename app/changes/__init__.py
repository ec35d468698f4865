"""What changed between two revisions, in plain words."""

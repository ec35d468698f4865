"""Full-text search: the index of articles by their words."""

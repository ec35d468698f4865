"""Articles and their revisions: who may read them, how they are listed and dated."""

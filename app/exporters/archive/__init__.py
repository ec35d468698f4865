"""A person's whole data in one ZIP file: every revision, note, board, passage and correction."""

"""People and their tokens, backups, totals, and the check that a library is whole."""

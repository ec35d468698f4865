"""Annotations, read one by one, for a page, or as lists of statements; notes and highlights."""

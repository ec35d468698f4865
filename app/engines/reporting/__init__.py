"""Cues and reporting clauses."""

"""Interviews and transcripts: turns behind a label."""

"""Corrections that reach many articles: who applies them to those that are left, and when."""

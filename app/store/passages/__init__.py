"""Shared passages and boards, and the anchor state of everything that follows a text."""

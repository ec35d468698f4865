"""Annotations of other services, which name the words and not the text that they are from."""

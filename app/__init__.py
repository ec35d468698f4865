"""Gloss, an annotated-article reader."""

__version__ = "0.1.0"

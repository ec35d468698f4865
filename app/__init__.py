"""Gloss, an annotated-article reader."""

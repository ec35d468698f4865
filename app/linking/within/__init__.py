"""Coreference inside one article. Pure."""

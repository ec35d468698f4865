"""Atom feeds of what pages list: articles, search results, quotations and claims, boards."""

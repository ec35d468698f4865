"""Exports of reading services, bookmarks and annotation services, one module for each service."""

"""Checks that a library is consistent, a module a subject, and rebuilds what is derived."""

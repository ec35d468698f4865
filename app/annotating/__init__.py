"""Annotating as a service: one process of many that share what is pending in a library."""

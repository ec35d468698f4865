"""File formats: what a file is called, its suffixes and media types, and how its content is known.

Those that no importer reads are refused by name, with what to do instead.
"""

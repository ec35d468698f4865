"""The declared fields of a page: from its markup and from its visible lines, one field a module."""

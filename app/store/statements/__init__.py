"""Lists of what was said and claimed, over the whole library."""

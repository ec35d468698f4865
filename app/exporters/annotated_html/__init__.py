"""Annotated HTML: articles for people, in one file that needs nothing but itself."""

"""Feeds and lists of feeds: RSS, Atom, JSON Feed, OPML. Pure: bytes → items."""

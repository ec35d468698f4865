"""Feeds that new articles come from, and which of their items are known."""

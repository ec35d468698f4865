"""Entities: names, mentions, co-occurrence, linking and what is known from elsewhere."""

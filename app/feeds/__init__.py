"""Subscriptions at work: feeds are added, asked, and their new items become articles."""

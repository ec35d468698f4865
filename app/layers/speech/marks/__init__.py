"""Quotation marks and the words in them: their form only."""

"""Formats that hold no article of their own and are refused by name."""

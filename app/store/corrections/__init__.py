"""The log of corrections, and its effects on what is stored."""

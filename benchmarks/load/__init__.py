"""Speed of the program as people run it, at 1,000 to 1,000,000 articles, beside its rivals."""

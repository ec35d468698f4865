"""Made libraries of any size: articles from a seed, stored in bulk as the program would store them.

Nothing here measures. What is made must pass `gloss doctor`.
"""

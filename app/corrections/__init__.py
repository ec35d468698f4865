"""A correction on its way from a request to the log: resolved and previewed."""

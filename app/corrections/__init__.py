"""A correction from the request to the log: what is asked for, resolved and previewed."""

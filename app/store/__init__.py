"""The library: the only floor that writes a SELECT. Knows nothing of HTTP, files or the network."""

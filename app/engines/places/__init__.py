"""Places and peoples by name."""

"""Evidence that words are a name, and of which kind."""

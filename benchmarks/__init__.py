"""Speed, scale and accuracy: each module prints one table."""

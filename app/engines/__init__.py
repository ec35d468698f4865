"""What the layers find with: the embedded model, word lists and rules."""

"""Two texts compared: tokens, alignment, moved paragraphs and the revision map. Pure."""

"""The alignment of two texts: units, subsequences, gaps, moved paragraphs, figures. Pure."""

"""Names as words: spelling, short forms, generic names, noun phrases. Pure."""

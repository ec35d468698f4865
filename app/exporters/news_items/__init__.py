"""News items of the IPTC, for newsroom systems."""

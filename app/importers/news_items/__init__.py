"""News items of the IPTC, ninjs: ours and those of others."""

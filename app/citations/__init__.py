"""Citations of passages: written, read back, and verified against the library."""

"""Kept answers: public answers rendered once, kept in memory, and checked against the library."""

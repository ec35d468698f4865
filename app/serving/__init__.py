"""The processes of `gloss serve`: some answer requests, one annotates, one keeps the others."""

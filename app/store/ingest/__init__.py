"""How articles enter the library, are annotated, and leave it."""

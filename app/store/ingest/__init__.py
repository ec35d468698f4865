"""How articles enter the library and leave it, and how annotations are stored."""

"""How the program is used: its keys and commands."""

"""The parts of a file: in which order they are stored, and what they are called."""

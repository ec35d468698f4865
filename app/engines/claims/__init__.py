"""What makes a sentence checkable, and what does not."""

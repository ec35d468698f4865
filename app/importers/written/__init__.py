"""What people write by hand: days in the words of many languages, and bylines."""

"""JSON that most rows have in one of a few shapes, stored without the names of its fields."""

"""Three ways to find names: by the model, by form, and by evidence."""

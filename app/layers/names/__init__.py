"""Three ways to find names: by the model, by form, by evidence."""

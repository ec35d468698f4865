"""The parts of the date layer: expressions with their values, the doubt about the date."""

"""The parts of the entity layer: three ways to find names, and the names joined into chains."""

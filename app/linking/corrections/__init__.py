"""What the log of corrections makes of what the layers and the linker found. Pure."""

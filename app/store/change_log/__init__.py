"""What changed since a process looked last: written by triggers, read by whoever keeps answers."""

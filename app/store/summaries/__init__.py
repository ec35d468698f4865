"""What pages read in place of counting: maintained with every write, bounded to read."""

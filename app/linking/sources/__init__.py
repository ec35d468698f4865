"""From a cue to its source, and from a source to a speaker."""

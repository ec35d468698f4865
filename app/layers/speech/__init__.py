"""The parts of the quotation layer: marks, cues, sources, contents."""

"""The parts of the claim layer: check-worthy sentences, and whose claim each is."""

"""What a reading page and its panels share: a mark in its context, sourcing, charts."""

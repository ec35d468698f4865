"""The embedded model: tokenizer, windows, network, decoding."""

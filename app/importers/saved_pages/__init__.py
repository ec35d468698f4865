"""Pages as browsers and their extensions save them, with the addresses that they had."""

"""The parts of the HTML importer: tree, blocks, main content, declared metadata."""

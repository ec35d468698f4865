"""What reading services, bookmarks and annotation services have in common: saved items."""

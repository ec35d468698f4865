"""Preview images: the picture of a page that other sites show beside a link to it (Open Graph)."""

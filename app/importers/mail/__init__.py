"""Messages: their parts (MIME), and the newsletters and letters that are articles."""

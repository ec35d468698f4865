"""What a person brings from other services: highlights, notes, fields, addresses to fetch."""

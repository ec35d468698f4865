"""What a person brings from other services."""

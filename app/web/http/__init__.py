"""What every request and answer shares: sessions, security, limits, caching, errors, templates."""

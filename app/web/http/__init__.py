"""What routes share: sessions, security, limits, caching, errors, templates; defines no route."""

"""What routes share: dependencies, bodies, the rate limit, caching, errors, templates; no route."""

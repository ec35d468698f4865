"""Sessions, checks of every request (hosts, cross-site writes), security headers, body limits."""

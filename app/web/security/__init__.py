"""Who may do what and how much: sessions, request checks, body limits, the rate limit."""

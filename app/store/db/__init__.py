"""Connections, sessions, columns and pagination: what every table needs."""

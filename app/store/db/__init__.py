"""Connections, sessions, columns, pagination and migrations: what every table needs."""

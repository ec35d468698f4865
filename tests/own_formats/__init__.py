"""Exports of our own and their way back."""

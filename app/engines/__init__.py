"""What findings are made with: word lists and rules; no text is kept here."""

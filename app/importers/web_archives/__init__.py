"""Web archives: what a crawler or a browser captured, with addresses and times (ISO 28500)."""

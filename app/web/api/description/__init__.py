"""What the JSON API is, for programs and people: types, operations, the OpenAPI document.

Loaded when the document is first asked for: its types take longer to make than all routes. The
handlers answer with plain values; a test asks every operation and compares.
"""

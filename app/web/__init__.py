"""HTTP and nothing else: parse a request, ask the library, render the answer."""

from app.web import api, editor, pages

ROUTERS = (*api.ROUTERS, *editor.ROUTERS, *pages.ROUTERS)
"""In the order in which addresses are matched."""

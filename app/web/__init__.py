"""HTTP and nothing else: parse a request, ask the library, render the answer."""

from starlette.routing import BaseRoute

from app.web import api, editor, pages

ROUTES: tuple[BaseRoute, ...] = tuple(
    route for router in (*pages.ROUTERS, *api.ROUTERS, *editor.ROUTERS) for route in router.routes
)
"""Every address, in the order in which addresses are matched. They know no settings and no library,
so that all applications of a process share them and their parameters are read once."""

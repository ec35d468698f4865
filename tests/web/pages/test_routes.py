"""Every address reaches its own handler, in whatever order routers are listed."""

from fastapi.routing import APIRoute

from app.web import api, editor, pages

ROUTES = [
    route
    for router in (*pages.ROUTERS, *api.ROUTERS, *editor.ROUTERS)
    for route in router.routes
    if isinstance(route, APIRoute)
]


def test_no_address_is_taken_by_the_pattern_of_another() -> None:
    assert len(ROUTES) > 50
    for route in ROUTES:
        path = route.path.replace("{", "").replace("}", "")
        taken_by = next(
            one
            for one in ROUTES
            if one.path_regex.match(path) and set(route.methods or ()) & set(one.methods or ())
        )
        assert taken_by is route, f"{route.path} is answered by {taken_by.path}"

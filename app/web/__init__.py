"""HTTP and nothing else: parse a request, ask the library, render the answer."""

from fastapi import APIRouter, Depends

from app.web import api, editor, pages
from app.web.http.dependencies import gate
from app.web.http.rate_limit import count_request

ROUTES = APIRouter(dependencies=[Depends(gate), Depends(count_request)])
"""Every address behind the gate, in the order in which addresses are matched. It knows no settings
and no library, so that all applications of a process share it and its parameters are read once."""

for _router in (*pages.ROUTERS, *api.ROUTERS, *editor.ROUTERS):
    ROUTES.include_router(_router)

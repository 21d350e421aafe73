"""All routes of the application, with what is done on each as its guards say."""

from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import Struct

from yipanqi.desk.permissions import ActName
from yipanqi.web.access import May, anybody


class Route(Struct, frozen=True):
    """One method of one path."""

    method: str
    path: str
    acts: tuple[ActName, ...]
    open: bool
    """Strangers may come in, and it says so."""

    @property
    def url(self) -> str:
        """The path with each parameter's own name for a value."""
        return self.path.replace("{", "").replace("}", "")


def routes_of(app: Litestar) -> list[Route]:
    """Every method of every path but OPTIONS, which answers without looking."""
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            guards = handler.resolve_guards()
            acts = tuple(g.act for g in guards if isinstance(g, May))
            found += [
                Route(method, route.path_format, acts, anybody in guards)
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
            ]
    return found

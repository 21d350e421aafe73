"""Answers that are not what was asked for: refusals and errors, each with a stable code."""

from typing import Any

import msgspec
from litestar import Response
from litestar.connection import Request
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from yipanqi.desk.ports import NotRecorded
from yipanqi.ground.refusal import Refusal

STATUS = {
    "plan.adopted_meanwhile": 409,
    "plan.wrong_version": 409,
    "plan.superseded": 409,
    "plan.made_on_old_version": 409,
    "plan.nothing_proposed": 404,
    "plan.nothing_in_force": 409,
    "plan.check_failed": 500,
    "reports.unreadable": 400,
    "sign_in.wrong": 401,
    "document.unknown": 404,
    "map.none": 404,
}
"""The HTTP status of each refusal; decided here alone."""

HTTP_CODES = {400: "request.invalid", 401: "sign_in.needed", 403: "request.forbidden", 404: "page.unknown"}


def refused(refusal: Refusal) -> Response[Refusal]:
    """A refusal as an answer."""
    return Response(refusal, status_code=STATUS.get(refusal.code, 409))


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Errors of the web itself in the same shape; a stranger who wants a page is shown the sign-in."""
    if isinstance(error, NotAuthorizedException) and not request.url.path.startswith("/api"):
        return Redirect("/sign-in")
    facts: dict[str, str | int | float] = {"detail": str(error.detail)}
    return Response(
        Refusal(HTTP_CODES.get(error.status_code, "request.failed"), facts),
        status_code=error.status_code,
        headers=error.headers,
    )


def on_not_recorded(_: Request[Any, Any, Any], error: NotRecorded) -> Response[Refusal]:
    """The journal could not write: nothing was recorded, and sending again later is safe."""
    return Response(
        Refusal("journal." + error.code, {"detail": str(error)}),
        status_code=503,
        headers={"Retry-After": "5"},
    )


def on_invalid(_: Request[Any, Any, Any], error: msgspec.ValidationError) -> Response[Refusal]:
    """A body of the wrong shape; msgspec names the place in it."""
    return Response(Refusal("request.invalid", {"detail": str(error)}), status_code=400)

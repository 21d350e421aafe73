"""Answers that are not what was asked for: refusals and errors, each with a stable code."""

import logging
from typing import Any

import msgspec
from litestar import Response
from litestar.connection import Request
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.openapi import ResponseSpec
from litestar.response import Redirect

from yipanqi.desk.ports import NotRecorded
from yipanqi.ground.refusal import Refusal

_log = logging.getLogger(__name__)

STATUS = {
    "plan.adopted_meanwhile": 409,
    "plan.wrong_version": 409,
    "plan.superseded": 409,
    "plan.made_on_old_version": 409,
    "plan.nothing_proposed": 404,
    "plan.nothing_in_force": 409,
    "plan.nothing_left": 409,
    "plan.check_failed": 500,
    "move.gone": 409,
    "job.unknown": 404,
    "job.not_to_do": 409,
    "job.not_with_this_crew": 409,
    "job.with_another_crew": 409,
    "job.locked_meanwhile": 409,
    "job.taken_meanwhile": 409,
    "job.wrong_version": 409,
    "job.locked": 409,
    "job.not_free": 409,
    "job.not_taken": 409,
    "job.not_yours": 403,
    "quarantine.unknown": 404,
    "quarantine.unreadable": 409,
    "quarantine.settled_meanwhile": 409,
    "quarantine.not_yours": 403,
    "problem.unknown": 404,
    "problem.closed": 409,
    "decision.decided_meanwhile": 409,
    "rule.changed_meanwhile": 409,
    "terms.set_meanwhile": 409,
    "key.given_meanwhile": 409,
    "neighbourhood.unknown": 404,
    "reports.unreadable": 400,
    "request.too_large": 413,
    "survey.no_map": 409,
    "survey.edit_invalid": 400,
    "survey.unknown_opening": 404,
    "survey.unknown_neighbourhood": 404,
    "survey.unknown_edit": 404,
    "survey.unknown_block": 404,
    "survey.undone_meanwhile": 409,
    "closure.nothing_in_force": 409,
    "closure.nothing_proposed": 404,
    "closure.superseded": 409,
    "closure.adopted_meanwhile": 409,
    "closure.wrong_version": 409,
    "closure.made_on_old_map": 409,
    "closure.check_failed": 409,
    "sign_in.wrong": 401,
    "sign_in.no_role": 403,
    "sign_in.not_vouched": 401,
    "password.differs": 400,
    "password.too_short": 400,
    "password.wrong": 403,
    "code.unknown": 404,
    "device.unknown": 404,
    "people.name_taken": 409,
    "people.name_unfit": 400,
    "people.scope_unknown": 409,
    "people.unknown": 404,
    "people.revoked": 409,
    "people.last_commander": 409,
    "people.not_yours": 403,
    "document.unknown": 404,
    "crew.unknown": 404,
    "paper.no_font": 503,
    "lender.unknown": 404,
    "loan.unknown": 404,
    "loan.decided_meanwhile": 409,
    "loan.withdrawn": 409,
    "loan.nothing_taken": 400,
    "loan.more_than_offered": 409,
    "map.none": 404,
    "alert.issued_meanwhile": 409,
    "alert.none": 404,
    "message.push_off": 409,
    "message.endpoint_unfit": 400,
    "message.not_subscribed": 404,
    "photo.too_large": 413,
    "photo.not_jpeg": 400,
    "photo.wrong_digest": 400,
}
"""The HTTP status of each refusal; decided here alone."""

HTTP_CODES = {
    400: "request.invalid",
    401: "sign_in.needed",
    403: "request.forbidden",
    404: "page.unknown",
    413: "request.too_large",
}


def refusals(*codes: int) -> dict[int, ResponseSpec]:
    """For the API's description: statuses under which a refusal may come."""
    return {
        code: ResponseSpec(
            Refusal, generate_examples=False, description="Refused: a stable code and the facts"
        )
        for code in codes
    }


def refused(refusal: Refusal) -> Response[Any]:
    """A refusal as an answer."""
    return Response(refusal, status_code=STATUS.get(refusal.code, 409))


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Errors of the web itself in the same shape; a stranger who wants a page is shown the sign-in."""
    if isinstance(error, NotAuthorizedException) and not request.url.path.startswith("/api"):
        return Redirect("/sign-in")
    code = getattr(error, "code", "")
    if code:
        return Response(Refusal(code, getattr(error, "facts", {})), status_code=error.status_code)
    places = getattr(error, "extra", None)
    detail = "; ".join(_told(p) for p in places) if isinstance(places, list) and places else str(error.detail)
    facts: dict[str, str | int | float] = {"detail": detail}
    return Response(
        Refusal(HTTP_CODES.get(error.status_code, "request.failed"), facts),
        status_code=error.status_code,
        headers=error.headers,
    )


def _told(place: Any) -> str:
    """One fault of a request with its place in it."""
    if not isinstance(place, dict):
        return str(place)
    return f"{place.get('source', 'request')} {place.get('key', '')}: {place.get('message', '')}"


def on_failure(request: Request[Any, Any, Any], error: Exception) -> Response[Refusal]:
    """A fault of ours: told to the log in full, to the client not at all."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return Response(Refusal("server.failed"), status_code=500)


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

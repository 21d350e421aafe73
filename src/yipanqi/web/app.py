"""The web application: routes, sessions and headers around one desk."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Lock

import msgspec
from litestar import Litestar, MediaType, Response, Router, get
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.logging import LoggingConfig
from litestar.middleware import DefineMiddleware
from litestar.middleware.session.client_side import CookieBackendConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router
from litestar.stores.memory import MemoryStore
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from yipanqi import __version__
from yipanqi.desk.alerting import Alerting
from yipanqi.desk.closing import Closing
from yipanqi.desk.commanding import Commanding
from yipanqi.desk.desk import Desk
from yipanqi.desk.people import People
from yipanqi.desk.planning import Planning
from yipanqi.desk.ports import Accounts, Documents, NotRecorded
from yipanqi.desk.printing import Printing
from yipanqi.desk.replay import Replay
from yipanqi.desk.surveying import Surveying
from yipanqi.desk.weighing import Weighing
from yipanqi.web.access import CsrfForCookies, Door, anybody, may
from yipanqi.web.afterwards import AfterwardsApi
from yipanqi.web.alerts import AlertsApi
from yipanqi.web.answers import on_failure, on_http_error, on_invalid, on_not_recorded
from yipanqi.web.board import BoardApi
from yipanqi.web.closure import ClosureApi
from yipanqi.web.command import CommandApi
from yipanqi.web.devices import DevicesApi
from yipanqi.web.field import BUILT, FieldApi, Maps, goods_page, page, phone_files, shell
from yipanqi.web.goods import GoodsApi
from yipanqi.web.hub import Hub
from yipanqi.web.jobs import JobsApi
from yipanqi.web.loans import LoansApi
from yipanqi.web.messages import MessagesApi, Post
from yipanqi.web.oidc import OfficeSignIn
from yipanqi.web.oidc_settings import OidcSettings
from yipanqi.web.orders import OrdersApi
from yipanqi.web.people import PeopleApi
from yipanqi.web.people_codes import Address
from yipanqi.web.photos import PhotosApi
from yipanqi.web.plans import PlansApi
from yipanqi.web.pulse import pulse, thinking
from yipanqi.web.quarantine import QuarantineApi
from yipanqi.web.replay import ReplayApi
from yipanqi.web.reports import ReportsApi
from yipanqi.web.session import InvitedPage, SessionApi, SignIn
from yipanqi.web.survey import SurveyApi
from yipanqi.web.worth import WorthApi

STATIC = Path(__file__).parent / "static"
SESSION_S = 12 * 3600
"""A night's length: whoever signs in at dusk is not asked again before dawn."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'"
)
"""Styles inline because the component library writes them; scripts from us alone."""


class Office(Struct, frozen=True):
    """What the web needs of one board: its desk and what stands behind it."""

    desk: Desk
    planning: Planning
    documents: Documents
    accounts: Accounts
    surveying: Surveying
    closing: Closing
    commanding: Commanding
    secret: bytes
    """32 random bytes, kept with the board, so that nobody is signed out by a restart."""
    people: People
    address: Address = Address()
    oidc: OidcSettings | None = None
    """The office's own sign-in server, where it has one."""
    messages: Post | None = None
    """What is told off the board; None where nobody is."""
    printing: Printing | None = None
    """What puts it on paper; None where nothing is printed."""
    weighing: Weighing | None = None
    """What says what hands and goods are worth; None where nobody weighs."""


@get(
    ["/", "/people", "/replay", "/wall"],
    guards=[may("board.read")],
    media_type=MediaType.HTML,
    include_in_schema=False,
)
async def index() -> Response[bytes]:
    """The board."""
    page = STATIC / "index.html"
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": PAGE_POLICY}
    if not page.exists():
        words = b"<!doctype html><p>The client has not been built: run <code>make setup</code>."
        return Response(words, media_type=MediaType.HTML, status_code=503)
    return Response(page.read_bytes(), media_type=MediaType.HTML, headers=headers)


@get("/healthz", guards=[anybody], include_in_schema=False)
async def healthz(desk: NamedDependency[Desk]) -> dict[str, int]:
    """Whether the server lives, and how far its board is; says nothing else to strangers."""
    return {"position": desk.board.position}


def _alerting(office: Office) -> Alerting | None:
    if office.printing is None:
        return None
    return Alerting(office.desk, office.documents, office.printing.alert)


def _routes(office: Office) -> list[ControllerRouterHandler]:
    """Every route there is for what the office has."""
    routes: list[ControllerRouterHandler] = [
        index,
        healthz,
        SignIn,
        InvitedPage,
        OfficeSignIn,
        SessionApi,
        PeopleApi,
        DevicesApi,
        JobsApi,
        BoardApi,
        ReportsApi,
        QuarantineApi,
        PlansApi,
        SurveyApi,
        ClosureApi,
        CommandApi,
        GoodsApi,
        ReplayApi,
        page,
        goods_page,
        shell,
        FieldApi,
        PhotosApi,
    ]
    if office.printing is not None:
        routes += [AfterwardsApi, AlertsApi]
        routes += [OrdersApi, LoansApi]
    if office.messages is not None:
        routes.append(MessagesApi)
    if office.weighing is not None:
        routes.append(WorthApi)
    if BUILT.exists():
        routes.append(phone_files())
    if STATIC.exists():
        routes.append(
            create_static_files_router(
                "/assets",
                [STATIC / "assets"],
                guards=[may("board.read")],
                name="assets",
                cache_control=CacheControlHeader(private=True, immutable=True, max_age=31_536_000),
                include_in_schema=False,
            )
        )
    return routes


def _known(office: Office, hub: Hub, door: Door) -> dict[str, object]:
    """What handlers may ask for, by the name they ask for it."""
    return {
        "desk": office.desk,
        "planning": office.planning,
        "documents": office.documents,
        "accounts": office.accounts,
        "people": office.people,
        "address": office.address,
        "oidc": office.oidc,
        "door": door,
        "surveying": office.surveying,
        "closing": office.closing,
        "commanding": office.commanding,
        "messages": office.messages,
        "printing": office.printing,
        "weighing": office.weighing,
        "alerting": _alerting(office),
        "replay": Replay(office.desk.read, Lock()),
        "hub": hub,
        "field_maps": Maps(),
    }


def create_app(office: Office) -> Litestar:
    """The application for one board."""
    hub = Hub(office.desk)
    door = Door(office.people)
    return Litestar(
        route_handlers=_routes(office),
        dependencies={
            name: Provide(_always(value), sync_to_thread=False)
            for name, value in _known(office, hub, door).items()
        },
        middleware=[
            DefineMiddleware(
                CsrfForCookies, config=CSRFConfig(secret=office.secret.hex(), cookie_samesite="lax")
            ),
            CookieBackendConfig(secret=office.secret, max_age=SESSION_S, samesite="lax").middleware,
        ],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, exclude=["/api/changes"]),
        exception_handlers={
            Exception: on_failure,
            HTTPException: on_http_error,
            NotRecorded: on_not_recorded,
            msgspec.ValidationError: on_invalid,
        },
        logging_config=LoggingConfig(log_exceptions="never", configure_root_logger=False),
        stores={"tries": MemoryStore()},
        state=State({"forecast": None, "moves": (), "door": door}),
        response_headers=HEADERS,
        openapi_config=_described(),
        lifespan=[_living(office, hub)],
    )


def _described() -> OpenAPIConfig:
    """The API's description, for those who may come in, and no page that loads scripts from elsewhere."""
    return OpenAPIConfig(
        title="Yipanqi",
        version=__version__,
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router("/api/schema", guards=[may("board.read")], route_handlers=[]),
    )


def _always(value: object):  # type: ignore[no-untyped-def]
    return lambda: value


def _living(office: Office, hub: Hub):  # type: ignore[no-untyped-def]
    @contextlib.asynccontextmanager
    async def living(app: Litestar) -> AsyncIterator[None]:
        """From start to stop: the hub follows the desk, the pulse beats."""
        hub.start()
        gc.collect()
        gc.freeze()  # what is there now stays; looking through it again and again holds everybody up
        beating = [
            asyncio.create_task(pulse(office.desk, office.planning, hub, app.state)),
            asyncio.create_task(thinking(office.desk, office.commanding, app.state)),
        ]
        try:
            yield
        finally:
            gc.unfreeze()
            for task in beating:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    return living

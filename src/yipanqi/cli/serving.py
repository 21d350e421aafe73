"""Running the web server on one open board, and telling how to get in."""

import logging
import socket
import threading
from collections.abc import Callable

import uvicorn
from rich.console import Console

from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard

WARM_AFTER_S = 5.0
"""When the map is laid out for the first correction of it: once whoever opened the board sees it."""

LANGUAGE_WORDS = {
    "at": ("看板", "Board"),
    "who": ("账号", "Name"),
    "password": ("密码（只显示这一次）", "Password (shown only now)"),
    "stop": ("按 Ctrl+C 停止", "Ctrl+C stops it"),
}


def tell_how_to_enter(console: Console, url: str, account: tuple[str, str] | None) -> None:
    """The address, and the first account's password the only time it can be told."""
    rows = [("at", url)]
    if account is not None:
        rows += [("who", account[0]), ("password", account[1])]
    for key, value in rows:
        chinese, english = LANGUAGE_WORDS[key]
        console.print(
            f"  {chinese} {english}: [bold cyan]{value}[/bold cyan]", highlight=False, soft_wrap=True
        )
    console.print("  " + " ".join(LANGUAGE_WORDS["stop"]), style="dim")


def free_to_listen(host: str, port: int) -> bool:
    """Whether nobody else listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Server(uvicorn.Server):
    """Uvicorn, with a word when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def serve_board(board: OpenBoard, host: str, port: int, on_ready: Callable[[], None]) -> None:
    """Serve until stopped by a signal; open streams are given three seconds to end."""
    logging.getLogger("yipanqi").setLevel(logging.INFO)
    config = uvicorn.Config(
        create_app(board.office()),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
        server_header=False,
    )
    board.messages.start()
    later = threading.Timer(WARM_AFTER_S, board.ground.warm)
    later.daemon = True
    later.start()
    try:
        Server(config, on_ready).run()
    finally:
        later.cancel()
        board.messages.stop()

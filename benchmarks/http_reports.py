"""Durable reports over HTTP: requests a second and their times, from clients in a process of their own.

Every request carries one report and waits for its durable receipt. The clients speak HTTP/1.1 over plain
asyncio streams, so that on two cores the client does not become what is measured.
"""

import argparse
import asyncio
import json
import multiprocessing
import socket
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import httpx
import uvicorn
from tests.towns import NORTH_CREW, WILLOW_LANE, at, two_neighbourhoods

from yipanqi.ground.ids import Actor
from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard, SetClock


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listening(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serve(folder: str, port: int, password: "multiprocessing.SimpleQueue[tuple[str, str]]") -> None:
    """The server, as `yipanqi serve` runs it."""
    with OpenBoard(Path(folder), SetClock(at(0)), seed=1) as board:
        board.desk.record(two_neighbourhoods(), Actor("office")).result()
        password.put(board.first_account() or ("", ""))
        uvicorn.run(create_app(board.office()), port=port, log_level="warning")


def signed_in(url: str, account: tuple[str, str]) -> str:
    """The headers of somebody signed in."""
    with httpx.Client(base_url=url) as client:
        client.get("/sign-in")
        token = client.cookies["csrftoken"]
        client.post("/sign-in", data={"_csrf_token": token, "name": account[0], "password": account[1]})
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        return f"cookie: {cookies}\r\nx-csrftoken: {token}\r\ncontent-type: application/json\r\nhost: x\r\n"


def request(headers: str) -> bytes:
    """One report, new each time."""
    report = {
        "event_id": str(uuid4()),
        "kind": "opening.started",
        "happened_at": at(1).isoformat(),
        "body": {"opening": WILLOW_LANE, "crew": NORTH_CREW},
    }
    body = json.dumps({"reports": [report], "device": "bench"}).encode()
    return f"POST /api/reports HTTP/1.1\r\n{headers}content-length: {len(body)}\r\n\r\n".encode() + body


async def client(port: int, headers: str, until: float, times: list[float]) -> None:
    """One device: sends a report, waits for the receipt, sends the next."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(request(headers))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if b" 200 " not in head.split(b"\r\n")[0] or b'"position"' not in body:
            raise RuntimeError(f"no receipt: {head!r} {body!r}")
        times.append(time.perf_counter() - began)
    writer.close()


async def load(port: int, headers: str, clients: int, seconds: float) -> list[float]:
    """Seconds each request took, sorted."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(client(port, headers, until, times) for _ in range(clients)))
    return sorted(times)


def main() -> None:
    """Print a line for each number of clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 32])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    port = free_port()
    password: multiprocessing.SimpleQueue[tuple[str, str]] = multiprocessing.SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        server = multiprocessing.Process(target=serve, args=(folder, port, password), daemon=True)
        server.start()
        account = password.get()
        while not listening(port):
            time.sleep(0.1)
        headers = signed_in(f"http://127.0.0.1:{port}", account)
        rows = []
        for clients in asked.clients:
            times = asyncio.run(load(port, headers, clients, asked.seconds))
            rows.append(
                {
                    "clients": clients,
                    "reports_a_second": round(len(times) / asked.seconds),
                    "p50_ms": round(times[len(times) // 2] * 1000, 1),
                    "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1),
                }
            )
        server.terminate()
        server.join()
    print(json.dumps(rows) if asked.json else "\n".join(str(row) for row in rows))


if __name__ == "__main__":
    main()

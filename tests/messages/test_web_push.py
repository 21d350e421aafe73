"""A browser that is told by web push: only it can read it, and when it has gone nobody goes there again."""

from pathlib import Path

import pytest
from py_vapid import Vapid02

from tests.messages.fakes import FakePush, Wall
from tests.messages.office import Office
from tests.towns import at
from yipanqi.desk.message_ports import Address, Gone, Later, Sent, Subscription
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import OpeningId
from yipanqi.messages.web_push import KEY_FILE, Browser, ServerKey

ADDRESS = Address("push/1", "commander", Scope(), "en")


@pytest.fixture
def push() -> FakePush:
    return FakePush()


def browser(push: FakePush, folder: Path, wall: Wall) -> Browser:
    place = "https://push.test/send/abc"
    subscription = Subscription("1", place, person="chen", language="en", made_at=at(0), **push.keys)
    key = ServerKey.beside(folder, "mailto:office@example.org")
    return Browser(ADDRESS, subscription, key, now=wall, client=push.client)


def test_only_that_browser_reads_it_and_the_server_signs(push: FakePush, tmp_path: Path) -> None:
    ours = browser(push, tmp_path, Wall())
    assert ours.send("23:10 一盘棋", "/?crew=3", urgent=True, now_s=0) == Sent()
    assert push.told == [{"text": "23:10 一盘棋", "path": "/?crew=3", "urgent": True}]
    headers = push.headers[0]
    assert headers["urgency"] == "high"
    assert headers["content-encoding"] == "aes128gcm"
    assert Vapid02.verify(headers["authorization"])


def test_the_server_keeps_its_key_to_itself_and_for_good(push: FakePush, tmp_path: Path) -> None:
    first = ServerKey.beside(tmp_path, "mailto:office@example.org").public
    assert ServerKey.beside(tmp_path, "mailto:office@example.org").public == first
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_slow_push_service_is_left_alone_as_long_as_it_asks(push: FakePush, tmp_path: Path) -> None:
    ours = browser(push, tmp_path, Wall())
    push.status = 429
    outcome = ours.send("hello", "/", urgent=False, now_s=0)
    assert isinstance(outcome, Later)
    assert ours.may_send(200) == 0


def test_a_browser_that_has_gone_is_forgotten_and_its_letters_say_why(
    push: FakePush, tmp_path: Path, office: Office
) -> None:
    ours = browser(push, tmp_path, office.wall)
    office.open([ours])
    push.status = 410
    office.find(OpeningId("barn"))
    office.postman.round()
    assert office.gone == ["push/1"]
    assert office.waiting() == 0
    assert office.counts()[0].failed == 1
    assert isinstance(ours.send("hello", "/", urgent=False, now_s=office.wall() + 60), Gone)

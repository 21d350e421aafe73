"""A phone that wants to be told: subscribes by its token, gets a message of its own, is told no more."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import json
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.phones import enrolled
from tests.journeys.waits import until
from tests.messages.fakes import FakePush
from tests.web.conftest import Person, Town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENDPOINT = "https://push.test/this-phone"
OWN_PUSH_SERVICE = """(keys) => {
    const made = {
        endpoint: keys.endpoint,
        toJSON: () => ({ endpoint: keys.endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
        unsubscribe: () => { localStorage.removeItem("subscribed"); return Promise.resolve(true); },
    };
    const held = () => (localStorage.getItem("subscribed") ? made : null);
    PushManager.prototype.getSubscription = () => Promise.resolve(held());
    PushManager.prototype.subscribe = (options) => {
        localStorage.setItem("subscribed", String(options.applicationServerKey.byteLength));
        return Promise.resolve(made);
    };
}"""
"""The browser's maker's push service can't be reached from here; the rest of the way is the browser's own."""


@pytest.fixture
def service(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePush]:
    """A push service on this machine, and a postman who goes round."""
    fake = FakePush()
    monkeypatch.setattr(town.board.messages._browsers, "_client", fake.client)
    town.board.messages.start()
    yield fake
    town.board.messages.stop()


def on_the_phone(phone: BrowserContext, service: FakePush) -> None:
    """The phone's browser subscribes with the fake service."""
    keys = json.encode(service.keys | {"endpoint": ENDPOINT}).decode()
    phone.add_init_script(f"({OWN_PUSH_SERVICE})({keys})")


def state(page: Page) -> str | None:
    """How the phone says it stands."""
    return page.get_attribute("[data-testid=push]", "data-state")


def delivered(page: Page, message: dict[str, Any]) -> list[str]:
    """Has the browser's own service worker get a message, and tells what it shows."""
    session = page.context.new_cdp_session(page)
    seen: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: seen.extend(r["registrationId"] for r in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    until(lambda: bool(seen), page, "the worker's registration")
    origin = page.evaluate("location.origin")
    words = {"origin": origin, "registrationId": seen[-1], "data": json.encode(message).decode()}
    bodies: list[str] = []

    def shown() -> bool:
        """Sent until it shows: a worker that is only being started may miss it, and twice is shown once."""
        session.send("ServiceWorker.deliverPushMessage", words)
        page.wait_for_timeout(500)
        bodies[:] = page.evaluate(
            """async () => {
                const registration = await navigator.serviceWorker.getRegistration("/field");
                return (await registration.getNotifications()).map((one) => one.body);
            }"""
        )
        return bool(bodies)

    until(shown, page, "the notification")
    return bodies


def test_a_phone_is_told_by_web_push_with_its_token_alone(
    town: Town, commander: Person, phone: BrowserContext, service: FakePush
) -> None:
    phone.grant_permissions(["notifications", "geolocation"])
    on_the_phone(phone, service)
    page = enrolled(phone, town, commander)
    page.click("[data-testid=standing]")
    until(lambda: state(page) == "idle", page, "the phone to know how it stands")
    page.click("[data-testid=push-on]")
    until(lambda: state(page) == "on", page, "the phone to be subscribed")
    (kept,) = town.board.stored.subscriptions.all()
    assert (kept.person, kept.endpoint, kept.language) == ("North 1", ENDPOINT, "zh")
    assert page.evaluate("localStorage.getItem('subscribed')") == "65", "with the server's own key"

    page.click("[data-testid=push-test]")
    until(lambda: bool(service.told), page, "the test message")
    told = service.told[0]
    assert "测试" in str(told["text"])
    assert delivered(page, told) == [told["text"]]

    page.reload()  # the subscription is told again, and stays one
    page.click("[data-testid=standing]")
    until(lambda: state(page) == "on", page, "the phone to know how it stands")
    assert len(town.board.stored.subscriptions.all()) == 1

    page.click("[data-testid=push-off]")
    until(lambda: state(page) == "idle", page, "the phone to be told no more")
    assert not town.board.stored.subscriptions.all()


def test_a_phone_says_when_it_was_refused_and_when_there_is_no_signal(
    town: Town, commander: Person, phone: BrowserContext, service: FakePush
) -> None:
    on_the_phone(phone, service)
    page = enrolled(phone, town, commander)
    page.evaluate("void Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.click("[data-testid=standing]")
    until(lambda: state(page) == "denied", page, "the phone to know how it stands")
    expect(page.locator("[data-testid=push]")).to_contain_text("浏览器设置")

    page.reload()
    page.wait_for_selector("[data-testid=job]")
    page.evaluate("void Object.defineProperty(Notification, 'permission', { get: () => 'default' })")
    phone.set_offline(True)
    page.click("[data-testid=standing]")
    page.wait_for_selector("[data-testid=push-told]:has-text('无信号')")

"""Browsers that asked to be told by web push, each with the role and scope of whoever it belongs to."""

from collections.abc import Sequence

import httpx

from yipanqi.desk.message_ports import PUSH, Address, Subscription, Subscriptions
from yipanqi.desk.ports import Accounts
from yipanqi.messages.web_push import Browser, ServerKey

_TIMEOUT_S = 10.0


class Browsers:
    """Who is subscribed now; each browser's pace is remembered from round to round."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        accounts: Accounts,
        key: ServerKey,
        client: httpx.Client | None = None,
    ) -> None:
        self._subscriptions = subscriptions
        self._accounts = accounts
        self._key = key
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)
        self._known: dict[Subscription, Browser] = {}

    def __call__(self) -> Sequence[Browser]:
        """The browsers of people who still count, under the role they have now."""
        known: dict[Subscription, Browser] = {}
        for subscription in self._subscriptions.all():
            account = self._accounts.find(subscription.person)
            if account is None or account.revoked_at is not None:
                continue
            address = Address(f"{PUSH}{subscription.id}", account.role, account.scope, subscription.language)
            before = self._known.get(subscription)
            if before is None or before.address != address:
                before = Browser(address, subscription, self._key, client=self._client)
            known[subscription] = before
        self._known = known
        return tuple(known.values())

    def forget(self, channel: str) -> None:
        """Nobody is there any more."""
        if channel.startswith(PUSH):
            self._subscriptions.remove(channel.removeprefix(PUSH))

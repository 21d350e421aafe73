"""All that tells people off one board: channels of a file, browsers, and the postman who goes round."""

from collections.abc import Sequence
from pathlib import Path

from yipanqi.desk.desk import Desk
from yipanqi.desk.message_ports import Courier, Letters, Subscriptions
from yipanqi.desk.ports import Accounts
from yipanqi.messages.browsers import Browsers
from yipanqi.messages.channels import Channels, couriers, read_channels
from yipanqi.messages.postman import Postman
from yipanqi.messages.web_push import ServerKey

CHANNELS_FILE = "channels.toml"


class MessageOffice:
    """Start it with the server, stop it before the board is closed.

    `folder` is where the board keeps its own files (None where it has none): the server's push key is made
    there, and `channels.toml` read unless `channels` names another file. Only one server of a board may
    have it, or everybody is told twice.

    Raises:
        ValueError: the file of channels says something nobody can do.
    """

    def __init__(
        self,
        desk: Desk,
        letters: Letters,
        subscriptions: Subscriptions,
        accounts: Accounts,
        folder: Path | None,
        channels: Path | None = None,
    ) -> None:
        told = _channels(folder, channels)
        self._fixed: tuple[Courier, ...] = couriers(told)
        key = ServerKey.beside(folder, told.contact) if folder is not None else None
        self._browsers = Browsers(subscriptions, accounts, key) if key is not None else None
        self.push_key = key.public if key is not None else ""
        self._postman = Postman(desk, letters, self._places, self._gone)

    def start(self) -> None:
        """Go round until stopped."""
        self._postman.start()

    def wake(self) -> None:
        """Go round at once: a letter was put down that no entry of the journal is behind."""
        self._postman.wake()

    def stop(self) -> None:
        """Stop; what waits goes on waiting."""
        self._postman.stop()

    def _places(self) -> Sequence[Courier]:
        return (*self._fixed, *(self._browsers() if self._browsers is not None else ()))

    def _gone(self, channel: str) -> None:
        if self._browsers is not None:
            self._browsers.forget(channel)


def _channels(folder: Path | None, channels: Path | None) -> Channels:
    if channels is not None:
        return read_channels(channels)
    beside = folder / CHANNELS_FILE if folder is not None else None
    return read_channels(beside) if beside is not None and beside.exists() else Channels()

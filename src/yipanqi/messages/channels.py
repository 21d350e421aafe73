"""The office's channels as it wrote them down: a TOML file that only its owner should be able to read.

It stays out of the journal because a robot's address is a secret, and the journal never forgets one.
"""

import tomllib
from pathlib import Path
from typing import Literal

import httpx
import msgspec
from msgspec import Struct

from yipanqi.desk.message_ports import Address, Courier
from yipanqi.desk.messages import Language
from yipanqi.desk.permissions import Role, Scope
from yipanqi.messages.robots import Robot, RobotKind
from yipanqi.messages.sms import AliyunAccount, AliyunGateway, TextMessages


class RobotChannel(Struct, frozen=True, tag_field="kind", tag=str.lower, forbid_unknown_fields=True):
    """What all robots are told."""

    name: str
    url: str
    secret: str = ""
    role: Role = "commander"
    """Whose messages go there."""
    organisation: str = ""
    neighbourhoods: tuple[str, ...] = ()
    language: Language = "zh"
    urgent_only: bool = False


class DingTalk(RobotChannel, frozen=True, forbid_unknown_fields=True):
    """A DingTalk group's robot."""


class WeCom(RobotChannel, frozen=True, forbid_unknown_fields=True):
    """A WeCom group's robot."""


class Feishu(RobotChannel, frozen=True, forbid_unknown_fields=True):
    """A Feishu group's robot."""


class Sms(Struct, frozen=True, tag_field="kind", tag="sms", forbid_unknown_fields=True):
    """Text messages to a few numbers, urgent ones only."""

    name: str
    numbers: tuple[str, ...]
    account: AliyunAccount
    gateway: Literal["aliyun"] = "aliyun"
    url: str = "https://dysmsapi.aliyuncs.com/"
    role: Role = "commander"
    organisation: str = ""
    neighbourhoods: tuple[str, ...] = ()
    language: Language = "zh"


class Channels(Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    channel: tuple[DingTalk | WeCom | Feishu | Sms, ...] = ()
    contact: str = "mailto:office@example.org"
    """Whom a push service may ask when something is wrong with our web push."""


_KINDS: dict[type, RobotKind] = {DingTalk: "dingtalk", WeCom: "wecom", Feishu: "feishu"}


def read_channels(file: Path) -> Channels:
    """The channels of a file.

    Raises:
        ValueError: it cannot be read, and what is wrong where; two channels have one name.
    """
    try:
        channels = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Channels)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise ValueError(f"{file.name}: {wrong}") from wrong
    names = [channel.name for channel in channels.channel]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{file.name}: two channels are called {', '.join(sorted(twice))}")
    return channels


def couriers(channels: Channels, client: httpx.Client | None = None) -> tuple[Courier, ...]:
    """Somebody to go to each channel."""
    return tuple(_courier(channel, client) for channel in channels.channel)


def _courier(channel: DingTalk | WeCom | Feishu | Sms, client: httpx.Client | None) -> Courier:
    scope = Scope(organisation=channel.organisation, neighbourhoods=channel.neighbourhoods)
    if isinstance(channel, Sms):
        address = Address(channel.name, channel.role, scope, channel.language, urgent_only=True)
        gateway = AliyunGateway(channel.account, channel.url, client=client)
        return TextMessages(address, channel.numbers, gateway)
    address = Address(channel.name, channel.role, scope, channel.language, channel.urgent_only)
    return Robot(_KINDS[type(channel)], address, channel.url, channel.secret, client=client)

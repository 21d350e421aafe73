"""The office's own file of channels."""

from pathlib import Path

import pytest

from yipanqi.messages.channels import couriers, read_channels

GOOD = """
contact = "mailto:duty@example.org"

[[channel]]
kind = "dingtalk"
name = "office"
url = "https://robot.test/send?access_token=t"
secret = "SEC1"

[[channel]]
kind = "feishu"
name = "North"
url = "https://robot.test/hook"
role = "community_lead"
organisation = "C1"
language = "en"

[[channel]]
kind = "sms"
name = "duty phone"
numbers = ["13800000000"]
account = { key_id = "k", key_secret = "s", sign_name = "街道办", template = "SMS_1" }
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "channels.toml"
    file.write_text(text, "utf-8")
    return file


def test_each_channel_gets_somebody_to_go_there(tmp_path: Path) -> None:
    made = couriers(read_channels(write(tmp_path, GOOD)))
    assert [c.address.channel for c in made] == ["office", "North", "duty phone"]
    assert made[1].address.scope.organisation == "C1"
    assert made[2].address.urgent_only


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (GOOD.replace('kind = "feishu"', 'kind = "pigeon"'), "channel"),
        (GOOD.replace('url = "https://robot.test/hook"', "adress = 1"), "adress"),
        (GOOD.replace('name = "North"', 'name = "office"'), "office"),
        (GOOD + "\n[", "channels.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, wrong: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_channels(write(tmp_path, wrong))

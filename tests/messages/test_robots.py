"""Robots that count, block and check signatures, and a postman who lives with that."""

import pytest

from tests.messages.fakes import FakeRobot, Wall
from tests.messages.office import Office
from yipanqi.desk.message_ports import Address, Later, Sent
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import OpeningId
from yipanqi.messages.robots import Robot, RobotKind

BARN, WELL = OpeningId("barn"), OpeningId("well")
LEAD = Address("group", "commander", Scope(), "zh")


def robot(wall: Wall, kind: RobotKind, secret: str = "") -> tuple[Robot, FakeRobot]:
    limits = {
        "dingtalk": FakeRobot(wall, kind, 20, secret=secret),
        "wecom": FakeRobot(wall, kind, 20, most_bytes=2_048),
        "feishu": FakeRobot(wall, kind, 100, a_second=5, secret=secret),
    }
    fake = limits[kind]
    ours = Robot(kind, LEAD, "https://robot.test/send?token=t", secret, now=wall, client=fake.client)
    return ours, fake


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_what_is_signed_with_the_right_secret_is_taken_and_nothing_else(kind: RobotKind) -> None:
    ours, fake = robot(Wall(), kind, "SEC-right")
    assert ours.send("你好", "/", urgent=True, now_s=0) == Sent()
    assert fake.texts == ["你好"]
    fake.secret_word = "-".join(["SEC", "another"])
    assert isinstance(ours.send("你好", "/", urgent=True, now_s=10), Later)
    assert fake.texts == ["你好"]


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_three_hundred_messages_at_once_all_arrive_and_no_robot_ever_complains(
    kind: RobotKind, office: Office
) -> None:
    ours, fake = robot(office.wall, kind)
    office.open([ours])
    office.raise_problems(300)
    spent_s = office.go_round_until_quiet()
    lines = [line for text in fake.texts for line in text.splitlines() if "受阻" in line]
    assert sorted(lines) == sorted(office.expected())
    assert len(lines) == 300
    assert fake.blocked == 0
    assert len(fake.texts) < 100
    assert spent_s < 1800


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_a_message_every_second_for_minutes_never_wears_a_robot_out(kind: RobotKind, office: Office) -> None:
    ours, fake = robot(office.wall, kind)
    office.open([ours])
    for _ in range(150):
        office.raise_problems(1)
        office.postman.round()
        office.wall.now_s += 1.0
    office.go_round_until_quiet()
    assert fake.blocked == 0
    assert sum("受阻" in line for text in fake.texts for line in text.splitlines()) == 150


def test_a_robot_somebody_else_has_worn_out_is_left_alone_for_ten_minutes_and_nothing_is_lost(
    office: Office,
) -> None:
    ours, fake = robot(office.wall, "dingtalk")
    office.open([ours])
    fake.fill()
    office.find(BARN, WELL)
    spent_s = office.go_round_until_quiet()
    assert fake.blocked == 1
    assert 600 <= spent_s < 1300
    assert sum("发现新开口" in text for text in fake.texts) >= 1
    assert office.waiting() == 0


def test_while_there_is_no_way_letters_wait_and_a_new_postman_finds_them(office: Office) -> None:
    ours, fake = robot(office.wall, "wecom")
    office.open([ours])
    fake.broken = True
    office.find(BARN)
    office.postman.round()
    assert office.waiting() == 1
    assert "no way there" in office.counts()[0].last_said
    office.restart([ours])
    fake.broken = False
    office.go_round_until_quiet()
    assert len(fake.texts) == 1


def test_nobody_is_told_twice_by_a_postman_who_starts_again(office: Office) -> None:
    ours, fake = robot(office.wall, "feishu")
    office.open([ours])
    office.find(BARN)
    office.go_round_until_quiet()
    office.restart([ours])
    office.go_round_until_quiet()
    assert len(fake.texts) == 1


def test_what_happened_before_there_was_a_channel_is_not_told(office: Office) -> None:
    office.find(BARN)
    ours, fake = robot(office.wall, "feishu")
    office.open([ours])
    office.go_round_until_quiet()
    assert fake.texts == []


def test_everything_says_that_it_is_an_exercise_when_it_is(office: Office) -> None:
    ours, fake = robot(office.wall, "feishu")
    office.open([ours])
    office.find(BARN)
    office.go_round_until_quiet()
    assert fake.texts[0].startswith("【演练】")

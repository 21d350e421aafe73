"""A closure told to other systems: as CAP 1.2 wants it, and a drill never as the real thing."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from yipanqi.desk.alerting import Alert
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.papers.cap import NAMESPACE, cap_xml

SENT = datetime(2026, 2, 3, 23, 5, tzinfo=UTC)
SQUARE = (((121.0, 28.9), (121.002, 28.9), (121.002, 28.902), (121.0, 28.902), (121.0, 28.9)),)
WILLOW = Alert(
    neighbourhood=NeighbourhoodId("杨柳 1"),
    name="杨柳小区",
    sender="dongcheng.example.org",
    sent_at=SENT,
    version=1,
    before=(),
    exercise=False,
    ring="closing",
    closed_at=None,
    until_at=None,
    area=SQUARE,
    said_zh="五个开口封四个 <北门留着>",
    said_en="Four of five openings are barred & the north gate stays",
    asks_zh="走北门",
    asks_en="Use the north gate",
)
ORDER = ["identifier", "sender", "sent", "status", "msgType", "scope", "references", "info", "info"]
INFO_ORDER = [
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "effective",
    "expires",
    "headline",
    "description",
    "instruction",
    "area",
]


def read(alert: Alert) -> ET.Element:
    return ET.fromstring(cap_xml(alert))  # noqa: S314 - our own


def text(element: ET.Element, path: str) -> str:
    found = element.find("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))
    assert found is not None, path
    return found.text or ""


def test_it_has_what_cap_asks_for_in_the_order_of_its_schema() -> None:
    root = read(WILLOW)
    assert root.tag == f"{{{NAMESPACE}}}alert"
    tags = [child.tag.split("}")[1] for child in root]
    assert tags == [tag for tag in ORDER if tag != "references"]
    infos = root.findall(f"{{{NAMESPACE}}}info")
    for info in infos:
        inside = [child.tag.split("}")[1] for child in info]
        assert inside == [tag for tag in INFO_ORDER if tag in inside]
    assert [text(info, "language") for info in infos] == ["zh-CN", "en-US"]
    assert text(infos[1], "description") == "Four of five openings are barred & the north gate stays"


def test_a_drill_is_an_exercise_in_every_language() -> None:
    root = read(replace(WILLOW, exercise=True))
    assert text(root, "status") == "Exercise"
    headlines = [text(info, "headline") for info in root.findall(f"{{{NAMESPACE}}}info")]
    assert headlines[0].startswith("【演练】")
    assert headlines[1].startswith("EXERCISE")


def test_a_change_names_what_it_changes_and_an_end_cancels_it() -> None:
    later = SENT + timedelta(hours=2)
    changed = replace(WILLOW, version=2, before=((1, SENT),), sent_at=later, ring="closed", closed_at=later)
    root = read(changed)
    assert text(root, "msgType") == "Update"
    assert (
        text(root, "references")
        == f"{WILLOW.sender},{text(read(WILLOW), 'identifier')},2026-02-03T23:05:00-00:00"
    )
    assert text(read(replace(changed, ring="open")), "msgType") == "Cancel"


def test_places_are_latitude_first_and_the_ring_is_closed() -> None:
    pairs = text(read(WILLOW), "info/area/polygon").split()
    assert pairs[0] == "28.900000,121.000000"
    assert pairs[0] == pairs[-1]
    assert len(pairs) >= 4


@pytest.mark.parametrize("sender", ["", "a b", "a,b", "a<b"])
def test_a_sender_cap_forbids_is_refused(sender: str) -> None:
    with pytest.raises(ValueError, match="not a CAP sender"):
        cap_xml(replace(WILLOW, sender=sender))

"""Talking points for a closed neighbourhood's residents: what everybody asks, answered from the plan.

Each point is there in Chinese and English, with the code it goes by. What nobody has decided yet is
said to be open; nothing is promised that the plan does not hold.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from yipanqi.close.decisions_model import KeyGiven, TermsSet
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import NeighbourhoodRow, OpeningRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.ground.refusal import Refusal

PointCode = Literal["why", "until", "gate", "emergency", "call", "proved", "afterwards"]
_DEGREE_M = 111_320.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NO_TERMS = TermsSet("", "", _LONG_AGO, _LONG_AGO, "")  # of all neighbourhoods


class TalkingPoint(Struct, frozen=True):
    """One question and what to answer, in both languages."""

    code: PointCode
    asked_zh: str
    asked_en: str
    zh: str
    en: str


class TalkingPoints(Struct, frozen=True):
    """All of one neighbourhood's."""

    neighbourhood: NeighbourhoodId
    name: str
    plan_version: int
    ring: str
    points: tuple[TalkingPoint, ...]
    terms_version: int = 0
    """Of the terms of all; whoever sets them anew names it."""
    key_versions: dict[OpeningId, int] = {}
    """By emergency opening; 0, or not there, where nobody was named yet."""


def talking_points(
    board: Board, neighbourhood: NeighbourhoodId, paper: dict[str, Any] | None
) -> TalkingPoints | Refusal:
    """The points of one neighbourhood; `paper` is the closure in force as GeoJSON, where it is at hand."""
    row = board.neighbourhoods.get(neighbourhood)
    if row is None:
        return Refusal("neighbourhood.unknown", {"neighbourhood": neighbourhood})
    if board.plan is None or row.walled:
        return Refusal("plan.nothing_in_force")
    own = [board.openings[o] for o in board.openings_of.get(neighbourhood, ())]
    zone = _zone(board.time_zone)
    points = (
        _why(board, row, own),
        _until(_terms(board, neighbourhood), zone),
        _gate(row, own, _ring_mates(board, neighbourhood), zone),
        _emergency(board, row, own),
        _call(board, row),
        _proved(board, row, own, paper),
        _afterwards(),
    )
    keys = {o.id: said_last(board, KeyGiven(o.id, "")) for o in own if o.id in board.keys}
    terms = said_last(board, _NO_TERMS)
    return TalkingPoints(neighbourhood, row.name, board.plan.version, row.ring, points, terms, keys)


def said_last(board: Board, said: TermsSet | KeyGiven) -> int:
    """The version of the last word on the same thing; 0 where nothing was said of it."""
    return board.versions.get(KINDS.of(said).stream_of(said), 0)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _terms(board: Board, neighbourhood: NeighbourhoodId) -> TermsSet | None:
    return board.terms.get(neighbourhood) or board.terms.get("")


def _ring_mates(board: Board, neighbourhood: NeighbourhoodId) -> list[OpeningRow]:
    """Openings of the other neighbourhoods in the same ring."""
    mates = [n for n in board.ring_of.get(neighbourhood, ()) if n != neighbourhood]
    return [board.openings[o] for n in mates for o in board.openings_of.get(n, ())]


def _why(board: Board, row: NeighbourhoodRow, own: list[OpeningRow]) -> TalkingPoint:
    outward = [o for o in own if o.role != "inside"]
    nets = sum(o.role == "bar" for o in outward)
    zh = (
        f"{row.name}没有围墙，有 {len(outward)} 个开口，日夜都有人看着是做不到的。"
        f"封住其中 {nets} 个，留下的一个出入口才守得住；每个小区都这样做，不是针对哪一家。"
    )
    en = (
        f"{row.name} has no wall and {len(outward)} ways in; nobody can watch them all day and night. "
        f"With {nets} of them barred, the one gate that stays can be staffed. It is the same in every "
        "neighbourhood."
    )
    mates = [board.neighbourhoods[n].name for n in board.ring_of.get(row.id, ()) if n != row.id]
    if mates:
        zh += f"与{'、'.join(mates)}合用一个封控圈，圈内往来照旧。"
        en += f" It shares a ring with {', '.join(mates)}; inside the ring people go as before."
    return TalkingPoint("why", "为什么封这里？", "Why here?", zh, en)


def _until(terms: TermsSet | None, zone: tzinfo | None) -> TalkingPoint:
    asked = ("封到什么时候？谁决定的？", "Until when, and who decided?")
    if terms is None:
        zh = "期限还没有定。定了会写在出入口的告示上；没有定以前，不要说一个日子。"
        en = "The end is not set yet. It will be on the notice at the gate; until then, name no day."
        return TalkingPoint("until", *asked, zh, en)
    until, review = terms.until_at.astimezone(zone or UTC), terms.review_at.astimezone(zone or UTC)
    zh = (
        f"到 {_day_zh(until, zone)}为止，{_day_zh(review, zone)}复查一次，能早就早。"
        f"依据：{terms.basis}。签发：{terms.signed_by}。"
    )
    en = (
        f"Until {until:%d %B} {_hour(until, zone)}, reviewed on {review:%d %B}, and earlier if it can be. "
        f"Basis: {terms.basis}. Signed by {terms.signed_by}."
    )
    return TalkingPoint("until", *asked, zh, en)


def _day_zh(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.month} 月 {at.day} 日 {_hour(at, zone)} "


def _hour(at: datetime, zone: tzinfo | None) -> str:
    """Hour and minute by the town's clocks; UTC, and saying so, where nobody said what those show."""
    return f"{at.astimezone(zone):%H:%M}" if zone else f"{at.astimezone(UTC):%H:%M} UTC"


def _gate(
    row: NeighbourhoodRow, own: list[OpeningRow], mates: list[OpeningRow], zone: tzinfo | None
) -> TalkingPoint:
    asked = ("从哪里进出？", "Which way in and out?")
    gates = [o for o in own if o.role == "gate"] or [o for o in mates if o.role == "gate"]
    if not gates:
        zh, en = "出入口还没有定，请问社区。", "The gate is not settled yet; ask the community."
        return TalkingPoint("gate", *asked, zh, en)
    names_zh, names_en = _named(gates, "和"), _named(gates, " and ")
    width = max(g.width_m for g in gates)
    zh = f"走{names_zh}，宽 {width:.0f} 米，人车都从这里过。"
    en = f"By {names_en}, {width:.0f} m wide, for people and vehicles."
    if row.ring == "closed" and row.closed_at is not None:
        at = _hour(row.closed_at, zone)
        zh += f"其余开口已于 {at} 封好。"
        en += f" Everything else has been closed since {at}."
    elif row.due_at is not None:
        at = _hour(row.due_at, zone)
        zh += f"其余开口今夜封，预计 {at} 封完。"
        en += f" Everything else is closed tonight, by {at} if all goes to plan."
    return TalkingPoint("gate", *asked, zh, en)


def _named(openings: list[OpeningRow], and_word: str) -> str:
    return and_word.join(o.name or str(o.id) for o in openings)


def _emergency(board: Board, row: NeighbourhoodRow, own: list[OpeningRow]) -> TalkingPoint:
    asked = ("急病、着火怎么办？", "What if somebody is ill, or it burns?")
    found = [o for o in own if o.role == "emergency"]
    if not found:
        zh = "救护车、消防车从出入口进，不查不拦。没有一栋楼因为封控而让消防车够不着，这是检查过的。"
        en = (
            "Ambulances and fire engines come in by the gate, unchecked. No building is out of an engine's "
            "reach because of the closure; that was checked."
        )
        return TalkingPoint("emergency", *asked, zh, en)
    lead = board.organisations.get(row.community) if row.community is not None else None
    parts_zh, parts_en = [], []
    for opening in found:
        key = board.keys.get(opening.id)
        who = f"{key.holder} {key.phone}".strip() if key else ""
        name = opening.name or str(opening.id)
        parts_zh.append(f"{name}（钥匙：{who or (lead.name if lead else '社区') + '，保管人待定'}）")
        parts_en.append(
            f"{name} (key: {who or (lead.name if lead else 'the community') + ', holder to be named'})"
        )
    zh = f"打 120、119，车从出入口进；应急开口一拉就开：{'；'.join(parts_zh)}。"
    en = f"Call 120 or 119; they come in by the gate, and by the emergency opening: {'; '.join(parts_en)}."
    return TalkingPoint("emergency", *asked, zh, en)


def _call(board: Board, row: NeighbourhoodRow) -> TalkingPoint:
    asked = ("有困难、有意见找谁？", "Whom to call for help, or to object?")
    lead = board.organisations.get(row.community) if row.community is not None else None
    terms = _terms(board, row.id)
    name = lead.name if lead else board.name
    phone = terms.phone if terms else ""
    zh = f"找{name}{'，电话 ' + phone if phone else ''}。买菜取药、上班证明、不同意，都找这里，每件都有回音。"
    en = (
        f"{name}{', ' + phone if phone else ''}. Food, medicine, a paper for work, an objection: each of "
        "them is answered."
    )
    return TalkingPoint("call", *asked, zh, en)


def _proved(
    board: Board, row: NeighbourhoodRow, own: list[OpeningRow], paper: dict[str, Any] | None
) -> TalkingPoint:
    asked = ("你们怎么知道封住了？", "How do you know it is closed?")
    outward = [o for o in own if o.role != "inside"]
    seen = sum(o.id in board.mapped and board.mapped[o.id].confirmed for o in outward)
    assumed_m = _assumed_m(paper, row.id)
    zh = (
        "方案下达前由另一个程序查过：地图上从外面走到里面，只有经过出入口或应急开口；"
        f"没有一栋楼因此让消防车够不着。{len(outward)} 个开口里有 {seen} 个现场看过。"
    )
    en = (
        "Before the plan was adopted another program checked it: on the map the only ways in lead "
        "through a gate or an emergency opening, and no building is out of a fire engine's reach for it. "
        f"{seen} of {len(outward)} openings have been seen on the spot."
    )
    if assumed_m >= 1:
        zh += f"还有 {assumed_m:.0f} 米边界地图上看不出有没有墙，正在逐段核实。"
        en += f" What stands on {assumed_m:.0f} m of the edge the map does not show; it is being looked at."
    return TalkingPoint("proved", *asked, zh, en)


def _assumed_m(paper: dict[str, Any] | None, neighbourhood: str) -> float:
    """Metres of ring nothing on the map stands on."""
    features = paper.get("features", []) if paper else []
    return sum(
        _length_m(f["geometry"]["coordinates"])
        for f in features
        if f["properties"].get("kind") == "assumed"
        and neighbourhood in f["properties"].get("neighbourhoods", ())
    )


def _length_m(line: list[list[float]]) -> float:
    return sum(_steps_m(line))


def _steps_m(line: list[list[float]]) -> Iterator[float]:
    for (west, south), (east, north) in pairwise(line):
        across = (east - west) * cos(radians((south + north) / 2))
        yield hypot(across, north - south) * _DEGREE_M


def _afterwards() -> TalkingPoint:
    zh = "网和围挡到期就拆，借来的归还，登记的个人信息到期销毁。"
    en = (
        "The nets come down when it ends, what was borrowed goes back, and what was written down "
        "about people is erased."
    )
    return TalkingPoint("afterwards", "以后呢？", "And afterwards?", zh, en)

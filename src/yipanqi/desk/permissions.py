"""Who may do what: nine roles, each with a scope, and one frozen table of acts.

The table is the only place where it is decided. Every route of the web names its act, a test walks them,
and `docs/reference/who-may-do-what.md` is written from here.
"""

from types import MappingProxyType
from typing import Final, Literal, get_args

from msgspec import Struct

Role = Literal[
    "commander",
    "community_lead",
    "lender",
    "crew_lead",
    "supplier",
    "gatekeeper",
    "patroller",
    "volunteer",
    "auditor",
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

ROLE_WORDS: Final[dict[Role, tuple[str, str]]] = {
    "commander": ("指挥", "commander"),
    "community_lead": ("社区负责人", "community lead"),
    "lender": ("出借单位", "lender"),
    "crew_lead": ("封控队长", "crew lead"),
    "supplier": ("供应商", "supplier"),
    "gatekeeper": ("值守", "gatekeeper"),
    "patroller": ("巡查", "patroller"),
    "volunteer": ("志愿者", "volunteer"),
    "auditor": ("审计", "auditor"),
}
"""Each role in Chinese and English."""


class Scope(Struct, frozen=True, omit_defaults=True):
    """What of the board somebody's role reaches; empty fields reach nothing by themselves."""

    organisation: str = ""
    """Community, cooperative, village or partner unit."""
    neighbourhoods: tuple[str, ...] = ()
    """Beyond those of the organisation, where that is a community."""
    crew: str = ""
    supplier: str = ""


class Person(Struct, frozen=True):
    """Who is at the other end of a request."""

    name: str
    role: Role
    scope: Scope = Scope()
    device: str = ""
    """The enrolled phone it came from; empty for a browser that signed in by password."""


class Act(Struct, frozen=True):
    """Something that can be done, in words, and the roles that may do it."""

    zh: str
    en: str
    roles: frozenset[Role]


ActName = Literal[
    "own.account",
    "board.read",
    "report",
    "photo.add",
    "job.take",
    "plan.propose",
    "plan.adopt",
    "quarantine.settle",
    "survey.edit",
    "closure.propose",
    "closure.adopt",
    "crew.move",
    "decision.make",
    "goods.see",
    "goods.order",
    "message.receive",
    "message.send",
    "people.see",
    "people.invite",
    "device.enrol",
    "papers.print",
    "replay.see",
]


def _roles(*named: Role) -> frozenset[Role]:
    return frozenset(named)


_EVERYBODY = frozenset(ROLES)
_ACTING = _EVERYBODY - _roles("auditor")
_OFFICE = _roles("commander")
_LEADS = _roles("commander", "community_lead")
_READERS = _LEADS | _roles("auditor")

ACTS: Final = MappingProxyType[ActName, Act](
    {
        "own.account": Act(
            "自己的账号：改密码、退出", "one's own account: password, signing out", _EVERYBODY
        ),
        "board.read": Act("看看板和地图", "see the board and its map", _EVERYBODY),
        "report": Act(
            "上报（越权的进隔离区，不拒收）",
            "report (what is not theirs is kept apart, never refused)",
            _EVERYBODY,
        ),
        "photo.add": Act("上传照片", "add a photo", _ACTING),
        "job.take": Act(
            "认领或退回开口",
            "take an opening, or give it back",
            _roles("commander", "community_lead", "crew_lead"),
        ),
        "plan.propose": Act("生成方案", "have a plan proposed", _OFFICE),
        "plan.adopt": Act("下达方案", "adopt a plan", _OFFICE),
        "quarantine.settle": Act("核定隔离的上报", "settle reports that were kept apart", _LEADS),
        "survey.edit": Act("修改勘察", "edit the survey", _LEADS),
        "closure.propose": Act("生成封控方案", "have a closure proposed", _LEADS),
        "closure.adopt": Act("下达封控方案", "adopt a closure", _OFFICE),
        "crew.move": Act("调动封控队", "move a crew or its jobs", _LEADS),
        "decision.make": Act("作出决定", "make a decision", _OFFICE),
        "goods.see": Act(
            "看物资和借用", "see goods and loans", _READERS | _roles("lender", "crew_lead", "supplier")
        ),
        "goods.order": Act("订购物资", "order goods", _LEADS),
        "message.receive": Act("接收推送", "receive messages", _EVERYBODY),
        "message.send": Act("发送消息", "send messages", _LEADS),
        "people.see": Act("看人员和设备", "see people and their devices", _READERS),
        "people.invite": Act("邀请和撤销人员", "invite people and revoke them", _LEADS),
        "device.enrol": Act("登记和撤销手机", "enrol phones and revoke them", _LEADS),
        "papers.print": Act("导出和打印", "print and export", _READERS | _roles("lender", "crew_lead")),
        "replay.see": Act("复盘", "replay the night", _READERS),
    }
)
"""The table: what can be done, and who may."""


def allowed(role: Role, act: ActName) -> bool:
    """Whether a role may do something at all; what of the board it reaches is a question of its scope."""
    return role in ACTS[act].roles

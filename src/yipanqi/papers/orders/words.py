"""The words of a work order in Chinese and English."""

from datetime import datetime

from yipanqi.papers.goods_words import amount_words, good_name
from yipanqi.papers.orders.model import Language, Stop
from yipanqi.papers.report.words import SIDES, plain_name
from yipanqi.plan.events import Role

WORDS: dict[str, tuple[str, str]] = {
    "title": ("派工单", "Work order"),
    "exercise": ("演练", "EXERCISE"),
    "lender": ("出借单位", "Lent by"),
    "people": ("人数", "People"),
    "phone": ("电话", "Phone"),
    "van": ("车载", "Van"),
    "hours": ("在岗", "On shift"),
    "skills": ("技能", "Skills"),
    "jobs": ("开口", "Openings"),
    "net": ("防护网", "Net"),
    "starts": ("出发", "Start"),
    "finish": ("收工", "Finish"),
    "deadline": ("时限", "Deadline"),
    "load": ("装料", "Load"),
    "with": ("同组", "With"),
    "take": ("带", "Take"),
    "done": ("完成", "Done"),
    "at": ("时间", "Time"),
    "width": ("实宽", "Width"),
    "scan": ("扫码回看板", "Scan for the board"),
    "page": ("第 {page} / {pages} 页", "page {page} of {pages}"),
    "nothing": (
        "今夜没有派给这支队伍的任务，请在集合点待命。",
        "No job is given to this crew yet; stand by at home.",
    ),
    "plan": ("方案", "plan"),
    "made": ("打印", "printed"),
    "paper": (
        "没有手机或没有信号：把完成时间和实际宽度写在右栏，交回社区补录。做不了就写原因，别空着。",
        "No phone, no signal: write time and width as found on the right, and hand this in. "
        "If it can't be done, write why.",
    ),
    "safe": (
        "应急开口不许锁死：救护车、消防车来了，两分钟内打开。",
        "Never lock an emergency opening: it must open within two minutes for an ambulance or engine.",
    ),
    "map": ("编号顺序走；▲ 装料", "In the order of the numbers; ▲ load"),
}

ROLES: dict[Role, tuple[str, str]] = {
    "bar": ("拉防护网", "Put up net"),
    "gate": ("设出入口", "Set up the gate"),
    "emergency": ("设应急开口", "Emergency opening"),
    "inside": ("圈内", "Inside"),
}


def said(key: str, language: Language) -> str:
    """A word or line of the paper."""
    return WORDS[key][language == "en"]


def clock(moment: datetime) -> str:
    """A time of the night."""
    return f"{moment:%H:%M}"


def metres(value: float, language: Language) -> str:
    """A length, with a decimal where it has one."""
    number = f"{value:.1f}".removesuffix(".0")
    return f"{number} 米" if language == "zh" else f"{number} m"


def neighbourhood_name(name: str, language: Language) -> str:
    """What a neighbourhood is called; a number that stands for a name in the language."""
    return plain_name(name)[language == "en"]


def stop_title(stop: Stop, language: Language) -> str:
    """What is done there, on one line."""
    if stop.do == "load":
        return f"{said('load', language)} · {stop.name}"
    return neighbourhood_name(stop.neighbourhood, language)


def stop_place(stop: Stop, language: Language) -> str:
    """Where exactly: the street, and the side of the neighbourhood."""
    side = SIDES.get(stop.side, ("", ""))[language == "en"]
    return " · ".join(part for part in (stop.name if stop.do == "job" else "", side) if part)


def stop_work(stop: Stop, language: Language) -> str:
    """What the work is: the kind, and metres of net."""
    if stop.do == "load" or stop.role is None:
        return amount_words("net", stop.net_m, language)
    work = ROLES[stop.role][language == "en"]
    return f"{work} {amount_words('net', stop.net_m, language)}" if stop.net_m else work


def stop_goods(stop: Stop, language: Language) -> str:
    """What to take, in one line; net is told with the work already."""
    told = [
        f"{good_name(good, language)} {amount_words(good, amount, language)}"
        for good, amount in stop.goods
        if good != "net"
    ]
    return ("、" if language == "zh" else ", ").join(told)

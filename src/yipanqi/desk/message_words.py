"""Words of messages for what the board knows as codes: Chinese, then English."""

from yipanqi.close.decisions_model import DecisionWhat
from yipanqi.close.model import BlockedReason
from yipanqi.close.problems_model import ProblemReason

REASONS: dict[ProblemReason, tuple[str, str]] = {
    "residents_object": ("居民反对", "residents object"),
    "no_material": ("没有材料", "no material"),
    "no_fitters": ("没有安装人员", "no fitters"),
    "too_few_hands": ("人手不够", "too few hands"),
    "car_in_the_way": ("车辆挡住", "a car in the way"),
    "danger": ("危险", "danger"),
    "other": ("其他", "other"),
}

BLOCKED: dict[BlockedReason, tuple[str, str]] = {
    "residents_object": ("居民反对", "residents object"),
    "no_material": ("没有材料", "no material"),
    "no_fitters": ("没有安装人员", "no fitters"),
    "too_few_hands": ("人手不够", "too few hands"),
    "car_in_the_way": ("车辆挡住", "a car in the way"),
    "other": ("其他", "other"),
}

DECISIONS: dict[DecisionWhat, tuple[str, str]] = {
    "wait_until_dawn": ("等到天亮", "wait until dawn"),
    "go_now_with_lead": ("社区负责人到场，现在施工", "go now, with the lead"),
    "leave_as_emergency": ("留作应急开口", "leave it as an emergency opening"),
    "send_material": ("送材料", "send material"),
    "send_hands": ("增派人手", "send hands"),
    "move_the_car": ("挪车", "have the car moved"),
    "make_safe": ("先保证安全", "make it safe"),
    "another_gate": ("另设出入口", "another gate"),
    "other": ("其他", "other"),
}

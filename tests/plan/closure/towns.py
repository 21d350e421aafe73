"""Planned tiny towns for the check: a plan that holds, and hands to spoil it."""

from __future__ import annotations

import copy
from typing import Any

from tests.survey.towns import Town
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem, ClosureRules, Finding
from yipanqi.solvers.closure import plan_closure
from yipanqi.survey.model import Extract
from yipanqi.survey.openings import find_openings

AT_EDGE = ClosureRules(ring="edge", joint_most=1)
GROUND = ClosureRules(trust="ground")
Paper = dict[str, Any]


def lake_town() -> Town:
    """One neighbourhood between four streets, with a drive or path in from each, a wall to the north."""
    town = Town()
    town.quarter(0, 0, 200, 200, name="东湖苑")
    town.way((-100, -30), (100, -30), (230, -30), highway="tertiary", name="湖滨路")
    town.way((230, -30), (230, 100), (230, 230), highway="tertiary")
    town.way((100, -30), (100, 100), (50, 100), (50, 50), highway="service", width_m=5.0)
    town.way((100, 100), (150, 100), (230, 100), highway="service", width_m=4.5)
    town.way((50, 100), (-40, 100), highway="footway", width_m=2.0)
    town.way((100, 100), (100, 190), highway="footway", width_m=2.0)
    town.wall((0, 200), (200, 200))
    for x in (10, 60, 120, 170):
        town.house(x, 110, 20, 12)
        town.house(x, 20, 20, 12)
    return town


def planned(town: Town, rules: ClosureRules = AT_EDGE) -> ClosurePlan:
    openings = find_openings(town.extract, town.neighbourhoods)
    return plan_closure(ClosureProblem(town.extract, town.neighbourhoods, openings, rules))


def on_paper(town: Town, rules: ClosureRules = AT_EDGE) -> Paper:
    return to_geojson(planned(town, rules), town.neighbourhoods)


def features(paper: Paper, kind: str) -> list[dict[str, Any]]:
    return [f for f in paper["features"] if f["properties"]["kind"] == kind]


def without(paper: Paper, *gone: dict[str, Any]) -> Paper:
    return {**paper, "features": [f for f in paper["features"] if f not in gone]}


def changed(paper: Paper, feature: dict[str, Any], **properties: object) -> Paper:
    """The paper with one feature's properties changed."""
    spoilt = copy.deepcopy(paper)
    spoilt["features"][paper["features"].index(feature)]["properties"].update(properties)
    return spoilt


def redrawn(paper: Paper, feature: dict[str, Any], coordinates: Any) -> Paper:
    """The paper with one feature drawn elsewhere."""
    spoilt = copy.deepcopy(paper)
    spoilt["features"][paper["features"].index(feature)]["geometry"]["coordinates"] = coordinates
    return spoilt


def findings(paper: Paper, town: Town | Extract) -> tuple[Finding, ...]:
    return check(paper, town.extract if isinstance(town, Town) else town)


def codes(paper: Paper, town: Town | Extract) -> set[str]:
    return {finding.code for finding in findings(paper, town)}

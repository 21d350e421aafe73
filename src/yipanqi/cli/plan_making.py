"""From what was read to a checked plan: closure, check, and the night's crews where there are any."""

import platform
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

import msgspec

from yipanqi import __version__
from yipanqi.cli.plan_edits import KEPT, closure_of
from yipanqi.cli.plan_reading import Ground, Inputs, source_files
from yipanqi.cli.progress import Steps
from yipanqi.feeds.problems import describe
from yipanqi.ground.ids import JobId, OpeningId
from yipanqi.ground.plane import Frame
from yipanqi.papers.base_map import base_map
from yipanqi.papers.counting import Planned, plan_document
from yipanqi.papers.orders.bundle import routes_zip
from yipanqi.papers.orders.from_plan import orders_of_plan
from yipanqi.papers.orders.pdf import orders_pdf
from yipanqi.papers.orders.xlsx import orders_xlsx
from yipanqi.papers.pdf import NoChineseFontError
from yipanqi.papers.plan_document import Origin, PlanDocument, Schedule
from yipanqi.papers.report.page import report_html
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import to_geojson
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem
from yipanqi.plan.crews.check import check_crew_plan
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Yard
from yipanqi.plan.crews.roads import by_road
from yipanqi.plan.events import PlannedOpening
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.materials import MaterialRules
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem
from yipanqi.plan.goods.offers import goods_problem, has_goods
from yipanqi.plan.goods.together import plan_together
from yipanqi.plan.jobs import WorkRules, planned_openings
from yipanqi.solvers.crews import Progress, warm_up
from yipanqi.solvers.goods import plan_goods, plan_waiting_crews
from yipanqi.survey.weak_plank import OwnHands, weak_plank

_NAMED = 8
"""So many places are named one by one."""
_LIBRARIES = ("igraph", "numpy", "osmium", "pyproj", "scipy", "shapely")


def make_plan(inputs: Inputs, ground: Ground, steps: Steps) -> tuple[PlanDocument, dict[str, bytes]]:
    """The plan's document, and its folder's files by name."""
    rules = inputs.rules
    problem = ClosureProblem(ground.extract, ground.to_close, ground.joined.openings, rules, inputs.seed)
    with steps.step("closure", inputs.say("规划封控圈", "Planning the rings")) as step:
        plan = closure_of(problem, ground.edited.map if ground.edited else None, step)
    paper = to_geojson(plan, ground.to_close, ground.extract.attribution)
    with steps.step("check", inputs.say("独立检查", "Checking independently")) as step:
        findings = check(paper, ground.extract, rules)
        step.said = inputs.say(f"{len(findings)} 处问题", f"{len(findings)} finding(s)")
    schedule = _schedule(inputs, ground, plan, steps)
    own = OwnHands(deadline_s=round(inputs.hours * 3600))
    registry, places = ground.registry, ground.to_close
    planned = Planned(
        ground.extract,
        places,
        plan,
        findings,
        registry,
        weak_plank(places, ground.joined.openings, registry, own) if registry.organisations else None,
        schedule,
        ground.joined.unplaced,
    )
    with steps.step("papers", inputs.say("出图出表", "Drawing the report")):
        document = plan_document(planned, _origin(inputs, ground, steps), _warnings(inputs, ground))
        files = {
            "plan.geojson": msgspec.json.encode(paper),
            "plan.json": msgspec.json.format(msgspec.json.encode(document), indent=1),
            "report.html": report_html(document, planned).encode(),
        }
    if ground.edited is not None:
        files[KEPT] = msgspec.json.format(msgspec.json.encode(ground.edited.document), indent=1)
    if schedule is not None:
        files |= _orders(inputs, document, planned, steps)
    return document, files


def _orders(inputs: Inputs, document: PlanDocument, planned: Planned, steps: Steps) -> dict[str, bytes]:
    """The crews' work orders: to print, as a workbook, and a route for each phone."""
    with steps.step("orders", inputs.say("写派工单", "Writing work orders")) as step:
        told = orders_of_plan(
            document, [n.area for n in planned.neighbourhoods], made_at=inputs.ordered_at or inputs.night
        )
        if told is None:
            return {}
        files = {
            "orders.xlsx": orders_xlsx(told, inputs.language),
            "routes.zip": routes_zip(told, inputs.language),
        }
        try:
            files["orders.pdf"] = orders_pdf(told, base_map(planned.extract), inputs.language)
        except NoChineseFontError as lacking:
            step.failed = True
            step.said = str(lacking)
    return files


def _origin(inputs: Inputs, ground: Ground, steps: Steps) -> Origin:
    extract = ground.extract
    return Origin(
        source_files(inputs),
        extract.name,
        extract.attribution,
        extract.data_at,
        extract.bounds,
        {"yipanqi": __version__, "python": platform.python_version(), **_versions()},
        {key: round(took, 3) for key, took in steps.took_s.items()},
        peak_mb(),
    )


def _versions() -> dict[str, str]:
    told = {}
    for name in _LIBRARIES:
        try:
            told[name] = version(name)
        except PackageNotFoundError:  # a library under another name is not worth failing for
            continue
    return told


def peak_mb() -> float | None:
    """The most memory this process has held; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource  # not there on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1_000_000 if sys.platform == "darwin" else 1000), 1)


def _warnings(inputs: Inputs, ground: Ground) -> list[str]:
    """What was odd, in words: of the readers, and between map and registry."""
    told = [describe(problem, inputs.language) for problem in ground.problems]
    told += [
        inputs.say(
            f"登记表里的小区“{row.name}”（{row.id}）在地图上找不到，没有规划。",
            f"The registry's neighbourhood “{row.name}” ({row.id}) is not on the map and was not planned.",
        )
        for row in ground.joined.unmapped
    ]
    told += [
        inputs.say(
            f"现场量到的开口（{o.neighbourhood}，{o.name or '–'}）地图上没有路，已按现场补上。",
            f"The map shows no way at the measured opening ({o.neighbourhood} {o.name}); it was added.",
        )
        for o in ground.added
    ]
    told += [
        inputs.say(
            f"现场量到的开口（{o.neighbourhood}，{lat:.5f}, {lon:.5f}）不在任何要封的小区边上，不在方案里。",
            f"The opening measured at {lat:.5f}, {lon:.5f} ({o.neighbourhood}) is on no edge of a "
            "neighbourhood to close, and not in the plan.",
        )
        for o in ground.joined.unplaced
        for lon, lat in (o.place,)
    ]
    if ground.registry.neighbourhoods and ground.joined.unregistered:
        names = ", ".join(n.name for n in ground.joined.unregistered)
        told.append(inputs.say(f"没有登记的小区：{names}", f"Neighbourhoods without a registry row: {names}"))
    return told


def _schedule(inputs: Inputs, ground: Ground, plan: ClosurePlan, steps: Steps) -> Schedule | None:
    registry = ground.registry
    if not registry.crews:
        return None
    problem = _by_road(inputs, ground, crew_problem(inputs, ground, plan), steps)
    if inputs.crew_seconds > 0:
        words = inputs.say(
            "排班程序就绪（首次需编译半分钟）", "Search made ready (compiled once: half a minute)"
        )
        with steps.step("warm", words):
            warm_up(wait=True)
    with steps.step("crews", inputs.say("排封控队", "Scheduling the crews")) as step:

        def seen(so_far: Progress) -> bool:
            finish = inputs.night + timedelta(seconds=so_far.finish_s)
            step(f"→ {finish:%H:%M}", min(1.0, so_far.spent_s / max(inputs.crew_seconds, 1e-9)))
            return True

        problem, crews, goods, orders = _planned(inputs, ground, problem, seen)
        findings = check_crew_plan(problem, crews)
        done = len(problem.jobs) - len(crews.undone)
        step.said = inputs.say(f"{done}/{len(problem.jobs)} 处", f"{done} of {len(problem.jobs)} places")
    return Schedule(
        inputs.night,
        inputs.deadline,
        problem,
        crews,
        findings,
        registry.crews,
        registry.suppliers,
        {o.id: o.name for o in registry.organisations},
        goods,
        orders,
    )


def _planned(
    inputs: Inputs, ground: Ground, problem: CrewProblem, seen: Callable[[Progress], bool]
) -> tuple[CrewProblem, CrewPlan, GoodsProblem | None, GoodsPlan | None]:
    """The crews' plan; with goods in the registry both together, and the crews' problem as its yards will be.

    Raises:
        ValueError: the goods plan does not pass its check, which is a fault of ours.
    """
    registry = ground.registry

    def schedules(asked: CrewProblem, *, quick: bool) -> CrewPlan:
        seconds = 0.0 if quick else inputs.crew_seconds
        return plan_waiting_crews(asked, seconds=seconds, seed=inputs.seed, progress=None if quick else seen)

    if not has_goods(registry):
        return problem, schedules(problem, quick=False), None, None
    asked = goods_problem(registry, inputs.ordered_s, problem.deadline_s)
    both = plan_together(problem, asked, MaterialRules(), schedules, plan_goods)
    wrong = check_goods_plan(both.goods, both.orders)
    if wrong:
        raise ValueError(f"goods plan: {wrong[0].code} {wrong[0].about}: {wrong[0].says}")
    return both.crews, both.plan, both.goods, both.orders


def crew_problem(inputs: Inputs, ground: Ground, plan: ClosurePlan) -> CrewProblem:
    """The plan's work for the registry's crews, on a plane around the map's middle."""
    frame = _frame(ground)
    rules = WorkRules()
    registry = ground.registry
    return CrewProblem(
        format="crew-problem/1",
        starts_at=inputs.night.isoformat(),
        deadline_s=round(inputs.hours * 3600),
        travel=rules.travel,
        jobs=_jobs(ground, plan, planned_openings(plan, rules), frame),
        crews=tuple(
            CrewOnShift(
                c.id, *frame.xy(c.home), c.lender, "", c.from_s, c.until_s, c.van_m, c.loaded_m, c.skills
            )
            for c in registry.crews
        ),
        suppliers=tuple(
            Yard(s.id, *frame.xy(s.place), s.load_s, s.stock_m, s.opens_s, s.closes_s)
            for s in registry.suppliers
        ),
    )


def _frame(ground: Ground) -> Frame:
    """The plane crews' work is planned on."""
    west, south, east, north = ground.extract.bounds
    return Frame(((west + east) / 2, (south + north) / 2))


def _by_road(inputs: Inputs, ground: Ground, problem: CrewProblem, steps: Steps) -> CrewProblem:
    """The problem with times on the map's roads; says which places no road leads to."""
    with steps.step("roads", inputs.say("算路上时间", "Times on the roads")) as step:
        found = by_road(problem, ground.extract.ways, _frame(ground), ground.extract.barriers)
        spots = [(str(j.id), (j.x_m, j.y_m)) for j in problem.jobs]
        spots += [(str(c.id), (c.x_m, c.y_m)) for c in problem.crews]
        spots += [(str(y.id), (y.x_m, y.y_m)) for y in problem.suppliers]
        lost = [name for name, spot in spots if spot in set(found.unreached)]
        if lost:
            names = ", ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
            step.said = inputs.say(
                f"{len(lost)} 处没有路通到，按直线算：{names}",
                f"{len(lost)} places no road leads to, straight lines there: {names}",
            )
    return found.problem


def _jobs(
    ground: Ground, plan: ClosurePlan, work: tuple[PlannedOpening, ...], frame: Frame
) -> tuple[Job, ...]:
    openings = {o.id: o for o in plan.openings}
    community = {n.id: str(n.community or "") for n in ground.to_close}
    return tuple(
        Job(
            JobId(part.opening),
            *_middle(openings[part.opening].line, frame),
            openings[part.opening].neighbourhood,
            community[openings[part.opening].neighbourhood],
            part.role,
            part.net_m,
            part.work_s,
            part.skills,
            part.crews,
            1 if part.role == "bar" else 3,
        )
        for part in work
        if part.role != "inside"
    )


def _middle(line: tuple[tuple[float, float], tuple[float, float]], frame: Frame) -> tuple[float, float]:
    (a, b), (c, d) = line
    return frame.xy(((a + c) / 2, (b + d) / 2))


def name_by_opening(document: PlanDocument) -> dict[OpeningId, str]:
    """What each opening's neighbourhood is called."""
    names = {line.id: line.name for line in document.neighbourhoods}
    return {o.id: names[o.neighbourhood] for o in document.openings}

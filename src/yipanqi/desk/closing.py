"""Use cases of the closure: planned again on the edited map, checked, shown as a difference, adopted."""

from collections.abc import Collection
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.closure_events import (
    ClosureAdopted,
    ClosureProposed,
    ClosureRulesSet,
    Figures,
    OpeningChange,
    Sharing,
)
from yipanqi.close.closure_papers import (
    Paper,
    appears,
    changes,
    figures_of,
    of_kind,
    part_of_paper,
    spliced,
)
from yipanqi.close.state import Board
from yipanqi.desk.desk import Desk
from yipanqi.desk.edited_ground import EditedGround, with_found
from yipanqi.desk.making import MadeClosure, beside_the_others, closure_on, to_plan, together, touched_since
from yipanqi.desk.planning import ClosureInForce
from yipanqi.desk.ports import Documents
from yipanqi.ground.ids import Actor, Digest, EventId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Conflict, Recorded
from yipanqi.plan.closure.certificate import certify, leak_geojson
from yipanqi.plan.closure.check import check, check_on
from yipanqi.plan.closure.model import ClosureRules, Finding, Note
from yipanqi.plan.closure.proof_ground import Ground as Plane
from yipanqi.plan.closure.words import say_finding, say_note
from yipanqi.plan.jobs import WorkRules, planned_openings
from yipanqi.survey.model import Neighbourhood

GEOJSON = "application/geo+json"
EMPTY: Paper = {"type": "FeatureCollection", "features": []}


class FindingView(Struct, frozen=True):
    """One thing the check found wrong, with words for it; a place, where it has one, is in `leaks`."""

    code: str
    concerns: str
    facts: dict[str, str | int | float]
    zh: str
    en: str


class ClosureView(Struct, frozen=True):
    """A closure of some neighbourhoods on the edited map, as a difference to the one in force."""

    id: PlanId
    """Empty when it can't be adopted."""
    on_version: int
    neighbourhoods: tuple[NeighbourhoodId, ...]
    adoptable: bool
    before: Figures
    after: Figures
    changes: tuple[OpeningChange, ...]
    appears: dict[str, Any]
    """GeoJSON FeatureCollection of what is new: nets, gates, rings; as plan.geojson has them."""
    vanishes: dict[str, Any]
    """GeoJSON FeatureCollection of what is there no longer."""
    findings: tuple[FindingView, ...] = ()
    """What the check has against it; nothing when it is adoptable."""
    unkept: tuple[FindingView, ...] = ()
    """Wishes and confirmations at openings of a ring that this closure could not keep."""
    leaks: dict[str, Any] = {}
    """GeoJSON FeatureCollection of the findings that have a place: a leak is the path somebody would take."""


class VerifyView(Struct, frozen=True):
    """The closure in force held against the map as edited."""

    holds: bool
    findings: tuple[FindingView, ...]
    leaks: dict[str, Any]
    rings: int
    length_m: float
    assumed_m: float
    confirmed_share: float
    """Of the rings' length: stands at openings somebody has seen."""


class ClosureStateView(Struct, frozen=True):
    """The closure in force: its version and rules, and the proposal that waits."""

    version: int
    adopted_by: str
    adopted_at: str
    rules: ClosureRules
    sharing: Sharing
    proposal: ClosureView | None
    to_plan: tuple[NeighbourhoodId, ...]
    """Neighbourhoods whose edits (or undoings) no closure in force knows of."""


PLANES = 12
"""So many parts of the map stay laid out for the check: one is edited more than once."""


class Closing:
    """Planning one board's closure again."""

    def __init__(self, desk: Desk, documents: Documents, ground: EditedGround, work: WorkRules) -> None:
        self._desk = desk
        self._documents = documents
        self._ground = ground
        self._work = work
        self._read: tuple[str, Paper] = ("", EMPTY)
        self._held: tuple[str, int, bool] = ("", 0, True)
        self._planes: dict[tuple[NeighbourhoodId, ...], Plane] = {}

    def state(self) -> ClosureStateView:
        """What is in force and what waits."""
        board = self._desk.board
        closure = board.closure
        return ClosureStateView(
            version=closure.version,
            adopted_by=closure.adopted_by,
            adopted_at=closure.adopted_at,
            rules=closure.rules,
            sharing=closure.sharing,
            proposal=self._waiting(board),
            to_plan=to_plan(board),
        )

    def _waiting(self, board: Board) -> ClosureView | None:
        """The proposal nobody has adopted, as long as its part of the map is still as it was."""
        proposal = board.closure.proposal
        names = {place.id for place in proposal.neighbourhoods} if proposal else set()
        if proposal is None or touched_since(board, proposal.on_edits, names) or not self._holds(proposal):
            return None
        after = self._paper(proposal.digest)
        before = self._in_force(board, [place.id for place in proposal.neighbourhoods])
        return _view(proposal, before, after) if after is not None else None

    def _holds(self, proposal: ClosureProposed) -> bool:
        """Whether a proposal passes its check on the map as it is now; asked once for each edit."""
        position = self._desk.board.editing.position
        if proposal.on_edits == position:
            return True
        if self._held[:2] != (proposal.id, position):
            self._held = proposal.id, position, not self._now_against(proposal)
        return self._held[2]

    def _now_against(self, proposal: ClosureProposed) -> tuple[Finding, ...] | Refusal:
        """What the check has against a proposal on the map as it is now."""
        ground, part = self._ground.now(), self._paper(proposal.digest)
        if isinstance(ground, Refusal) or part is None:
            return ground if isinstance(ground, Refusal) else Refusal("closure.nothing_proposed", {})
        ground = with_found(ground, {place.id for place in proposal.neighbourhoods})
        extract = ground.maker.changed(ground.edited.extract, proposal.neighbourhoods).chart.extract
        return check(part, extract, ground.board.closure.rules)

    def propose(self, neighbourhood: NeighbourhoodId, actor: Actor) -> ClosureView | Refusal:
        """Plan a neighbourhood, and those it shares a ring with, again on the map as edited.

        What passes its check is recorded and may be adopted; what does not comes back with the findings.
        """
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return ground
        places = together(ground, neighbourhood)
        if not places:
            return Refusal("survey.unknown_neighbourhood", {"neighbourhood": neighbourhood})
        board = ground.board
        ground = with_found(ground, {place.id for place in places})
        made = closure_on(ground, places, ground.maker.changed(ground.edited.extract, places))
        before = self._in_force(board, [place.id for place in places])
        findings = self._against(made, places, board)
        proposal = self._proposal(board, made, before)
        if findings or board.plan is None:
            view = _view(proposal, before, made.paper)
            return replace(view, id=PlanId(""), adoptable=False, **_told(findings))
        digest = self._documents.put(msgspec.json.encode(made.paper), GEOJSON)
        proposal = replace(proposal, digest=digest)
        self._desk.record(proposal, actor, event_id=EventId(proposal.id)).result()
        return _view(proposal, before, made.paper)

    def _proposal(self, board: Board, made: MadeClosure, before: Paper) -> ClosureProposed:
        planned = planned_openings(made.plan, self._work)
        names = {place.id for place in made.places}
        parts = {o: part for o, part in board.planned.items() if _of(board, o) in names}
        return ClosureProposed(
            id=PlanId(self._desk.fresh_id()),
            on_version=board.closure.version,
            on_edits=board.editing.position,
            neighbourhoods=made.places,
            openings=made.plan.openings,
            planned=planned,
            rings=tuple(closure.neighbourhoods for closure in made.plan.closures),
            before=figures_of(before),
            after=figures_of(made.paper),
            changes=changes(before, made.paper, parts, planned, made.plan.openings),
            digest="",
        )

    def _against(
        self, made: MadeClosure, places: tuple[Neighbourhood, ...], board: Board
    ) -> tuple[Finding, ...]:
        """Everything the check has against a closure, beside its neighbours' as they are in force."""
        names = tuple(place.id for place in places)
        plane = Plane(made.extract)
        plane = plane.like(self._planes.pop(names, plane))
        while len(self._planes) >= PLANES:
            self._planes.pop(next(iter(self._planes)), None)
        self._planes[names] = plane
        findings = check_on(plane, made.paper, made.plan.rules)
        in_force = self._paper(board.plan.digest) if board.plan else None
        if findings or in_force is None:
            return findings
        return beside_the_others(spliced(in_force, made.paper, [p.id for p in places]), made, plane)

    def adopt(self, closure: PlanId, on_version: int, actor: Actor) -> Recorded | Refusal:
        """Put a proposed closure in force, checked once more; of two at once exactly one is adopted."""
        board = self._desk.board
        refusal = refused_adoption(board, closure, on_version)
        if refusal is not None:
            return refusal
        proposal, plan = board.closure.proposal, board.plan
        part = self._paper(proposal.digest) if proposal else None
        whole = self._paper(plan.digest) if plan else None
        if proposal is None or part is None or whole is None:
            return Refusal("closure.nothing_in_force")
        findings = self._now_against(proposal)
        if findings:
            return findings if isinstance(findings, Refusal) else _failed(findings)
        names = [place.id for place in proposal.neighbourhoods]
        digest = self._documents.put(msgspec.json.encode(spliced(whole, part, names)), GEOJSON)
        decided = self._desk.decide(ClosureAdopted(closure, digest), actor, on_version=on_version).result()
        if isinstance(decided, Conflict):
            return _meanwhile(decided.actual_version, decided.actor, decided.recorded_at.isoformat())
        return decided

    def rule(self, rules: ClosureRulesSet, actor: Actor) -> None:
        """Set the rules closures are planned by from now on."""
        self._desk.decide(rules, actor).result()

    def verify(self) -> VerifyView | Refusal:
        """Hold the closure in force against the map as edited, with nothing of the planner."""
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return ground
        board = ground.board
        paper = self._paper(board.plan.digest) if board.plan else None
        if paper is None:
            return Refusal("closure.nothing_in_force")
        certificate = certify(paper, ground.edited.extract, board.closure.rules)
        return VerifyView(
            holds=certificate.holds,
            rings=len(certificate.rings),
            length_m=round(sum(ring.length_m for ring in certificate.rings), 1),
            assumed_m=round(sum(ring.assumed_m for ring in certificate.rings), 1),
            confirmed_share=certificate.confirmed_share,
            **_told(certificate.findings),
        )

    def first(self) -> ClosureInForce | Refusal:
        """A checked closure of the whole town on the map as edited, for the first plan of a night."""
        ground = self._ground.now()
        if isinstance(ground, Refusal):
            return ground
        places = tuple(place for place in ground.edited.neighbourhoods if not place.walled)
        ground = with_found(ground, {place.id for place in places})
        made = closure_on(ground, places, ground.maker.changed(ground.edited.extract, places))
        findings = check(made.paper, ground.edited.extract, made.plan.rules)
        if findings:
            return _failed(findings)
        digest = self._documents.put(msgspec.json.encode(made.paper), GEOJSON)
        return ClosureInForce(
            openings=planned_openings(made.plan, self._work),
            digest=digest,
            rings=tuple(closure.neighbourhoods for closure in made.plan.closures),
            places=places,
            gaps=made.plan.openings,
            on_edits=ground.board.editing.position,
        )

    def _in_force(self, board: Board, names: Collection[NeighbourhoodId]) -> Paper:
        """What is in force for some neighbourhoods, or waits to be before the first plan is."""
        digest = board.plan.digest if board.plan else board.proposal.plan.digest if board.proposal else ""
        return part_of_paper(self._paper(digest) or EMPTY, names)

    def _paper(self, digest: str) -> Paper | None:
        """A closure's paper, not to be changed; the one read last is kept, for every edit asks for it."""
        kept, paper = self._read
        if digest and kept == digest:
            return paper
        found = self._documents.get(Digest(digest)) if digest else None
        if found is None:
            return None
        paper = msgspec.json.decode(found[0], type=dict[str, Any])
        self._read = digest, paper
        return paper


def refused_adoption(board: Board, closure: PlanId, on_version: int) -> Refusal | None:
    """Why a closure can't be adopted as the board stands."""
    state = board.closure
    if board.plan is None:
        return Refusal("closure.nothing_in_force")
    if on_version < state.version:
        return _meanwhile(state.version, state.adopted_by, state.adopted_at)
    if on_version != state.version:
        return Refusal("closure.wrong_version", {"version": state.version, "on_version": on_version})
    if state.proposal is None:
        return Refusal("closure.nothing_proposed", {"closure": closure})
    if state.proposal.id != closure:
        return Refusal("closure.superseded", {"closure": closure, "by": state.proposal.id})
    names = {place.id for place in state.proposal.neighbourhoods}
    touched = touched_since(board, state.proposal.on_edits, names)
    if state.proposal.on_version != state.version or touched:
        return Refusal("closure.made_on_old_map", {"closure": closure})
    return None


def _meanwhile(version: int, by: str, at: str) -> Refusal:
    return Refusal("closure.adopted_meanwhile", {"version": version, "by": by, "at": at})


def _failed(findings: tuple[Finding, ...]) -> Refusal:
    first = findings[0]
    facts: dict[str, str | int | float] = {
        "findings": len(findings),
        "code": first.code,
        "about": first.concerns,
    }
    return Refusal("closure.check_failed", facts)


def _of(board: Board, opening: OpeningId) -> NeighbourhoodId | None:
    row = board.openings.get(opening)
    return row.neighbourhood if row else None


def _told(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Findings in words, and those with a place as something to draw."""
    told = tuple(
        FindingView(f.code, f.concerns, dict(f.facts), say_finding(f, "zh"), say_finding(f, "en"))
        for f in findings
    )
    return {"findings": told, "leaks": leak_geojson(findings)}


def _view(proposal: ClosureProposed, before: Paper, after: Paper) -> ClosureView:
    return ClosureView(
        id=proposal.id,
        on_version=proposal.on_version,
        neighbourhoods=tuple(place.id for place in proposal.neighbourhoods),
        adoptable=True,
        before=proposal.before,
        after=proposal.after,
        changes=proposal.changes,
        appears=appears(before, after),
        vanishes=appears(after, before),
        unkept=_unkept(proposal, after),
    )


def _unkept(proposal: ClosureProposed, after: Paper) -> tuple[FindingView, ...]:
    """What the rings of a proposal could not keep, as their paper says."""
    mine = {place.id for place in proposal.neighbourhoods}
    rings = [ring["properties"] for ring in of_kind(after, "ring")]
    lost = [
        msgspec.convert(note, Note)
        for ring in rings
        if mine.intersection(ring["neighbourhoods"])
        for note in ring.get("unkept", ())
    ]
    return tuple(
        FindingView(n.code, str(n.facts["opening"]), dict(n.facts), say_note(n, "zh"), say_note(n, "en"))
        for n in lost
    )

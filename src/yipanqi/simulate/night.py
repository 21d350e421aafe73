"""A simulated night: crews carry out the plan in force and report as real ones would.

`Night` knows nothing that the board doesn't: what happens next follows from the seed and the board
alone. After a kill and a restart it goes on from the journal, and a report that had not reached it
comes out with the same id.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from yipanqi.close.events import CrewLoaded
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, SupplierId
from yipanqi.ground.plane import Frame
from yipanqi.plan.jobs import WorkRules
from yipanqi.simulate.luck import Luck, Trouble, seconds_into
from yipanqi.simulate.mishaps import gaps_next, more_net_next, net_there_next, settled_next, yards_next
from yipanqi.simulate.saying import Said, say
from yipanqi.simulate.scene import Scene
from yipanqi.simulate.working import Next, crews_next


class Night:
    """The people of one night, by seed."""

    def __init__(
        self,
        seed: int,
        rules: WorkRules | Callable[[Board], WorkRules] | None = None,
        trouble: Trouble | None = None,
    ) -> None:
        """Rules may depend on the board: vans drive round the nets that stand."""
        self.seed = seed
        self._luck = Luck(seed, trouble or Trouble())
        self._rules = rules if callable(rules) else _always(rules or WorkRules())
        self._told: tuple[Board | None, list[Said]] = None, []
        """The board last looked at and what came of it: the same would come of it again."""
        self._left: frozenset[CrewId] = frozenset()
        self._frames: dict[tuple[float, float, float, float], Frame] = {}

    def leave_to_people(self, crew: CrewId) -> None:
        """Say no more for a crew: real people do."""
        self._left |= {crew}
        self._told = None, []

    def due(self, board: Board, now: datetime) -> tuple[Said, ...]:
        """Every report that has got through by `now` and that the board does not hold yet.

        In the order in which they arrive, and so the oldest first but for those of a crew without a signal.
        At most one for each crew: what a crew does next follows from what it has just reported.
        """
        return tuple(said for said in self._coming(board) if said.sent_at <= now)

    def next_at(self, board: Board) -> datetime | None:
        """When the next report arrives; None when nothing more will happen by itself."""
        return next((said.sent_at for said in self._coming(board)), None)

    def _coming(self, board: Board) -> list[Said]:
        """Everybody's next report, in the order in which they arrive."""
        if board.plan is None or board.night is None:
            return []
        if board is self._told[0]:
            return self._told[1]
        frame = self._frame(board)
        scene = Scene(board, board.night, frame, self._luck, self._rules(board))
        coming = [*self._crews(scene, frame), *self._others(scene)]
        coming.sort(key=lambda said: (said.sent_at, said.happened_at, said.event_id))
        coming = list(_one_load_a_yard(coming))
        self._told = board, coming
        return coming

    def _crews(self, scene: Scene, frame: Frame) -> Iterator[Said]:
        for crew, happens in (*crews_next(scene), *gaps_next(scene, frame)):
            if crew in self._left:
                continue
            yield self._by_crew(scene, crew, happens)

    def _by_crew(self, scene: Scene, crew: CrewId, happens: Next) -> Said:
        at, body = happens
        name = scene.board.crews[crew].name
        return say(self.seed, at, body, name, f"phone-{crew}", self._signal_at(scene, crew, at))

    def _signal_at(self, scene: Scene, crew: CrewId, at: datetime) -> datetime:
        """When a crew has a signal, at or after an instant."""
        window = self._luck.silent(tuple(scene.board.crews)).get(crew)
        if window is None:
            return at
        begins, ends = (seconds_into(scene.board, s) for s in window)
        return ends if begins <= at < ends else at

    def _others(self, scene: Scene) -> Iterator[Said]:
        board = scene.board
        for supplier, (at, body) in (*yards_next(scene), *more_net_next(scene)):
            yield say(self.seed, at, body, board.suppliers[supplier].name, f"phone-{supplier}")
        for place, (at, body) in (*settled_next(scene), *net_there_next(scene)):
            community = board.neighbourhoods[place].community
            lead = board.organisations.get(community) if community is not None else None
            yield say(self.seed, at, body, lead.name if lead else "community lead", f"phone-{community}")

    def _frame(self, board: Board) -> Frame:
        if board.bounds not in self._frames:
            west, south, east, north = board.bounds
            self._frames[board.bounds] = Frame(((west + east) / 2, (south + north) / 2))
        return self._frames[board.bounds]


def _always(rules: WorkRules) -> Callable[[Board], WorkRules]:
    return lambda _: rules


def _one_load_a_yard(coming: list[Said]) -> Iterator[Said]:
    """The reports without those of vans that load after another at the same yard: less will be there."""
    taken: set[SupplierId] = set()
    for said in coming:
        if isinstance(said.body, CrewLoaded):
            if said.body.supplier in taken:
                continue
            taken.add(said.body.supplier)
        yield said

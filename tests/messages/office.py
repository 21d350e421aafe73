"""An office with a board in a folder, and a postman on a clock we turn."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from msgspec import Raw, Struct, json, to_builtins

from tests.messages.fakes import Wall
from tests.towns import at, two_neighbourhoods
from yipanqi.close.events import OpeningFound
from yipanqi.close.kinds import KINDS
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.desk.message_ports import ChannelCount, Courier
from yipanqi.ground.ids import Actor, Device, NeighbourhoodId, OpeningId
from yipanqi.messages.postman import Postman
from yipanqi.wiring import OpenBoard, SetClock


class Office:
    """Two Neighbourhoods, and whoever has to be told."""

    def __init__(self, folder: Path) -> None:
        self.wall = Wall()
        self.board = OpenBoard(folder, SetClock(at(0)), seed=1)
        self.board.desk.record(two_neighbourhoods(), Actor("office")).result()
        self.gone: list[str] = []
        self.postman = self._postman(())
        self._blocked: list[str] = []

    def open(self, places: Sequence[Courier]) -> None:
        """These places are told from now on."""
        self.postman = self._postman(places)
        self.postman.round()

    def restart(self, places: Sequence[Courier]) -> None:
        """Another postman, who knows only what was written down."""
        self.postman = self._postman(places)

    def _postman(self, places: Sequence[Courier]) -> Postman:
        letters = self.board.stored.letters
        return Postman(self.board.desk, letters, lambda: places, self.gone.append, now_s=self.wall)

    def say(self, *facts: Struct) -> None:
        """Facts reported from the field."""
        reports = [
            Raw(
                json.encode(
                    {
                        "event_id": str(uuid4()),
                        "kind": KINDS.of(fact).name,
                        "happened_at": at(1),
                        "body": to_builtins(fact),
                    }
                )
            )
            for fact in facts
        ]
        self.board.desk.report(reports, Actor("lead"), Device("phone")).result()

    def find(self, *openings: OpeningId) -> None:
        """Openings nobody knew of; who commands has to hear of it."""
        self.say(*(OpeningFound(o, NeighbourhoodId("pond"), _GAP, 3.0, name=o) for o in openings))

    def raise_problems(self, count: int) -> None:
        """So many problems at once, each with its own words."""
        first = len(self._blocked)
        words = [f"受阻 {n:03}" for n in range(first, first + count)]
        self._blocked += words
        self.say(*(ProblemRaised(f"p{n}", "other", said, "office") for n, said in enumerate(words, first)))

    def expected(self) -> list[str]:
        """What each of those problems is told as."""
        return [f"【演练】10:01 UTC 问题上报（其他）：{words}" for words in self._blocked]

    def go_round_until_quiet(self) -> float:
        """Go round, waiting as long as the postman says, until no letter waits; the seconds that took."""
        began_s = self.wall.now_s
        for _ in range(2_000):
            wait_s = self.postman.round()
            if not self.waiting():
                return self.wall.now_s - began_s
            self.wall.now_s += max(wait_s, 0.01)
        raise AssertionError("letters wait for ever")

    def waiting(self) -> int:
        """Letters that have not arrived."""
        return sum(count.waiting for count in self.counts())

    def counts(self) -> Sequence[ChannelCount]:
        """How many are where."""
        return self.board.stored.letters.counts()

    def close(self) -> None:
        self.board.close()


_GAP = ((121.005, 28.9), (121.00504, 28.9))

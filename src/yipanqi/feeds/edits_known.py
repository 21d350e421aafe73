"""What a board knows of its survey, as far as files of edits refer to it; and what was read from one."""

from collections.abc import Iterable

from msgspec import Struct

from yipanqi.desk.ports import KnownSurvey
from yipanqi.feeds.problems import Problem
from yipanqi.feeds.tables_model import alike
from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.ground.plane import LonLat, metres_between
from yipanqi.survey.edit_faults import fault_of
from yipanqi.survey.edits import Edit
from yipanqi.survey.model import Opening
from yipanqi.survey.openings import of_a_ring

SAME_PLACE_M = 25.0
"""A place given instead of an opening's id means the opening nearest to it, no farther off than this."""


class Found(Struct, frozen=True):
    """An edit with its place in the file."""

    edit: Edit
    row: int
    columns: dict[str, str] = {}
    """By the edit's field, the column as the file writes it."""


class Taken(Struct, frozen=True):
    """The edits of a file, or what is wrong with it: never both."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...] = ()
    unchanged: int = 0
    """Rows or features that say what is known already."""


class Lookup:
    """Finds what a file names: neighbourhoods by id or name, openings by id or place."""

    def __init__(self, known: KnownSurvey) -> None:
        self.known = known
        self._names: dict[str, list[NeighbourhoodId]] = {}
        for place in known.neighbourhoods.values():
            for written in {alike(place.id), alike(place.name)}:
                self._names.setdefault(written, []).append(place.id)

    def neighbourhood(self, written: str) -> NeighbourhoodId | None:
        """The one of that id or name; None where there is none, or more than one."""
        if NeighbourhoodId(written) in self.known.neighbourhoods:
            return NeighbourhoodId(written)
        found = self._names.get(alike(written), [])
        return found[0] if len(found) == 1 else None

    def opening(self, written: str) -> OpeningId | None:
        """The one of that id; one that only the ring of a plan has is known by its neighbourhood."""
        name = OpeningId(written.strip())
        if name in self.known.openings:
            return name
        home = NeighbourhoodId(name.rpartition("/")[0])
        return name if of_a_ring(name) and home in self.known.neighbourhoods else None

    def opening_at(self, place: LonLat, within: NeighbourhoodId | None) -> OpeningId | None:
        """The one nearest to a place."""
        near: Iterable[Opening] = (
            o for o in self.known.openings.values() if within is None or o.neighbourhood == within
        )
        ranked = sorted((metres_between(middle_of(o), place), o.id) for o in near)
        return ranked[0][1] if ranked and ranked[0][0] <= SAME_PLACE_M else None


def middle_of(opening: Opening) -> LonLat:
    """Half way across an opening."""
    (a, b), (c, d) = opening.line
    return (a + c) / 2, (b + d) / 2


def judged(
    file: str, sheet: str | None, found: list[Found], problems: list[Problem], known: KnownSurvey
) -> Taken:
    """What was read, with what is wrong in each edit's own figures; all of it stands, or none."""
    told = list(problems)
    for each in found:
        fault = fault_of(each.edit, known.neighbourhoods, known.bounds)
        if fault is not None:
            column = each.columns.get(fault.field, fault.field)
            facts: dict[str, str | int | float] = {"other": fault.other} if fault.other else {}
            told.append(Problem(f"edit-{fault.why}", file, sheet, each.row, column, facts))
    told.sort(key=lambda problem: problem.row or 0)
    return Taken(() if told else tuple(each.edit for each in found), tuple(told))

"""Mill Yard and Wash Yard: two square neighbourhoods with a lane between them, streets all round."""

from tests.survey.towns import Town
from yipanqi.ground.ids import NeighbourhoodId, OpeningId

MILL, WASH = NeighbourhoodId("n1"), NeighbourhoodId("n2")


def two_yards() -> Town:
    """Each 180 m square with four houses; a drive leads through from north to south, two paths lead in.

    The drives are ways 104 and 105; the paths 106 and 108 lead into Mill Yard, 107 and 109 into Wash Yard.
    With a ring each, three of four openings are barred; sharing one, four of six are.
    """
    town = Town()
    town.way((-60, -60), (90, -60), (195, -60), (300, -60), (450, -60), highway="primary")  # 100
    town.way((-60, 240), (90, 240), (195, 240), (300, 240), (450, 240), highway="primary")  # 101
    town.way((-60, -60), (-60, 240), highway="primary")  # 102
    town.way((195, -60), (195, 40), (195, 90), (195, 240), highway="residential")  # 103, the lane between
    town.way((90, -60), (90, 40), (90, 90), (90, 240), highway="residential")  # 104
    town.way((300, -60), (300, 40), (300, 90), (300, 240), highway="residential")  # 105
    town.way((195, 90), (140, 90), (90, 90), highway="footway")  # 106
    town.way((195, 90), (250, 90), (300, 90), highway="footway")  # 107
    town.way((195, 40), (90, 40), highway="footway")  # 108
    town.way((195, 40), (300, 40), highway="footway")  # 109
    for west in (0, 210):
        for x, y in ((30, 30), (120, 30), (30, 130), (120, 130)):
            town.house(west + x, y, 30, 20)
    town.quarter(0, 0, 180, 180, "Mill Yard")
    town.quarter(210, 0, 390, 180, "Wash Yard")
    return town


def opening(way: int, number: int = 1, place: str = MILL) -> OpeningId:
    """The how-manieth opening of a way in a yard's edge."""
    return OpeningId(f"{place}/{way}" if number == 1 else f"{place}/{way}-{number}")

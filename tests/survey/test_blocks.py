"""Where no neighbourhood is mapped, the blocks between streets are proposed."""

from shapely.geometry import Polygon

from tests.survey.towns import Town
from yipanqi.survey.blocks import find_blocks


def chessboard() -> Town:
    """Four blocks of 200 m between main streets, and a lane through the first."""
    town = Town()
    for at in (0, 200, 400):
        town.way((at, 0), (at, 200), (at, 400), highway="tertiary", width_m=8.0)
        town.way((0, at), (200, at), (400, at), highway="tertiary", width_m=8.0)
    town.way((100, 0), (100, 200), highway="residential")
    for x in (20, 60, 120, 160):
        for y in (20, 60, 120, 160):
            town.house(x, y)
    for x in (220, 260, 320, 360):
        town.house(x, 40)
    town.house(300, 300)
    return town


def test_a_block_lies_between_main_streets_and_has_houses() -> None:
    found = find_blocks(chessboard().extract)
    assert [block.buildings for block in found] == [16, 4]


def test_it_stands_back_from_its_streets() -> None:
    town = chessboard()
    block = find_blocks(town.extract)[0]
    area = Polygon([town.frame.xy(place) for place in block.quarter.area[0]])
    assert [round(v) for v in area.bounds] == [6, 6, 194, 194]


def test_a_lower_rank_makes_smaller_blocks() -> None:
    found = find_blocks(chessboard().extract, "residential")
    assert [block.buildings for block in found] == [8, 8, 4]


def test_water_parts_blocks_too() -> None:
    town = chessboard()
    town.pond((0, 95), (200, 95), (200, 105), (0, 105))
    assert [block.buildings for block in find_blocks(town.extract)] == [8, 8, 4]


def test_names_stay_when_the_map_is_read_again() -> None:
    first, again = find_blocks(chessboard().extract), find_blocks(chessboard().extract)
    assert [b.quarter.id for b in first] == [b.quarter.id for b in again]
    assert len({b.quarter.id for b in first}) == len(first)


def test_a_map_without_streets_has_none() -> None:
    assert find_blocks(Town().extract) == ()

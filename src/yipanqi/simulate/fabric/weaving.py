"""The whole fabric of a town, put together."""

from collections.abc import Sequence

from yipanqi.ground.plane import XY
from yipanqi.simulate.fabric import names
from yipanqi.simulate.fabric.blocks import Block, cut_blocks
from yipanqi.simulate.fabric.chance import shuffled, stream
from yipanqi.simulate.fabric.grounds import lay_grounds
from yipanqi.simulate.fabric.homes import settle
from yipanqi.simulate.fabric.model import Fabric, Quarter, Scene
from yipanqi.simulate.fabric.mouths import StreetMap
from yipanqi.simulate.fabric.outskirts import lay_outskirts
from yipanqi.simulate.fabric.parks import lay_banks
from yipanqi.simulate.fabric.plan import draw_plan
from yipanqi.simulate.fabric.quarters import build_open, build_walled, lay_sites
from yipanqi.simulate.fabric.roles import Roles, give_roles
from yipanqi.simulate.fabric.shops import open_shops
from yipanqi.simulate.fabric.streets import at_centimetre, lay_river, lay_streets
from yipanqi.simulate.fabric.terrain import lay_terrain


def weave(seed: int, open_count: int, openings: int) -> Fabric:
    """A town with so many open neighbourhoods and so many openings in them."""
    terrain = lay_terrain(seed)
    plan = draw_plan(seed, terrain)
    streets = lay_streets(plan, terrain)
    river, river_line = lay_river(terrain)
    blocks = cut_blocks(streets, river)
    centre = terrain.warp((0.0, plan.vs[plan.river_row + 1] + 150.0))
    roles = give_roles(seed, blocks, centre, open_count)
    street_map = StreetMap(streets)
    quarters = _quarters(seed, blocks, roles, street_map, openings)
    outskirts = lay_outskirts(seed, terrain, streets, river)
    homes = settle(seed, quarters, _yards(blocks, roles), outskirts.places, streets)
    return Fabric(
        streets=streets,
        quarters=quarters,
        scenes=(
            outskirts,
            lay_banks(terrain, plan, blocks, streets),
            *_grounds(seed, blocks, roles, street_map),
            open_shops(seed, quarters),
        ),
        river=river,
        river_line=river_line,
        river_name=names.RIVER,
        places=homes.places,
        community_of=homes.community_of,
    )


def _quarters(
    seed: int, blocks: Sequence[Block], roles: Roles, street_map: StreetMap, openings: int
) -> tuple[Quarter, ...]:
    rng = stream(seed, "names")
    open_names = shuffled(rng, names.OPEN_NEIGHBOURHOODS)[: len(roles.open)]
    walled_names = shuffled(rng, names.WALLED_NEIGHBOURHOODS)[: len(roles.walled)]
    sites = lay_sites(seed, [(k, blocks[k]) for k in roles.open], open_names, False, street_map)
    gated = lay_sites(seed, [(k, blocks[k]) for k in roles.walled], walled_names, True, street_map)
    return (*build_open(seed, sites, openings), *build_walled(seed, gated))


def _grounds(seed: int, blocks: Sequence[Block], roles: Roles, street_map: StreetMap) -> list[Scene]:
    left = {use: list(given) for use, given in names.USE_NAMES.items()}
    scenes = []
    for number in sorted(roles.others):
        use = roles.others[number]
        name = left[use].pop(0) if left.get(use) else ""
        scenes.append(lay_grounds(seed, number, blocks[number], use, name, street_map))
    return scenes


def _yards(blocks: Sequence[Block], roles: Roles) -> list[XY]:
    """Works and building sites: where material lies."""
    wanted = sorted(
        (k for k, use in roles.others.items() if use in ("works", "site")), key=lambda k: roles.others[k]
    )
    middles = (blocks[k].polygon.representative_point() for k in reversed(wanted))
    return [at_centimetre((p.x, p.y)) for p in middles]

"""Blocks: the ground left between the streets, each with its pavement taken off."""

from collections.abc import Sequence

import shapely
from msgspec import Struct
from shapely import LineString, Polygon, STRtree
from shapely.geometry.polygon import orient
from shapely.ops import polygonize

from yipanqi.simulate.fabric.model import Path, Street

SMALLEST_M2 = 1500.0


class Block(Struct, frozen=True):
    """A block's edge (open ring, counter-clockwise) behind the pavement, in metres."""

    ring: Path
    riverside: bool

    @property
    def polygon(self) -> Polygon:
        """The block as a shapely polygon."""
        return Polygon(self.ring)


def pavement_m(street: Street) -> float:
    """Pavement and green beside a carriageway."""
    if street.width_m >= 20:
        return 5.0
    return 3.5 if street.width_m >= 12 else 2.0


def cut_blocks(streets: Sequence[Street], river: Path) -> tuple[Block, ...]:
    """All blocks within the ring road, in a fixed order; those of the river's banks are marked.

    Slivers under 1,500 m2 are left to the pavement.
    """
    segments = [LineString(pair) for s in streets for pair in zip(s.points, s.points[1:], strict=False)]
    corridors = [
        LineString(s.points).buffer(s.width_m / 2 + pavement_m(s), cap_style="flat") for s in streets
    ]
    tree = STRtree(corridors)
    water = Polygon(river)
    faces = sorted(polygonize(segments), key=lambda f: (round(f.centroid.x), round(f.centroid.y)))
    blocks: list[Block] = []
    for face in faces:
        near = [corridors[int(k)] for k in tree.query(face)]
        ground = face.difference(shapely.union_all(near))
        riverside = bool(face.intersects(water))
        if riverside:
            ground = ground.difference(water.buffer(3.0))
        blocks += [Block(_ring(p), riverside) for p in _polygons(ground)]
    return tuple(blocks)


def _polygons(ground: shapely.Geometry) -> list[Polygon]:
    parts = [p for p in shapely.get_parts(ground) if isinstance(p, Polygon) and p.area >= SMALLEST_M2]
    return sorted(parts, key=lambda p: (round(p.centroid.x), round(p.centroid.y)))


def _ring(polygon: Polygon) -> Path:
    """Counter-clockwise, to the centimetre, without needless points."""
    around = orient(Polygon(shapely.get_coordinates(polygon.exterior.simplify(0.4))))
    return tuple((round(x, 2), round(y, 2)) for x, y in around.exterior.coords[:-1])

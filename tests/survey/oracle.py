"""A brute-force oracle for openings: walk every way in small steps and see where it goes in or out.

It knows nothing of contacts, cuts or merging. It looks at ways one by one, so it does not see
somebody step from one way onto another exactly on the edge; those openings it calls *joints*.
"""

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from yipanqi.ground.plane import Frame
from yipanqi.survey.model import Extract, Neighbourhood, Way

STEP_M = 0.1
CLEAR_M = 0.06
"""A place nearer than this to the edge is neither in nor out."""


class Oracle:
    """The ways of an extract on a plane of the oracle's own."""

    def __init__(self, extract: Extract) -> None:
        west, south, east, north = extract.bounds
        self.frame = Frame(((west + east) / 2, (south + north) / 2))
        self.ways = [way for way in extract.ways if not (way.bridge or way.tunnel or way.area)]
        self.lines = [LineString(self.frame.to_xy(np.array(way.line))) for way in self.ways]
        self.tree = shapely.STRtree(self.lines)

    def polygon(self, neighbourhood: Neighbourhood) -> Polygon:
        rings = [self.frame.to_xy(np.array(ring)) for ring in neighbourhood.area]
        return Polygon(rings[0], rings[1:])

    def passages(self, neighbourhood: Neighbourhood) -> list[tuple[Way, LineString]]:
        """Every stretch of a way on which it goes in or out; long only where it runs along the edge first."""
        polygon = self.polygon(neighbourhood)
        shapely.prepare(polygon.boundary)
        found = []
        for index in self.tree.query(polygon.boundary, predicate="intersects"):
            xy = shapely.get_coordinates(shapely.segmentize(self.lines[index], STEP_M))
            away = shapely.distance(shapely.points(xy), polygon.boundary)
            inside = shapely.contains_xy(polygon, xy)
            clear = np.flatnonzero(away > CLEAR_M)
            turns = np.flatnonzero(np.diff(inside[clear].astype(int)))
            way = self.ways[index]
            found += [(way, LineString(xy[clear[t] : clear[t + 1] + 1])) for t in turns]
        return found

    def is_joint(self, neighbourhood: Neighbourhood, way_ids: tuple[int, ...]) -> bool:
        """Whether one of the ways ends on the edge or runs along it, so others lead on there."""
        edge = self.polygon(neighbourhood).boundary.buffer(CLEAR_M)
        for way, line in zip(self.ways, self.lines, strict=True):
            if way.id not in way_ids:
                continue
            ends = [Point(line.coords[0]), Point(line.coords[-1])]
            if any(edge.contains(end) for end in ends) or line.intersection(edge).length > 0.3:
                return True
        return False

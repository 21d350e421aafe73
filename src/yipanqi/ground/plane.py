"""Places: WGS 84 outside, metres on a local plane inside."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

LonLat = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84 - GeoJSON's order."""

XY = tuple[float, float]
"""East and north in metres on a `Frame`'s plane."""


class Frame:
    """A local transverse Mercator plane around one point; true to scale there.

    Within 30 km of the centre lengths are wrong by less than one in 80,000.
    """

    def __init__(self, centre: LonLat) -> None:
        self.centre = centre

    @cached_property
    def _there(self) -> Transformer:
        lon, lat = self.centre
        local = f"+proj=tmerc +lat_0={lat!r} +lon_0={lon!r} +k=1 +ellps=WGS84 +units=m"
        return Transformer.from_crs("+proj=longlat +ellps=WGS84", local, always_xy=True)

    def to_xy(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres, shape (n, 2), of degrees, shape (n, 2)."""
        x, y = self._there.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack((x, y))

    def to_lonlat(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees, shape (n, 2), of metres, shape (n, 2)."""
        lon, lat = self._there.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack((lon, lat))

    def xy(self, place: LonLat) -> XY:
        """Metres of one place."""
        x, y = self.to_xy(np.array([place], dtype=np.float64))[0]
        return float(x), float(y)

    def lonlat(self, point: XY) -> LonLat:
        """Degrees of one point."""
        lon, lat = self.to_lonlat(np.array([point], dtype=np.float64))[0]
        return float(lon), float(lat)

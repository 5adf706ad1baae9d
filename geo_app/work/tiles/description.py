"""What the tiles hold, and where in the world there is something to see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geo_app.geo.tilekey import Tile
from geo_app.work.extent import Box, extent
from geo_app.work.tiles import cells, marks, shapes

LAYERS = {layer.NAME: layer.FIELDS for layer in (cells, marks, shapes)}
"""Names of the layers, with the kind of each of their properties."""


def bounds(session: Session) -> Box:
    """West, south, east, north of all marks on the map, degrees; the world where none is."""
    return extent(session) or Tile(0, 0, 0).bbox

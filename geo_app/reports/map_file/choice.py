"""What a map in one file shows: for the office, or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo_app.errors import UsageError


class Positions(StrEnum):
    """How well the file says where a site is."""

    EXACT = "exact"
    COARSE = "coarse"
    """The square of the view for everybody (``geo.coarse``), never the spot."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is in the file.

    Attributes:
        positions: How well it says where.
        photos: With a small photo of each site.
        public: Without anything that tells of a person: no photos, no words of the notice, no
            doubts but how many complaints followed a claim, no unit of a single site.
        names: With the names of sites, which may name a person or the very spot.
    """

    positions: Positions = Positions.EXACT
    photos: bool = True
    public: bool = False
    names: bool = True


def chosen(
    *, public: bool, positions: str | None = None, photos: bool | None = None, names: bool = False
) -> Choice:
    """What somebody asked for, with what is usual where nothing was said.

    Args:
        public: For everybody.
        positions: A code of ``Positions``.
        photos: With photos; never for everybody.
        names: With the names of sites, for everybody; the office always has them.

    Raises:
        UsageError: No such code; or what is not to be published.
    """
    try:
        wanted = Positions(positions) if positions else None
    except ValueError as error:
        value = str(positions)[:40]
        raise UsageError("query.unknown_value", name="positions", value=value) from error
    if not public:
        return Choice(wanted or Positions.EXACT, photos is not False)
    if wanted is Positions.EXACT or photos:
        raise UsageError("map_file.not_public")
    return Choice(wanted or Positions.COARSE, photos=False, public=True, names=names)

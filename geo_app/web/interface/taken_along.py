"""Shapes of what a phone takes along, and of what programs read of the map."""

from __future__ import annotations

from geo_app.web.interface.answers import (
    BOTH_TONGUES,
    CATEGORY,
    GEOMETRY,
    NUMBER,
    ROLE,
    STATUS,
    WHOLE,
    WORDS,
    feature,
)
from geo_app.work.shape import (
    DAY,
    FLAG,
    LAT,
    LON,
    MOMENT,
    OBJECT,
    SHA256,
    TEXT,
    UUID,
    Schema,
    listed,
    members,
    or_null,
)

PERSON = members(id=TEXT, name=TEXT, unit=WORDS)
TOKEN = members(token=TEXT, issued_at=MOMENT)
ME = members(person=PERSON, csrf=TEXT, now=MOMENT)

FORM = members(
    {"evidence": OBJECT, "photos": listed(OBJECT), "hint": BOTH_TONGUES},
    name=TEXT,
    version=WHOLE,
    title=BOTH_TONGUES,
    categories=listed(CATEGORY),
    fields=listed(OBJECT),
)
"""Its fields are those of docs/forms.md."""

_PICTURE = members(
    id=UUID,
    role=ROLE,
    taken_at=TEXT,
    lon=or_null(LON),
    lat=or_null(LAT),
    accuracy_m=or_null(NUMBER),
    direction_deg=or_null(NUMBER),
    magnetic=FLAG,
    bytes=WHOLE,
    sha256=SHA256,
)
_SITE = members(
    id=TEXT,
    code=TEXT,
    name=TEXT,
    category=CATEGORY,
    status=STATUS,
    overdue=FLAG,
    deadline=or_null(DAY),
    district=WORDS,
    unit=WORDS,
    place=WORDS,
    finding=TEXT,
    lon=LON,
    lat=LAT,
    radius_m=or_null(NUMBER),
    geometry=or_null(GEOMETRY),
    inspected_on=or_null(DAY),
    photos=listed(_PICTURE),
    drawn=FLAG,
)
PACK = members(
    as_of=MOMENT,
    token=TEXT,
    person=PERSON,
    sites=listed(_SITE),
    total=WHOLE,
    forms={"type": "object", "additionalProperties": FORM},
    districts=listed(feature(OBJECT)),
    anchors=listed(members(geometry=GEOMETRY, properties=OBJECT)),
    declination_deg=NUMBER,
    size=members(sites=WHOLE, data_bytes=WHOLE, pictures=WHOLE, picture_bytes=WHOLE),
)

_FIELDS: Schema = {"type": "object", "additionalProperties": TEXT}
TILES = members(
    tilejson={"const": "3.0.0"},
    name=TEXT,
    description=TEXT,
    scheme={"const": "xyz"},
    tiles=listed(TEXT),
    minzoom=WHOLE,
    maxzoom=WHOLE,
    bounds=listed(NUMBER, minItems=4, maxItems=4),
    vector_layers=listed(members(id=TEXT, fields=_FIELDS)),
)
"""TileJSON 3.0."""

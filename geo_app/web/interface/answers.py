"""Shapes of what the interface answers; that answers have them, every test of the web watches."""

from __future__ import annotations

from collections.abc import Mapping

from geo_app.domain.evidence.nouns import Aspect, Outcome, Verdict
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.procedure import Step
from geo_app.domain.status import Status
from geo_app.web.query import CATEGORIES
from geo_app.work.days import FIGURES
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
    number,
    one_of,
    or_null,
)
from geo_app.work.standing import By

WHOLE = number(0, kind="integer")
NUMBER = number()
WORDS = or_null(TEXT)
STATUS = one_of(Status)
CATEGORY = one_of(CATEGORIES)
VERDICT = one_of(Verdict)
ROLE = one_of(PhotoRole)
BOTH_TONGUES = members(zh=TEXT, en=TEXT)

PROBLEM = members(code=TEXT, message=TEXT, details=OBJECT)
"""Every refusal and every error."""

REMARK = members(code=TEXT, message=TEXT, values=OBJECT)
CHECK = members(
    aspect=one_of(Aspect),
    outcome=one_of(Outcome),
    code=TEXT,
    message=TEXT,
    message_en=TEXT,
    values=OBJECT,
)
GEOMETRY: Schema = {
    "type": "object",
    "properties": {
        "type": one_of(
            ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
        ),
        "coordinates": {"type": "array"},
    },
    "required": ["type", "coordinates"],
}
"""Longitude before latitude, WGS-84 (RFC 7946)."""


def feature(properties: Schema, geometry: Schema = GEOMETRY) -> Schema:
    """A GeoJSON Feature."""
    return members(
        {"id": TEXT}, type={"const": "Feature"}, geometry=or_null(geometry), properties=properties
    )


def collection(properties: Schema, **more: Schema) -> Schema:
    """A FeatureCollection with what it says beside its features."""
    kind: Schema = {"const": "FeatureCollection"}
    return members(type=kind, features=listed(feature(properties)), **more)


_SITE: Mapping[str, Schema] = {
    "code": TEXT,
    "name": TEXT,
    "category": CATEGORY,
    "notice": WORDS,
    "notice_sha256": SHA256,
    "problem_number": WHOLE,
    "place_text": WORDS,
    "status": STATUS,
    "status_on": or_null(DAY),
    "claimed_on": or_null(DAY),
    "verified_on": or_null(DAY),
    "deadline": or_null(DAY),
    "district_code": WORDS,
    "district": WORDS,
    "accounting_unit": WORDS,
    "responsible_unit": WORDS,
    "located": FLAG,
    "radius_m": or_null(NUMBER),
    "lon": or_null(LON),
    "lat": or_null(LAT),
    "position_layer": WORDS,
    "position_source": WORDS,
    "schematic": FLAG,
    "doubts": listed(REMARK),
    "overridden": listed(REMARK),
    "overdue": FLAG,
    "updated_at": MOMENT,
    "verdict": or_null(VERDICT),
    "inspected_on": or_null(DAY),
    "where": TEXT,
}
ONE_SITE = members(
    **_SITE,
    complaints=or_null(
        members(near=WHOLE, since_verified=or_null(WHOLE), last_on=DAY, message=TEXT)
    ),
)
SITES = collection(
    members(**_SITE),
    shown=WHOLE,
    total=WHOLE,
    counts=members(
        status=members(**{each.value: WHOLE for each in Status}),
        found=or_null(members(located=WHOLE, claimed=WHOLE, verified=WHOLE, unlocated=WHOLE)),
    ),
)
DISTRICTS = collection(members(code=TEXT, name=TEXT, label=listed(NUMBER)), attribution=TEXT)
ANCHORS = collection(OBJECT)

STANDING = members(
    status=STATUS,
    overridden=listed(REMARK),
    revisit_asked_on=or_null(DAY),
    published_on=or_null(DAY),
    closable_on=or_null(DAY),
    closed_on=or_null(DAY),
    missing=listed(REMARK),
    independence=CHECK,
    rechecks=listed(members(day=DAY, due=FLAG, reason=REMARK)),
    options=listed(
        members(step=one_of(Step), possible=FLAG, why=listed(REMARK), reason=FLAG, override=FLAG)
    ),
)

_POSITION = members(
    {"code": TEXT},
    lon=or_null(LON),
    lat=or_null(LAT),
    radius_m=or_null(NUMBER),
    layer=WORDS,
    source=WORDS,
    schematic=FLAG,
)
SHEET = members(
    sheet=members(
        id=TEXT,
        title=TEXT,
        issued_on=or_null(DAY),
        doubts=listed(TEXT),
        counts=members(
            **dict.fromkeys(("located", "unlocated", "doubtful", "drafts", "confirmed"), WHOLE)
        ),
        problems=listed(
            members(
                number=WHOLE, category=WORDS, status=STATUS, start=WHOLE, end=WHOLE,
                doubts=listed(TEXT),
            )
        ),
        places=listed(
            members(
                id=TEXT,
                ordinal=WHOLE,
                text=TEXT,
                name=WORDS,
                start=or_null(WHOLE),
                end=or_null(WHOLE),
                aliases=listed(members(start=WHOLE, end=WHOLE, text=TEXT)),
                category=CATEGORY,
                district=WORDS,
                accounting_unit=WORDS,
                state=one_of(("draft", "confirmed", "unlocated", "merged")),
                located=FLAG,
                merged_into=WORDS,
                problem=WHOLE,
                status=WORDS,
                state_word=TEXT,
                site=WORDS,
                where=TEXT,
                location=or_null(feature(_POSITION)),
                steps=listed(TEXT),
                doubts=listed(TEXT),
                reasons=listed(TEXT),
            )
        ),
    )
)  # fmt: skip

FIX_KEPT = members(
    lon=LON,
    lat=LAT,
    accuracy_m=or_null(NUMBER),
    at=or_null(MOMENT),
    heading_deg=or_null(NUMBER),
    by_hand=FLAG,
)
_SHOWN = {"verdict": VERDICT, "witnesses": listed(TEXT), "checks": listed(CHECK)}
PHOTO = members(
    id=UUID,
    inspection=UUID,
    site=TEXT,
    role=ROLE,
    sha256=SHA256,
    name=WORDS,
    size=WHOLE,
    external=FLAG,
    received_at=MOMENT,
    fix=or_null(FIX_KEPT),
    seal=or_null(members(wall=TEXT, mono_ms=WHOLE, previous=SHA256, hash=SHA256)),
    chain=or_null(members(fits=FLAG, follows=WORDS)),
    facts=OBJECT,
    twins=listed(members(photo=WORDS, site=WORDS, same_bytes=FLAG, mirrored=FLAG)),
    **_SHOWN,
)
VISIT = members(
    id=UUID,
    site=TEXT,
    visited_at=MOMENT,
    received_at=MOMENT,
    sent_at=or_null(MOMENT),
    person=members(name=TEXT, unit=WORDS),
    source=TEXT,
    form=TEXT,
    answers=OBJECT,
    note=WORDS,
    fix=or_null(FIX_KEPT),
    track=or_null(listed(FIX_KEPT)),
    token=or_null(members(issued_at=WORDS, problem=or_null(OBJECT))),
    digest=TEXT,
    photos=listed(PHOTO),
)
RECEIPT = members(
    id=UUID,
    site=TEXT,
    received_at=MOMENT,
    again=FLAG,
    photos=listed(members(id=UUID, sha256=SHA256, **_SHOWN)),
)
WAITING = members(
    id=UUID,
    site=TEXT,
    waiting={"const": True},
    photos=listed(members(id=UUID, sha256=SHA256, here=FLAG)),
)
PHOTO_MARK = members(
    role=ROLE,
    verdict=VERDICT,
    accuracy_m=or_null(NUMBER),
    direction_deg=or_null(NUMBER),
    direction_ref=WORDS,
    thumb=TEXT,
    alt=TEXT,
)
PHOTO_MARKS = collection(PHOTO_MARK, verdict=or_null(VERDICT), inspected_on=or_null(DAY))
COMPARISON = members(
    matrix=or_null(listed(NUMBER, minItems=9, maxItems=9)), alignment=TEXT, between=listed(TEXT)
)

DAYS = members(
    first=DAY,
    last=DAY,
    total=WHOLE,
    figures=listed(one_of(FIGURES)),
    parts=listed(members(**{each.value: TEXT for each in By})),
    changes=listed(listed(number(kind="integer"))),
)
"""Days since the first, index of the part, and how much each figure grows."""

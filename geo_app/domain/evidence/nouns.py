"""The nouns of evidence: what is looked at, what is asked of it, what comes out.

Evidence never says "fake" and never says "true": each check says what it saw and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.domain.photo import PhotoFacts
from geo_app.domain.remark import Remark

Point = tuple[float, float]
"""(lon, lat) in degrees, EPSG:4326."""


class Outcome(StrEnum):
    """What one check came to."""

    PASS = "pass"  # noqa: S105 # an outcome, no secret
    DOUBT = "doubt"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """How much a photo proves."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    NONE = "none"


class Aspect(StrEnum):
    """What is checked, one check each."""

    PLACE = "place"
    TIME = "time"
    ORIGINALITY = "originality"
    VIEWPOINT = "viewpoint"
    LIGHT = "light"
    THUMBNAIL = "thumbnail"
    PRESENCE = "presence"
    BRACKET = "bracket"
    WITNESSES = "witnesses"
    INDEPENDENCE = "independence"


class Witness(StrEnum):
    """Who speaks for a photo."""

    EXIF = "E"
    DEVICE = "D"
    SERVER = "S"
    HAND = "M"


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its reason.

    Attributes:
        aspect: What was asked.
        outcome: What it came to.
        reason: A sentence with the numbers behind it.
    """

    aspect: Aspect
    outcome: Outcome
    reason: Remark

    def to_json(self) -> dict[str, Any]:
        """``{aspect, outcome, code, message, message_en, values}``."""
        return {
            "aspect": self.aspect.value,
            "outcome": self.outcome.value,
            **self.reason.to_json(),
            "message_en": self.reason.text("en"),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """All checks of one photo.

    Attributes:
        checks: One for each aspect, in the order of ``Aspect``.
        verdict: What they come to together.
        witnesses: Who spoke.
    """

    checks: tuple[Check, ...]
    verdict: Verdict
    witnesses: tuple[Witness, ...]

    def to_json(self) -> dict[str, Any]:
        """``{verdict, witnesses, checks}``."""
        return {
            "verdict": self.verdict.value,
            "witnesses": [witness.value for witness in self.witnesses],
            "checks": [check.to_json() for check in self.checks],
        }


@dataclass(frozen=True, slots=True)
class Twin:
    """Another photo of the archive that shows the same picture.

    Attributes:
        photo_id: The other photo; empty, as the other ids, where the reader may not see it.
        same_bytes: The bytes are equal; otherwise the pictures match.
        mirrored: It matches when mirrored.
        site_id: Site of the other photo.
        site_name: Its name, or a code of ``words`` in its place.
        inspection_id: Visit of the other photo.
        role: Role of the other photo.
        received_at: When the other one arrived.
        person: Who brought it.
    """

    photo_id: str
    same_bytes: bool
    mirrored: bool
    site_id: str
    site_name: str
    inspection_id: str
    role: PhotoRole
    received_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """What the token that the phone had fetched says.

    Attributes:
        issued_at: When the server issued it; None where there was no token.
        problem: Why the token does not count (bad signature, another installation), if so.
    """

    issued_at: datetime | None = None
    problem: Remark | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A photo with all that speaks for it.

    Attributes:
        photo_id: UUID.
        inspection_id: Visit that it belongs to.
        role: What it is for.
        facts: What its bytes say.
        fix: Where the device was at the moment of capture, if it said so.
        external: Taken outside the product (gallery, chat, camera).
        received_at: When the server had it.
        sent_at: The device's clock when it sent; with ``received_at`` the clock error.
        bracket: The token.
        person_id: Who took the visit.
        person_unit: Unit of that person, if known.
        thumbnail_alike: Whether the inner thumbnail shows the same picture; None = not decidable.
        thumbnail_score: Likeness 0 … 1 behind it.
        twins: The same picture elsewhere in the archive.
        is_compared: The picture itself was looked for there, not only its bytes.
    """

    photo_id: str
    inspection_id: str
    role: PhotoRole
    facts: PhotoFacts
    fix: Fix | None
    external: bool
    received_at: datetime
    sent_at: datetime | None
    bracket: Bracket
    person_id: str
    person_unit: str | None
    thumbnail_alike: bool | None = None
    thumbnail_score: float | None = None
    twins: tuple[Twin, ...] = ()
    is_compared: bool = True


@dataclass(frozen=True, slots=True)
class SiteInQuestion:
    """What the checks need to know of the site.

    Attributes:
        id: Of the site.
        position: (lon, lat) of its mark; None where unlocated.
        radius_m: The place lies within it, counted from the mark.
        found_at: Start of the day on which the inspection found it, if known.
        refused_at: When the last claim was refused, if one was.
        responsible_unit: Who has to put it right.
    """

    id: str
    position: Point | None
    radius_m: float | None
    found_at: datetime | None
    refused_at: datetime | None
    responsible_unit: str | None


class Ground(Protocol):
    """Geodesy that is handed in: the rules themselves know no ellipsoid and no datum."""

    def distance_m(self, one: Point, other: Point) -> float:
        """Metres between two points."""

    def bearing_deg(self, start: Point, end: Point) -> float:
        """Degrees clockwise from true north, 0 ≤ b < 360."""

    def undone(self, point: Point) -> Mapping[str, Point]:
        """The point read as GCJ-02 and as BD-09: ``{"GCJ-02": …, "BD-09": …}``."""

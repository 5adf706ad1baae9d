"""Visits and photos of a site as plain values: what each shows, what it says, what it proves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.evidence.nouns import Ground, Verdict
from geo_app.domain.evidence.standpoints import Standpoint, standpoints
from geo_app.domain.form import Form
from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.domain.track import presence
from geo_app.store.inspections import Inspection
from geo_app.store.models import Site
from geo_app.web.language import length_words, remark_text, time_words, word
from geo_app.web.questions import answers_in_words
from geo_app.web.translate import _
from geo_app.work import evidence, forms
from geo_app.work.desk import Desk
from geo_app.work.evidence import PhotoEvidence, SiteEvidence, VisitEvidence

_WINDS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW",
)  # fmt: skip
_TURNED = range(5, 9)
"""Values of the tag Orientation with which width and height change places (EXIF 2.32)."""

_NOW = (PhotoRole.AFTER, PhotoRole.NEAR)
"""Roles of photos that show how a place is now."""

_BEST_FIRST = (Verdict.STRONG, Verdict.FAIR, Verdict.WEAK, Verdict.NONE)


class Album:
    """The photos of one site, for its page; made while the session of ``found`` is open.

    Args:
        found: What the photos prove.
        forms: Forms of the visits, by id.
        desk: Thresholds and geodesy.
        actor: The person at the screen, whose rights decide on originals.

    Attributes:
        photos: Every photo, oldest first.
        visits: Every visit by its id.
        walks: Where phones were carried, (lon, lat) in order, for each visit that tells.
    """

    def __init__(
        self, found: SiteEvidence, forms: Mapping[str, Form], desk: Desk, actor: Actor
    ) -> None:
        self.found = found
        self.forms = forms
        self.desk = desk
        self.may_originals = actor.may(Right.ORIGINALS)
        made = {each.photo.id: self._photo(each) for each in found.photos}
        self.photos = [made[each.photo.id] for each in sorted(found.photos, key=taken_at)]
        self.visits = {visit.inspection.id: self._visit(visit, made) for visit in found.visits}
        self.walks = [
            [(each["lon"], each["lat"]) for each in visit.inspection.track]
            for visit in found.visits
            if visit.inspection.track
        ]

    def _visit(self, visit: VisitEvidence, made: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        row = visit.inspection
        form = self.forms.get(row.form_id or "")
        showing = [each for each in visit.photos if each.sighting.role in _NOW]
        verdicts = [each.assessment.verdict for each in showing or visit.photos]
        return {
            "id": row.id,
            "at": row.visited_at,
            "who": _who(row),
            "where": self._visit_place(row),
            "note": row.note,
            "walk": self._walk(row),
            "answers": answers_in_words(form, row.answers) if form else [],
            "photos": [made[each.photo.id] for each in visit.photos],
            "verdict": min(verdicts, key=_BEST_FIRST.index).value if verdicts else None,
            "recorded": _(
                "%(at)s 收到，%(source)s", at=time_words(row.received_at), source=_source(row)
            ),
        }

    def _visit_place(self, row: Inspection) -> str:
        """How far from the site the visit says that it was."""
        site, fix = self.found.site.position, row.fix
        if not fix:
            return _("没有记下位置")
        by_hand = _("手工指定") if fix.get("by_hand") else ""
        if site is None:
            return by_hand
        metres = self.desk.ground.distance_m((fix["lon"], fix["lat"]), site)
        distance = _("距点位 %(length)s", length=length_words(metres))
        return _("，").join(part for part in (distance, by_hand) if part)

    def _walk(self, row: Inspection) -> str | None:
        """How long the phone was at the site, where its walk was recorded."""
        site, track = self.found.site, [Fix.from_json(each) for each in row.track or ()]
        if not track:
            return None
        if site.position is None:
            return _("轨迹 %(n)s 个点", n=len(track))
        radius_m = site.radius_m or 0.0
        found = presence(track, site.position, radius_m, self.desk.ground.distance_m)
        if found.worst_accuracy_m is None:
            return _("轨迹 %(n)s 个点，都在点位范围之外", n=found.points)
        return _(
            "轨迹：在点位范围内约 %(minutes)s 分钟（%(inside)s/%(n)s 个点，误差最大 %(length)s）",
            minutes=round(found.seconds / 60),
            inside=found.inside,
            n=found.points,
            length=length_words(found.worst_accuracy_m),
        )

    def _photo(self, each: PhotoEvidence) -> dict[str, Any]:
        visit = each.photo.inspection
        row, facts = each.photo, each.sighting.facts
        spot = self._spot(each)
        width, height = facts.width, facts.height
        if facts.orientation in _TURNED:
            width, height = height, width
        role = word(row.role, "photo_role")
        verdict = each.assessment.verdict
        return {
            "id": row.id,
            "visit": row.inspection_id,
            "role": row.role,
            "web": url_for("photo_files.shown", photo_id=row.id, size="web"),
            "thumb": url_for("photo_files.shown", photo_id=row.id, size="thumb"),
            "original": url_for("photo_files.original", photo_id=row.id)
            if self.may_originals
            else None,
            "width": width,
            "height": height,
            "lon": spot.point[0] if spot else None,
            "lat": spot.point[1] if spot else None,
            "accuracy_m": spot.accuracy_m if spot and spot.is_told else None,
            "direction_deg": facts.direction_deg,
            "direction_ref": facts.direction_ref,
            "alt": _("%(role)s照片，%(when)s", role=role, when=_when(each)),
            "option": f"{_when(each)} · {role} · {visit.actor_name}",
            "caption": {
                "when": _when(each),
                "where": self._photo_place(each, spot),
                "who": _who(visit),
            },
            "verdict": verdict.value,
            "witnesses": [word(one.value, "witness") for one in each.assessment.witnesses],
            "checks": [
                {
                    "aspect": check.aspect.value,
                    "outcome": check.outcome.value,
                    "sentence": remark_text(check.reason),
                }
                for check in each.assessment.checks
            ],
        }

    def _spot(self, each: PhotoEvidence) -> Standpoint | None:
        found = standpoints(each.sighting, self.desk.settings.evidence)
        return found[0] if found else None

    def _photo_place(self, each: PhotoEvidence, spot: Standpoint | None) -> str:
        """Distance from the site with its error, and where the camera looked."""
        facts, site = each.sighting.facts, self.found.site.position
        parts = []
        if spot is None:
            parts.append(_("没有位置"))
        else:
            if site is not None:
                metres = self.desk.ground.distance_m(spot.point, site)
                parts.append(_("距点位 %(length)s", length=length_words(metres)))
            if spot.is_told:
                parts.append(_("误差约 %(length)s", length=length_words(spot.accuracy_m)))
        if facts.direction_deg is not None:
            parts.append(_("朝%(wind)s", wind=wind(facts.direction_deg)))
            if facts.direction_ref == "M":
                parts.append(_("按磁北"))
        return _("，").join(parts)


def open_album(session: Session, site: Site, desk: Desk, actor: Actor) -> Album:
    """The photos of a site with what they prove and the forms that its visits answer."""
    found = evidence.of_site(session, site, desk)
    used = {visit.inspection.form_id for visit in found.visits}
    answered = {each: forms.kept(session, each) for each in used if each is not None}
    return Album(found, answered, desk, actor)


def wind(degrees: float) -> str:
    """A direction as one of sixteen, in words."""
    return word(_WINDS[round(degrees / 22.5) % 16], "direction")


def taken_at(each: PhotoEvidence) -> datetime:
    """When a photo was taken, or where it does not say: when its visit was."""
    return each.sighting.facts.taken_at or each.photo.inspection.visited_at


def _when(each: PhotoEvidence) -> str:
    at = each.sighting.facts.taken_at
    if at is not None:
        return time_words(at)
    return _("拍摄时间不明，检查于 %(at)s", at=time_words(each.photo.inspection.visited_at))


def _who(row: Inspection) -> str:
    return f"{row.actor_name} · {row.actor_unit}" if row.actor_unit else row.actor_name


def _source(row: Inspection) -> str:
    return {
        "web": _("由网页记录"),
        "api": _("由接口送来"),
        "cli": _("由命令行记录"),
        "import": _("由照片导入"),
        "parcel": _("由手机导出的文件接收"),
    }.get(row.source, row.source)


def comparison(album: Album, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Two photos to compare, and all there are to choose from.

    Args:
        album: The photos of the site.
        asked: ``before`` and ``after`` name photos by id; without them the oldest picture of
            before stands against the best of the newest visit that shows what is now.

    Returns:
        None where there are fewer than two photos.
    """
    photos = album.photos
    if len(photos) < 2:
        return None
    by_id = {each["id"]: each for each in photos}
    old = [each for each in photos if each["role"] == PhotoRole.BEFORE] or photos
    first = by_id.get(asked.get("before", "")) or old[0]
    others = [each for each in photos if each is not first]
    second = by_id.get(asked.get("after", "")) or _newest(others)
    rows = {each.photo.id: each for each in album.found.photos}
    return {
        "photos": photos,
        "before": first,
        "after": second,
        "between": between(rows[first["id"]], rows[second["id"]], album.desk),
    }


def _newest(photos: list[dict[str, Any]]) -> dict[str, Any]:
    """What shows best how it is now: of the newest visit, an after rather than a near picture."""
    shown = [each for each in photos if each["role"] in _NOW] or photos
    last = [each for each in shown if each["visit"] == shown[-1]["visit"]]
    return min(
        last,
        key=lambda each: (each["role"] != PhotoRole.AFTER, _BEST_FIRST.index(each["verdict"])),
    )


def between(one: PhotoEvidence, other: PhotoEvidence, desk: Desk) -> list[str]:
    """How two photos stand to each other: apart in time, in place, in direction."""
    first, second = (taken_at(each).astimezone(desk.zone).date() for each in (one, other))
    days = abs((second - first).days)
    sentences = [_("相隔 %(n)s 天", n=days) if days else _("同一天拍摄")]
    sentences += _apart(one, other, desk)
    turn = _turn(one, other)
    if turn is not None:
        sentences.append(_("朝向相差 %(n)s°", n=round(turn)))
    return sentences


def _apart(one: PhotoEvidence, other: PhotoEvidence, desk: Desk) -> list[str]:
    found = [standpoints(each.sighting, desk.settings.evidence) for each in (one, other)]
    if not all(found):
        return [_("至少一张没有位置，距离不明")]
    ground: Ground = desk.ground
    metres = ground.distance_m(found[0][0].point, found[1][0].point)
    return [_("两个拍摄点相距 %(length)s", length=length_words(metres))]


def _turn(one: PhotoEvidence, other: PhotoEvidence) -> float | None:
    first, second = (each.sighting.facts.direction_deg for each in (one, other))
    if first is None or second is None:
        return None
    return abs((second - first + 180) % 360 - 180)


def features(photos: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """GeoJSON features of photos; those without a position have no geometry."""
    return [
        {
            "type": "Feature",
            "id": each["id"],
            "geometry": {"type": "Point", "coordinates": [each["lon"], each["lat"]]}
            if each["lon"] is not None
            else None,
            "properties": {
                name: each[name]
                for name in (
                    "role", "verdict", "accuracy_m", "direction_deg", "direction_ref", "thumb",
                    "alt",
                )
            },
        }
        for each in photos
    ]  # fmt: skip

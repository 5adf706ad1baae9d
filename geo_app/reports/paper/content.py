"""What the paper of a site says, as JSON values: every word of it is made here, none in the layout.

What the responsible unit says and what somebody else has verified are two lists. Doubts are part
of the value: there is no paper without them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import SYSTEM
from geo_app.domain.complaint import Told
from geo_app.domain.deadlines import Left, in_working_days
from geo_app.domain.history import OVERRIDE
from geo_app.domain.particulars import Field
from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, EventKind, Status
from geo_app.errors import NotFoundError
from geo_app.geo.districts import Districts
from geo_app.reports.paper import complaints
from geo_app.reports.paper.photos import Print, prints, spots
from geo_app.reports.paper.sketch import sketch
from geo_app.reports.paper.speech import Speech
from geo_app.store import log
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.models import Event, Position, Site
from geo_app.work import evidence, ledger_lines, sites
from geo_app.work.complaints import near
from geo_app.work.complaints.crowd import Crowd
from geo_app.work.desk import Desk
from geo_app.work.evidence import SiteEvidence
from geo_app.work.positions import LAYERS
from geo_app.work.sites import SiteSheet

SAID = frozenset(
    {
        EventKind.CLAIMED, EventKind.IN_WORK, EventKind.DISPUTED, EventKind.TRANSFERRED,
        EventKind.NOTED,
    }
)  # fmt: skip
"""What is said about the work, mostly by who has to do it."""

ANSWERED = frozenset(
    {
        EventKind.VERIFIED, EventKind.REFUSED, EventKind.REVISIT_ASKED, EventKind.PUBLISHED,
        EventKind.CLOSED, EventKind.RECHECK_SET, EventKind.RECHECKED, EventKind.REOPENED,
    }
)  # fmt: skip
"""What others answer to it."""

_LABELS = (
    "title", "basics", "finding", "place", "claims", "checks", "photos", "doubts",
    "signatures", "seal", "no_doubts", "no_claims", "no_checks", "no_photos", "no_finding",
    "claim_note", "day", "what", "told", "layer", "coordinates", "radius", "source",
    "recorded", "words", "no_picture", "reasons", "sign_filled", "sign_verified", "sign_approved",
    "sign_stamp", "sign_day", "log_origin", "log_size", "log_chain", "log_root", "log_at",
    "seal_note", "visits", "no_visits", "claim_short", "check_short",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """All of a paper.

    Attributes:
        told: JSON values for the layout.
        photos: The photos that it shows, in order.
        sketch: The small map as SVG; None where the site has no position.
        head: The head of the log that its foot names.
        code: Of the site.
    """

    told: dict[str, Any]
    photos: tuple[Print, ...]
    sketch: str | None
    head: Checkpoint
    code: str


def gather(
    session: Session,
    name: str,
    desk: Desk,
    districts: Districts,
    today: date,
    language: str = "zh",
    crowd: Crowd | None = None,
) -> Paper:
    """Read all that the paper of a site says.

    Args:
        session: One transaction, narrowed to what the reader may see.
        name: Id or code of the site.
        desk: What judges photos, and the key of the installation.
        districts: Outlines for the small map.
        today: The day that the paper is about.
        language: ``zh`` or ``en``.
        crowd: All complaints, where many papers are made: they are read once.

    Raises:
        NotFoundError: There is no such site.
        StoreError: The log is broken.
    """
    speech = Speech(language, desk.zone)
    sheet = sites.get(session, _id(session, name))
    site = sheet.site
    found = evidence.of_site(session, site, desk)
    head = log.prove(session, desk.signer.name, []).head
    most = desk.settings.papers.photos
    chosen = prints(found, speech, desk, most)
    texts = ledger_lines.lines_of(session, [site.id])[site.id].texts
    limits = desk.settings.complaints
    counted = in_working_days(desk.settings.deadlines.working_days_for)
    heard = crowd.told(session, site) if crowd else near.of_site(session, site, limits)
    told = {
        "language": "zh" if language == "zh" else "en",
        "labels": {name: speech.say(f"paper.{name}") for name in _LABELS},
        "as_of": speech.say("paper.as_of", day=speech.day(today)),
        "code": site.code,
        "name": site.name,
        "states": _states(site, sites.left(session, site, today, counted), speech),
        "basics": _basics(sheet, texts, today, speech),
        "finding": sheet.problem.finding,
        "reply": sheet.problem.reply,
        "source": _source(sheet, speech),
        "place": _place(sheet, speech),
        "reasons": [speech.remark(each) for each in sheet.reasons],
        "claims": [_step(e, sheet, speech) for e in sheet.events if e.kind in SAID],
        "checks": [_step(e, sheet, speech) for e in sheet.events if e.kind in ANSWERED],
        "visits": _visits(found, speech),
        "photos": [each.told for each in chosen],
        "photo_count": speech.say("paper.photo_count", shown=len(chosen), total=len(found.photos)),
        "doubts": _doubts(sheet, found, heard, speech),
        "complaints": complaints.section(heard, speech, limits),
        "seal": {
            "origin": head.origin, "size": str(head.size), "chain": head.chain,
            "root": base64.b64encode(head.root).decode("ascii"), "at": head.at,
        },
    }  # fmt: skip
    drawn = sketch(site, districts, spots(found, desk), speech)
    return Paper(told, chosen, drawn, head, site.code)


def _id(session: Session, name: str) -> str:
    found = session.scalar(select(Site.id).where(or_(Site.id == name, Site.code == name)))
    if found is None:
        raise NotFoundError("job.no_site", id=name)
    return found


def _states(site: Site, left: Left | None, speech: Speech) -> list[list[str]]:
    """What is said and what was verified, side by side: the first is never the second."""
    status = Status(site.status)
    checked = status in DONE_AS_CHECKED
    said = speech.term("status", Status.CLAIMED if checked else status)
    answer = speech.term("status", status) if checked else speech.say("paper.unverified")
    if site.overridden:
        answer += f"（{speech.say('status.overridden')}）"
    due = speech.day(site.deadline) if site.deadline else speech.say("paper.no_deadline")
    return [
        [speech.say("paper.claim_short"), said, speech.day(site.claimed_on)],
        [speech.say("paper.check_short"), answer, speech.day(site.verified_on)],
        [speech.say("paper.deadline"), due, speech.left(left) if left else ""],
    ]


def _basics(
    sheet: SiteSheet, texts: Mapping[Field, str], today: date, speech: Speech
) -> list[list[str]]:
    """Rows of the first table; a field that nobody filled stands there empty, to be filled."""
    site = sheet.site
    district = f"{site.district or '—'}（{site.district_code}）" if site.district_code else "—"
    rows = [
        ("ledger.category", speech.term("category", site.category)),
        ("ledger.district", district),
        ("ledger.accounting_unit", site.accounting_unit),
        ("ledger.responsible_unit", texts.get(Field.RESPONSIBLE_UNIT) or site.responsible_unit),
        ("ledger.leading_unit", texts.get(Field.LEADING_UNIT)),
        ("ledger.supporting_units", texts.get(Field.SUPPORTING_UNITS)),
        ("ledger.verifying_unit", texts.get(Field.VERIFYING_UNIT)),
        ("ledger.responsible_person", texts.get(Field.RESPONSIBLE_PERSON)),
        ("ledger.measures", texts.get(Field.MEASURES)),
        ("ledger.note", texts.get(Field.NOTE)),
    ]
    return [[speech.say(label), value or "—"] for label, value in rows]


def _source(sheet: SiteSheet, speech: Speech) -> str:
    notice = sheet.notice
    title = notice.title or speech.say("paper.untitled")
    return speech.say(
        "paper.from", title=title, day=speech.day(notice.issued_on), number=sheet.problem.number
    )


def _place(sheet: SiteSheet, speech: Speech) -> dict[str, Any]:
    site = sheet.site
    layers = [sheet.layers[each] for each in LAYERS if each in sheet.layers and each != LAYERS[0]]
    return {
        "words": site.place_text,
        "layers": [_layer(each, site, speech) for each in layers if each.lon is not None],
        "unlocated": None if site.located else speech.say("paper.unlocated"),
    }


def _layer(position: Position, site: Site, speech: Speech) -> list[str]:
    name = speech.term("layer", position.layer)
    if position.layer == site.position_layer:
        name += speech.say("paper.in_use")
    radius = speech.length(position.radius_m)
    if position.schematic:
        radius += speech.say("paper.schematic")
    return [
        name,
        f"{position.lon:.5f}, {position.lat:.5f}",
        radius,
        speech.term("paper_source", position.source) or "—",
        f"{_who(position, speech)} {speech.moment(position.at)}",
    ]


def _who(row: Event | Position, speech: Speech) -> str:
    return speech.say("paper.system") if row.actor_id == SYSTEM.id else row.actor_name


def _step(event: Event, sheet: SiteSheet, speech: Speech) -> dict[str, Any]:
    data: Mapping[str, Any] = event.data
    texts = [str(data[name]) for name in ("note", "reason", "to") if data.get(name)]
    override = data.get(OVERRIDE)
    if isinstance(override, Mapping):
        texts.append(speech.say("paper.override", reason=override.get("reason") or "—"))
        missing = override.get("missing") or ()
        texts += [speech.remark(Remark.from_json(each)) for each in missing]
    ignored = sheet.facts.ignored.get(event.id)
    if ignored is not None:
        texts.append(speech.remark(ignored))
    unit = data.get("unit")
    who = " · ".join(each for each in (_who(event, speech), str(unit) if unit else "") if each)
    return {
        "day": speech.day(event.as_of),
        "what": speech.term("event", event.kind),
        "who": who,
        "at": speech.moment(event.at),
        "texts": texts,
        "quotes": _quotes(data, sheet.notice.text),
    }


def _quotes(data: Mapping[str, Any], text: str | None) -> list[str]:
    spans = [(claim["start"], claim["end"]) for claim in data.get("claims") or ()]
    return [text[start:end] for start, end in spans] if text else []


def _visits(found: SiteEvidence, speech: Speech) -> list[dict[str, Any]]:
    """Visits, oldest first, with what their photos prove."""
    told = []
    for visit in reversed(found.visits):
        row = visit.inspection
        who = f"{row.actor_name} · {row.actor_unit}" if row.actor_unit else row.actor_name
        shown = speech.say("paper.visit", count=len(visit.photos))
        if visit.verdict:
            shown += speech.say("paper.comma") + speech.term("verdict", visit.verdict.value)
        told.append(
            {
                "day": speech.moment(row.visited_at),
                "who": who,
                "what": shown,
                "texts": [row.note] if row.note else [],
            }
        )
    return told


def _doubts(sheet: SiteSheet, found: SiteEvidence, heard: Told, speech: Speech) -> list[str]:
    """All that is doubtful: the place, the history, what was complained of since, no evidence."""
    remarks: Iterable[Remark] = (
        *sheet.doubts, *sheet.facts.overridden, *sheet.facts.ignored.values(),
        *((heard.doubt,) if heard.doubt else ()),
    )  # fmt: skip
    told = [speech.remark(each) for each in remarks]
    if not sheet.site.located:
        told.append(speech.say("paper.doubt_unlocated"))
    if Status(sheet.site.status) is Status.CLAIMED:
        told.append(speech.say("paper.doubt_claim"))
    if not found.photos:
        told.append(speech.say("paper.doubt_no_photos"))
    return list(dict.fromkeys(told))

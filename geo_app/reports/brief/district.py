"""Where the districts stand, on paper: the table of the leader's page and the most urgent sites."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.deadlines import in_working_days, left
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.standing import Figures
from geo_app.domain.status import DONE_AS_TOLD
from geo_app.geo.districts import Districts
from geo_app.reports.brief.sheet import Sheet, section, sheet
from geo_app.reports.paper.speech import Speech
from geo_app.store.models import Site
from geo_app.store.particulars import deadline_kinds
from geo_app.work import area_sites
from geo_app.work.complaints import crowd
from geo_app.work.desk import Desk
from geo_app.work.standing import Area, By, standing

_HEADS = (
    "brief.area", "brief.total", "brief.only_told", "brief.verified", "brief.in_work",
    "brief.open", "brief.relapsed", "brief.other", "brief.overdue", "brief.unlocated",
    "brief.share", "brief.rank",
)  # fmt: skip
_URGENT = ("brief.site", "brief.area", "brief.status", "brief.due", "brief.days", "brief.doubts")


def brief(
    session: Session,
    districts: Districts,
    desk: Desk,
    today: date,
    by: By = By.DISTRICT,
    language: str = "zh",
) -> Sheet:
    """Read where all areas stand.

    Args:
        session: One transaction, narrowed to what the reader may see.
        districts: Those that have an outline.
        desk: The key of the installation, its zone and its rules.
        today: The day that it is about.
        by: How the city is cut up.
        language: ``zh`` or ``en``.

    Raises:
        StoreError: The log is broken.
    """
    speech, rules = Speech(language, desk.zone), desk.settings.leader
    found = standing(session, districts, today, rules, by)
    areas = sorted(found.areas, key=_by_rank)[: rules.areas]
    unnamed = {each.key for each in areas if not each.outlined and each.key.isdigit()}
    names = area_sites.names(session, unnamed)
    urgent = area_sites.urgent(session, rules.urgent)
    kinds = deadline_kinds(session, [each.id for each in urgent])
    counted = in_working_days(desk.settings.deadlines.working_days_for)
    complained = crowd.after_claims(session, urgent, desk.settings.complaints)
    rows = [_row(names.get(each.key, each.name), each, speech) for each in areas]
    return sheet(
        session,
        desk,
        speech,
        today,
        speech.say("brief.title"),
        [
            section(
                speech.say(f"brief.by_{by.value}"),
                heads=[speech.say(head) for head in _HEADS],
                rows=[*rows, _row(speech.say("brief.all"), found.whole, speech)],
                note=" ".join(
                    (
                        speech.say("brief.shown", shown=len(areas), total=len(found.areas)),
                        speech.say("standing.rule_rank", fewest=rules.rank_sites),
                        speech.say("paper.claim_note"),
                    )
                ),
            ),
            section(
                speech.say("brief.unsaid"),
                doubts=_doubts(session, found.whole.figures, desk, speech),
            ),
            section(
                speech.say("brief.urgent"),
                heads=[speech.say(head) for head in _URGENT] if urgent else (),
                rows=[
                    _site(
                        each,
                        _left(each, kinds.get(each.id), today, counted, speech),
                        each.id in complained,
                        speech,
                    )
                    for each in urgent
                ],
                note=speech.say("brief.doubts_elsewhere" if urgent else "brief.none_urgent"),
            ),
        ],
    )


def _by_rank(area: Area) -> tuple[Any, ...]:
    return (area.rank is None, area.rank, -area.figures.total, area.key)


def _row(name: str, area: Area, speech: Speech) -> list[str]:
    each = area.figures
    counted = (
        each.total, each.claimed, each.verified, each.in_work, each.open, each.relapsed,
        each.disputed + each.transferred, each.overdue, each.unlocated,
    )  # fmt: skip
    share = f"{each.verified / each.total:.0%}" if each.total else "—"
    rank = str(area.rank) if area.rank else "—"
    return [name or speech.say("brief.nowhere"), *map(str, counted), share, rank]


def _left(
    site: Site, kind: str | None, today: date, counted: frozenset[DeadlineClass], speech: Speech
) -> str:
    if site.deadline is None:
        return "—"
    return speech.left(left(site.deadline, today, kind, counted))


def _site(site: Site, due: str, complained: bool, speech: Speech) -> list[str]:
    return [
        f"{site.name}（{site.code}）",
        site.district or "—",
        speech.term("status", site.status),
        speech.day(site.deadline),
        due,
        str(len(site.doubts) + complained),
    ]


def _doubts(session: Session, whole: Figures, desk: Desk, speech: Speech) -> list[str]:
    """What the figures themselves do not show: how little of it is known."""
    unseen = session.scalar(
        select(func.count()).select_from(Site).where(
            Site.verdict.is_(None), Site.status.in_([each.value for each in DONE_AS_TOLD])
        )
    )  # fmt: skip
    counted = (
        ("brief.doubt_claimed", whole.claimed),
        ("brief.doubt_unseen", unseen or 0),
        ("brief.doubt_unlocated", whole.unlocated),
    )
    told = [speech.say(code, count=count, total=whole.total) for code, count in counted if count]
    most = desk.settings.leader.past_sites
    if whole.total > most:
        return [*told, speech.say("brief.doubt_uncounted", limit=most)]
    if complained := crowd.followed(session, desk.settings.complaints):
        told.append(speech.say("brief.doubt_complained", count=complained, total=whole.total))
    return told

"""What a file of sites says becomes rows and history, honestly: told by that file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.domain.history import OVERRIDDEN, TOLD_BY_FILE
from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError
from geo_app.store import log
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.positions import stamp
from geo_app.work import events, positions, sites
from geo_app.work.positions import Where
from geo_app.work.shortest import Standing, shortest
from geo_app.work.site_file import NoticeRecord, ProblemRecord, SiteFile, SiteRecord


def keep_notices(session: Session, actor: Actor, read: SiteFile, name: str) -> None:
    """Keep the notices and problems of a file that are not here yet.

    A file that went through another program may have lost its member ``notices``: then its sites
    say which notice and problem there must be, and nothing more is known of them.
    """
    for record in read.notices:
        notice = _notice(session, record.sha256, record, name)
        for problem in record.problems:
            _problem(session, actor, notice, problem, name)
    for site in read.sites:
        bare = NoticeRecord(site.notice_sha256, site.notice_title, None, None, ())
        notice = _notice(session, site.notice_sha256, bare, name)
        nothing = Standing(Status.OPEN, None, None, None, None)
        unknown = ProblemRecord(site.problem_number, site.category, None, None, nothing)
        _problem(session, actor, notice, unknown, name)


def _notice(session: Session, sha256: str, record: NoticeRecord, name: str) -> Notice:
    notice = session.get(Notice, ids.of_notice(sha256))
    if notice is None:
        notice = Notice(
            id=ids.of_notice(sha256),
            sha256=sha256,
            title=record.title,
            issuer=record.issuer,
            issued_on=record.issued_on,
            source_name=name,
            doubts=[],
            created_at=datetime.now(UTC),
        )
        session.add(notice)
        session.flush()
    return notice


def _problem(
    session: Session, actor: Actor, notice: Notice, record: ProblemRecord, name: str
) -> None:
    key = ids.of_problem(notice.sha256, record.number)
    if session.get(Problem, key) is not None:
        return
    problem = Problem(
        id=key,
        notice=notice,
        number=record.number,
        category=record.category,
        status_word=record.status_word,
        spans={},
        facts={},
        doubts=[],
        responsible_unit=record.responsible_unit,
        status=Status.OPEN,
    )
    session.add(problem)
    session.flush()
    _tell(session, actor, problem, record.standing, notice.issued_on, name)


def keep_site(session: Session, actor: Actor, record: SiteRecord, name: str) -> bool | None:
    """Keep a site: True = new, None = here already, False = here, but the file says otherwise.

    Raises:
        InputError: Its code belongs to another site, or the status does not follow from its days.
    """
    here = session.get(Site, record.id)
    if here is not None:
        if here.code != record.code:
            raise InputError(
                "import.code_changed",
                file=name,
                index=record.index,
                known=here.code,
                site=record.code,
            )
        return None if _agrees(here, record) else False
    if session.scalar(select(Site.id).where(Site.code == record.code)) is not None:
        raise InputError("import.code_taken", file=name, index=record.index, site=record.code)
    site = _new_site(session, record)
    phrase = Where(source=record.place_text)
    made = [positions.append(session, actor, site, positions.PHRASE, phrase)]
    if record.layer != positions.PHRASE:
        made.append(positions.append(session, actor, site, record.layer, record.where))
    positions.show(site, record.layer, record.where)
    issued_on = site.problem.notice.issued_on
    _tell(session, actor, site, record.standing, issued_on, name, record.overridden)
    kind = EventKind.LOCATED if site.located else EventKind.UNLOCATED
    data = {
        "layer": record.layer,
        TOLD_BY_FILE: name,
        "positions": [stamp(each) for each in made],
    }
    log.append(session, actor, kind, "site", site.id, None, data)
    facts = Standing(
        Status(site.status), site.status_on, site.claimed_on, site.verified_on, site.deadline
    )
    if facts.status != record.standing.status:
        raise InputError(
            "import.day_without_status",
            file=name,
            index=record.index,
            status=f"@status.{record.standing.status}",
            name="status_on",
        )
    return True


def _new_site(session: Session, record: SiteRecord) -> Site:
    now = datetime.now(UTC)
    number = re.search(r"-(\d{1,9})$", record.code, re.ASCII)
    site = Site(
        id=record.id,
        code=record.code,
        name=record.name,
        category=record.category,
        problem_id=ids.of_problem(record.notice_sha256, record.problem_number),
        ordinal=int(number[1]) if number else 0,
        place_text=record.place_text,
        phrase=record.phrase,
        status=Status.OPEN,
        district_code=record.district_code,
        district=record.district,
        accounting_unit=record.accounting_unit,
        responsible_unit=record.responsible_unit,
        located=False,
        position_layer=record.layer,
        schematic=False,
        doubts=list(record.doubts),
        created_at=now,
        updated_at=now,
    )
    session.add(site)
    session.flush()
    return site


def _agrees(site: Site, record: SiteRecord) -> bool:
    kept = sites.feature(site, None)
    told = {name: record.properties.get(name) for name in kept["properties"]}
    geometry: Any = orjson.loads(orjson.dumps(record.where.geometry))
    return bool(kept["properties"] == told and kept["geometry"] == geometry)


def _tell(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    standing: Standing,
    issued_on: date | None,
    name: str,
    overridden: tuple[dict[str, str], ...] = (),
) -> None:
    """The shortest history that amounts to what the file says."""
    for kind, as_of, more in shortest(standing, issued_on):
        data = {**more, TOLD_BY_FILE: name}
        if kind is EventKind.FOUND and overridden:
            data[OVERRIDDEN] = overridden
        events.tell(session, actor, row, kind, as_of, data)
    if standing.deadline:
        deadline = standing.deadline.isoformat()
        log.append(
            session,
            actor,
            EventKind.DEADLINE_SET,
            events.kind_of(row),
            row.id,
            None,
            {"deadline": deadline, TOLD_BY_FILE: name},
            event_id=ids.of_event(row.id, f"{EventKind.DEADLINE_SET} {deadline}", None),
        )
    events.refresh(session, row)

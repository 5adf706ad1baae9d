"""A notice with what became of it: in its order and words, and under each problem the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.complaint import AfterClaim
from geo_app.domain.evidence.nouns import Verdict
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.particulars import Field
from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, DONE_AS_TOLD, Status, is_overdue
from geo_app.errors import NotFoundError
from geo_app.reports.brief.sheet import Sheet, section, sheet
from geo_app.reports.paper.speech import Speech
from geo_app.store.models import Notice, Problem, Site
from geo_app.work.complaints.crowd import after_claims
from geo_app.work.desk import Desk
from geo_app.work.ledger_lines import Line, lines_of


def summary(
    session: Session, notice_id: str, desk: Desk, today: date, language: str = "zh"
) -> Sheet:
    """Read what became of a notice.

    Args:
        session: One transaction, narrowed to what the reader may see.
        notice_id: Id of the notice.
        desk: The key of the installation, and its zone.
        today: The day that it is about.
        language: ``zh`` or ``en``.

    Raises:
        NotFoundError: There is no such notice, or the reader sees none of it.
        StoreError: The log is broken.
    """
    speech = Speech(language, desk.zone)
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFoundError("job.no_notice", id=notice_id)
    problems = session.scalars(
        select(Problem).where(Problem.notice_id == notice.id).order_by(Problem.number)
    ).all()
    ids = [problem.id for problem in problems]
    ids += [site.id for problem in problems for site in problem.sites]
    lines = lines_of(session, ids)
    sites = [site for problem in problems for site in problem.sites]
    after = after_claims(session, sites, desk.settings.complaints)
    name = notice.title or speech.say("paper.untitled")
    return sheet(
        session,
        desk,
        speech,
        today,
        speech.say("brief.summary_title", title=name),
        [
            _whole(notice, problems, after, today, speech),
            *(_problem(each, lines, after, today, speech) for each in problems),
        ],
    )


def _whole(
    notice: Notice,
    problems: Iterable[Problem],
    after: Mapping[str, AfterClaim],
    today: date,
    speech: Speech,
) -> dict[str, Any]:
    """Both counts over one denominator, of problems and of sites."""
    rows = []
    problems = list(problems)
    sites = [site for problem in problems for site in problem.sites]
    for label, items in (("brief.problems", problems), ("brief.sites", sites)):
        each = [Status(item.status) for item in items]
        rows.append(
            [
                speech.say(label),
                str(len(each)),
                str(sum(status in DONE_AS_TOLD for status in each)),
                str(sum(status in DONE_AS_CHECKED for status in each)),
                str(sum(is_overdue(item, today) for item in items)),
            ]
        )
    heads = ("brief.of", "brief.total", "brief.told", "brief.verified", "brief.overdue")
    return section(
        speech.say("brief.whole"),
        heads=[speech.say(head) for head in heads],
        rows=rows,
        doubts=[speech.say("brief.doubt_complained", count=len(after), total=len(sites))]
        if after else (),
        note=" ".join(
            (
                speech.say("brief.notice", issuer=notice.issuer or "—",
                           day=speech.day(notice.issued_on)),
                speech.say("paper.claim_note"),
            )
        ),
    )  # fmt: skip


def _problem(
    problem: Problem,
    lines: Mapping[str, Line],
    after: Mapping[str, AfterClaim],
    today: date,
    speech: Speech,
) -> dict[str, Any]:
    sites = list(problem.sites)
    texts = lines[problem.id].texts
    heading = speech.say(
        "brief.problem",
        number=problem.number,
        category=speech.term("category", problem.category),
    )
    unit = texts.get(Field.RESPONSIBLE_UNIT) or problem.responsible_unit
    told = [(speech.say("brief.reply"), problem.reply)] if problem.reply else []
    told += [
        (speech.say("brief.claim"), _claim(problem, speech)),
        (speech.say("brief.answer"), _answer(problem, speech)),
        (speech.say("brief.evidence"), _evidence(sites, lines, speech)),
        (speech.say("brief.unit"), f"{unit or '—'}；{_deadline(problem, today, speech)}"),
    ]
    return section(
        heading,
        quote=problem.finding or speech.say("paper.no_finding"),
        lines=told,
        doubts=_doubts(problem, sites, after, speech),
        heads=[speech.say(head) for head in _SITE_HEADS] if sites else (),
        rows=[_site(each, lines[each.id], speech) for each in sites],
    )


_SITE_HEADS = ("brief.site", "brief.claim", "brief.answer", "brief.photos", "brief.verdict")


def _site(site: Site, line: Line, speech: Speech) -> list[str]:
    where = "" if site.located else f"（{speech.term('status', 'unlocated')}）"
    return [
        f"{site.name}{where}",
        _claim(site, speech),
        _answer(site, speech),
        _photos(line.photos, speech) or "0",
        speech.term("verdict", site.verdict) if site.verdict else "—",
    ]


def _claim(row: Problem | Site, speech: Speech) -> str:
    """What is said, which is never more than a claim."""
    status = Status(row.status)
    word = speech.term("status", Status.CLAIMED if status in DONE_AS_CHECKED else status)
    return f"{word}（{speech.day(row.claimed_on)}）" if row.claimed_on else word


def _answer(row: Problem | Site, speech: Speech) -> str:
    """What somebody else found."""
    status = Status(row.status)
    if status not in DONE_AS_CHECKED:
        return speech.say("paper.unverified")
    word = f"{speech.term('status', status)}（{speech.day(row.verified_on)}）"
    if isinstance(row, Site) and row.overridden:
        word += speech.say("status.overridden")
    return word


def _evidence(sites: Iterable[Site], lines: Mapping[str, Line], speech: Speech) -> str:
    """The line that a notice does not have: what there is to see, and how much it proves."""
    sites = list(sites)
    if not sites:
        return speech.say("brief.no_sites")
    photos: Counter[str] = Counter()
    for site in sites:
        photos.update(lines[site.id].photos)
    verdicts = Counter(site.verdict for site in sites if site.verdict)
    parts = [
        speech.say(
            "brief.site_counts",
            total=len(sites),
            unlocated=sum(not site.located for site in sites),
            unseen=sum(not lines[site.id].photos for site in sites),
        ),
        _photos(photos, speech) or speech.say("paper.doubt_no_photos"),
    ]
    parts += [
        speech.say(
            "brief.verdict_count", verdict=speech.term("verdict", each), count=verdicts[each]
        )
        for each in Verdict
        if verdicts[each]
    ]
    return speech.say("brief.semicolon").join(parts)


def _photos(photos: Mapping[str, int], speech: Speech) -> str:
    named = [
        speech.say("brief.photo_count", role=speech.term("photo_role", role), count=photos[role])
        for role in PhotoRole
        if photos.get(role)
    ]
    return speech.say("paper.comma").join(named)


def _deadline(problem: Problem, today: date, speech: Speech) -> str:
    if problem.deadline is None:
        return speech.say("paper.no_deadline")
    word = speech.say("brief.until", day=speech.day(problem.deadline))
    if not is_overdue(problem, today):
        return word
    return f"{word}{speech.say('paper.comma')}{speech.term('status', 'overdue')}"


def _doubts(
    problem: Problem, sites: Iterable[Site], after: Mapping[str, AfterClaim], speech: Speech
) -> list[str]:
    """All of the problem and its sites, with complaints, and that there is only a claim."""
    told = [speech.remark(Remark.from_json(each)) for each in problem.doubts]
    for site in sites:
        remarks = [Remark.from_json(each) for each in (*site.doubts, *(site.overridden or ()))]
        followed = after[site.id].doubt() if site.id in after else None
        remarks += [followed] if followed else []
        told += [f"{site.name}：{speech.remark(each)}" for each in remarks]
    if Status(problem.status) is Status.CLAIMED:
        told.append(speech.say("paper.doubt_claim"))
    return told

"""The things that sites are about, by which complaints about the same thing are known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.geo.names import normal
from geo_app.store.models import AnchorRow, Position, Site
from geo_app.work.complaints.taking_in import BY_WORDS
from geo_app.work.positions import COMPUTED

_BATCH = 500


def anchors_of(session: Session, sites: Sequence[Site]) -> dict[str, frozenset[str]]:
    """Ids of the anchors that the words of each site are about, by the ids of the sites."""
    found: dict[str, frozenset[str]] = {}
    ids = [site.id for site in sites]
    for first in range(0, len(ids), _BATCH):
        query = (
            select(Position.site_id, Position.source, Position.anchors)
            .where(Position.site_id.in_(ids[first : first + _BATCH]))
            .where(Position.layer == COMPUTED)
            .order_by(Position.seq)
        )
        for site_id, source, anchors in session.execute(query):
            found[site_id] = frozenset(anchors if source == BY_WORDS else ())
    return {
        **_by_name(session, [each for each in sites if not found.get(each.id)]),
        **{name: anchors for name, anchors in found.items() if anchors},
    }


def _by_name(session: Session, sites: Sequence[Site]) -> dict[str, frozenset[str]]:
    """A file of sites tells the words of each, and not on which anchors its position rests."""
    names = {
        site.id: normal(str(site.phrase.get("anchor") or ""))
        for site in sites
        if site.phrase and site.position_source == BY_WORDS
    }
    wanted = {name for name in names.values() if name}
    if not wanted:
        return {}
    known: dict[str, set[str]] = {}
    for anchor_id, name, aliases in session.execute(
        select(AnchorRow.id, AnchorRow.name, AnchorRow.aliases)
    ):
        for each in wanted.intersection(normal(one) for one in (name, *aliases)):
            known.setdefault(each, set()).add(anchor_id)
    return {site_id: frozenset(known.get(name, ())) for site_id, name in names.items()}

"""What an empty installation begins with: the shipped anchors and the shipped sites."""

from __future__ import annotations

from sqlalchemy import select

from geo_app.domain.actor import SYSTEM
from geo_app.errors import ConflictError
from geo_app.geo.gazetteer import load_gazetteer
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.models import Event
from geo_app.store.session import Store
from geo_app.work.exchange import import_sites
from geo_app.work.gazetteer import seed

SITES = "sites.geojson"
GAZETTEER = "gazetteer.geojson"


def first_start(store: Store, settings: Settings) -> bool:
    """Fill a database that has no history yet; one that was emptied on purpose stays empty.

    Returns:
        Whether anything was filled in.
    """
    with store.session(read_only=True) as session:
        if session.scalar(select(Event.seq).limit(1)) is not None:
            return False
    gazetteer = load_gazetteer(resource("data", GAZETTEER), settings.limits)
    content = resource("data", SITES).read_bytes()
    try:
        with store.session() as session:
            # another process may have been first: what it waited for the lock to see decides
            if session.scalar(select(Event.seq).limit(1)) is not None:
                return False
            seed(session, SYSTEM, gazetteer)
            import_sites(session, SYSTEM, content, SITES, settings)
    except ConflictError:
        # PostgreSQL lets both begin; what is kept is what the other one filled in, the same
        return False
    return True

"""The same program on either database: pages answer, and the export is the same byte for byte."""

from __future__ import annotations

from pathlib import Path

from geo_app.domain.actor import Actor
from geo_app.notice.parser import parse_notice
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.session import Store, open_store
from geo_app.web import create_app
from geo_app.work import gazetteer, notices, places, reference
from geo_app.work.exchange import export_sites
from geo_app.work.first_start import first_start

CLERK = Actor("clerk", "经办人")
PAGES = ("/", "/ledger", "/notices", "/gazetteer", "/about", "/api/sites.geojson", "/healthz")


def the_road(store: Store, settings: Settings) -> bytes:
    """First start, a notice read and confirmed, everything out again."""
    first_start(store, settings)
    draft = parse_notice(resource("data", "sample-notice.txt").read_text("utf-8"))
    with store.session() as session:
        notice = notices.add(
            session,
            CLERK,
            draft,
            source_name="sample-notice.txt",
            gazetteer=gazetteer.load(session),
            districts=reference.districts(settings),
            settings=settings,
        )
        places.confirm_all(session, CLERK, notice.id)
    with store.session(read_only=True) as session:
        assert verify(session).broken_at is None
        return export_sites(session)


def test_the_road_gives_the_same_bytes_on_either_database(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    plain = Settings(data=tmp_path / "plain")
    beside = open_store(plain)
    try:
        assert the_road(store, settings) == the_road(beside, plain)
    finally:
        beside.engine.dispose()


def test_every_page_answers_on_either_database(store: Store, settings: Settings) -> None:
    the_road(store, settings)
    client = create_app(settings, store).test_client()
    answers = {page: client.get(page).status_code for page in PAGES}
    assert answers == dict.fromkeys(PAGES, 200)

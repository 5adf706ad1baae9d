"""An installation with something of everything in it, for tests of backups."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from pyotp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Role
from geo_app.domain.particulars import Field
from geo_app.geo.geojson import read_collection, write_features
from geo_app.geo.vectors.strict import as_vectors
from geo_app.notice.ledger.meanings import Meaning
from geo_app.photo.cover import Region
from geo_app.photo.fingerprint import fingerprint
from geo_app.settings import Accounts, LedgerLimits, Settings
from geo_app.store import fingerprints, portable
from geo_app.store.indicators import Indicator, IndicatorPoint
from geo_app.store.inspections import Photo
from geo_app.store.models import Place, Problem
from geo_app.store.people import FailedSignIn, Person
from geo_app.store.reminders import CalendarAddress, DeliveredReminder, Delivery, ReadReminder
from geo_app.store.session import Store
from geo_app.work import (
    bulk,
    ledger_mappings,
    particulars,
    places,
    public_photos,
    publication,
    tips,
)
from geo_app.work.bulk.reading import COLUMNS
from geo_app.work.complaints.taking_in import preview, take_in
from geo_app.work.field.arrivals import arrive
from geo_app.work.field.uploads import open_counter
from geo_app.work.particulars import Edit
from geo_app.work.people import browsers, keys, links, passkeys, provider, second_factor, views
from geo_app.work.people.accounts import actor_of
from tests import visits
from tests.authenticator import Device
from tests.scenery import photo
from tests.signed_in import person
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.storage.visits import picture, quick_desk, visit

PICTURES = [picture(seed) for seed in (1, 2, 3)]
ADMINISTRATOR = Actor("", "管理员甲", "青河市整改办", Role.ADMINISTRATOR)


def fill(store: Store, settings: Settings) -> list[str]:
    """Sites, visits with photos, people, links, keys; gives the ids of the sites."""
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        visit(store, desk, sites[0], PICTURES[:2])
        visit(store, desk, sites[1], [PICTURES[2], PICTURES[0]])  # one of them again
    take_in_one(store, settings)
    half_a_visit(store, settings, sites[0])
    (settings.data / "forms").mkdir()
    (settings.data / "districts.geojson").write_bytes(b'{"type":"FeatureCollection"}')
    (settings.data / "lan-authority.pem").write_bytes(b"key and certificate")
    who = person(store, ADMINISTRATOR)
    with store.session() as session:
        owner = session.get_one(Person, who.id)
        keys.make(session, owner, "pump", ["view"], 3, Accounts())
        browsers.begin(session, owner, "127.0.0.1", "test", Accounts())
        seal = second_factor.Seal("a key")
        offer = second_factor.begin(session, owner, seal)
        session.flush()
        second_factor.confirm(session, owner, TOTP(offer.secret).now(), seal)
        a_passkey(session, owner)
        provider.bind(session, owner, provider.Identity("https://login.example", "u-1"))
        links.make(session, ADMINISTRATOR, owner.id, Accounts())
        seen = fingerprint(photo(1000, 0))
        fingerprints.add(session, hashlib.sha256(PICTURES[0]).hexdigest(), seen)
        problem_id = session.scalars(select(Problem.id).order_by(Problem.number)).first()
        edit = Edit(problem_id or "", Field.MEASURES, "", "封堵并清淤")
        particulars.amend(session, ACTOR, [edit], LedgerLimits())
        ledger_mappings.keep(
            session,
            ACTOR,
            "住建局",
            "0" * 64,
            {"问题": Meaning.FINDING, "页码": None},
            LedgerLimits(),
        )
        views.keep(session, actor_of(owner), "超期", "overdue=1", LedgerLimits())
        publication.show(session, ACTOR, sites[0], "排口", settings.public, date(2026, 11, 26))
        photo_id = session.scalars(select(Photo.id).where(Photo.site_id == sites[0])).first()
        cover = [Region(0.1, 0.2, 0.3, 0.4)]
        public_photos.choose(
            session, ACTOR, photo_id or "", cover, show=True, limits=settings.public
        )
        told = tips.Told("河边有异味", "138", "114.33", "34.78")
        tips.submit(
            session, "00000000-0000-4000-8000-000000000001", told, PICTURES[:1], settings.public
        )
        owner.mail = "clerk@example.org"
        now = datetime.now(UTC)
        session.add(ReadReminder(person_id=owner.id, key="x", read_at=now))
        session.add(CalendarAddress(digest="d", person_id=owner.id, made_at=now))
        session.add(
            Delivery(
                id="d", addressee=owner.id, channel="mail", made_at=now, sent_at=now, dropped=False
            )
        )
        session.flush()
        session.add(DeliveredReminder(addressee=owner.id, channel="mail", key="x", delivery_id="d"))
        said = "时间,地点,内容\n2024-03-05,青河桥,有异味\n".encode()
        found = preview(
            session, ACTOR, said, name="12369.csv", settings=settings, today=date(2026, 11, 26)
        )
        take_in(session, ACTOR, found)
        session.add(
            Indicator(id="i", name="臭气投诉", kind="count", unit="件", period="span", among="")
        )
        session.flush()
        session.add(
            IndicatorPoint(
                indicator_id="i",
                begin_on=date(2021, 1, 1),
                end_on=date(2021, 8, 15),
                value=43.0,
                as_of=date(2021, 8, 15),
                source="12369",
                actor_id=ACTOR.id,
                actor_name=ACTOR.name,
                at=now,
            )
        )
        session.add(FailedSignIn(key="x", failures=2, last_at=datetime.now(UTC)))
    return sites


def a_passkey(session: Session, owner: Person) -> None:
    """A person has a passkey and has come in by it."""
    device, front = Device(), passkeys.Front("localhost", "http://localhost")
    asked = passkeys.begin(session, owner, front, Accounts())
    made = passkeys.Answer(device.make(asked.options), asked.challenge, front)
    passkeys.keep(session, owner, "电脑", made, Accounts())
    session.flush()
    asked = passkeys.ask(front, Accounts())
    shown = passkeys.Answer(device.show(asked.options), asked.challenge, front)
    assert passkeys.come_in(session, shown, "127.0.0.1", Accounts())


def take_in_one(store: Store, settings: Settings) -> None:
    """A site that came in as a leaf of an import of many."""
    told = {"code": "E-1", "name": "泵站", "category": "other", "status": "open"}
    point = {"type": "Point", "coordinates": [114.33, 34.78]}
    data = write_features([{"type": "Feature", "geometry": point, "properties": told}])
    read = read_collection(data, name="many.geojson", limits=settings.limits)
    file = as_vectors(data, read.features, "many.geojson", COLUMNS, 100)
    with store.session() as session:
        bulk.take_in(session, ACTOR, file, settings, date(2026, 11, 26), title="many.geojson")


def half_a_visit(store: Store, settings: Settings, site: str) -> None:
    """A visit whose photo is still on the phone, of which the first piece has come."""
    counter = open_counter(store, settings)
    seen = visits.photo(sha256=hashlib.sha256(PICTURES[0]).hexdigest())
    told = visits.draft(visits.told(site, [seen]))
    desk = visits.desk_of(settings)
    counter.begin(visits.INSPECTOR, seen["id"], seen["sha256"], len(PICTURES[0]), "江边.jpg")
    counter.add(visits.INSPECTOR, seen["id"], 0, PICTURES[0][:100])
    arrive(counter, visits.INSPECTOR, told, desk, "web")


def merge_two(store: Store) -> None:
    """One place refers to another, which comes after it in the order of their ids."""
    with store.session() as session:
        rows = session.execute(select(Place.problem_id, Place.id).order_by(Place.id)).all()
        for problem, first in rows:
            others = [other for owner, other in rows if owner == problem and other > first]
            if others:
                places.reset(session, ACTOR, first)
                places.merge(session, ACTOR, first, others[0])
                return
    raise AssertionError("no problem of the sample has two places")


def contents(store: Store) -> dict[str, list[Any]]:
    """Every row of every table that is kept."""
    with store.engine.connect() as connection:
        return {
            table.name: list(portable.read(connection, table))
            for table in portable.tables(connection)
        }

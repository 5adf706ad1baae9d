"""Districts and accounting units from the kept counts, against the sites looked at one by one."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from geo_app.domain.standing import Figures
from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Leader
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work.area_sites import names, of_area, urgent
from geo_app.work.standing import ELSEWHERE, By, standing
from tests.storage.counting import DAY, begin, put, site

RULES = Leader()
UNITS = (None, None, "示范区", "开发区/甲")
CODES = (None, "410202", "410203", "999999")


@pytest.fixture(scope="module")
def districts() -> Districts:
    return Districts.load(resource("data", "districts.geojson"))


@pytest.fixture
def filled(store: Store) -> Store:
    """Three hundred sites of every kind."""
    begin(store, 400)
    chance = random.Random(7)  # noqa: S311
    with store.session() as session:
        for number in range(300):
            session.add(
                site(
                    number,
                    (114.3 + chance.random(), 34.8) if chance.random() < 0.8 else None,
                    district_code=(code := chance.choice(CODES)),
                    district="远方县" if code == "999999" else None,
                    # a unit may be written down where it is the district itself
                    accounting_unit=chance.choice([*UNITS, code]),
                    status=chance.choice(list(Status)),
                    deadline=chance.choice(
                        [None, *(DAY + timedelta(days=days) for days in range(-30, 40, 5))]
                    ),
                )
            )
    return store


def one_by_one(rows: Iterable[Site]) -> Figures:
    rows = list(rows)
    number = Counter(row.status for row in rows)
    return Figures(
        verified=sum(number[status] for status in DONE_AS_CHECKED),
        claimed=number[Status.CLAIMED],
        in_work=number[Status.IN_WORK],
        open=number[Status.OPEN],
        relapsed=number[Status.RELAPSED],
        disputed=number[Status.DISPUTED],
        transferred=number[Status.TRANSFERRED],
        overdue=sum(is_overdue(row, DAY) for row in rows),
        unlocated=sum(not row.located for row in rows),
    )


def key(row: Site, by: By) -> str:
    own_unit = row.accounting_unit if row.accounting_unit != row.district_code else None
    return (own_unit if by is By.UNIT else None) or row.district_code or ELSEWHERE


@pytest.mark.parametrize("by", list(By))
def test_every_area_is_what_its_sites_are(filled: Store, districts: Districts, by: By) -> None:
    with filled.session(read_only=True) as session:
        found = standing(session, districts, DAY, RULES, by)
        rows = list(session.scalars(select(Site)))
        groups: dict[str, list[Site]] = {each.code: [] for each in districts.districts}
        for row in rows:
            groups.setdefault(key(row, by), []).append(row)
        assert {area.key: area.figures for area in found.areas} == {
            name: one_by_one(group) for name, group in groups.items()
        }
        assert found.whole.figures == one_by_one(rows)
        assert found.whole.figures.total == 300
        for area in found.areas:
            due = [row for row in groups[area.key] if row.status not in DONE_AS_CHECKED]
            assert area.countdown is not None
            assert area.countdown.soon == (days_left(due, 0, 10), days_left(due, 11, 20))
            assert area.countdown.undated == sum(row.deadline is None for row in due)


def days_left(rows: list[Site], first: int, last: int) -> int:
    return sum(
        row.deadline is not None and first <= (row.deadline - DAY).days <= last for row in rows
    )


@pytest.mark.parametrize("by", list(By))
def test_the_areas_add_up_to_all(filled: Store, districts: Districts, by: By) -> None:
    with filled.session(read_only=True) as session:
        found = standing(session, districts, DAY, RULES, by)
        assert sum((area.figures for area in found.areas), Figures()) == found.whole.figures


def test_a_district_without_a_site_is_there_and_dark(filled: Store, districts: Districts) -> None:
    with filled.session(read_only=True) as session:
        area = standing(session, districts, DAY, RULES).area("410225")
    assert area is not None
    assert (area.name, area.figures, area.rank, area.light) == ("兰考县", Figures(), None, "dark")


def test_who_is_bound_to_areas_is_told_of_their_sites_only(
    filled: Store, districts: Districts
) -> None:
    for areas in (("410202",), ("示范区",), ("410202", "示范区"), ("410204",)):
        with filled.seen_from(areas).session(read_only=True) as session:
            seen = list(session.scalars(select(Site)))
            for by in By:
                found = standing(session, districts, DAY, RULES, by)
                assert found.whole.figures == one_by_one(seen)
                assert sum((each.figures for each in found.areas), Figures()) == one_by_one(seen)
            assert {row.id for row in urgent(session, 1000)} <= {row.id for row in seen}


def test_the_most_urgent_are_the_longest_overdue(filled: Store) -> None:
    with filled.session(read_only=True) as session:
        found = urgent(session, 10)
        waiting = [
            row.deadline
            for row in session.scalars(select(Site))
            if row.deadline and row.status not in DONE_AS_CHECKED
        ]
        assert [row.deadline for row in found] == sorted(waiting)[:10]


def test_what_came_back_fills_up_where_few_have_a_deadline(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add(site(1, status=Status.RELAPSED))
        session.add(site(2, status=Status.CLAIMED))
        session.add(site(3, status=Status.VERIFIED, deadline=date(2020, 1, 1)))
        session.add(site(4, status=Status.CLAIMED, deadline=DAY))
    with store.session(read_only=True) as session:
        assert [row.id for row in urgent(session, 10)] == ["s4", "s1"]


def test_a_change_shows_at_once(filled: Store, districts: Districts) -> None:
    def undated(session: Session) -> int:
        countdown = standing(session, districts, DAY, RULES).whole.countdown
        assert countdown is not None
        return countdown.undated

    with filled.session(read_only=True) as session:
        before = undated(session)
    with filled.session() as session:
        query = select(Site).where(Site.deadline.is_(None), Site.status == Status.OPEN.value)
        row = session.scalars(query.limit(1)).one()
        row.deadline = DAY
    with filled.session(read_only=True) as session:
        assert undated(session) == before - 1


def change(session: Session, chance: random.Random) -> None:
    row = session.scalars(
        select(Site).order_by(Site.id).offset(chance.randrange(200)).limit(1)
    ).one()
    kind = chance.randrange(6)
    if kind == 0:
        row.status = chance.choice(list(Status))
    elif kind == 1:
        row.deadline = chance.choice([None, DAY, DAY + timedelta(days=chance.randrange(-9, 30))])
    elif kind == 2:
        row.district_code, row.accounting_unit = chance.choice(CODES), chance.choice(UNITS)
    elif kind == 3:
        put(row, chance.choice([None, (114.3 + chance.random(), 34.8)]))
    elif kind == 4:
        session.delete(row)
    else:
        session.add(site(chance.randrange(1000, 2**31), district_code=chance.choice(CODES)))


@pytest.mark.parametrize("areas", [(), ("410202", "示范区")])
def test_what_is_kept_of_the_last_look_never_shows(
    filled: Store, districts: Districts, areas: tuple[str, ...]
) -> None:
    """A session that writes keeps nothing in memory: it counts from scratch."""
    chance, seen = random.Random(11), filled.seen_from(areas)  # noqa: S311
    for step in range(40):
        with filled.session() as session:
            change(session, chance)
            if step % 10 == 9:
                counts.turn(session, DAY + timedelta(days=step), 400)
        for by in By:
            with seen.session(read_only=True) as session:
                found = standing(session, districts, DAY, RULES, by)
            with seen.session() as session:
                assert found == standing(session, districts, DAY, RULES, by)


def test_the_sites_themselves_are_not_read(filled: Store, districts: Districts) -> None:
    """The second look of a day costs the same for three hundred sites and for a million."""
    asked = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with filled.session(read_only=True) as session:
        standing(session, districts, DAY, RULES)
    event.listen(filled.engine, "before_cursor_execute", note)
    with filled.session(read_only=True) as session:
        standing(session, districts, DAY, RULES)
    assert [each for each in asked if "FROM site" in each] == []


def test_after_a_change_neither(filled: Store, districts: Districts) -> None:
    asked = []
    with filled.session() as session:
        session.scalars(select(Site).limit(1)).one().status = Status.DISPUTED

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(re.sub(r"\s+", " ", statement))

    event.listen(filled.engine, "before_cursor_execute", note)
    with filled.session(read_only=True) as session:
        standing(session, districts, DAY, RULES)
    assert [each for each in asked if "FROM site " in f"{each} "] == []
    assert [each for each in asked if "FROM site_due" in each] != []


def test_a_district_without_an_outline_is_called_as_its_sites_call_it(filled: Store) -> None:
    with filled.session(read_only=True) as session:
        assert names(session, ["999999", "888888"]) == {"999999": "远方县"}


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("by", list(By))
def test_an_area_opens_into_its_sites_the_most_urgent_first(
    filled: Store, districts: Districts, by: By, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_app.work.area_sites.FEW", few)
    with filled.session(read_only=True) as session:
        for area in standing(session, districts, DAY, RULES, by).areas:
            found = of_area(session, area.key, by, area.figures.total, 1000)
            expected = [row for row in session.scalars(select(Site)) if key(row, by) == area.key]
            if not few:  # those that are verified are left to the map
                expected = [row for row in expected if row.status not in DONE_AS_CHECKED]
            assert {row.id for row in found} == {row.id for row in expected}
            waiting = [row for row in found if row.status not in DONE_AS_CHECKED]
            assert list(found[: len(waiting)]) == waiting
            days = [row.deadline or date.max for row in waiting]
            assert days == sorted(days)

"""What the office writes in the ledger: each change an event, all or none, held against the log."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from geo_app.domain.actor import Actor, Role
from geo_app.domain.particulars import Field
from geo_app.errors import ConflictError, ForbiddenError, InputError
from geo_app.settings import LedgerLimits, Settings
from geo_app.store import log
from geo_app.store.audit import audit
from geo_app.store.models import Event, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.store.session import Store
from geo_app.work import notices
from geo_app.work.particulars import Edit, amend
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR, districts, draft, gazetteer

LIMITS = LedgerLimits()


@pytest.fixture
def site_id(store: Store, settings: Settings) -> str:
    return confirm_sample(store, settings)[0]


def make(store: Store, actor: Actor, *edits: Edit) -> int:
    with store.session() as session:
        return amend(session, actor, edits, LIMITS, source="台账.xlsx")


def kept(store: Store, subject_id: str) -> Particulars:
    with store.session(read_only=True) as session:
        return session.get_one(Particulars, subject_id)


def test_each_change_is_an_event_with_before_and_after(store: Store, site_id: str) -> None:
    edits = (
        Edit(site_id, Field.MEASURES, "", "封堵\n并种草"),
        Edit(site_id, Field.LEADING_UNIT, "", " 青河市  水务局 "),
        Edit(site_id, Field.DEADLINE, "", "2024-12-31"),
    )
    assert make(store, ACTOR, *edits) == 3
    with store.session(read_only=True) as session:
        told = session.scalars(select(Event).order_by(Event.seq.desc()).limit(2)).all()
        assert [event.kind for event in told] == ["amended", "deadline_set"]
        assert told[0].data["changes"] == {
            "measures": ["", "封堵\n并种草"],
            "leading_unit": ["", "青河市 水务局"],
        }
        assert told[0].data["source"] == "台账.xlsx"
        assert session.get_one(Site, site_id).deadline == date(2024, 12, 31)
        assert log.verify(session).broken_at is None
        assert list(audit(session)) == []
    assert kept(store, site_id).leading_unit == "青河市 水务局"


def test_what_changes_nothing_leaves_no_event(store: Store, site_id: str) -> None:
    make(store, ACTOR, Edit(site_id, Field.NOTE, "", "甲"))
    assert make(store, ACTOR, Edit(site_id, Field.NOTE, "", " 甲 ")) == 0


def test_a_stale_change_undoes_the_others_too(store: Store, site_id: str) -> None:
    make(store, ACTOR, Edit(site_id, Field.NOTE, "", "甲"))
    with pytest.raises(ConflictError):
        make(
            store,
            ACTOR,
            Edit(site_id, Field.MEASURES, "", "封堵"),
            Edit(site_id, Field.NOTE, "", "乙"),
        )
    assert (kept(store, site_id).measures, kept(store, site_id).note) == (None, "甲")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        (Field.DEADLINE, "明年", "ledger.no_day"),
        (Field.DEADLINE, "2024-02-30", "ledger.no_day"),
        (Field.DEADLINE_CLASS, "马上", "ledger.no_choice"),
        (Field.NOTE, "长" * 2001, "ledger.too_long"),
        (Field.RESPONSIBLE_UNIT, "长" * 201, "ledger.too_long"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused(
    store: Store, site_id: str, name: Field, text: str, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        make(store, ACTOR, Edit(site_id, name, "", text))
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["lasting", "长期坚持", " Lasting "])
def test_a_kind_of_deadline_is_kept_by_its_code(store: Store, site_id: str, text: str) -> None:
    assert make(store, ACTOR, Edit(site_id, Field.DEADLINE_CLASS, "", text)) == 1
    assert kept(store, site_id).deadline_class == "lasting"
    assert make(store, ACTOR, Edit(site_id, Field.DEADLINE_CLASS, "lasting", "")) == 1
    assert kept(store, site_id).deadline_class is None


@pytest.mark.parametrize(
    ("name", "text"), [(Field.RESPONSIBLE_UNIT, "水务局"), (Field.DEADLINE, "2024-12-31")]
)
def test_unit_and_deadline_are_replaced_but_never_emptied(
    store: Store, settings: Settings, name: Field, text: str
) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        problem = session.query(Problem).filter_by(number=2).one()
        before = problem.responsible_unit or ""
    first = before if name is Field.RESPONSIBLE_UNIT else ""
    make(store, ACTOR, Edit(problem.id, name, first, text))
    with pytest.raises(InputError) as refused:
        make(store, ACTOR, Edit(problem.id, name, text, " "))
    assert refused.value.code == "ledger.may_not_be_emptied"


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.RESPONSIBLE, Role.VERIFIER, Role.LEADER])
def test_only_who_keeps_the_ledger_amends_it(store: Store, site_id: str, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        make(store, Actor("x", "甲", role=role), Edit(site_id, Field.NOTE, "", "甲"))


def test_who_is_bound_to_areas_amends_sites_only(store: Store, site_id: str) -> None:
    clerk = Actor("x", "甲", role=Role.CLERK, areas=("000000",))
    with store.session(read_only=True) as session:
        problem_id = session.get_one(Site, site_id).problem_id
    assert make(store, clerk, Edit(site_id, Field.NOTE, "", "甲")) == 1
    with pytest.raises(ForbiddenError):
        make(store, clerk, Edit(problem_id, Field.NOTE, "", "甲"))


def test_reading_the_text_again_keeps_the_unit_that_the_office_named(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        unit = problem.responsible_unit or ""
        amend(session, ACTOR, [Edit(problem.id, Field.RESPONSIBLE_UNIT, unit, "水务局")], LIMITS)
        problem.notice.text = None  # as if only a file of its sites had been imported
        for place in [place for each in problem.notice.problems for place in each.places]:
            session.delete(place)
    with store.session() as session:
        notices.add(
            session,
            ACTOR,
            draft(),
            source_name="again.txt",
            gazetteer=gazetteer(),
            districts=districts(),
            settings=settings,
        )
    with store.session(read_only=True) as session:
        assert session.get_one(Problem, problem.id).responsible_unit == "水务局"


@pytest.mark.parametrize("column", ["measures", "responsible_unit"])
def test_the_audit_finds_what_was_altered_past_the_log(
    store: Store, site_id: str, column: str
) -> None:
    make(store, ACTOR, Edit(site_id, Field.MEASURES, "", "封堵"))
    with store.session() as session:
        session.execute(update(Particulars).values({column: "改过"}))
    with store.session(read_only=True) as session:
        found = [(each.code, each.values["id"]) for each in audit(session)]
    assert found == [("log.particulars_altered", site_id)]

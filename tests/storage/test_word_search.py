"""Whatever happens to sites: words find by the postings whom they find in the rows themselves."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.settings import LedgerLimits, Settings
from geo_app.store import counts, postings
from geo_app.store.models import Problem, Site
from geo_app.store.postings import fold, is_plain
from geo_app.store.postings.block import SIZE
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.schema import migrate
from geo_app.store.session import Store, make_engine, open_store
from geo_app.work import ledger_lines, sites, word_search
from geo_app.work.ledger import ledger
from geo_app.work.site_filter import SiteFilter
from tests.storage.counting import DAY, begin, put, site
from tests.storage.statements import asked

# few signs, so that words meet; letters with odd capitals, signs of a pattern, gaps of every kind
SIGNS = "河道清aAkK1%_\\-（ \u3000\tÄäßſK\u0130ıiΣςσﬁⅢⅲ𠮷\u0307"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=7) | st.sampled_from(
    ["河道清", "清河道", "河道 清", "KF-2021-1", "kf-2021-11", "Straße", "İstanbul"]
)
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=4) | st.sampled_from(
    ["河", "河道", "河道清", "清河道清", "kf-2021", "KF", "STRASSE", "i", "ss", "河 清", "fi"]
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "place_text": TEXTS,
    "status": st.sampled_from([status.value for status in Status]),
    "deadline": st.sampled_from([None, date(2024, 5, 1), DAY, date(2024, 7, 1)]),
    "category": st.sampled_from(["other", "river_outlet"]),
    "district_code": st.sampled_from([None, "410202", "410203"]),
    "district": st.sampled_from([None, "", "龙亭区"]),
    "accounting_unit": st.sampled_from([None, "", "示范区", "410203"]),
    "responsible_unit": st.sampled_from([None, "", "甲局"]),
    "problem_id": st.sampled_from(["p", "q"]),
    "ordinal": st.integers(0, 2),
}
PLACES = st.sampled_from([None, (114.3, 34.8)])
STEPS = st.one_of(
    st.tuples(st.just("come"), st.fixed_dictionaries(FIELDS), PLACES),
    st.tuples(st.just("alter"), st.integers(0, 30), st.fixed_dictionaries({}, optional=FIELDS)),
    st.tuples(st.just("move"), st.integers(0, 30), PLACES),
    st.tuples(st.just("go"), st.integers(0, 30), st.none()),
    st.tuples(st.just("rebuild"), st.none(), st.none()),
)
HISTORIES = st.lists(st.lists(STEPS, min_size=1, max_size=8), min_size=1, max_size=8)
FILTERS = st.builds(
    SiteFilter,
    words=WORDS.filter(str.strip),
    districts=st.sampled_from([(), ("410202",), ("示范区",), ("410202", "龙亭区"), ("410203",)]),
    categories=st.sampled_from([(), ("other",)]),
    statuses=st.sampled_from([(), ("open",), ("claimed", "verified")]),
    overdue=st.sampled_from([None, True, False]),
    located=st.sampled_from([None, True, False]),
    unit=st.sampled_from([None, "甲局", "乙局"]),
)
AREAS = st.sampled_from([(), ("410202",), ("示范区",), ("410203", "示范区")])
ASKED = st.lists(st.tuples(FILTERS, AREAS, st.integers(0, 6)), min_size=1, max_size=4)


def happen(session: Session, what: str, first: Any, second: Any) -> None:
    """One step of a history."""
    if what == "come":
        taken = set(session.scalars(select(Site.id)))
        number = next(n for n in range(100) if f"s{n}" not in taken)
        session.add(site(number, second, **first))
        session.flush()
    elif what == "rebuild":
        counts.rebuild(session, DAY)
    elif rows := session.scalars(select(Site).order_by(Site.code)).all():
        row = rows[first % len(rows)]
        if what == "alter":
            for name, value in second.items():
                setattr(row, name, value)
        elif what == "move":
            put(row, second)
        else:
            session.delete(row)


def prepare(store: Store) -> None:
    """Two problems of one notice, one of a unit, and a site at the end of a block of numbers."""
    begin(store, 400)
    number_from(store, SIZE - 2)
    with store.session() as session:
        nothing: dict[str, Any] = {"spans": [], "facts": {}, "doubts": []}
        session.add(
            Problem(
                id="q", notice_id="n", number=2, category="other", status="open",
                responsible_unit="甲局", finding="河道Ä", **nothing,
            )
        )  # fmt: skip


def number_from(store: Store, serial: int) -> None:
    """A site that the next ones are numbered after."""
    with store.session() as session:
        session.add(site(0))
        session.flush()
        session.execute(update(Site).values(serial=serial))
        counts.rebuild(session, DAY)


def found(store: Store, where: SiteFilter, areas: tuple[str, ...], limit: int) -> Any:
    """All that is told by the list, the ledger and the file of it."""
    with store.seen_from(areas).session(read_only=True) as session:
        page = sites.find(session, where, limit, today=DAY)
        limits = LedgerLimits(screen_rows=1 + limit % 2, screen_sites=1 + limit)
        shown = ledger(session, DAY, limits, where, limit // 3)
        rows = [
            (each.problem.id, [one.id for one in each.sites], each.fitting) for each in shown.rows
        ]
        part = ledger_lines.Part(where, DAY)
        lines = [each.row.id for each in ledger_lines.lines(session, part)]
        several = (shown.shown, ledger_lines.count(session, part))
        return [each.id for each in page.sites], page.total, rows, several, lines


def agrees(store: Store, asked: list[Any]) -> None:
    """The same, asked of the postings and of the rows."""
    by_postings = [found(store, *each) for each in asked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "are_made", lambda connection: False)
        by_rows = [found(store, *each) for each in asked]
    assert by_postings == by_rows


@pytest.fixture(params=["whole", "cut up"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All bounds as they are, or so small that a handful of sites goes beyond them."""
    if request.param == "cut up":
        monkeypatch.setattr(word_search, "FEW", 1)
        monkeypatch.setattr(word_search, "MANY", 2)
        monkeypatch.setattr(word_search, "_AT_A_TIME", 2)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES, asked=ASKED)
@pytest.mark.usefixtures("sizes")
def test_words_find_what_stands_in_the_rows(
    store: Store, history: list[list[Any]], asked: list[Any]
) -> None:
    prepare(store)
    for number, transaction in enumerate(history):
        with store.session() as session:
            for step in transaction:
                happen(session, *step)
        if number == len(history) // 2:
            agrees(store, asked)
    agrees(store, asked)
    with store.session(read_only=True) as session:
        assert [each.code for each in counts.check(session)] == []
    with store.session() as session:
        for row in session.scalars(select(Site)):
            session.delete(row)
    with store.session(read_only=True) as session:
        assert session.execute(select(POSTING)).all() == []
        assert session.execute(select(SITE_WORDS)).all() == []


def names(store: Store, words: str) -> list[str]:
    with store.session(read_only=True) as session:
        return [each.name for each in sites.find(session, SiteFilter(words=words), 100).sites]


def test_what_passes_by_is_named_and_made_anew(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add_all([site(1, name="青石桥"), site(2, name="柳林")])
    with store.session() as session:
        session.execute(update(Site).where(Site.id == "s2").values(name="柳桥"))
    assert wrong(store) == {"s2"}
    assert names(store, "桥") == ["青石桥"]
    with store.session() as session:
        session.execute(insert(Site.__table__), [values(session, 3, "桥头")])
    assert wrong(store) == {"s2", "s3"}
    with store.session() as session:
        counts.rebuild(session, DAY)
    assert wrong(store) == set()
    assert names(store, "桥") == ["青石桥", "柳桥", "桥头"]


def wrong(store: Store) -> set[str]:
    """Sites that are not found as their rows say."""
    with store.session(read_only=True) as session:
        found = [each for each in counts.check(session) if each.code == "counts.wrong_words"]
    return {each.values["site"] for each in found}


def values(session: Session, number: int, name: str) -> dict[str, Any]:
    """A row that no flush sees."""
    row = session.connection().execute(select(Site.__table__).limit(1)).mappings().one()
    return {**row, "id": f"s{number}", "code": f"S-{number}", "ordinal": number, "name": name,
            "serial": None}  # fmt: skip


def test_very_many_of_one_word(store: Store) -> None:
    """More than a list of numbers has room for: one bit for each."""
    begin(store, 400)
    with store.session() as session:
        session.add(site(0, name="青石桥"))
        session.flush()
        rows = [values(session, n, "青石桥" if n % 10 else "柳林") for n in range(1, 5_000)]
        session.execute(insert(Site.__table__), rows)
        counts.rebuild(session, DAY)
    with store.session() as session:
        longest = session.scalar(select(func.max(func.length(POSTING.c.sites))))
        assert longest == SIZE // 8
        row = session.get_one(Site, "s11")
        row.name, row.status = "柳林", Status.CLAIMED
        session.delete(session.get_one(Site, "s12"))
    with store.session(read_only=True) as session:
        assert list(counts.check(session)) == []
        page = sites.find(session, SiteFilter(words="石桥"), 12)
        assert page.total == 5_000 - 499 - 2
        assert [each.ordinal for each in page.sites] == [*range(10), 13, 14]


def earlier(settings: Settings, revision: str) -> Engine:
    """A database as an earlier program left it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.sqlalchemy_url)
    with engine.begin() as connection:
        migrate(connection, revision)
        for statement in EARLIER:
            connection.execute(text(statement))
    return engine


def test_a_database_of_an_earlier_program_is_searched_before_and_after(settings: Settings) -> None:
    earlier(settings, "0028").dispose()
    store = open_store(settings)
    assert names(store, "桥") == ["青石桥", "柳桥"]
    with store.session() as session:
        assert not postings.are_made(session.connection())
        session.get_one(Site, "s1").name = "青石大桥"
    with store.session(read_only=True) as session:
        assert list(counts.check(session)) == []
    with store.session(read_only=True) as session:
        assert postings.are_made(session.connection())
    assert names(store, "桥") == ["青石大桥", "柳桥"]
    store.engine.dispose()


def test_what_an_earlier_program_kept_of_each_day_is_forgotten(settings: Settings) -> None:
    engine = earlier(settings, "0029")
    with Session(engine) as session:
        postings.make_anew(session)
        for term in ("status=open", "deadline:", "deadline=2024-05-01"):
            session.execute(insert(POSTING).values(block=0, term=term, sites=b"\1\0\2\0"))
        session.commit()
    engine.dispose()
    store = open_store(settings)
    with store.session(read_only=True) as session:
        assert postings.are_made(session.connection())
        kept = session.scalars(select(POSTING.c.term).where(func.length(POSTING.c.term) > 2)).all()
        assert [term for term in kept if term.startswith(("status", "deadline"))] == []
        assert list(postings.check(session.connection())) == []
    store.engine.dispose()


def test_a_status_or_a_deadline_writes_no_set(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add(site(1, name="青石桥"))
    with asked(store) as statements, store.session() as session:
        row = session.get_one(Site, "s1")
        row.status, row.deadline = Status.CLAIMED, DAY
    assert [each for each, _ in statements if "posting" in each or "site_words" in each] == []
    with asked(store) as statements, store.session() as session:
        session.get_one(Site, "s1").name = "柳桥"
    assert [each for each, _ in statements if "posting" in each] != []


def test_sets_of_a_status_and_of_what_is_overdue_are_read_from_indexes_alone(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add_all(site(n, status=status, deadline=DAY) for n, status in enumerate(Status))
    where = SiteFilter(words="点", statuses=("open", "closed"), overdue=True)
    with asked(store) as statements, store.session(read_only=True) as session:
        found = word_search.matching(session, where, date(2024, 7, 1))
        assert found is not None
        assert found.total == 1
    of_sets = [each for each in statements if re.search(r"(group_concat|string_agg)\(", each[0])]
    with store.session(read_only=True) as session:
        plans = [plan(session, *each) for each in of_sets]
    assert len(plans) == 2
    for which, told in zip(("ix_site_status", "ix_site_due"), plans, strict=True):
        assert re.search(f"(COVERING INDEX|Index Only Scan using) {which}", told), told


def plan(session: Session, statement: str, parameters: Any) -> str:
    """How the database would answer a statement of very many rows."""
    connection, explain = session.connection(), "EXPLAIN QUERY PLAN "
    if connection.dialect.name == "postgresql":
        explain = "EXPLAIN "
        for way in ("seqscan", "bitmapscan"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
    return "\n".join(
        str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)
    )


EARLIER = (
    "INSERT INTO notice (id, sha256, doubts, created_at) VALUES ('n', 'n', '[]', '2024-05-01')",
    "INSERT INTO problem (id, notice_id, number, category, spans, facts, doubts, status) "
    "VALUES ('p', 'n', 1, 'other', '[]', '{}', '[]', 'open')",
    "INSERT INTO site (id, code, name, category, problem_id, ordinal, place_text, status, located, "
    "position_layer, schematic, doubts, created_at, updated_at) VALUES "
    "('s1', 'S-1', '青石桥', 'other', 'p', 1, '处', 'open', false, 'phrase', false, '[]', "
    "'2024-05-01', '2024-05-01'), "
    "('s2', 'S-2', '柳桥', 'other', 'p', 2, '处', 'open', false, 'phrase', false, '[]', "
    "'2024-05-01', '2024-05-01')",
)


def test_no_database_takes_more_letters_for_the_same(store: Store) -> None:
    """Else a site would be missed; and of plain letters it takes none that we tell apart."""
    signs = [chr(n) for n in range(1, 0x110000) if not 0xD800 <= n < 0xE000]
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            source = "SELECT value AS sign FROM json_each(:signs)"
        else:
            source = "SELECT json_array_elements_text(CAST(:signs AS json)) AS sign"
        statement = text(f"SELECT sign, lower(sign) FROM ({source}) AS signs")  # noqa: S608 # our own
        same = connection.execute(statement, {"signs": orjson.dumps(signs).decode()}).all()
    assert len(same) == len(signs)
    assert [sign for sign, low in same if fold(low) != fold(sign)] == []
    plain = [(sign, low) for sign, low in same if is_plain(sign)]
    assert [sign for sign, low in plain if not low == fold(sign) == _ascii_lower(sign)] == []


def _ascii_lower(sign: str) -> str:
    return sign.lower() if sign.isascii() else sign

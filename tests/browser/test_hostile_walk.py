"""Every page as every role, of an installation whose every text column is hostile.

Nothing of it may run, and nothing may become more than text: neither what a policy stops (it is
reported) nor what it would have let pass (an element that nobody but the data could have written).
"""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Route
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from geo_app.domain.actor import SYSTEM, Actor, Role
from geo_app.domain.draw import Pool, PoolInspector, PoolSite
from geo_app.domain.history import OVERRIDE
from geo_app.domain.status import EventKind
from geo_app.reports.bundle.content import gather
from geo_app.reports.bundle.write import write
from geo_app.settings import Public, Rates, Settings
from geo_app.store import counts
from geo_app.store.keys import signing_key
from geo_app.store.models import AnchorRow, Base, Site
from geo_app.store.publication import ShownPhoto
from geo_app.store.session import Store, open_store
from geo_app.store.tips import Tip
from geo_app.web import create_app, gate
from geo_app.work import draws
from geo_app.work.desk import open_desk
from geo_app.work.people import ROLES
from tests import visits
from tests.browser.conftest import DESKTOP, PHONE
from tests.photos import jpeg
from tests.poison import holds_words, hostile, poison
from tests.scenery import photo as scenery
from tests.signed_in import cookie_of, enter
from tests.storage.full_house import fill
from tests.storage.helpers import happened

UNHURRIED = Rates(uploads="off", imports="off", exports="off", search="off", open="off")
FOR_ALL = Public(is_on=True, takes_tips=True, bureau="某市整改办", contact="0371-0000000")
OF_ALL = ("public.", "tip_form.")
"""Beginnings of the endpoints of the view for everybody, which everybody walks through."""
NOBODY = None
"""Who has not signed in."""
EVERYBODY = (*sorted(ROLES, key=lambda role: role is not Role.ADMINISTRATOR), NOBODY)
"""The administrator first: the record of the door shows its newest lines, which every walk adds to.
"""

AT_ONCE = 8
"""Pages that are open at the same time: what a page waits for, others use."""

_UNSEEN = frozenset({HTTPStatus.SEE_OTHER, HTTPStatus.FORBIDDEN})

CODES_ONLY = frozenset(
    {
        *("access_key.rights", "arrival.photos", "inspection.answers"),
        *(
            "inspection.fix",
            "inspection.token",
            "inspection.track",
            "photo.fix",
            "photo.likeness",
            "photo.seal",
        ),
        *("complaint.anchors", "position.anchors", "problem.spans", "anchor.stakes"),
        *("notice.doubts", "place.doubts", "problem.doubts", "shown_photo.regions"),
    }
)
"""JSON columns that hold codes, numbers and ids in this house."""

NOT_PAGES = frozenset(
    {
        *("application/json", "application/geo+json", "application/problem+json"),
        *("application/manifest+json", "application/pdf", "application/vnd.mapbox-vector-tile"),
        *("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"),
        *("image/png", "image/jpeg", "image/webp", "text/javascript", "text/plain"),
    }
)
"""What else than a page is answered; a browser that may not guess runs nothing in any of them."""

READ_BY_ALL = frozenset(
    {
        *("site.name", "site.place_text", "site.code", "site.district", "site.responsible_unit"),
        *("event.actor_name", "event.data", "inspection.note", "inspection.actor_name"),
        *("problem.finding", "problem.reply", "notice.title", "notice.issuer", "position.steps"),
        *("anchor.name", "anchor.aliases", "person.name", "person.unit", "browser_session.device"),
    }
)
READ_BY = {
    Role.ADMINISTRATOR: {
        *("person.login", "browser_session.address"),
        *("door_entry.subject", "door_entry.actor_name", "door_entry.address"),
    },
    None: {"publication.name", "site.district"},
    Role.CLERK: {
        "tip.text",
        "tip.contact",
        "tip.number",
        "place.text",
        "place.name",
        "place.unresolved",
        "notice.text",
    },
}
"""Columns whose words must stand on the pages, or the walk would prove nothing."""

TRAP = """
  window.pwned = (where) => console.error('RAN ' + where);
  window.alert = window.confirm = window.prompt = window.print = () => window.pwned('a dialog');
  addEventListener('securitypolicyviolation', (event) =>
    console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI));
"""
"""Before any script of a page: who calls or is stopped is heard."""

BECAME_MORE = """
() => [...document.querySelectorAll('*')].flatMap((each) => [
  ...(each.localName === 'x-pwned' ? ['element from the data'] : []),
  ...each.getAttributeNames().filter((name) => name.startsWith('on')),
  ...['href', 'src', 'action', 'formaction', 'srcdoc', 'xlink:href'].filter((name) =>
    /^\\s*(javascript|vbscript|data:text)/i.test(each.getAttribute(name) ?? '')),
]).map((what) => location.pathname + ': ' + what)
"""
"""Handlers in the markup, addresses that run, elements that came out of a text."""


@dataclass
class House:
    """A served installation full of hostile words."""

    app: Flask
    store: Store
    settings: Settings
    address: str
    cookies: dict[Role | None, str]
    values: dict[str, str]
    """Arguments of paths."""
    poisoned: set[str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(data=folder, rates=UNHURRIED, public=FOR_ALL)
    store = open_store(settings)
    app = create_app(settings, store)
    values = furnished(app, store, settings)
    cookies: dict[Role | None, str] = {
        role: cookie_of(app, Actor("", f"某{role}", "某单位", role)) for role in ROLES
    }
    with store.engine.begin() as connection:
        poisoned = poison(connection)
    with store.session() as session:
        counts.rebuild(session, date(2026, 11, 26))
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{listening.server_port}"
    yield House(app, store, settings, address, cookies, values, poisoned)
    listening.shutdown()
    store.engine.dispose()


def furnished(app: Flask, store: Store, settings: Settings) -> dict[str, str]:
    """Something of everything, also in the JSON columns; gives the arguments of paths."""
    desk = visits.furnish(app)
    due, site_id, *_ = fill(store, settings)
    visit = visits.told(site_id, [visits.photo("before"), visits.photo()])
    camera = "<script>pwned('EXIF')</script>"
    pictures = [
        jpeg(scenery(2, day), make=camera, model=camera, software=camera, lon=114.33, lat=34.78)
        for day in (1, 2)
    ]
    visits.submit(store, desk, visit, *pictures)
    told = {"note": "备注 甲", "reason": "理由 甲", "unit": "某 单位"}
    with store.session() as session:
        for kind in (
            *(EventKind.IN_WORK, EventKind.DISPUTED, EventKind.TRANSFERRED, EventKind.CLAIMED),
            *(EventKind.REVISIT_ASKED, EventKind.REFUSED, EventKind.NOTED, EventKind.CLAIMED),
        ):
            happened(session, site_id, kind, None, told)
        happened(session, due, EventKind.DEADLINE_SET, None, {"deadline": "2026-11-01"})
        override = {"reason": "理由 甲", "name": "某 人"}
        happened(session, site_id, EventKind.VERIFIED, None, {OVERRIDE: override, **told})
        anchor = session.scalars(select(AnchorRow)).first()
        site = session.get_one(Site, site_id)
        assert anchor is not None
        anchor.aliases, anchor.extra = ["别名 甲"], {"属性 甲": "属性值 甲"}
        tip = session.scalars(select(Tip)).one()
        # a draft was made of it, and of that a site
        tip.notice_id = site.problem.notice_id
        pool = Pool((PoolSite(site_id, None),), (PoolInspector("x", None),), 1, 1)
        draw_id = draws.announce(session, SYSTEM, pool, "一二三")
        key = session.scalars(select(ShownPhoto.key)).one()
        return {
            "site_id": site_id, "inspection_id": visit["id"],
            "photo_id": visit["photos"][0]["id"], "after": visit["photos"][1]["id"],
            "notice_id": site.problem.notice_id, "category": site.category, "size": "web",
            "step": "claim", "secret": "x", "kind": "pdf",
            "subject_id": site_id, "job_id": "0" * 32,
            "z": "0", "x": "0", "y": "0", "pixels": "192",
            "number": "1", "key": key, "tip_id": tip.id, "draw_id": draw_id,
        }  # fmt: skip


def paths(house: House, role: Role | None) -> list[str]:
    """Every address that is asked for by GET.

    What is open without signing in is the same for everybody, but for the view for everybody, which
    all walk through: else only the administrator, whose pages have the most rows, and nobody go
    there, and to addresses that carry hostile words themselves.
    """
    adapter = house.app.url_map.bind("localhost")
    open_too = role in (Role.ADMINISTRATOR, NOBODY)
    values = {"tips.photo": {**house.values, "number": "0"}}
    plain = [
        adapter.build(
            rule.endpoint,
            {name: values.get(rule.endpoint, house.values)[name] for name in rule.arguments},
        )
        for rule in house.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint != "static"
        and (open_too or rule.endpoint not in gate.OPEN or rule.endpoint.startswith(OF_ALL))
        and (role is not NOBODY or rule.endpoint in gate.OPEN)
    ]
    pair = f"before={house.values['photo_id']}&after={house.values['after']}"
    compared = f"/api/sites/{house.values['site_id']}/compare?{pair}"
    words = hostile("the address", 1)
    carried = [
        adapter.build(endpoint, {name: words[:100]})
        for endpoint, name in (
            *(("pages.map_page", "q"), ("pages.ledger", "q"), ("pages.ledger", "status")),
            *(("door.sign_in", "next"), ("pages.site", "site_id"), ("door.link", "secret")),
        )
    ]
    return [*plain, compared, *((*carried, f"/{quote(words)}") if open_too else ())]


def answers(house: House, role: Role | None) -> dict[str, TestResponse]:
    """What stands at every address, for somebody."""
    client = house.app.test_client()
    if role is NOBODY:
        client.nobody()  # type: ignore[attr-defined]
    else:
        client.set_cookie("geo_app", house.cookies[role])
    return {path: client.get(path, buffered=True) for path in paths(house, role)}


def pages(found: dict[str, TestResponse]) -> list[str]:
    """What a browser shows as a page.

    Of those that say "you may not" one is enough; who is sent elsewhere gets there anyway.
    """
    whole = {
        path: each
        for path, each in found.items()
        if each.mimetype == "text/html" and "Content-Disposition" not in each.headers
    }
    refused = [path for path, each in whole.items() if each.status_code == HTTPStatus.FORBIDDEN]
    return [path for path, each in whole.items() if each.status_code not in _UNSEEN] + refused[:1]


def watched(page: Page, house: House, heard: list[str]) -> None:
    """Hear of all that ran, was stopped, or was asked for elsewhere."""
    page.add_init_script(TRAP)
    page.on("dialog", lambda dialog: (heard.append(f"RAN {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: heard.append(f"{page.url} {error}"))
    page.on(
        "console", lambda said: heard.append(f"{page.url} {said.text}") if alarms(said) else None
    )
    own = (f"{house.address}/", "data:", "blob:")
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(own) else heard.append(f"asked: {asked.url}"),
    )


def alarms(said: ConsoleMessage) -> bool:
    # who may not see a page is told so by a status of 4xx, which Chromium reports as well
    return said.type == "error" and "the server responded with a status of 4" not in said.text


def open_what_opens(page: Page) -> None:
    """Cards of the list, phrases of the review, what is folded."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    there = page.url
    for row in page.locator("#site-list button, .phrase").all()[:4]:
        row.dispatch_event("click")
    assert page.url.split("?")[0] == there.split("?")[0]


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_page_runs_what_the_data_say(house: House, browser: Browser, role: Role | None) -> None:
    width, height = PHONE if role is Role.INSPECTOR else DESKTOP
    context = browser.new_context(viewport={"width": width, "height": height})
    if role is not NOBODY:
        enter(context, house.address, house.cookies[role])
    heard: list[str] = []
    read = ""
    there = pages(answers(house, role))
    for some in (there[at : at + AT_ONCE] for at in range(0, len(there), AT_ONCE)):
        opened = [context.new_page() for _ in some]
        for page, path in zip(opened, some, strict=True):
            watched(page, house, heard)
            page.goto(house.address + path, wait_until="commit")
        for page in opened:
            page.wait_for_load_state("networkidle")
            open_what_opens(page)
        for page in opened:
            heard += page.evaluate(BECAME_MORE)
            read += page.evaluate("document.body.innerText")
            page.close()
    context.close()
    assert heard == []
    columns = set(re.findall(r"⟦([a-z_.]+)⟧", read))
    by_all = READ_BY_ALL if role is not NOBODY else set()
    assert (by_all | READ_BY.get(role, set())) - columns == set()


def test_what_nobody_types_into_a_form_comes_back_as_text(house: House, browser: Browser) -> None:
    """A tip that is refused is shown again as it was typed."""
    page, heard = browser.new_page(), []
    watched(page, house, heard)
    page.goto(f"{house.address}/public/tip")
    for name in ("text", "contact", "lon"):
        page.locator(f"[name={name}]").fill(hostile(f"form.{name}", 1)[:100])
    page.locator("[name=text]").press("End")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("alert").wait_for()
    assert "form.text" in page.locator("[name=text]").input_value()
    heard += page.evaluate(BECAME_MORE)
    page.goto(f"{house.address}/public/tip/state")
    page.locator("[name=number]").fill('"><x-pwned>')
    page.get_by_role("button", name="查询").click()
    page.get_by_role("alert").wait_for()
    heard += page.evaluate(BECAME_MORE)
    page.close()
    assert heard == []


def test_the_page_inside_a_bundle_is_only_text(
    house: House, browser: Browser, tmp_path: Path
) -> None:
    """A stranger opens it from a disk, where no header of ours protects."""
    desk, signer = open_desk(house.settings), signing_key(house.settings.data)
    with house.store.session(read_only=True) as session:
        site, limits = house.values["site_id"], house.settings.complaints
        content = gather(session, [site], signer.name, lambda *_: [], limits)
    write(tmp_path / "bundle.zip", content, desk=desk, signer=signer)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        archive.extractall(tmp_path)
    page, heard = browser.new_page(), []
    watched(page, house, heard)
    page.goto((tmp_path / "index.html").as_uri())
    heard = [each for each in heard if not each.startswith("asked: file:")]
    heard += page.evaluate(BECAME_MORE)
    read = page.evaluate("document.body.innerText")
    page.close()
    assert heard == []
    assert "⟦event.data⟧" in read


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_is_no_page_is_nothing_that_runs(house: House, role: Role | None) -> None:
    found = answers(house, role)
    others = {path: each for path, each in found.items() if each.mimetype != "text/html"}
    assert {each.mimetype for each in others.values() if each.data} <= NOT_PAGES
    for path, answer in found.items():
        assert answer.status_code < 500, (path, answer.text)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert "X-Pwned" not in answer.headers, path


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CLERK])
def test_no_answer_to_a_person_is_for_others(house: House, role: Role) -> None:
    adapter = house.app.url_map.bind("localhost")
    for path, answer in answers(house, role).items():
        if (
            answer.status_code == HTTPStatus.OK
            and adapter.match(path.partition("?")[0])[0] not in gate.OPEN
        ):
            kept = set(re.split(r", *", answer.headers.get("Cache-Control", "")))
            assert {"private", "no-store"} & kept, path


def test_every_column_of_words_is_hostile(house: House) -> None:
    words = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if holds_words(column)
    }
    assert words - house.poisoned == CODES_ONLY, "let tests/storage/full_house.py fill it"


def test_the_walk_would_hear_it(house: House, browser: Browser) -> None:
    """Hostile words that are not escaped, on a page without a policy and on one of ours."""
    policy = house.app.test_client().get("/about").headers["Content-Security-Policy"]
    for headers, expected in (
        ({}, "RAN site.name"),
        ({"Content-Security-Policy": policy}, "POLICY"),
    ):
        page, heard = browser.new_page(), []
        watched(page, house, heard)
        body = f'<title>x</title><p title="{hostile("site.name", 1)}'
        answer = partial(_answer, body, headers)
        page.route("**/bad", answer)
        page.goto(f"{house.address}/bad")
        page.wait_for_load_state("networkidle")
        heard += page.evaluate(BECAME_MORE)
        page.close()
        told = " ".join(heard)
        assert expected in told
        assert "element from the data" in told
        assert "onerror" in told
        assert "/bad: href" in told


def _answer(body: str, headers: dict[str, str], route: Route) -> None:
    route.fulfill(body=body, headers={**headers, "Content-Type": "text/html; charset=utf-8"})

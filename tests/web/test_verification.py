"""The procedure by forms and by interface: the same rules, said as the house says errors."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import said
from geo_app.domain.status import EventKind, Status
from geo_app.store.models import Event, Site
from geo_app.web.installation import EXTENSION
from geo_app.work import places
from tests.signed_in import SignedIn
from tests.storage.helpers import happened
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    LEADER,
    RESPONSIBLE_UNIT,
    VERIFIER,
    WORKER,
    show,
)
from tests.web.conftest import OPERATOR, House, Token
from tests.web.test_site_page import part

WHY = "排口附近仍有污水渗出"


class Office:
    """The outlet of the made-up notice, claimed, and browsers of those who deal with it."""

    def __init__(self, house: House, token: Token) -> None:
        self.house, self.token = house, token
        with house.store.session() as session:
            made = places.confirm_all(session, OPERATOR, house.notice_id)
            site = next(each for each in made if each.category == "river_outlet")
            site.responsible_unit = RESPONSIBLE_UNIT
            self.site_id = site.id

    def browser(self, actor: Actor) -> FlaskClient:
        client: FlaskClient = self.house.app.test_client()
        assert isinstance(client, SignedIn)
        client.become(actor)
        return client

    def show(self, actor: Actor = INSPECTOR) -> list[str]:
        desk = self.house.app.extensions[EXTENSION].desk
        return show(self.house.store, desk, self.site_id, (actor.name, actor.unit))

    def by_form(self, actor: Actor, step: str, **told: object) -> TestResponse:
        client = self.browser(actor)
        data = {"csrf_token": self.token(client), **told}
        return client.post(f"/sites/{self.site_id}/{step}", data=data)

    def by_json(self, actor: Actor, step: str, **told: object) -> TestResponse:
        client = self.browser(actor)
        headers = {"X-CSRFToken": self.token(client)}
        return client.post(f"/api/sites/{self.site_id}/{step}", json=told, headers=headers)

    @property
    def status(self) -> Status:
        with self.house.store.session(read_only=True) as session:
            return Status(session.get_one(Site, self.site_id).status)


@pytest.fixture
def office(house: House, token: Token) -> Office:
    return Office(house, token)


Road = Callable[..., TestResponse]


@pytest.fixture(params=["form", "json"])
def road(request: pytest.FixtureRequest, office: Office) -> Road:
    """Every way by which a step can be taken from outside."""
    return office.by_form if request.param == "form" else office.by_json


# --- steps ------------------------------------------------------------------------------------


def test_the_whole_way_by_every_road(office: Office, road: Road) -> None:
    done = (200, 303)
    office.show()
    for actor, step, told, status in (
        (VERIFIER, "revisit", {"reason": "看不清排口"}, Status.CLAIMED),
        (VERIFIER, "refuse", {"reason": WHY}, Status.IN_WORK),
        (CLERK, "transfer", {"to": "城管局", "reason": "管网归其管理"}, Status.TRANSFERRED),
        (CLERK, "dispute", {"reason": "这是雨水口"}, Status.DISPUTED),
    ):
        assert road(actor, step, **told).status_code in done
        assert office.status is status
    photos = office.show()
    for actor, step, told, status in (
        (WORKER, "claim", {"note": "口子封了", "photos": photos[:2]}, Status.CLAIMED),
        (VERIFIER, "accept", {}, Status.VERIFIED),
        (VERIFIER, "set_recheck", {"day": "2999-01-01", "reason": "暴雨"}, Status.VERIFIED),
        (VERIFIER, "recheck", {"holds": "yes", "reason": "完好"}, Status.VERIFIED),
        (CLERK, "publish", {}, Status.VERIFIED),
        (VERIFIER, "reopen", {"reason": WHY}, Status.RELAPSED),
    ):
        assert road(actor, step, **told).status_code in done, step
        assert office.status is status
    with office.house.store.session(read_only=True) as session:
        claim = session.query(Event).filter_by(kind="claimed", actor_name=WORKER.name).one()
        assert claim.actor_id.startswith("person:"), "who has signed in did not only say so"
        assert [each["id"] for each in claim.data["photos"]] == sorted(photos[:2])
        assert claim.data["unit"] == RESPONSIBLE_UNIT


def test_a_step_leads_back_to_the_site_with_a_word(office: Office, token: Token) -> None:
    client = office.browser(VERIFIER)
    data = {"csrf_token": token(client), "reason": WHY}
    answer = client.post(f"/sites/{office.site_id}/refuse", data=data)
    assert answer.location == f"/sites/{office.site_id}#actions"
    assert "已记录：退回整改。" in client.get("/about").text


@pytest.mark.parametrize(
    ("actor", "sentence"),
    [
        (said("钱某", RESPONSIBLE_UNIT, Role.VERIFIER), "是责任单位"),
        (said("钱某", "河 务 所", Role.OPERATOR), "是责任单位"),
        (said("钱某", None, Role.VERIFIER), "属于哪个单位"),
        (said(CLERK.name, CLERK.unit, Role.VERIFIER), "须由另一人核查"),
        (said(INSPECTOR.name, INSPECTOR.unit, Role.VERIFIER), "须由另一人核查"),
        (WORKER, "不能核查"),
    ],
    ids=["own unit", "written otherwise", "no unit", "claimant", "photographer", "role"],
)
def test_each_condition_of_the_four_eyes_alone_refuses_by_every_road(
    office: Office, road: Road, actor: Actor, sentence: str
) -> None:
    office.show()
    assert office.by_json(CLERK, "claim").status_code == 200
    answer = road(actor, "accept", override="上级要求今天必须销号，特批")
    assert answer.status_code == 403
    assert sentence in answer.text
    assert office.status is Status.CLAIMED


def test_what_is_missing_is_listed_and_an_override_is_shown(office: Office, road: Road) -> None:
    answer = road(VERIFIER, "accept")
    assert answer.status_code == 409
    assert "证据不足" in answer.text
    assert road(LEADER, "accept", override="特批").status_code == 422
    assert office.status is Status.CLAIMED
    assert road(LEADER, "accept", override="汛期道路中断，已由省厅现场验收").status_code in (
        200,
        303,
    )
    found = standing(office, LEADER)
    assert "汛期道路中断" in found["overridden"][0]["message"]
    for page in ("/ledger", f"/sites/{office.site_id}", f"/api/sites/{office.site_id}"):
        assert "汛期道路中断" in office.browser(LEADER).get(page).text


def standing(office: Office, actor: Actor) -> dict[str, Any]:
    answer = office.browser(actor).get(f"/api/sites/{office.site_id}/standing")
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json
    return found


def test_the_standing_says_what_this_person_can_do(office: Office) -> None:
    office.show()
    for actor, possible in (
        (VERIFIER, {"accept", "refuse", "revisit"}),
        (CLERK, {"claim", "dispute", "transfer"}),
        (INSPECTOR, set()),
    ):
        options = standing(office, actor)["options"]
        assert {each["step"] for each in options if each["possible"]} == possible
        assert all(each["why"] for each in options if not each["possible"])


@pytest.mark.parametrize(
    ("step", "told", "status"),
    [
        ("refuse", {}, 422),
        ("refuse", {"reason": "长" * 501}, 422),
        ("refuse", {"reason": WHY, "status": "verified"}, 422),
        ("set_recheck", {"reason": WHY}, 422),
        ("set_recheck", {"reason": WHY, "day": "soon"}, 422),
        ("recheck", {}, 422),
        ("recheck", {"holds": "perhaps"}, 422),
        ("verified", {}, 404),
        ("VERIFY", {}, 404),
    ],
)
def test_a_malformed_step_is_refused(
    office: Office, road: Road, step: str, told: dict[str, object], status: int
) -> None:
    answer = road(VERIFIER, step, **told)
    assert answer.status_code == status
    assert office.status is Status.CLAIMED


@pytest.mark.parametrize("told", [{"reason": 7}, {"photos": "all"}, {"photos": [1]}, {"holds": 1}])
def test_a_member_of_the_wrong_kind_is_refused(office: Office, told: dict[str, object]) -> None:
    assert office.by_json(VERIFIER, "refuse", **told).status_code == 422


def test_a_body_that_is_no_object_is_refused(office: Office, token: Token) -> None:
    client = office.browser(VERIFIER)
    headers = {"X-CSRFToken": token(client)}
    path = f"/api/sites/{office.site_id}/refuse"
    assert client.post(path, json=["reason"], headers=headers).status_code == 400
    assert client.post(path, data="{", headers=headers).status_code == 415
    broken = client.post(path, data="{", headers=headers, content_type="application/json")
    assert broken.status_code == 400


@pytest.mark.parametrize("prefix", ["", "/api"])
def test_a_step_is_taken_with_the_token_of_the_session_only(office: Office, prefix: str) -> None:
    client = office.browser(VERIFIER)
    path = f"{prefix}/sites/{office.site_id}/refuse"
    told = {"reason": WHY}
    answer = client.post(path, json=told) if prefix else client.post(path, data=told)
    assert answer.status_code == 400
    assert office.status is Status.CLAIMED


def test_an_unknown_site_is_not_found(office: Office) -> None:
    office.site_id = "nowhere"
    assert office.by_form(VERIFIER, "refuse", reason=WHY).status_code == 404
    assert office.by_json(VERIFIER, "refuse", reason=WHY).status_code == 404


# --- looking again ----------------------------------------------------------------------------


def test_what_is_due_is_a_page_for_verifiers_the_longest_overdue_first(office: Office) -> None:
    today = office.house.app.extensions[EXTENSION].today()
    with office.house.store.session() as session:
        sites = sorted(session.query(Site), key=lambda site: site.id != office.site_id)
        for site, ago in zip(sites, (31, 25), strict=True):
            for kind in (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED):
                happened(session, site.id, kind, today - timedelta(days=ago))
        soon = sites[1].id
    page = office.browser(VERIFIER).get("/due").text
    assert 'aria-current="page">回头看' in page
    overdue, coming = page.split('id="coming-title"')
    assert f'href="/sites/{office.site_id}#actions"' in overdue
    assert "超期 1 天" in overdue
    assert "销号后 30 天回头看" in overdue
    assert f'href="/sites/{soon}#actions"' in coming
    assert "还有 5 天" in coming
    assert office.by_form(VERIFIER, "recheck", holds="no", reason=WHY).status_code == 303
    page = office.browser(VERIFIER).get("/due").text
    assert "没有到期的回头看" in page
    assert office.site_id not in page
    for actor in (CLERK, INSPECTOR, WORKER):
        assert office.browser(actor).get("/due").status_code == 403
        assert 'href="/due"' not in office.browser(actor).get("/").text


def test_a_verifier_of_a_district_sees_what_is_due_there_only(office: Office) -> None:
    today = office.house.app.extensions[EXTENSION].today()
    with office.house.store.session() as session:
        sites = session.query(Site).order_by(Site.id).all()
        for site, district, ago in zip(sites, ("410204", "410205"), (100, 95), strict=True):
            site.district_code = district
            for kind in (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED):
                happened(session, site.id, kind, today - timedelta(days=ago))
        ids = [site.id for site in sites]
    for both in (False, True):
        page = office.browser(replace(VERIFIER, areas=("410204",))).get("/due").text
        assert ids[0] in page
        assert ids[1] not in page
        assert 'id="due-title">已到期 <span class="number">1</span>' in page
        if not both:  # the same where a day was set by hand and histories are read
            day = (today + timedelta(days=9)).isoformat()
            for office.site_id in ids:
                told = {"reason": "暴雨之后", "day": day}
                assert office.by_form(VERIFIER, "set_recheck", **told).status_code == 303


def test_a_long_list_is_cut_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    today = office.house.app.extensions[EXTENSION].today()
    with office.house.store.session() as session:
        for site in session.query(Site).all():
            for kind in (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED):
                happened(session, site.id, kind, today - timedelta(days=40))
    monkeypatch.setattr("geo_app.web.rechecks.LISTED", 1)
    page = office.browser(LEADER).get("/due").text
    assert page.count('class="due-row"') == 1
    assert "只列最早的 1 处，共 2 处" in page


# --- a form that is refused -------------------------------------------------------------------


def step_of(page: str, code: str) -> str:
    """The form of a step on the page of the site."""
    found = re.search(rf'<details[^>]*data-step="{code}"[^>]*>.*?</details>', page, re.DOTALL)
    assert found, f"{code} is not offered"
    return found[0]


def control(form: str, name: str) -> str:
    """A control of a form, with its content where that is not an attribute."""
    found = re.search(rf'<(textarea|input)[^>]* name="{name}"[^>]*>([^<]*)', form)
    assert found, f"{name} is not asked for"
    return found[0]


@pytest.mark.parametrize(
    ("step", "told", "kept", "field", "sentence"),
    [
        ("refuse", {"reason": "长" * 501}, "reason", "reason", "最多 500 个字"),
        ("refuse", {"reason": WHY, "status": "x"}, "reason", None, "没有 status 这一项"),
        ("accept", {"override": "特事特办"}, "override", "override", "至少 10 个字"),
        ("revisit", {"reason": "</textarea><script>"}, "reason", None, None),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_it(
    office: Office, step: str, told: dict[str, str], kept: str, field: str | None, sentence: str
) -> None:
    extra = {} if sentence else {"holds": "perhaps"}
    answer = office.by_form(LEADER, step, **told, **extra)
    assert answer.status_code == 422
    form = step_of(answer.text, step)
    assert " open" in form.split(">")[0]
    shown = control(form, kept)
    assert html.unescape(shown).endswith(f">{told[kept]}")
    assert answer.text.count('class="fault"') == 1
    fault = part(form, 'class="fault"', "</p>")
    assert (sentence or "holds") in fault
    if field:
        assert f'id="fault-{step}"' in fault
        assert 'aria-invalid="true"' in shown
        assert f'aria-describedby="fault-{step}"' in shown
        assert "autofocus" in shown
    else:
        assert "aria-invalid" not in form
        assert "autofocus" in fault
    # what was typed belongs to this form only
    assert html.escape(told[kept]) not in answer.text.replace(form, "")
    assert office.status is Status.CLAIMED


def test_every_kind_of_control_keeps_its_content(office: Office) -> None:
    photos = office.show()
    told = {"on": "2999-01-01", "note": "口子封了", "photos": photos[:1]}
    answer = office.by_form(CLERK, "claim", **told)
    assert answer.status_code == 422
    form = step_of(answer.text, "claim")
    assert 'value="2999-01-01"' in control(form, "on")
    assert 'aria-invalid="true"' in control(form, "on")
    assert control(form, "note").endswith(">口子封了")
    ticked = re.findall(r'name="photos" value="([^"]+)" checked', form)
    assert ticked == photos[:1]

    answer = office.by_form(CLERK, "transfer", to="", reason="管网归城管局")
    form = step_of(answer.text, "transfer")
    assert control(form, "reason").endswith(">管网归城管局")
    assert 'aria-invalid="true"' in control(form, "to")

    assert office.by_form(VERIFIER, "accept").status_code == 303
    answer = office.by_form(VERIFIER, "recheck", reason="还在看")
    form = step_of(answer.text, "recheck")
    assert control(form, "reason").endswith(">还在看")
    assert "没有反弹，还是已经反弹" in part(form, "<fieldset", "</fieldset>")
    answer = office.by_form(VERIFIER, "recheck", reason="长" * 501, holds="no")
    assert 'value="no" checked' in step_of(answer.text, "recheck")
    answer = office.by_form(VERIFIER, "set_recheck", reason="暴雨之后", day="2021-01-01")
    form = step_of(answer.text, "set_recheck")
    assert 'value="2021-01-01"' in control(form, "day")
    assert control(form, "reason").endswith(">暴雨之后")


@pytest.mark.parametrize(
    ("actor", "step", "status"), [(INSPECTOR, "refuse", 403), (CLERK, "close", 409)]
)
def test_what_was_typed_for_a_step_that_is_not_offered_is_shown_to_be_copied(
    office: Office, actor: Actor, step: str, status: int
) -> None:
    answer = office.by_form(actor, step, reason="<b>渗水</b>", note="在北岸")
    assert answer.status_code == status
    told = part(answer.text, 'class="fault-box"', "</div>")
    assert "&lt;b&gt;渗水&lt;/b&gt;" in told
    assert "在北岸" in told
    assert "没有记下" in told
    assert 'role="alert"' in told
    assert office.status is Status.CLAIMED


def test_the_answer_to_a_refused_form_has_a_way_back(office: Office) -> None:
    """Of a reload, of the switch of language."""
    client = office.browser(VERIFIER)
    answer = client.get(f"/sites/{office.site_id}/refuse")
    assert (answer.status_code, answer.location) == (303, f"/sites/{office.site_id}#actions")


def test_what_was_typed_is_there_again_after_a_refusal(office: Office) -> None:
    why = "汛期"  # too short for an exception
    answer = office.by_form(LEADER, "accept", override=why)
    assert answer.status_code == 422
    form = answer.text.partition("data-override open")[2].partition("</form>")[0]
    assert 'role="alert"' in form
    assert f">{why}</textarea>" in form
    # a step that cannot be taken at all: the words are not lost either
    told = "排口已封堵，<b>照片</b>为证"
    answer = office.by_form(WORKER, "accept", note=told)
    assert answer.status_code == 403
    panel = answer.text.partition('id="actions"')[2].partition("</section>")[0]
    assert "不能核查" in panel
    assert "您写的是：排口已封堵，&lt;b&gt;照片&lt;/b&gt;为证" in panel

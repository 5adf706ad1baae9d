"""The procedure by forms and by interface: the same rules, said as the house says errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import said
from geo_app.domain.status import Status
from geo_app.store.models import Event, Site
from geo_app.web.installation import EXTENSION
from geo_app.work import places
from tests.signed_in import SignedIn
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

"""``geo-app site``: the steps at the command line, under the same rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo_app.cli import cli
from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import said
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind
from geo_app.errors import GeoAppError
from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from geo_app.work.desk import open_desk
from tests.storage.helpers import confirm_sample, happened
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    LEADER,
    RESPONSIBLE_UNIT,
    VERIFIER,
    WORKER,
    show,
)

WHY = "排口附近仍有污水渗出"
CODE = "P1-1"


@dataclass(frozen=True)
class Office:
    """An installation with the made-up notice; its first site is claimed."""

    data: Path
    store: Store
    settings: Settings
    site_id: str

    def run(self, step: str, actor: Actor | None, *words: str) -> Result:
        person = ()
        if actor is not None:
            person = ("--as", actor.name, "--role", actor.role.value, "--unit", actor.unit or "")
        return CliRunner().invoke(
            cli, ["site", step, CODE, *person, *words, "--data", str(self.data)]
        )

    def show(self) -> None:
        with open_desk(self.settings) as desk:
            show(self.store, desk, self.site_id)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "instance"
    settings = Settings(data=data)
    store = open_store(settings)
    yield Office(data, store, settings, confirm_sample(store, settings)[0])
    store.engine.dispose()


def test_the_way_from_claim_to_public_notice(office: Office) -> None:
    office.show()
    for step, actor, words, said_ in (
        ("refuse", VERIFIER, ("--reason", WHY), "整改中"),
        ("transfer", CLERK, ("--to", "城管局", "--reason", "管网归其管理"), "已移交"),
        ("dispute", CLERK, ("--reason", "这是雨水口"), "有争议"),
    ):
        answer = office.run(step, actor, *words)
        assert answer.exit_code == 0, answer.exception
        assert f"{CODE}  {said_}" in answer.output
    office.show()
    for step, actor, words in (
        ("claim", WORKER, ("--note", "口子封了")),
        ("revisit", VERIFIER, ("--reason", "看不清")),
    ):
        assert office.run(step, actor, *words).exit_code == 0
    office.show()
    for step, actor, words in (
        ("accept", VERIFIER, ()),
        ("set-recheck", VERIFIER, ("--day", "2999-01-01", "--reason", "暴雨之后")),
        ("recheck", VERIFIER, ("--holds",)),
        ("publish", CLERK, ()),
    ):
        answer = office.run(step, actor, *words)
        assert answer.exit_code == 0, answer.exception
    assert "2999-01-01  指定回头看：暴雨之后" in answer.output
    answer = office.run("close", CLERK)
    assert isinstance(answer.exception, GeoAppError)
    assert (answer.exception.code, answer.exception.exit_code) == ("verification.notice_runs", 6)
    assert office.run("recheck", VERIFIER, "--fails", "--reason", WHY).exit_code == 0


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (said("钱某", RESPONSIBLE_UNIT, Role.VERIFIER), "verification.own_unit"),
        (said("钱某", None, Role.VERIFIER), "verification.unit_unsaid"),
        (said(CLERK.name, CLERK.unit, Role.VERIFIER), "verification.own_claim"),
        (said(INSPECTOR.name, INSPECTOR.unit, Role.VERIFIER), "verification.own_photos"),
        (WORKER, "actor.no_right"),
        (None, "verification.unit_unsaid"),
    ],
    ids=["own unit", "no unit", "claimant", "photographer", "role", "operator"],
)
def test_each_condition_of_the_four_eyes_alone_refuses(
    office: Office, actor: Actor | None, code: str
) -> None:
    office.show()
    assert office.run("claim", CLERK).exit_code == 0
    error = office.run("accept", actor, "--override", "上级要求今天必须销号，特批").exception
    assert isinstance(error, GeoAppError)
    assert (error.code, error.exit_code) == (code, 5)


def test_an_override_is_said_first_of_all(office: Office) -> None:
    error = office.run("accept", VERIFIER).exception
    assert isinstance(error, GeoAppError)
    assert error.code == "verification.missing"
    answer = office.run("accept", LEADER, "--override", "汛期道路中断，已由省厅现场验收")
    assert answer.output.splitlines()[1].startswith("！证据不足")
    plain = json.loads(office.run("standing", VERIFIER, "--json").output)
    assert "汛期道路中断" in plain["overridden"][0]["message"]


def test_the_standing_lists_every_step_with_what_is_missing(office: Office) -> None:
    lines = office.run("standing", VERIFIER).output.splitlines()
    marks = [line for line in lines if line[0] in "○×"]
    assert len(marks) == len(Step)
    assert all(len(line.split(maxsplit=2)) == 3 for line in marks if line.startswith("×"))


def test_what_is_due_is_listed_by_day(office: Office) -> None:
    with office.store.session() as session:
        happened(session, office.site_id, EventKind.VERIFIED, date(2024, 4, 1))
        happened(session, office.site_id, EventKind.CLOSED, date(2024, 5, 1))
    words = ["site", "due", "--data", str(office.data)]
    answer = CliRunner().invoke(cli, words)
    assert answer.output.startswith(f"2024-05-31  {CODE}  ")
    assert "销号后 30 天回头看" in answer.output
    (plain,) = json.loads(CliRunner().invoke(cli, [*words, "--json"]).output)
    assert (plain["code"], plain["day"]) == (CODE, "2024-05-31")


def test_a_role_that_is_none_is_refused(office: Office) -> None:
    answer = CliRunner().invoke(
        cli, ["site", "accept", CODE, "--as", "王五", "--role", "king", "--data", str(office.data)]
    )
    assert answer.exit_code == 2

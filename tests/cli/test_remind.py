"""``geo-app remind`` against a real mail server and a real host of robots, on loopback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from geo_app.cli import cli
from geo_app.domain.actor import Actor, Role
from geo_app.errors import GeoAppError
from geo_app.serving.authority import authority, issue
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.store.people import Person
from geo_app.store.reminders import Delivery
from geo_app.store.session import Store, open_store
from geo_app.work.first_start import first_start
from tests.signed_in import person
from tests.sinks import LOGIN, MailSink, mail_server, robot_host

UNIT = "某镇政府"
DISTRICT = "410204"


@dataclass
class Answer:
    """What the command answers."""

    returncode: int
    stdout: bytes
    stderr: bytes


def called(*words: str, **env: str) -> Answer:
    """The command in this process, with an environment of its own."""
    result = CliRunner().invoke(cli, ["remind", *words], env=env)
    error, code = result.exception, result.exit_code
    told = result.stderr_bytes or b""
    if isinstance(error, GeoAppError):
        code, told = error.exit_code, told + error.text().encode() + b"\n"
    elif error is not None and not isinstance(error, SystemExit):
        raise error
    return Answer(code, result.stdout_bytes, told)


@dataclass
class Office:
    """An installation with sites that are due, and people with mail."""

    settings: Settings
    store: Store
    env: dict[str, str]

    def remind(self, *words: str, **env: str) -> Answer:
        return called(*words, "--data", str(self.settings.data), **{**self.env, **env})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(data=tmp_path / "data")
    store = open_store(settings)
    first_start(store, settings)
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    with store.session() as session:
        sites = session.scalars(select(Site).order_by(Site.code)).all()
        for site, days in zip(sites, (-2, 3, 100), strict=False):
            site.status, site.responsible_unit = "open", UNIT
            site.deadline = today + timedelta(days=days)
            site.district_code = DISTRICT if days < 0 else "410205"
            site.accounting_unit = None
        sites[0].name = "排口\r\nBcc: x@y.zz <@all>"
        for site in sites[3:]:
            site.deadline = None
    for who, mail in (
        (Actor("", "办事员", "某整改办", Role.CLERK), "clerk@example.org"),
        (Actor("", "责任人", UNIT, Role.RESPONSIBLE, (DISTRICT,)), "unit@example.org"),
        (Actor("", "检查员", UNIT, Role.INSPECTOR), "inspector@example.org"),
        (Actor("", "领导", None, Role.LEADER), None),
    ):
        known = person(store, who)
        with store.session() as session:
            session.get_one(Person, known.id).mail = mail
    yield Office(settings, store, {"GEO_APP_ADDRESS": "https://map.example.org/"})
    store.engine.dispose()


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for loopback, and the file of the authority that stands for it."""
    folder = tmp_path_factory.mktemp("tls")
    by = authority(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(issue(by, folder, ("localhost", "127.0.0.1")))
    root = folder / "root.pem"
    root.write_text(ssl.DER_cert_to_PEM_cert(by.der))
    return context, root


def smtp(port: int, security: str = "none", **more: str) -> dict[str, str]:
    return {
        "GEO_APP_SMTP_HOST": "127.0.0.1",
        "GEO_APP_SMTP_PORT": str(port),
        "GEO_APP_SMTP_SECURITY": security,
        "GEO_APP_SMTP_FROM": "map@example.org",
        **more,
    }


def by_recipient(sink: MailSink) -> dict[str, str]:
    return {str(each["To"]): each.get_content() for each in sink.mails}


def test_each_is_told_once_of_what_concerns_him_and_tomorrow_of_what_is_new(
    office: Office,
) -> None:
    with mail_server() as (sink, port):
        office.env |= smtp(port)
        would = office.remind("--dry-run", "--json")
        assert {(each["addressee"], each["reminders"]) for each in json.loads(would.stdout)} == {
            ("办事员", 2),
            ("责任人", 1),
        }
        assert sink.mails == []
        done = office.remind("--json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert json.loads(done.stdout) == {"sent": 2, "reminders": 3, "troubles": []}
        told = by_recipient(sink)
        assert set(told) == {"clerk@example.org", "unit@example.org"}
        assert "超期 2 天" in told["clerk@example.org"]
        assert "还有 3 天" in told["clerk@example.org"]
        assert "还有 3 天" not in told["unit@example.org"], "another district"
        assert "https://map.example.org/inbox" in told["unit@example.org"]
        mail = sink.mails[0]
        assert str(mail["Subject"]) == "【整改提醒】超期 1 项，将到期 1 项"
        assert mail["Bcc"] is None
        assert "\nBcc" not in told["clerk@example.org"]
        assert office.remind().returncode == 0
        assert len(sink.mails) == 2, "each once"
        with office.store.session() as session:  # a new day is set: that is asked anew
            site = session.scalars(select(Site).where(Site.district_code == DISTRICT)).first()
            assert site is not None
            assert site.deadline is not None
            site.deadline += timedelta(days=8)
        office.remind()
        assert len(sink.mails) == 4
        assert "还有 6 天" in by_recipient(sink)["unit@example.org"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_password_that_is_never_shown(
    office: Office, tls: tuple[ssl.SSLContext, Path], security: str
) -> None:
    context, root = tls
    user, password = (each.decode() for each in LOGIN)
    login = {"GEO_APP_SMTP_USER": user, "GEO_APP_SMTP_PASSWORD": password}
    with mail_server(context, needs_login=True, from_start=security == "tls") as (sink, port):
        office.env |= smtp(port, security, **login)
        strange = office.remind(SSL_CERT_FILE="")
        assert strange.returncode == 1, "nobody stands for this certificate"
        assert b"TLS" in strange.stderr
        other = {"GEO_APP_SMTP_PASSWORD": "another-s3cret"}
        no_ascii = {"GEO_APP_SMTP_PASSWORD": "s3cret-ö"}
        wrong = office.remind(SSL_CERT_FILE=str(root), **other)
        assert wrong.returncode == 1
        assert b"535" in wrong.stderr
        unsayable = office.remind(SSL_CERT_FILE=str(root), **no_ascii)
        assert (unsayable.returncode, b"UnicodeError" in unsayable.stderr) == (1, True)
        assert sink.mails == []
        done = office.remind(SSL_CERT_FILE=str(root))
        assert done.returncode == 0, done.stderr.decode()
        assert len(sink.mails) == 2
        for answer in (strange, wrong, unsayable, done):
            assert b"s3cret" not in answer.stdout + answer.stderr
    with office.store.session(read_only=True) as session:
        assert not any("s3cret" in (each.error or "") for each in session.scalars(select(Delivery)))


def test_a_server_without_tls_gets_nothing(office: Office) -> None:
    with mail_server() as (sink, port):
        answer = office.remind(**smtp(port, "starttls"))
        assert answer.returncode == 1
        assert b"SMTPNotSupported" in answer.stderr
        assert sink.mails == []
        refused = office.remind(**smtp(port, GEO_APP_SMTP_USER="robot"))
        assert refused.returncode == 2
        assert sink.mails == []


def test_who_is_not_reached_is_tried_again_and_the_others_are_told(office: Office) -> None:
    with mail_server() as (sink, port):
        office.env |= smtp(port)
        sink.refused = {"clerk@example.org"}
        first = office.remind("--json")
        assert first.returncode == 1
        [trouble] = json.loads(first.stdout)["troubles"]
        assert (trouble["addressee"], trouble["reason"][:3]) == ("办事员", "550")
        assert set(by_recipient(sink)) == {"unit@example.org"}
        sink.refused = set()
        assert office.remind().returncode == 0
        assert sorted(by_recipient(sink)) == ["clerk@example.org", "unit@example.org"]
        assert len(sink.mails) == 2
    assert office.remind().returncode == 0, "nothing to say: no server is needed"
    down = office.remind("--dry-run", **smtp(port))
    assert down.returncode == 0


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_id(
    office: Office,
) -> None:
    with mail_server() as (sink, port):
        sink.hold_s = 3
        env = {**os.environ, **office.env, **smtp(port)}
        command = [sys.executable, "-m", "geo_app", "remind", "--data", str(office.settings.data)]
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        assert sink.arrived.wait(60)
        busy = office.remind(**smtp(port))
        assert busy.returncode == 6, "one at a time"
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        sink.hold_s = 0
    with mail_server() as (after, port):
        assert office.remind(**smtp(port)).returncode == 0
        again = [str(each["Message-ID"]) for each in after.mails]
        assert len(after.mails) == 2
        assert str(sink.mails[0]["Message-ID"]) in again, "its server may know it"
        assert office.remind(**smtp(port)).returncode == 0
        assert len(after.mails) == 2


def test_robots_are_told_as_text_signed_and_of_their_areas_only(office: Office) -> None:
    with robot_host() as host:
        office.env |= {
            "GEO_APP_WECOM_URL": f"{host.url}/cgi-bin/webhook/send?key=k1",
            "GEO_APP_WECOM_AREAS": "鼓楼区",
            "GEO_APP_DINGTALK_URL": f"{host.url}/robot/send?access_token=t1",
            "GEO_APP_DINGTALK_SECRET": "SEC-abc",
        }
        done = office.remind()
        assert done.returncode == 0, done.stderr.decode()
        (wecom_path, wecom), (ding_path, ding) = host.posts
        assert wecom_path == "/cgi-bin/webhook/send?key=k1"
        assert wecom["msgtype"] == ding["msgtype"] == "text"
        content = wecom["text"]["content"]
        assert "超期 2 天" in content
        assert "还有 3 天" not in content, "another district"
        assert len(content.encode()) <= 2048
        assert "还有 3 天" in ding["text"]["content"]
        assert ding["at"] == {"isAtAll": False}
        query = parse_qs(urlsplit(ding_path).query)
        told = f"{query['timestamp'][0]}\nSEC-abc".encode()
        signature = base64.b64encode(hmac.new(b"SEC-abc", told, hashlib.sha256).digest()).decode()
        assert query["sign"] == [signature]
        assert query["access_token"] == ["t1"]
        assert office.remind().returncode == 0
        assert len(host.posts) == 2, "each once"


@pytest.mark.parametrize(
    ("status", "headers", "told", "reason"),
    [
        (200, {}, b'{"errcode":93000,"errmsg":"invalid webhook url k1"}', b"errcode 93000"),
        (200, {}, b"<html>", b"no errcode"),
        (200, {}, b"[]", b"no errcode"),
        (500, {}, b"k1", b"HTTP 500"),
        (302, {"Location": "/elsewhere"}, b"", b"HTTP 302"),
        (307, {"Location": "/elsewhere"}, b"", b"HTTP 307"),
    ],
)
def test_what_a_robot_did_not_take_is_tried_again(
    office: Office, status: int, headers: dict[str, str], told: bytes, reason: bytes
) -> None:
    with robot_host() as host:
        good, host.answer = host.answer, (status, headers, told)
        office.env |= {"GEO_APP_WECOM_URL": f"{host.url}/send?key=k1"}
        failed = office.remind()
        assert failed.returncode == 1
        assert reason in failed.stderr
        assert b"k1" not in failed.stderr + failed.stdout, "the key is a secret"
        assert [path for path, _ in host.posts] == ["/send?key=k1"], "not followed elsewhere"
        host.answer = good
        assert office.remind().returncode == 0
        assert len(host.posts) == 2


def test_a_robot_that_is_not_there_says_no_secret(office: Office) -> None:
    with robot_host() as host:
        url = f"{host.url}/send?key=k1"
    failed = office.remind(GEO_APP_WECOM_URL=url)
    assert failed.returncode == 1
    assert b"k1" not in failed.stderr + failed.stdout


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"GEO_APP_WECOM_URL": "http://10.0.0.8/send?key=k1"},
        {"GEO_APP_WECOM_URL": "file:///etc/passwd"},
        {"GEO_APP_WECOM_URL": "https://user:k1@robot.example.org/"},
        {"GEO_APP_DINGTALK_URL": "https:///send?k1"},
        {"GEO_APP_WECOM_URL": "https://robot.example.org/?k1", "GEO_APP_WECOM_AREAS": "不存在区"},
        {"GEO_APP_SMTP_HOST": "mail.example.org", "GEO_APP_SMTP_FROM": "map"},
        smtp(25, "ssl"),
        {**smtp(25), "GEO_APP_ADDRESS": "javascript:alert(1)"},
        {**smtp(25), "GEO_APP_REMIND_DAYS": "20,x"},
        {**smtp(25), "GEO_APP_REMIND_DAYS": "-1"},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_named_and_nothing_is_sent(
    tmp_path: Path, env: dict[str, str]
) -> None:
    answer = called("--data", str(tmp_path / "data"), **env)
    assert answer.returncode == 2, answer.stderr.decode()
    assert answer.stderr.count(b"\n") == 1
    assert b"k1" not in answer.stderr

"""Every answer carries the headers, and pages fit the policy that they send."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo_app.settings import BaseMaps
from geo_app.web.base_maps import tile_hosts
from geo_app.web.headers import FIXED, policy
from geo_app.web.trust import kept_secret
from tests.web.conftest import House, build

PAGES = ["/", "/ledger", "/notices", "/gazetteer", "/about"]
ERRORS = ["/nothing-here", "/sites/none", "/notices/none", "/api/nothing", "/api/sites/none"]


@pytest.mark.parametrize("path", [*PAGES, *ERRORS, "/healthz", "/api/sites.geojson"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in FIXED} == FIXED
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_script_of_a_page_carries_the_nonce_of_its_answer(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert nonce
    scripts = [
        tag
        for tag in re.findall(r"<script[^>]*>", response.text)
        if 'type="application/json"' not in tag
    ]
    assert scripts
    assert [tag for tag in scripts if f'nonce="{nonce[1]}"' not in tag] == []


def test_the_nonce_is_new_in_every_answer(client: FlaskClient) -> None:
    first, second = (client.get("/about").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def all_pages(house: House) -> list[str]:
    with house.store.session(read_only=True) as session:
        from geo_app.work import sites

        ids = [site.id for site in sites.every(session)]
    return [*PAGES, f"/notices/{house.notice_id}", *(f"/sites/{each}" for each in ids)]


def test_no_page_names_another_host_or_holds_inline_code(shared: House) -> None:
    client = shared.app.test_client()
    for path in all_pages(shared):
        response = client.get(path)
        assert response.status_code == 200, path
        page = response.text.replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://[^\s\"'<]+|(?:src|href)=\"//", page) == [], path
        assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", page) == [], path
        assert "<style" not in page, path


def test_what_a_notice_says_never_becomes_markup(shared: House) -> None:
    client = shared.app.test_client()
    for path in all_pages(shared):
        assert "<script>alert" not in client.get(path).text, path


def test_base_maps_open_the_policy_for_their_hosts_only() -> None:
    hosts = tile_hosts(BaseMaps(tianditu_key="k", osm=True))
    tianditu = [f"https://t{n}.tianditu.gov.cn" for n in range(8)]
    assert hosts == [*tianditu, "https://tile.openstreetmap.org"]
    rules = dict(rule.split(" ", 1) for rule in policy("n", hosts).split("; "))
    assert rules["connect-src"] == "'self'"
    assert "https://t3.tianditu.gov.cn" in rules["img-src"]


def test_without_base_maps_pictures_come_from_here_only() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy("n", tile_hosts(BaseMaps())).split("; "))
    assert rules["img-src"] == "'self' data: blob:"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookies = client.get("/about").headers.getlist("Set-Cookie")
    assert cookies
    assert [c for c in cookies if "HttpOnly" not in c or "SameSite=Lax" not in c] == []


def test_another_host_name_is_refused_on_loopback(client: FlaskClient) -> None:
    assert client.get("/about", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/about", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_the_secret_is_kept_for_the_owner_only(tmp_path: Path) -> None:
    first = build(tmp_path)
    kept = tmp_path / "secret.key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert first.app.secret_key == kept.read_text()
    assert len(kept.read_text()) >= 48
    assert kept_secret(tmp_path) == kept.read_text()
    assert list(tmp_path.glob(".secret.*")) == []
    first.store.engine.dispose()

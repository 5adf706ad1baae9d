"""By which names and through which proxies a browser may come."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import request
from werkzeug.test import Client

from geo_app.settings import Network, Settings, from_environ
from geo_app.web import create_app

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "map.example.cn",
}


def seen(data: Path, network: Network, headers: dict[str, str]) -> tuple[str | None, str, int]:
    """Address and root of a request as the program sees them, and the status of its answer."""
    app = create_app(Settings(data=data, network=network))
    found: list[tuple[str | None, str]] = []

    @app.before_request
    def note() -> None:
        found.append((request.remote_addr, request.host_url))

    told = {"REMOTE_ADDR": "127.0.0.1"}
    status = Client(app).get("/healthz", headers=headers, environ_base=told).status_code
    return (*found[0], status) if found else (None, "", status)


def test_what_a_browser_says_of_itself_is_not_believed(tmp_path: Path) -> None:
    assert seen(tmp_path, Network(), FORWARDED) == ("127.0.0.1", "http://localhost/", 200)


def test_one_proxy_is_believed_and_what_came_before_it_is_not(tmp_path: Path) -> None:
    network = Network(proxies=1, hosts="map.example.cn")

    assert seen(tmp_path, network, FORWARDED) == ("198.51.100.7", "https://map.example.cn/", 200)


@pytest.mark.parametrize(
    "host", ["evil.example", "map.example.cn.evil.example", "localhost", "a b"]
)
def test_another_name_is_refused(tmp_path: Path, host: str) -> None:
    app = create_app(Settings(data=tmp_path, network=Network(hosts="map.example.cn, 10.0.0.1")))
    answer = Client(app).get("/healthz", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize(("https", "name"), [(True, "__Host-geo_app"), (False, "geo_app")])
def test_cookies_are_for_https_only_where_browsers_come_by_it(
    tmp_path: Path, https: bool, name: str
) -> None:
    app = create_app(Settings(data=tmp_path, network=Network(https=https)))
    client = Client(app)
    answer = client.get("/sign-in", base_url=f"http{'s' if https else ''}://localhost")
    told = answer.headers["Set-Cookie"]

    assert told.startswith(f"{name}=")
    assert ("Secure" in told) is https
    assert "HttpOnly" in told
    assert "Path=/" in told
    assert "Domain" not in told


def test_the_settings_come_from_the_environment() -> None:
    found = from_environ({"GEO_APP_PROXIES": "2", "GEO_APP_HOSTS": "a, b ,", "GEO_APP_HTTPS": "1"})

    assert found.network.proxies == 2
    assert found.network.names == ["a", "b"]
    assert found.network.https
    with pytest.raises(ValueError, match="GEO_APP_PROXIES"):
        from_environ({"GEO_APP_PROXIES": "many"})

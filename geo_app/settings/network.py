"""How the server is reached: by which names, through what, and whether by HTTPS only."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import setting

AUTHORITY_FILE = "lan-authority.pem"
"""Key and certificate of the installation's own authority, in the data folder."""


@dataclass(frozen=True, slots=True)
class Network:
    """How browsers reach the server."""

    hosts: str = setting(
        "",
        "Names by which browsers call the server, with commas; a request by another one is refused."
        " Empty = loopback names, or any on an open address.",
        "GEO_APP_HOSTS",
    )
    proxies: int = setting(
        0,
        "Reverse proxies in front, each of which adds to X-Forwarded-For; 0 = such headers are"
        " not believed.",
        "GEO_APP_PROXIES",
    )
    https: bool = setting(
        False,
        "Browsers come by HTTPS only: cookies are marked so (Secure, __Host-).",
        "GEO_APP_HTTPS",
    )
    greeting_port: int = setting(
        8080,
        "Port of the page that hands out the certificate (serve --lan); 0 = any free one.",
        "GEO_APP_GREETING_PORT",
    )

    @property
    def names(self) -> list[str]:
        """The names, one by one."""
        return [each.strip() for each in self.hosts.split(",") if each.strip()]

"""What the first request would wait for is done before the server answers any."""

from __future__ import annotations

from flask import Flask

from geo_app.web.installation import EXTENSION, Installation
from geo_app.work.standing import By, standing

_PAGES = ("leader.html", "ledger.html", "map.html", "site.html")
"""Those that are opened most and take longest to be translated."""


def warm_up(app: Flask) -> None:
    """Read the counts of all areas into memory, and translate the largest templates.

    Args:
        app: Of ``create_app``, in the process that will serve.
    """
    installation: Installation = app.extensions[EXTENSION]
    today, rules = installation.today(), installation.settings.leader
    with installation.database.session(read_only=True) as session:
        for by in By:
            standing(session, installation.districts, today, rules, by)
    for name in _PAGES:
        app.jinja_env.get_template(name)

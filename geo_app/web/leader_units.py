"""Responsible units: what is verified of theirs, beside what of the closed fell back."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from geo_app.errors import UsageError
from geo_app.store import scope
from geo_app.web.installation import here
from geo_app.web.leader_view import bound_to
from geo_app.work import course, units
from geo_app.work.units import UnitRecord

leader_units = Blueprint("leader_units", __name__)


@leader_units.get("/leader/units")
def page() -> str:
    """A table, of the units that need a look first; works without a script.

    Raises:
        UsageError: A parameter; more sites than are looked back at.
    """
    for name in request.args:
        raise UsageError("query.unknown_name", name=name[:40])
    installation = here()
    rules = installation.settings.leader
    with installation.store.session(read_only=True) as session:
        sites = course.lived(session, rules.past_sites)
        found = units.records(session, sites, rules.rank_sites)
        bound = [bound_to(installation.districts, each) for each in scope.areas_of(session)]
    return render_template(
        "leader_units.html",
        rows=found[: rules.areas],
        units=len(found),
        whole=sum(found, UnitRecord("")),
        fewest=rules.rank_sites,
        today=installation.today(),
        bound=bound,
    )

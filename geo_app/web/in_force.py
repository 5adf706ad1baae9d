"""The settings in force, for the administrator to look at: they are set where the server starts."""

from __future__ import annotations

from flask import Blueprint, render_template

from geo_app.settings import in_force
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.words import settings as words

in_force_page = Blueprint("in_force", __name__)


@in_force_page.get("/people/settings")
def page() -> str:
    """Every setting with its value and where that came from; secrets only say that they are set."""
    groups = list(in_force.groups(here().settings))
    is_chinese = language() == "zh"
    return render_template(
        "in_force.html",
        groups=groups,
        names=words.GROUPS if is_chinese else {each.name: each.title for each in groups},
        helps=words.HELP if is_chinese else {r.path: r.help for g in groups for r in g.rows},
        changed=[r for g in groups for r in g.rows if r.origin is not in_force.Origin.DEFAULT],
        origins=in_force.Origin,
    )

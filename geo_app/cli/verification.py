"""``geo-app site``: take the steps from claim to closure, and see where a site stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from geo_app.cli.options import data_option, json_option, opened, print_json, settings_of
from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import operator, said
from geo_app.domain.procedure import Step
from geo_app.settings import Settings
from geo_app.words import term

_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "reason": click.option("--reason", default="", help="Why."),
    "note": click.option("--note", default="", help="What more there is to say."),
    "to": click.option("--to", default="", help="To whom it is handed over."),
    "on": click.option("--on", default="", help="Since when it is done, YYYY-MM-DD."),
    "day": click.option("--day", default="", help="When to look again, YYYY-MM-DD."),
    "photos": click.option("--photo", "photos", multiple=True, help="Id of a photo that shows it."),
    "holds": click.option(
        "--holds/--fails", "holds", default=None, help="Still in order, or come back."
    ),
    "override": click.option(
        "--override", default="", help="Why to accept although evidence is missing."
    ),
}

_STEPS: dict[Step, tuple[str, tuple[str, ...]]] = {
    Step.CLAIM: ("Say that it is put right (自报完成).", ("on", "photos", "note")),
    Step.DISPUTE: ("Say that the finding is something else (申辩).", ("reason",)),
    Step.TRANSFER: ("Say that another body has it in hand (移交).", ("to", "reason")),
    Step.ACCEPT: ("Accept the claim: verified (核实通过).", ("note", "override")),
    Step.REFUSE: ("Refuse the claim: back to work (退回整改).", ("reason",)),
    Step.REVISIT: ("Ask for another visit (要求复查).", ("reason",)),
    Step.PUBLISH: ("Begin the public notice (公示).", ("note",)),
    Step.CLOSE: ("Close it after the public notice (销号).", ("note",)),
    Step.SET_RECHECK: ("Set a day for looking again.", ("day", "reason")),
    Step.RECHECK: ("Say what looking again has shown (回头看).", ("holds", "reason")),
    Step.REOPEN: ("Say that it has come back (反弹).", ("reason",)),
}


@click.group()
def site() -> None:
    """One site: from claim to closure."""


def _person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    roles = click.Choice([role.value for role in Role])
    for option in (
        click.option("--role", type=roles, default=Role.OPERATOR.value, show_default=True),
        click.option("--unit", default="", help="Unit of that person."),
        click.option("--as", "name", help="Who acts (default: the operator of the settings)."),
    ):
        command = option(command)
    return command


def _actor(settings: Settings, name: str | None, unit: str, role: str) -> Actor:
    return said(name, unit, role) if name else operator(settings)


@site.command("standing")
@click.argument("code")
@_person_options
@json_option
@data_option
def show_standing(
    code: str, name: str | None, unit: str, role: str, as_json: bool, data: Path | None
) -> None:
    """Where the site CODE stands, which steps are possible, and what is missing for the others."""
    settings = settings_of(data)
    _show(settings, _actor(settings, name, unit, role), code, as_json)


@site.command("due")
@json_option
@data_option
def show_due(as_json: bool, data: Path | None) -> None:
    """Sites that are to be looked at again (回头看), the longest overdue first."""
    from geo_app.work.verification import due_list

    settings = settings_of(data)
    with opened(settings) as session:
        found = due_list(session, settings.verification.recheck_days, _today(settings))
        lines = [(each.site.code, each.site.name, each.rechecks[0]) for each in found.sites]
    if as_json:
        print_json(
            [
                {"code": code, "name": name, "day": due.day, "reason": due.reason.to_json()}
                for code, name, due in lines
            ]
        )
        return
    for code, name, due in lines:
        click.echo(f"{due.day}  {code}  {name}  {due.reason.text()}")


def _today(settings: Settings) -> date:
    """The date on the wall of the office."""
    return datetime.now(ZoneInfo(settings.timezone)).date()


def _show(settings: Settings, actor: Actor, code: str, as_json: bool) -> None:
    from geo_app.work.desk import open_desk
    from geo_app.work.verification import standing

    with opened(settings) as session, open_desk(settings) as desk:
        found = standing(session, actor, code, desk, _today(settings))
    if as_json:
        print_json(found.to_json())
        return
    click.echo(f"{code}  {term('status', found.facts.status)}")
    for override in found.facts.overridden:
        click.echo(f"！{override.text()}")
    for option in found.options:
        why = " ".join(each.text() for each in option.why)
        click.echo(f"{'○' if option.possible else '×'} {term('step', option.step)}  {why}".rstrip())
    for recheck in found.rechecks:
        click.echo(f"{recheck.day}  {recheck.reason.text()}")


def _command(step: Step, help: str, names: tuple[str, ...]) -> click.Command:
    def run(
        code: str,
        name: str | None,
        unit: str,
        role: str,
        as_json: bool,
        data: Path | None,
        **told: object,
    ) -> None:
        from geo_app.work.desk import open_desk
        from geo_app.work.verification import Said, take

        settings = settings_of(data)
        actor = _actor(settings, name, unit, role)
        # an option that may be repeated comes as a tuple, in JSON that is a list
        words = {key: list(v) if isinstance(v, tuple) else v for key, v in told.items()}
        with opened(settings, write=True) as session, open_desk(settings) as desk:
            take(session, actor, code, step, Said.read(words), desk, _today(settings))
        _show(settings, actor, code, as_json)

    command: Callable[..., Any] = data_option(json_option(run))
    for each in reversed(names):
        command = _OPTIONS[each](command)
    command = click.argument("code")(_person_options(command))
    return click.command(step.value.replace("_", "-"), help=help)(command)


for _step, (_help, _names) in _STEPS.items():
    site.add_command(_command(_step, _help, _names))

"""``geo-app people``: who may sign in; for who has the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo_app.cli.options import data_option, json_option, opened, operator, print_json, settings_of
from geo_app.settings import Settings
from geo_app.words import say, term


@click.group()
def people() -> None:
    """Accounts: who may sign in, in which role, bound to which districts."""


@people.command("list")
@json_option
@data_option
def people_list(as_json: bool, data: Path | None) -> None:
    """Everybody who may sign in, or might once."""
    from geo_app.work import people as job

    settings = settings_of(data)
    with opened(settings) as session:
        found: list[dict[str, Any]] = [
            {
                "login": each.login,
                "name": each.name,
                "unit": each.unit,
                "role": each.role,
                "areas": list(each.areas),
                "mail": each.mail,
                "active": each.active,
                "has_password": each.password is not None,
            }
            for each in job.every(session, operator(settings))
        ]
    if as_json:
        print_json(found)
        return
    for each in found:
        role = term("role", each["role"], settings.language)
        off = "" if each["active"] else " ×"
        click.echo(f"{each['login']}{off}  {each['name']}  {role}  {','.join(each['areas'])}")


@people.command("add")
@click.argument("login")
@click.option("--name", required=True, help="As the history shows it.")
@click.option("--role", required=True, help="inspector, clerk, responsible, verifier, leader …")
@click.option("--unit", help="Unit, written as in the ledger.")
@click.option(
    "--area", "areas", multiple=True, help="District or accounting unit; several; none = all."
)
@click.option("--mail", default="", help="Where reminders are sent to.")
@data_option
def people_add(
    login: str,
    name: str,
    role: str,
    unit: str | None,
    areas: tuple[str, ...],
    mail: str,
    data: Path | None,
) -> None:
    """Add an account; prints a one-time link with which its owner sets the password."""
    from geo_app.work import people as job
    from geo_app.work import reference
    from geo_app.work.people import links

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        told = job.NewPerson(login, name, unit, role, areas, mail)
        actor, limits = operator(settings), settings.accounts
        person = job.add(session, actor, told, reference.districts(settings), limits)
        session.flush()
        secret = links.make(session, actor, person.id, limits)
    _show(settings, secret)


@people.command("link")
@click.argument("login")
@data_option
def people_link(login: str, data: Path | None) -> None:
    """Print a new one-time link for an account: the way back for who lost the password."""
    from geo_app.work.people import accounts, links

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        person = accounts.of_login(session, login)
        secret = links.make(session, operator(settings), person.id, settings.accounts)
    _show(settings, secret)


@people.command("disable")
@click.argument("login")
@click.option("--undo", is_flag=True, help="Let the account in again.")
@data_option
def people_disable(login: str, undo: bool, data: Path | None) -> None:
    """Let an account in no longer; its sessions and keys end at once."""
    from geo_app.work import people as job
    from geo_app.work.people import accounts

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        person = accounts.of_login(session, login)
        job.set_active(session, operator(settings), person.id, active=undo)


@people.command("sign-out")
@click.argument("login")
@data_option
def people_sign_out(login: str, data: Path | None) -> None:
    """End all sessions of an account: a phone was lost. Its access keys stay."""
    from geo_app.work.people import accounts, browsers

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        person = accounts.of_login(session, login)
        browsers.end_all(session, operator(settings), person)


@people.command("reset-second-step")
@click.argument("login")
@data_option
def people_reset_second_step(login: str, data: Path | None) -> None:
    """Turn two-step verification of an account off, and take its passkeys: the phone is lost."""
    from geo_app.work.people import accounts, second_factor

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        person = accounts.of_login(session, login)
        second_factor.reset(session, operator(settings), person)


def _show(settings: Settings, secret: str) -> None:
    url = f"http://{settings.host}:{settings.port}/link/{secret}"
    hours = round(settings.accounts.link_hours)
    click.echo(say("people.link", {"hours": hours, "url": url}, settings.language))

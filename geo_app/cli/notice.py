"""``geo-app notice``: read a notice, keep it, or take its places to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo_app.cli.options import (
    data_option,
    gazetteer_of,
    json_option,
    opened,
    operator,
    print_json,
    read_file,
    settings_of,
    write_whole,
)
from geo_app.domain.notice import NoticeDraft
from geo_app.errors import InputError
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.settings import Settings
from geo_app.words import term


@click.group()
def notice() -> None:
    """Read inspection notices (txt, docx, html)."""


def _draft(file: str, settings: Settings) -> tuple[NoticeDraft, str]:
    """A notice with at least one problem.

    Raises:
        InputError: The file cannot be read, or holds no numbered problem.
    """
    content, name = read_file(file, settings.limits.notice_bytes)
    draft = parse_notice(read_text(content, name=name, limits=settings.limits))
    if not draft.problems:
        raise InputError("notice.no_problem", file=name)
    return draft, name


@notice.command("read")
@click.argument("file")
@json_option
@data_option
def notice_read(file: str, as_json: bool, data: Path | None) -> None:
    """Say what a notice holds: problems, claims, places, doubts. Nothing is stored."""
    from geo_app.work import reference
    from geo_app.work.notices import preview

    settings = settings_of(data)
    draft, _ = _draft(file, settings)
    sheet = preview(draft, gazetteer_of(settings), reference.districts(settings), settings)
    if as_json:
        print_json(sheet)
        return
    places = [place for problem in sheet["problems"] for place in problem["places"]]
    located = sum(1 for place in places if place["located"])
    click.echo(
        f"{sheet.get('title') or file}\n"
        f"问题 {len(sheet['problems'])}，点位 {len(places)}（已定位 {located}，"
        f"未定位 {len(places) - located}）"
    )
    for problem in sheet["problems"]:
        _print_problem(problem)


def _print_problem(problem: dict[str, Any]) -> None:
    word = term("status", problem["status"])
    category = term("category", problem["category"])
    click.echo(f"\n{problem['number']:>3}  {word}  {category}")
    for place in problem["places"]:
        radius = f"±{place['radius_m']:.0f} m" if place["located"] else "未定位"
        click.echo(f"      ◦ {place['text']}  [{term('status', place['status'])}]  {radius}")
    for doubt in problem["doubts"]:
        click.echo(f"      ? {doubt['message']}")


@notice.command("add")
@click.argument("file")
@click.option("--confirm", is_flag=True, help="Take over every computed position as it is.")
@json_option
@data_option
def notice_add(file: str, confirm: bool, as_json: bool, data: Path | None) -> None:
    """Store a notice for review; the same text twice changes nothing."""
    from geo_app.work import gazetteer, notices, places, reference

    settings = settings_of(data)
    draft, name = _draft(file, settings)
    actor = operator(settings)
    with opened(settings, write=True) as session:
        row = notices.add(
            session,
            actor,
            draft,
            source_name=name,
            gazetteer=gazetteer.load(session),
            districts=reference.districts(settings),
            settings=settings,
        )
        confirmed = places.confirm_all(session, actor, row.id) if confirm else []
        result = {"notice": row.id, "problems": len(draft.problems), "sites": len(confirmed)}
    if as_json:
        print_json(result)
    else:
        click.echo(
            f"已保存：{result['problems']} 个问题，{result['sites']} 处点位  {result['notice']}"
        )


@notice.command("sites")
@click.argument("file")
@click.option("-o", "output", default="-", help="GeoJSON to write (default: standard output).")
@data_option
def notice_sites(file: str, output: str, data: Path | None) -> None:
    """Take the whole road at once: notice in, GeoJSON of its sites out; nothing is stored."""
    from geo_app.work import reference
    from geo_app.work.exchange import sites_of_draft

    settings = settings_of(data)
    draft, name = _draft(file, settings)
    write_whole(
        output,
        sites_of_draft(
            operator(settings),
            draft,
            source_name=name,
            gazetteer=gazetteer_of(settings),
            districts=reference.districts(settings),
            settings=settings,
        ),
    )

"""``geo-app demo``: a made-up city or nation of sites, for trying things out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from geo_app.cli.bar import bar
from geo_app.cli.options import data_option, json_option, operator, print_json, settings_of
from geo_app.errors import ConflictError
from geo_app.words import say


@click.command()
@click.option("--sites", "count", type=int, default=10_000, show_default=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other sites.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder for them, instead of the folder of the installation.",
)
@json_option
@data_option
def demo(count: int, seed: int, into: Path | None, as_json: bool, data: Path | None) -> None:
    """Fill a data folder with made-up sites; each is called 示例 (example).

    Up to 200,000 lie in the districts of the installation, more in those of China where
    geo-app[districts] is installed. A folder that has real notices is refused.
    """
    from geo_app.store.session import open_store
    from geo_app.work import reference
    from geo_app.work.demo import fill, people

    if into is not None and into.exists() and any(into.iterdir()):
        raise ConflictError("demo.not_empty", path=str(into))
    settings = settings_of(into or data)
    today = datetime.now(ZoneInfo(settings.timezone)).date()
    language = settings.language
    store = open_store(settings)
    try:
        with (
            store.session() as session,
            bar(say("demo.making", {}, language), quiet=as_json) as progress,
        ):
            actor = operator(settings)
            report = fill(session, actor, count, abs(seed), settings, today, progress=progress)
            people.invent(session, actor, reference.districts(settings), settings.accounts)
        people.mark(settings.data)
    finally:
        store.engine.dispose()
    if as_json:
        print_json({"added": report.added, "unchanged": report.unchanged, "seed": abs(seed)})
    else:
        values = {"added": report.added, "seed": abs(seed), "path": str(settings.data)}
        click.echo(say("demo.done", values, language))

"""``geo-app gazetteer``: the anchors that places are told from."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli.options import (
    data_option,
    json_option,
    opened,
    operator,
    read_file,
    settings_of,
)
from geo_app.words import term


@click.group()
def gazetteer() -> None:
    """List, add, import and correct anchors (bridges, dikes, villages, stakes)."""


@gazetteer.command("list")
@json_option
@data_option
def gazetteer_list(as_json: bool, data: Path | None) -> None:
    """Show every anchor with its kind, radius and source."""
    from geo_app.geo.geojson import write_features
    from geo_app.work.gazetteer import load

    with opened(settings_of(data)) as session:
        anchors = load(session)
    if as_json:
        click.echo(write_features(anchors.to_features()).decode())
        return
    for anchor in anchors.anchors:
        radius = f"±{anchor.radius_m:.0f} m" if anchor.radius_m is not None else "-"
        click.echo(f"{anchor.id}  {anchor.name}  {term('kind', anchor.kind)}  {radius}")


@gazetteer.command("import")
@click.argument("file")
@data_option
def gazetteer_import(file: str, data: Path | None) -> None:
    """Read anchors from GeoJSON (docs/location.md): all or nothing; says what moved."""
    from geo_app.work.gazetteer import import_features

    settings = settings_of(data)
    content, name = read_file(file, settings.limits.import_bytes)
    with opened(settings, write=True) as session:
        report = import_features(session, operator(settings), content, name, settings)
        _say_moved(report.moved)
        click.echo(f"新增 {report.added}，更正 {report.changed}，未变 {report.unchanged}。")


@gazetteer.command("add")
@click.argument("name")
@click.option("--kind", required=True, help="bridge, dike, river, road, village, enterprise, …")
@click.option("--lon", type=float, required=True, help="Longitude, degrees, WGS-84/CGCS2000.")
@click.option("--lat", type=float, required=True, help="Latitude, degrees.")
@click.option("--radius", "radius_m", type=float, required=True, help="Honest radius, metres.")
@click.option("--source", required=True, help="Where the position comes from.")
@click.option("--alias", "aliases", multiple=True, help="Another name; may be given again.")
@data_option
def gazetteer_add(
    name: str,
    kind: str,
    lon: float,
    lat: float,
    radius_m: float,
    source: str,
    aliases: tuple[str, ...],
    data: Path | None,
) -> None:
    """Add an anchor at a point; places that were waiting for it are located."""
    from geo_app.work.gazetteer import add

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        anchor, moved = add(
            session,
            operator(settings),
            name=name,
            kind=kind,
            lon=lon,
            lat=lat,
            radius_m=radius_m,
            source=source,
            aliases=aliases,
            settings=settings,
        )
        _say_moved(moved)
        click.echo(f"{anchor.id}  {anchor.name}")


@gazetteer.command("correct")
@click.argument("anchor_id")
@click.option("--lon", type=float, required=True, help="Longitude, degrees, WGS-84/CGCS2000.")
@click.option("--lat", type=float, required=True, help="Latitude, degrees.")
@click.option("--radius", "radius_m", type=float, required=True, help="Honest radius, metres.")
@click.option("--source", required=True, help="Where the position comes from.")
@data_option
def gazetteer_correct(
    anchor_id: str, lon: float, lat: float, radius_m: float, source: str, data: Path | None
) -> None:
    """Give an anchor a better position and say which sites moved how far."""
    from geo_app.work.gazetteer import correct

    settings = settings_of(data)
    with opened(settings, write=True) as session:
        moved = correct(
            session,
            operator(settings),
            anchor_id,
            lon=lon,
            lat=lat,
            radius_m=radius_m,
            source=source,
            settings=settings,
        )
        _say_moved(moved)
        click.echo(f"重新推算 {len(moved)} 处。")


def _say_moved(moved: list) -> None:  # type: ignore[type-arg]
    for each in moved:
        distance = "新定位" if each.metres is None else f"移动 {each.metres:.0f} m"
        click.echo(f"  {each.name}  {distance}")
